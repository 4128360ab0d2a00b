import type pg from 'pg';
import { COLLECTIONS, type Collection } from '../vector-record.js';

/**
 * The lexical side of the store, beside Vanna's tables and without a reference to them, so that programs may truncate
 * and drop those as before. A record without its row here is found by vectors alone until the next load.
 */
export const RECORD_TABLE = 'data_pipeline_lexical_record';
/** How many records have each term. The row of the empty term has the number of all records of the collection. */
export const TERM_TABLE = 'data_pipeline_lexical_term';

/** Of the way in which texts become terms: rows of another version are made again by the next load. */
export const LEXICAL_VERSION = 3;

/**
 * `record` is the key of `langchain_pg_embedding`, `digest` of the text that the terms were taken from, `brevity` what
 * the rank of a text is multiplied by, smaller for a long text. Terms of a vector have positions for their frequency
 * only; among them are the names of tables, see `lexicalRow`. Entries of the indexes wait in a list, which the load flushes at its end: one by one they take three times as long.
 */
const CREATE_TABLES = `
  CREATE TABLE IF NOT EXISTS ${RECORD_TABLE} (
    record text PRIMARY KEY,
    collection text NOT NULL,
    digest uuid NOT NULL,
    brevity real NOT NULL,
    terms tsvector NOT NULL
  );
  ${COLLECTIONS.map(
    (collection) => `
  CREATE INDEX IF NOT EXISTS ${RECORD_TABLE}_${collection}
      ON ${RECORD_TABLE} USING gin (terms) WHERE collection = '${collection}';`,
  ).join('')}
  CREATE TABLE IF NOT EXISTS ${TERM_TABLE} (
    collection text NOT NULL,
    term text NOT NULL,
    records bigint NOT NULL,
    PRIMARY KEY (collection, term)
  );`;

/**
 * SQL: moves the entries that wait into the indexes, so that a search after a load is as fast as before. Of another
 * owner's indexes autovacuum does that.
 */
export const FLUSH_INDEXES = `
  SELECT gin_clean_pending_list(c.oid) FROM pg_class c
   WHERE c.oid IN (${COLLECTIONS.map((collection) => `to_regclass('${RECORD_TABLE}_${collection}')`).join(', ')})
     AND pg_has_role(c.relowner, 'USAGE')`;

export async function hasLexicalTables(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ both: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS both',
    [RECORD_TABLE, TERM_TABLE],
  );
  return rows[0]?.both ?? false;
}

/** @returns false, without a change, if the role may not create tables: the store then has no lexical side */
export async function createLexicalTables(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ allowed: boolean }>(
    `SELECT has_schema_privilege(current_schema(), 'CREATE') AS allowed`,
  );
  if (!rows[0]?.allowed) {
    return false;
  }
  await client.query(CREATE_TABLES);
  return true;
}

/** SQL: the digest of a document, see `digestOf` of lexical-row. */
export const DIGEST_OF_DOCUMENT = `md5('${LEXICAL_VERSION} ' || e.document)::uuid`;

/** SQL: the name of a collection by its uuid. */
export function collectionName(column: string, ids: Readonly<Record<Collection, string>>): string {
  return `CASE ${column} ${COLLECTIONS.map((name) => `WHEN '${ids[name]}' THEN '${name}'`).join(' ')} END`;
}
