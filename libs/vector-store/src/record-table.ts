import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { vectorStoreErrors } from './errors.js';
import { canCopyInto } from './table-layout.js';
import { COLLECTIONS } from './vector-record.js';
import { ensureExtension, LANGCHAIN_EXTENSION_LOCK, type VectorTables } from './vector-tables.js';

/** The table that `PGVectorStore` of `langchain_postgres` reads. */
export const RECORD_TABLE = 'data_pipeline_records';

/**
 * As `PGEngine.init_vectorstore_table` makes it with a `HybridSearchConfig`, with ids of text, two columns to filter by
 * and one that names the embedder. A reader may add rows of its own: it fills no column that it does not know.
 * @param name SQL of the table, with its schema or without
 * @param vector SQL of the type of the vectors, with their length
 */
export const recordTableSql = (name: string, vector: string): string => `
  CREATE TABLE IF NOT EXISTS ${name} (
    langchain_id TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    embedding ${vector} NOT NULL,
    content_tsv TSVECTOR NOT NULL DEFAULT '',
    collection TEXT,
    database TEXT,
    embedding_model TEXT,
    langchain_metadata JSON
  );
  CREATE INDEX IF NOT EXISTS ${RECORD_TABLE}_tsv ON ${name} USING gin (content_tsv);`;

const COLUMNS: Readonly<Record<string, RegExp>> = {
  langchain_id: /^text$/,
  content: /^text$/,
  embedding: /^(?:.*\.)?vector\((\d+)\)$/,
  content_tsv: /^tsvector$/,
  collection: /^text$/,
  database: /^text$/,
  embedding_model: /^text$/,
  langchain_metadata: /^json$/,
};

/**
 * Creates the table with this length of vectors if it is absent.
 * @throws DomainError `vector_extension_missing`, `vector_extension_forbidden`, `vector_tables_unknown_shape`
 */
export async function ensureRecordTable(client: pg.ClientBase, dimensions: number): Promise<VectorTables> {
  return inTransaction(client, async () => {
    const present = await readTable(client);
    if (present) {
      return present;
    }
    await client.query('SELECT pg_advisory_xact_lock($1)', [LANGCHAIN_EXTENSION_LOCK]);
    await ensureExtension(client);
    await client.query(recordTableSql(RECORD_TABLE, `vector(${dimensions})`));
    const created = await readTable(client);
    if (!created) {
      throw new Error('the table of records was created and cannot be found: is a schema missing in search_path?');
    }
    return created;
  });
}

/**
 * The table as it is; writes nothing.
 * @returns null if it is absent
 */
export async function findRecordTable(client: pg.ClientBase): Promise<VectorTables | null> {
  return inTransaction(client, () => readTable(client));
}

async function readTable(client: pg.ClientBase): Promise<VectorTables | null> {
  const { rows } = await client.query<{ name: string; type: string; server: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, version() AS server FROM pg_attribute
      WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [RECORD_TABLE],
  );
  if (rows.length === 0) {
    return null;
  }
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  const differences = Object.entries(COLUMNS).flatMap(([name, type]) => {
    const actual = types.get(name);
    return actual !== undefined && type.test(actual) ? [] : [`${RECORD_TABLE}.${name} is ${actual ?? 'missing'}`];
  });
  if (differences.length > 0) {
    const params = { differences: differences.join('; ') };
    throw new DomainError(vectorStoreErrors.vector_tables_unknown_shape, params, { details: { differences } });
  }
  return {
    table: RECORD_TABLE,
    idColumn: 'langchain_id',
    keyColumn: 'langchain_id',
    documentColumn: 'content',
    metadataColumn: 'langchain_metadata',
    metadataType: 'json',
    collectionColumn: 'collection',
    collectionType: 'text',
    hasWords: true,
    hasLexicalSide: false,
    collections: `(SELECT name AS uuid, name FROM unnest(ARRAY['${COLLECTIONS.join("', '")}']) AS name)`,
    collectionIds: { sql: 'sql', ddl: 'ddl', documentation: 'documentation' },
    declaredDimensions: Number(COLUMNS['embedding']?.exec(types.get('embedding') ?? '')?.[1]),
    canCopy: canCopyInto(rows[0]?.server ?? ''),
  };
}
