import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { vectorStoreErrors } from './errors.js';
import { createLexicalTables, hasLexicalTables } from './lexical/lexical-tables.js';
import { readTableLayout, type TableLayout } from './table-layout.js';
import { COLLECTIONS, type Collection } from './vector-record.js';

/** Vanna's tables, present and understood. */
export interface VectorTables extends TableLayout {
  readonly collectionIds: Readonly<Record<Collection, string>>;
  /** Whether the tables of words are there; without them a search compares vectors alone. */
  readonly hasLexicalSide: boolean;
}

/** The lock under which langchain_postgres creates the extension. */
export const LANGCHAIN_EXTENSION_LOCK = '1573678846307946496';

/** As langchain_postgres makes them: types, nullability, names of keys and index, order of columns. */
const CREATE_TABLES = `
  CREATE TABLE IF NOT EXISTS langchain_pg_collection (
    uuid UUID NOT NULL,
    name VARCHAR NOT NULL,
    cmetadata JSON,
    PRIMARY KEY (uuid),
    UNIQUE (name)
  );
  CREATE TABLE IF NOT EXISTS langchain_pg_embedding (
    id VARCHAR NOT NULL,
    collection_id UUID,
    embedding VECTOR,
    document VARCHAR,
    cmetadata JSONB,
    PRIMARY KEY (id),
    FOREIGN KEY (collection_id) REFERENCES langchain_pg_collection (uuid) ON DELETE CASCADE
  );
  CREATE INDEX IF NOT EXISTS ix_cmetadata_gin ON langchain_pg_embedding USING gin (cmetadata jsonb_path_ops);`;

/**
 * Creates missing objects (extension, tables, the three collections, the lexical side) in one transaction; only reads
 * when all exist. Other collections, such as `error_sql`, stay unchanged.
 * @throws DomainError `vector_extension_missing`, `vector_extension_forbidden`, `vector_tables_unknown_shape`
 */
export async function ensureVectorTables(client: pg.ClientBase): Promise<VectorTables> {
  return inTransaction(client, async () => {
    const present = await readTables(client);
    if (present?.hasLexicalSide) {
      return present;
    }
    await client.query('SELECT pg_advisory_xact_lock($1)', [LANGCHAIN_EXTENSION_LOCK]);
    if (present) {
      return { ...present, hasLexicalSide: await createLexicalTables(client) };
    }
    await ensureExtension(client);
    if ((await readTableLayout(client)) === null) {
      await client.query(CREATE_TABLES);
    }
    for (const name of COLLECTIONS) {
      await client.query(
        // The older layout has no unique names; the lock above keeps our own processes apart.
        `INSERT INTO langchain_pg_collection (uuid, name)
         SELECT $1::uuid, $2::varchar WHERE NOT EXISTS (SELECT FROM langchain_pg_collection WHERE name = $2)
         ON CONFLICT DO NOTHING`,
        [randomUUID(), name],
      );
    }
    await createLexicalTables(client);
    const created = await readTables(client);
    if (!created) {
      throw new Error('the vector tables were created and cannot be found: is a schema missing in search_path?');
    }
    return created;
  });
}

/**
 * The tables as they are; writes nothing.
 * @returns null while a table or one of the three collections is absent
 */
export async function findVectorTables(client: pg.ClientBase): Promise<VectorTables | null> {
  return inTransaction(client, () => readTables(client));
}

/** As `findVectorTables`, within a transaction of the caller. */
export async function readTables(client: pg.ClientBase): Promise<VectorTables | null> {
  const layout = await readTableLayout(client);
  if (!layout) {
    return null;
  }
  const { rows } = await client.query<{ name: Collection; uuid: string }>(
    'SELECT name, uuid FROM langchain_pg_collection WHERE name = ANY ($1)',
    [COLLECTIONS],
  );
  const ids = new Map(rows.map(({ name, uuid }) => [name, uuid]));
  const [sql, ddl, documentation] = COLLECTIONS.map((name) => ids.get(name));
  return sql && ddl && documentation
    ? { ...layout, collectionIds: { sql, ddl, documentation }, hasLexicalSide: await hasLexicalTables(client) }
    : null;
}

export async function ensureExtension(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ database: string; major: number; installed: boolean; available: boolean }>(
    `SELECT current_database() AS database, current_setting('server_version_num')::int / 10000 AS major,
            EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') AS installed,
            EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') AS available`,
  );
  const [state] = rows;
  if (!state || state.installed) {
    return;
  }
  const { database, major } = state;
  if (!state.available) {
    throw new DomainError(vectorStoreErrors.vector_extension_missing, { database, major });
  }
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS vector');
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === '42501'
      ? new DomainError(vectorStoreErrors.vector_extension_forbidden, { database }, { cause: error })
      : error;
  }
}
