import type pg from 'pg';
import { clockOffset, type ClockOffset } from '#libs/clock';
import { describeConnection, translatePostgresError, withClient } from '#libs/postgres';

const CONNECT_MS = 5_000;
const ANSWER_MS = 8_000;

export interface PostgresFacts {
  /** `host:port/database`, without user and password. */
  readonly database: string;
  /** As `server_version` says it, without what a distribution adds. */
  readonly version: string;
  readonly role: string;
  readonly isSuperuser: boolean;
}

/** Asks a database on a connection of its own. @throws DomainError for whatever the server or the network says */
export function askPostgres<T>(
  url: string,
  signal: AbortSignal,
  work: (client: pg.Client, facts: PostgresFacts) => Promise<T>,
): Promise<T> {
  const database = describeConnection(url);
  const config = {
    connectionString: url,
    application_name: 'data-pipeline doctor',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
  };
  return withClient(
    config,
    signal,
    async (client) => {
      const { rows } = await client.query<{ version: string; role: string; superuser: boolean }>(
        `SELECT current_setting('server_version') AS version, current_user AS role,
                coalesce((SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user), false) AS superuser`,
      );
      const [row] = rows;
      return work(client, {
        database,
        version: row?.version.split(' ')[0] ?? '',
        role: row?.role ?? '',
        isSuperuser: row?.superuser === true,
      });
    },
    (error) => translatePostgresError(error, database),
  );
}

/** The clock of the server against the one of this machine. */
export function postgresClock(client: pg.ClientBase): Promise<ClockOffset> {
  return clockOffset(async () => {
    const { rows } = await client.query<{ now: number }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    );
    return rows[0]?.now ?? Date.now();
  });
}
