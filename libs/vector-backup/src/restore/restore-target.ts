import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { databaseNameOf, quoteIdentifier } from '#libs/postgres';
import { readTableShapes, type TableShape } from '../backup/table-shape.js';
import { explainLocks } from '../backup/snapshot.js';
import { vectorBackupErrors } from '../errors.js';
import type { Manifest } from '../manifest.js';
import { COLLECTION_TABLE, EMBEDDING_TABLE, VECTOR_TABLES, type VectorTable } from '../tables.js';
import type { BackupSet } from './backup-set.js';

/** As langchain_postgres creates them; the DDL of a manifest is never executed. */
const CREATE_COLLECTION = `(
  uuid UUID NOT NULL,
  name VARCHAR NOT NULL,
  cmetadata JSON,
  CONSTRAINT ${COLLECTION_TABLE}_pkey PRIMARY KEY (uuid),
  CONSTRAINT ${COLLECTION_TABLE}_name_key UNIQUE (name)
)`;
const embeddingColumns = (schema: string): string => `(
  id VARCHAR NOT NULL,
  collection_id UUID,
  embedding ${schema}.vector,
  document VARCHAR,
  cmetadata JSONB,
  CONSTRAINT ${EMBEDDING_TABLE}_pkey PRIMARY KEY (id)
)`;

/**
 * Opens the target tables of a restore in the current transaction: creates missing ones, and locks them against other
 * writers.
 * @param schema null: the search path
 * @throws DomainError `vector_extension_absent`, `vector_tables_locked`
 */
export async function openTarget(
  client: pg.Client,
  connectionString: string,
  schema: string | null,
  lockTimeoutMs: number,
): Promise<readonly TableShape[]> {
  const before = await presentTables(client, schema);
  if (before.length < VECTOR_TABLES.length) {
    await createMissing(client, connectionString, schema, before);
  }
  const prefix = schema === null ? '' : `${quoteIdentifier(schema)}.`;
  const names = VECTOR_TABLES.map((table) => `${prefix}${table}`).join(', ');
  await explainLocks(lockTimeoutMs, () => client.query(`LOCK TABLE ${names} IN SHARE ROW EXCLUSIVE MODE`));
  return readTableShapes(client, VECTOR_TABLES, schema);
}

async function presentTables(client: pg.ClientBase, schema: string | null): Promise<VectorTable[]> {
  const { rows } = await client.query<{ name: VectorTable }>(
    `SELECT name FROM unnest($1::text[]) AS wanted(name)
      WHERE to_regclass(CASE WHEN $2::text IS NULL THEN name ELSE quote_ident($2) || '.' || name END) IS NOT NULL`,
    [VECTOR_TABLES, schema],
  );
  return rows.map(({ name }) => name);
}

async function createMissing(
  client: pg.ClientBase,
  connectionString: string,
  schema: string | null,
  present: readonly VectorTable[],
): Promise<void> {
  const extension = await requireVectorExtension(client, connectionString);
  const prefix = schema === null ? '' : `${quoteIdentifier(schema)}.`;
  if (schema !== null) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  }
  if (!present.includes(COLLECTION_TABLE)) {
    await client.query(`CREATE TABLE ${prefix}${COLLECTION_TABLE} ${CREATE_COLLECTION}`);
  }
  if (!present.includes(EMBEDDING_TABLE)) {
    await client.query(`CREATE TABLE ${prefix}${EMBEDDING_TABLE} ${embeddingColumns(quoteIdentifier(extension))}`);
    await client.query(
      `ALTER TABLE ${prefix}${EMBEDDING_TABLE} ADD CONSTRAINT ${EMBEDDING_TABLE}_collection_id_fkey
         FOREIGN KEY (collection_id) REFERENCES ${prefix}${COLLECTION_TABLE} (uuid) ON DELETE CASCADE`,
    );
    await client.query(
      `CREATE INDEX ix_cmetadata_gin ON ${prefix}${EMBEDDING_TABLE} USING gin (cmetadata jsonb_path_ops)`,
    );
  }
}

/** @returns the schema that pgvector is in. @throws DomainError `vector_extension_absent` */
export async function requireVectorExtension(client: pg.ClientBase, connectionString: string): Promise<string> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname = 'vector'`,
  );
  if (!rows[0]) {
    const database = databaseNameOf(connectionString);
    throw new DomainError(vectorBackupErrors.vector_extension_absent, { database });
  }
  return rows[0].schema;
}

/**
 * Compares the columns and the known dimensions before rows are loaded.
 * @throws DomainError `vector_restore_shape`, `vector_restore_dimensions`
 */
export async function checkFit(client: pg.ClientBase, set: BackupSet, shapes: readonly TableShape[]): Promise<void> {
  const differences: string[] = [];
  for (const table of set.tables) {
    const shape = shapes.find((each) => each.table === table.table);
    const known = shape?.columns.map(({ name }) => name) ?? [];
    differences.push(
      ...table.columns.filter((name) => !known.includes(name)).map((name) => `${table.table}.${name}`),
      ...(await requiredColumns(client, shape))
        .filter((name) => !table.columns.includes(name))
        .map((name) => `${table.table}.${name} NOT NULL`),
    );
  }
  if (differences.length > 0) {
    throw new DomainError(vectorBackupErrors.vector_restore_shape, { reason: differences.join(', ') });
  }
  checkDimensions(set.manifest, shapes);
}

async function requiredColumns(client: pg.ClientBase, shape: TableShape | undefined): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_attribute a
      WHERE a.attrelid = to_regclass(quote_ident($1) || '.' || quote_ident($2)) AND a.attnum > 0
        AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND NOT a.attisdropped`,
    [shape?.schema, shape?.table],
  );
  return rows.map(({ name }) => name);
}

function checkDimensions(manifest: Manifest | null, shapes: readonly TableShape[]): void {
  const column = shapes
    .find(({ table }) => table === EMBEDDING_TABLE)
    ?.columns.find(({ name }) => name === 'embedding');
  const declared = /vector\((\d+)\)/.exec(column?.type ?? '')?.[1];
  const other = manifest?.dimensions.find(
    ({ dimensions }) => dimensions !== null && declared !== undefined && dimensions !== Number(declared),
  );
  if (other) {
    const reason = `${other.dimensions} / ${EMBEDDING_TABLE}.embedding ${column?.type ?? ''}`;
    throw new DomainError(vectorBackupErrors.vector_restore_dimensions, { reason });
  }
}
