import type pg from 'pg';

/**
 * Schemas of the role stay in their order, without pg_catalog: PostgreSQL then searches pg_catalog before all of them.
 * Every name has its schema, because the statement runs before that. It is a transaction, see `withVectorDatabase`.
 */
const CATALOG_FIRST = `BEGIN;
SELECT pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', (
  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(u.schema), ', ' ORDER BY u.at)
  FROM pg_catalog.unnest(pg_catalog.array_remove(pg_catalog.current_schemas(false), 'pg_catalog'::pg_catalog.name))
    WITH ORDINALITY u(schema, at)
), 'pg_temp'), false);
COMMIT`;

/**
 * Before any other statement of a connection: whoever owns the database can put a schema with functions of ours before
 * pg_catalog. Tables are still found, and created, where the role has them.
 */
export async function searchCatalogFirst(client: pg.ClientBase): Promise<void> {
  await client.query(CATALOG_FIRST);
}

/** The work after `searchCatalogFirst`. */
export function withCatalogFirst<T>(work: (client: pg.Client) => Promise<T>): (client: pg.Client) => Promise<T> {
  return async (client) => {
    await searchCatalogFirst(client);
    return work(client);
  };
}
