import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { vectorStoreErrors } from './errors.js';

/** Column names of the existing tables: `langchain_postgres` since 0.0.14, or the older layout of LangChain. */
export interface TableLayout {
  /** Column with the id that Vanna uses. */
  readonly idColumn: 'id' | 'custom_id';
  /** Column whose uniqueness an upsert relies on. */
  readonly keyColumn: 'id' | 'uuid';
  readonly metadataType: 'json' | 'jsonb';
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
    idColumn: isLegacy ? 'custom_id' : 'id',
    keyColumn,
    metadataType: typeOf(embedding, 'cmetadata') === 'json' ? 'json' : 'jsonb',
    declaredDimensions: dimensions === undefined ? null : Number(dimensions),
    canCopy: !/emscripten|emcc|wasm|pglite/i.test(embedding[0]?.server ?? ''),
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
