import pg from 'pg';
import { onAnyConnection, type Database } from '#libs/catalog';
import { isServerError, sendQuery } from '#libs/postgres';

/** `query_canceled`: the statement timeout. */
const TOO_SLOW = '57014';

/**
 * The rows of a query, or why there are none: tables may be unreadable, dropped or too large, which never fails a step.
 * @throws the driver's error when the connection is lost or the server stops.
 */
export async function tryQuery<R extends pg.QueryResultRow>(
  database: Database,
  sql: string,
): Promise<readonly R[] | 'refused' | 'too_slow'> {
  try {
    return await onAnyConnection(database, async (client) => (await sendQuery<R>(client, sql)).rows);
  } catch (error) {
    if (
      !(error instanceof pg.DatabaseError) ||
      !isServerError(error.code) ||
      /^(08|53|57P|58)/.test(error.code ?? '')
    ) {
      throw error;
    }
    return error.code === TOO_SLOW ? 'too_slow' : 'refused';
  }
}
