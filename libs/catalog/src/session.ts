import pg from 'pg';
import { quoteLiteral } from '#libs/postgres';
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

/** Connections that see the same snapshot. */
export interface CatalogSession {
  readonly lead: Queryable;
  /** A second connection where one is free, so that the server reads while this process parses; else the lead. */
  readonly second: Queryable;
}

/**
 * Runs `work` with an empty search path, so that PostgreSQL writes every name outside pg_catalog with its schema
 * and the result does not depend on who asks. Borrowed connections read one snapshot.
 */
export async function withCatalogSession<T>(
  database: Database,
  work: (session: CatalogSession) => Promise<T>,
): Promise<T> {
  return database instanceof pg.Pool ? inSnapshot(database, work) : onConnection(database, work);
}

/** Two pieces of work at once on two connections, one after the other on one; both are over when this returns. */
export async function both<A, B>(
  { lead, second }: CatalogSession,
  first: (client: Queryable) => Promise<A>,
  other: (client: Queryable) => Promise<B>,
): Promise<[A, B]> {
  if (second === lead) {
    return [await first(lead), await other(lead)];
  }
  const results = await Promise.allSettled([first(lead), other(second)]);
  const [a, b] = results;
  if (a.status === 'rejected') {
    throw a.reason;
  }
  if (b.status === 'rejected') {
    throw b.reason;
  }
  return [a.value, b.value];
}

const BEGIN = 'begin isolation level repeatable read read only';

async function inSnapshot<T>(pool: pg.Pool, work: (session: CatalogSession) => Promise<T>): Promise<T> {
  return withPoolClient(pool, async (lead) => {
    await lead.query(BEGIN);
    await lead.query(SETTINGS, [true]);
    const result = await withSecondConnection(pool, lead, (second) => work({ lead, second }));
    await lead.query('commit');
    return result;
  });
}

/** Never waits for a connection: callers that each hold one and wait for another would wait for ever. */
async function withSecondConnection<T>(
  pool: pg.Pool,
  lead: Queryable,
  work: (second: Queryable) => Promise<T>,
): Promise<T> {
  const isFree = pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < pool.options.max);
  if (!isFree) {
    return work(lead);
  }
  return withPoolClient(pool, async (second) => {
    const { rows } = await lead.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
    await second.query(BEGIN);
    await second.query(`set transaction snapshot ${quoteLiteral(rows[0]?.snapshot ?? '')}`);
    await second.query(SETTINGS, [true]);
    const result = await work(second);
    await second.query('commit');
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

async function onConnection<T>(client: pg.ClientBase, work: (session: CatalogSession) => Promise<T>): Promise<T> {
  const before = await client.query<{ path: string; jit: string }>(
    `select current_setting('search_path') as path, current_setting('jit') as jit`,
  );
  await client.query(SETTINGS, [false]);
  try {
    return await work({ lead: client, second: client });
  } finally {
    const { path = '', jit = 'on' } = before.rows[0] ?? {};
    // In a broken transaction the settings cannot be put back here; the rollback does it.
    await client
      .query(`select set_config('search_path', $1, false), set_config('jit', $2, false)`, [path, jit])
      .catch(() => undefined);
  }
}
