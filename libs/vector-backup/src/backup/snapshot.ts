import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { databaseNameOf, inTransaction } from '#libs/postgres';
import { withVectorClient } from '../database/vector-client.js';
import { vectorBackupErrors } from '../errors.js';
import { REQUIRED_TABLES, VECTOR_TABLES, type VectorTable } from '../tables.js';
import { readTableShapes, requireTables, type TableShape } from './table-shape.js';

export interface SnapshotOptions {
  readonly connectionString: string;
  readonly tables: readonly VectorTable[];
  /** Writers wait from before the snapshot until the transaction ends. */
  readonly keepWritersOut: boolean;
  /** The work makes temporary tables. */
  readonly incremental?: boolean;
  readonly lockTimeoutMs: number;
}

export interface Snapshot {
  readonly client: pg.Client;
  readonly shapes: readonly TableShape[];
}

/** Server and source, as the manifest names them. */
export interface SourceFacts {
  readonly serverVersion: string;
  readonly pgvectorVersion: string | null;
  readonly snapshotAt: Date;
  readonly estimatedRows: number;
  /** True for PGlite, whose connections share one backend. */
  readonly singleBackend: boolean;
}

/** Settings of the transactions of backups and restores: no row is left out silently, none is given up by time. */
export const SESSION = `
  SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL row_security = off;`;

const REPEATABLE_READ = 'ISOLATION LEVEL REPEATABLE READ';
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Runs `work` on one snapshot of the tables, in one transaction that is committed when the work succeeds.
 * The lock comes before the snapshot: a TRUNCATE that commits between the two would make the tables look empty.
 * @throws DomainError `vector_table_missing`, `vector_tables_locked`, and errors of the connection
 */
export async function withSnapshot<T>(
  options: SnapshotOptions,
  signal: AbortSignal,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const { connectionString, tables } = options;
  return withVectorClient(connectionString, signal, async (client) => {
    await requireTables(client, connectionString, tables);
    const begin = async (): Promise<T> => {
      await client.query(SESSION);
      await client.query(`SET LOCAL lock_timeout = ${options.lockTimeoutMs}`);
      // The parent's rows are locked too, so that what an embedding refers to stays as it is.
      const all: readonly string[] = [...REQUIRED_TABLES, ...tables];
      const locked = options.keepWritersOut ? VECTOR_TABLES.filter((table) => all.includes(table)) : tables;
      const mode = options.keepWritersOut ? 'SHARE ROW EXCLUSIVE' : 'ACCESS SHARE';
      await explainLocks(options.lockTimeoutMs, () => client.query(`LOCK TABLE ${locked.join(', ')} IN ${mode} MODE`));
      const shapes = await readTableShapes(client, tables, null);
      return work({ client, shapes });
    };
    const writes = options.keepWritersOut || options.incremental;
    return inTransaction(client, begin, writes ? REPEATABLE_READ : `${REPEATABLE_READ}, READ ONLY`);
  });
}

/** @throws DomainError `vector_tables_locked` when the lock timed out */
export async function explainLocks<T>(lockTimeoutMs: number, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw (error as { code?: string }).code === LOCK_NOT_AVAILABLE
      ? new DomainError(vectorBackupErrors.vector_tables_locked, { seconds: lockTimeoutMs / 1000 }, { cause: error })
      : error;
  }
}

/**
 * Runs `work` with further connections on the same snapshot, as many as are available. Each locks the tables itself
 * without waiting: behind a session that waits to alter a table it would deadlock with the first connection.
 */
export async function withFollowers<T>(
  { client }: Snapshot,
  options: SnapshotOptions,
  count: number,
  signal: AbortSignal,
  work: (clients: readonly pg.Client[]) => Promise<T>,
): Promise<T> {
  if (count === 0) {
    return work([client]);
  }
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const open = (clients: readonly pg.Client[]): Promise<T> =>
    clients.length > count
      ? work(clients)
      : withVectorClient(options.connectionString, signal, (follower) => {
          const follow = async (): Promise<T> => {
            await follower.query(`SET TRANSACTION SNAPSHOT '${rows[0]?.snapshot ?? ''}'`);
            await follower.query(SESSION);
            return (await lockAtOnce(follower, options.tables)) ? open([...clients, follower]) : work(clients);
          };
          return inTransaction(follower, follow, `${REPEATABLE_READ}, READ ONLY`);
        });
  return open([client]);
}

async function lockAtOnce(client: pg.Client, tables: readonly VectorTable[]): Promise<boolean> {
  try {
    await client.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS SHARE MODE NOWAIT`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) {
      return false;
    }
    throw error;
  }
}

export async function readSourceFacts(client: pg.ClientBase, connectionString: string): Promise<SourceFacts> {
  const { rows } = await client.query<{
    server: string;
    version: string;
    pgvector: string | null;
    now: Date;
    estimate: string;
  }>(
    `SELECT current_setting('server_version') AS server, version() AS version, now() AS now,
            (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS pgvector,
            (SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint FROM pg_class c
              WHERE c.oid IN (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)) AS estimate`,
    [VECTOR_TABLES],
  );
  const [facts] = rows;
  if (!facts) {
    throw new Error(`the server of ${databaseNameOf(connectionString)} did not describe itself`);
  }
  return {
    serverVersion: facts.server,
    pgvectorVersion: facts.pgvector,
    snapshotAt: facts.now,
    estimatedRows: Number(facts.estimate),
    singleBackend: /emcc|emscripten|wasm/i.test(facts.version),
  };
}
