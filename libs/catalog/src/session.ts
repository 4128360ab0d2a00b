import type pg from 'pg';
import { quoteLiteral, type ConnectionLender } from '#libs/postgres';
import type { Catalog } from './model.js';
import type { Queryable } from './queryable.js';
import { readServer, type CatalogServer } from './server.js';

/** The parameter of the catalog functions: one connection, or a lender of several. */
export type Database = pg.ClientBase | ConnectionLender;

/** Which relations to read; names as they are, unquoted. */
export type RelationName = Pick<Catalog['relations'][number], 'schema' | 'name'>;

/**
 * Settings of a catalog session: only pg_catalog is searched, and no query is compiled, which on wide estimates costs
 * more than all of these queries together.
 */
const SETTINGS = `select set_config('search_path', 'pg_catalog', $1),
  (select set_config(name, 'off', $1) from pg_catalog.pg_settings where name = 'jit')`;

/** Connections that see the same snapshot. */
export interface CatalogSession {
  readonly server: CatalogServer;
  readonly lead: Queryable;
  /** A second connection where one is free, so that the server reads while this process parses; else the lead. */
  readonly second: Queryable;
}

/**
 * Runs `work` with an empty search path, so that PostgreSQL writes every name outside pg_catalog with its schema
 * and the result does not depend on the role. Borrowed connections read one snapshot.
 */
export async function withCatalogSession<T>(
  database: Database,
  work: (session: CatalogSession) => Promise<T>,
): Promise<T> {
  return isLender(database) ? inSnapshot(database, work) : onConnection(database, work);
}

export function isLender(database: Database): database is ConnectionLender {
  return 'lend' in database;
}

/** Runs `work` on a connection of the lender, or on the only one. */
export function onAnyConnection<T>(database: Database, work: (client: Queryable) => Promise<T>): Promise<T> {
  return isLender(database) ? database.lend(work) : work(database);
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

async function inSnapshot<T>(lender: ConnectionLender, work: (session: CatalogSession) => Promise<T>): Promise<T> {
  return lender.lend(async (lead) => {
    await lead.query(BEGIN);
    const server = await readServer(lead);
    await lead.query(SETTINGS, [true]);
    const onSecond = server.exportsSnapshots
      ? lender.lendFree((second) => withSecondConnection(second, lead, server, work))
      : null;
    const result = await (onSecond ?? work({ server, lead, second: lead }));
    await lead.query('commit');
    return result;
  });
}

async function withSecondConnection<T>(
  second: Queryable,
  lead: Queryable,
  server: CatalogServer,
  work: (session: CatalogSession) => Promise<T>,
): Promise<T> {
  const { rows } = await lead.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
  await second.query(BEGIN);
  await second.query(`set transaction snapshot ${quoteLiteral(rows[0]?.snapshot ?? '')}`);
  await second.query(SETTINGS, [true]);
  const result = await work({ server, lead, second });
  await second.query('commit');
  return result;
}

async function onConnection<T>(client: pg.ClientBase, work: (session: CatalogSession) => Promise<T>): Promise<T> {
  const server = await readServer(client);
  const before = await client.query<{ path: string; jit: string | null }>(
    `select current_setting('search_path') as path,
      (select setting from pg_catalog.pg_settings where name = 'jit') as jit`,
  );
  await client.query(SETTINGS, [false]);
  try {
    return await work({ server, lead: client, second: client });
  } finally {
    const { path = '', jit = null } = before.rows[0] ?? {};
    // In a broken transaction the settings cannot be put back here; the rollback does it.
    await client
      .query(
        `select set_config('search_path', $1, false), case when $2::text is not null then set_config('jit', $2, false) end`,
        [path, jit],
      )
      .catch(() => undefined);
  }
}
