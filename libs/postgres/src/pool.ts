import pg from 'pg';

export interface PoolOptions {
  readonly connectionString: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly max: number;
  /** Every transaction of these connections is read-only unless it says otherwise. */
  readonly readOnly?: boolean;
  /** Milliseconds; 0 or absent means none. */
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly idleInTransactionTimeoutMs?: number;
}

/**
 * A pool whose session limits are set by the startup packet, so that no connection is ever without them.
 * `error` of idle clients is swallowed here: the next query of the pool reports it.
 */
export function openPool(options: PoolOptions): pg.Pool {
  const settings = [
    options.readOnly ? '-c default_transaction_read_only=on' : '',
    options.statementTimeoutMs ? `-c statement_timeout=${options.statementTimeoutMs}` : '',
    options.lockTimeoutMs ? `-c lock_timeout=${options.lockTimeoutMs}` : '',
    options.idleInTransactionTimeoutMs
      ? `-c idle_in_transaction_session_timeout=${options.idleInTransactionTimeoutMs}`
      : '',
  ].filter(Boolean);
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    ...(settings.length > 0 ? { options: settings.join(' ') } : {}),
  });
  pool.on('error', () => undefined);
  // A connection that breaks while borrowed reports it by its query too; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
