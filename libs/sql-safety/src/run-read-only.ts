import type pg from 'pg';
import { openPool, sendQuery, translatePostgresError } from '#libs/postgres';

export interface ReadOnlyLimits {
  /** Connections. */
  readonly max: number;
  /** Milliseconds that one statement may take. */
  readonly statementTimeoutMs: number;
}

const LOCK_TIMEOUT_MS = 2_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

/** A pool for statements that we did not write: every session is read-only and bounded from its first byte on. */
export function openReadOnlyPool(connectionString: string, { max, statementTimeoutMs }: ReadOnlyLimits): pg.Pool {
  const pool = openPool({
    connectionString,
    applicationName: 'data-pipeline sql check',
    max,
    readOnly: true,
    statementTimeoutMs,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    idleInTransactionTimeoutMs: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  });
  // A lost connection also fails the query that runs on it; without a listener the event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The server refused the statement; it is the statement's fault, not the connection's. */
export interface StatementFailure {
  readonly outcome: 'failed' | 'timeout';
  readonly sqlstate: string;
  readonly message: string;
  /** 1-based, in characters of the statement as given; null where the server names none. */
  readonly position: number | null;
  readonly hint: string | null;
}

export interface Plan {
  readonly outcome: 'planned';
  /** The planner's total cost, its units. */
  readonly totalCost: number;
  readonly estimatedRows: number;
}

export interface Execution {
  readonly outcome: 'executed';
  /** Rows that the statement gave, counted up to what was asked for. */
  readonly rowCount: number;
}

/** Where a run of statements may be stopped from outside, and what the database is called in errors. */
export interface RunOptions {
  readonly signal: AbortSignal;
  /** `host:port/database`, never a connection string. */
  readonly database: string;
}

const DECLARE = 'DECLARE checked NO SCROLL CURSOR FOR ';

/**
 * Runs one accepted statement in a read-only transaction that is rolled back, until it has given `maxRows` rows.
 * The rows stay in the server: their size costs nothing here.
 * @throws DomainError of kind `unavailable` when the database is away; `signal.reason` when stopped.
 */
export async function executeStatement(
  pool: pg.Pool,
  sql: string,
  maxRows: number,
  options: RunOptions,
): Promise<Execution | StatementFailure> {
  return withClient(pool, options, async (client) => {
    await client.query('BEGIN TRANSACTION READ ONLY');
    try {
      const declared = await attempt(DECLARE, client, sql);
      if (!('rows' in declared)) {
        return declared;
      }
      const moved = await attempt(`MOVE FORWARD ${Math.trunc(maxRows)} IN checked`, client, '');
      return 'rows' in moved ? { outcome: 'executed', rowCount: moved.rowCount ?? 0 } : { ...moved, position: null };
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

/** `queryMode` is known to pg and missing in its types. */
interface ExtendedQuery extends pg.QueryConfig {
  readonly queryMode: 'extended';
}

/** Sends `prefix + sql` by the extended protocol, which carries one statement and no more. */
async function attempt(prefix: string, client: pg.PoolClient, sql: string): Promise<pg.QueryResult | StatementFailure> {
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

/** Classes that blame the server or the session, not the statement: connection, resources, intervention, system, internal. */
const NOT_THE_STATEMENT = /^(08|53|57P|58|XX|F0|28|3D)/;

/**
 * What the server has against the statement, or null when the statement is not to blame.
 * @param prefixLength characters that were sent before the statement
 */
export function statementFailure(error: unknown, prefixLength: number): StatementFailure | null {
  const { code, message, position, hint } = error as Partial<pg.DatabaseError>;
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code) || NOT_THE_STATEMENT.test(code) || message === undefined) {
    return null;
  }
  const at = Number(position ?? 0) - prefixLength;
  return {
    outcome: code === '57014' || code === '55P03' ? 'timeout' : 'failed',
    sqlstate: code,
    message,
    position: at > 0 ? at : null,
    hint: hint ?? null,
  };
}

async function withClient<T>(
  pool: pg.Pool,
  { signal, database }: RunOptions,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let client: pg.PoolClient | undefined;
  let broken = false;
  // Ending the connection ends the wait; the server stops the statement at the latest by its timeout.
  const drop = (): void => {
    broken = true;
    client?.release(true);
  };
  try {
    client = await pool.connect();
    signal.throwIfAborted();
    signal.addEventListener('abort', drop, { once: true });
    return await work(client);
  } catch (error) {
    signal.throwIfAborted();
    const translated = translatePostgresError(error, database);
    if (client && !broken) {
      drop();
    }
    throw translated;
  } finally {
    signal.removeEventListener('abort', drop);
    if (!broken) {
      client?.release();
    }
  }
}
