import pg from 'pg';
import type { Catalog } from './model.js';

/** What the catalog functions take: a pool (a connection of its own is borrowed) or one connection. */
export type Database = pg.ClientBase | pg.Pool;

/** The part of a connection that the readers need. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** Which relations to read; names as they are, unquoted. */
export type RelationName = Pick<Catalog['relations'][number], 'schema' | 'name'>;

/**
 * Settings of a catalog session: only pg_catalog is searched, and no query is compiled, which on wide estimates costs
 * more than all of these queries together.
 */
const SETTINGS = `select set_config('search_path', 'pg_catalog', $1), set_config('jit', 'off', $1)`;

/**
 * Runs `work` with an empty search path, so that PostgreSQL writes every name outside pg_catalog with its schema
 * and the result does not depend on who asks. A borrowed connection reads one snapshot.
 */
export async function withCatalogSession<T>(database: Database, work: (client: Queryable) => Promise<T>): Promise<T> {
  return database instanceof pg.Pool ? inSnapshot(database, work) : onConnection(database, work);
}

async function inSnapshot<T>(pool: pg.Pool, work: (client: Queryable) => Promise<T>): Promise<T> {
  return withPoolClient(pool, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    await client.query(SETTINGS, [true]);
    const result = await work(client);
    await client.query('commit');
    return result;
  });
}

/** Borrows a connection of the pool; one on which `work` failed is not worth keeping. */
export async function withPoolClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A borrowed client whose connection breaks also emits `error`; unheard, that would end the process.
  const heard = (): void => undefined;
  client.on('error', heard);
  try {
    const result = await work(client);
    client.removeListener('error', heard);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function onConnection<T>(client: pg.ClientBase, work: (client: Queryable) => Promise<T>): Promise<T> {
  const before = await client.query<{ path: string; jit: string }>(
    `select current_setting('search_path') as path, current_setting('jit') as jit`,
  );
  await client.query(SETTINGS, [false]);
  try {
    return await work(client);
  } finally {
    const { path = '', jit = 'on' } = before.rows[0] ?? {};
    // In a broken transaction the settings cannot be put back here; the rollback does it.
    await client
      .query(`select set_config('search_path', $1, false), set_config('jit', $2, false)`, [path, jit])
      .catch(() => undefined);
  }
}
