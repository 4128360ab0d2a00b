import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { vectorStoreErrors } from './errors.js';

/**
 * A table of records with vectors, and the names of its columns: `PGVector` of `langchain_postgres` since 0.0.14, the
 * older layout of LangChain, or a table of `PGVectorStore`.
 */
export interface TableLayout {
  readonly table: 'langchain_pg_embedding' | 'data_pipeline_records';
  /** Column with the id that readers use. */
  readonly idColumn: 'id' | 'custom_id' | 'langchain_id';
  /** Column whose uniqueness an upsert relies on. */
  readonly keyColumn: 'id' | 'uuid' | 'langchain_id';
  readonly documentColumn: 'document' | 'content';
  readonly metadataColumn: 'cmetadata' | 'langchain_metadata';
  readonly metadataType: 'json' | 'jsonb';
  readonly collectionColumn: 'collection_id' | 'collection';
  readonly collectionType: 'uuid' | 'text';
  /** The columns of `PGVectorStore` for its hybrid search and its filters: `content_tsv`, `database`, `embedding_model`. */
  readonly hasWords: boolean;
  /** SQL: a relation with `uuid` and `name` of each collection, to be joined as `… c`. */
  readonly collections: string;
  /** Set when the column was declared as `vector(n)`. */
  readonly declaredDimensions: number | null;
  /** PGlite supports the protocol except `COPY … FROM STDIN`. */
  readonly canCopy: boolean;
}

interface ColumnShape {
  readonly table_name: string;
  readonly column_name: string;
  readonly type: string;
  /** NOT NULL without a default, identity or generation. */
  readonly required: boolean;
  readonly is_unique: boolean;
  readonly server: string;
}

type ExpectedTypes = Record<string, RegExp>;

const TEXT = /^(character varying(\(\d+\))?|text)$/;
const JSON_TYPE = /^jsonb?$/;
const VECTOR = /^(?:.*\.)?vector(?:\((\d+)\))?$/;
const UUID = /^uuid$/;

const COLLECTION_TABLE = 'langchain_pg_collection';
const EMBEDDING_TABLE = 'langchain_pg_embedding';
const COLLECTION_COLUMNS: ExpectedTypes = { uuid: UUID, name: TEXT, cmetadata: JSON_TYPE };
const SHARED_COLUMNS: ExpectedTypes = { collection_id: UUID, embedding: VECTOR, document: TEXT, cmetadata: JSON_TYPE };
const CURRENT_COLUMNS: ExpectedTypes = { id: TEXT, ...SHARED_COLUMNS };
const LEGACY_COLUMNS: ExpectedTypes = { uuid: UUID, custom_id: TEXT, ...SHARED_COLUMNS };

/**
 * Reads how the vector tables of the search path are made; writes nothing.
 * @returns null unless both tables exist.
 * @throws DomainError `vector_tables_unknown_shape` with every difference.
 */
export async function readTableLayout(client: pg.ClientBase): Promise<TableLayout | null> {
  const columns = await readColumns(client);
  const collection = columns.filter(({ table_name }) => table_name === COLLECTION_TABLE);
  const embedding = columns.filter(({ table_name }) => table_name === EMBEDDING_TABLE);
  const isLegacy = !embedding.some(isColumn('id')) && embedding.some(isColumn('custom_id'));
  const keyColumn = isLegacy ? 'uuid' : 'id';
  const differences = [
    ...(collection.length > 0 ? differencesOf(COLLECTION_TABLE, collection, COLLECTION_COLUMNS, 'uuid') : []),
    ...(embedding.length > 0
      ? differencesOf(EMBEDDING_TABLE, embedding, isLegacy ? LEGACY_COLUMNS : CURRENT_COLUMNS, keyColumn)
      : []),
  ];
  if (differences.length > 0) {
    const params = { differences: differences.join('; ') };
    throw new DomainError(vectorStoreErrors.vector_tables_unknown_shape, params, { details: { differences } });
  }
  if (collection.length === 0 || embedding.length === 0) {
    return null;
  }
  const dimensions = VECTOR.exec(typeOf(embedding, 'embedding'))?.[1];
  return {
    table: EMBEDDING_TABLE,
    documentColumn: 'document',
    metadataColumn: 'cmetadata',
    collectionColumn: 'collection_id',
    collectionType: 'uuid',
    hasWords: false,
    collections: COLLECTION_TABLE,
    idColumn: isLegacy ? 'custom_id' : 'id',
    keyColumn,
    metadataType: typeOf(embedding, 'cmetadata') === 'json' ? 'json' : 'jsonb',
    declaredDimensions: dimensions === undefined ? null : Number(dimensions),
    canCopy: canCopyInto(embedding[0]?.server ?? ''),
  };
}

async function readColumns(client: pg.ClientBase): Promise<ColumnShape[]> {
  const { rows } = await client.query<ColumnShape>(
    `SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type,
            a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS required,
            EXISTS (SELECT FROM pg_index i
                     WHERE i.indrelid = c.oid AND i.indisunique AND i.indnkeyatts = 1
                       AND i.indkey[0] = a.attnum AND i.indpred IS NULL) AS is_unique,
            version() AS server
       FROM unnest($1::text[]) AS wanted(name)
       JOIN pg_class c ON c.oid = to_regclass(wanted.name)
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`,
    [[COLLECTION_TABLE, EMBEDDING_TABLE]],
  );
  return rows;
}

/** @param server the answer of `version()` */
export function canCopyInto(server: string): boolean {
  return !/emscripten|emcc|wasm|pglite/i.test(server);
}

function differencesOf(table: string, columns: ColumnShape[], expected: ExpectedTypes, key: string): string[] {
  const differences: string[] = [];
  for (const [name, type] of Object.entries(expected)) {
    const column = columns.find(isColumn(name));
    if (!column) {
      differences.push(`${table}.${name} is missing`);
    } else if (!type.test(column.type)) {
      differences.push(`${table}.${name} is ${column.type}`);
    } else if (name === key && !column.is_unique) {
      differences.push(`${table}.${name} is not unique`);
    }
  }
  for (const { column_name, required } of columns) {
    if (required && !(column_name in expected)) {
      differences.push(`${table}.${column_name} is unknown and must not be null`);
    }
  }
  return differences;
}

function isColumn(name: string): (column: ColumnShape) => boolean {
  return ({ column_name }) => column_name === name;
}

function typeOf(columns: ColumnShape[], name: string): string {
  return columns.find(isColumn(name))?.type ?? '';
}
