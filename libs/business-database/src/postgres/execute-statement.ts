import type pg from 'pg';
import { sendQuery } from '#libs/postgres';
import type { Execution, StatementFailure } from '../statement-runner.js';
import { statementFailure } from './statement-failure.js';

export const DECLARE = 'DECLARE checked NO SCROLL CURSOR FOR ';

/**
 * Runs one accepted statement in a read-only transaction that is rolled back, until it has given `maxRows` rows.
 * The rows stay in the server: their size costs nothing here.
 * @throws the driver's error when the statement is not to blame.
 */
export async function executeStatement(
  client: pg.ClientBase,
  sql: string,
  maxRows: number,
): Promise<Execution | StatementFailure> {
  return rolledBack(client, async () => {
    const declared = await attempt(DECLARE, client, sql);
    if (!('rows' in declared)) {
      return declared;
    }
    const moved = await attempt(`MOVE FORWARD ${Math.trunc(maxRows)} IN checked`, client, '');
    return 'rows' in moved ? { outcome: 'executed', rowCount: moved.rowCount ?? 0 } : { ...moved, position: null };
  });
}

/** Work in a read-only transaction that leaves nothing. */
export async function rolledBack<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN TRANSACTION READ ONLY');
  try {
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** `queryMode` is known to pg and missing in its types. */
interface ExtendedQuery extends pg.QueryConfig {
  readonly queryMode: 'extended';
}

/** Sends `prefix + sql` by the extended protocol, which carries one statement and no more. */
export async function attempt(
  prefix: string,
  client: pg.ClientBase,
  sql: string,
): Promise<pg.QueryResult | StatementFailure> {
  const query: ExtendedQuery = { text: prefix + sql, queryMode: 'extended' };
  try {
    return await sendQuery(client, query);
  } catch (error) {
    const failure = statementFailure(error, prefix.length);
    if (failure === null) {
      throw error;
    }
    return failure;
  }
}
