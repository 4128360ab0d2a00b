import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { databaseNameOf, quoteIdentifier } from '#libs/postgres';
import { readTableShapes, type TableShape } from '../backup/table-shape.js';
import { explainLocks } from '../backup/snapshot.js';
import { vectorBackupErrors } from '../errors.js';
import { manifestName } from '../folder/backup-names.js';
import type { Manifest } from '../manifest.js';
import { recordTableSql } from '#libs/vector-store';
import { COLLECTION_TABLE, EMBEDDING_TABLE, RECORD_TABLE, VECTOR_TABLES, type VectorTable } from '../tables.js';
import type { BackupSet } from './backup-set.js';
import type { RestoreOptions } from './restore-options.js';

const DECLARED_LENGTH = /vector\((\d+)\)/;

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
 * The table of `PGVectorStore` only if the backup has it. A schema of null is the search path.
 * @throws DomainError `vector_extension_absent`, `vector_tables_locked`
 */
export async function openTarget(
  client: pg.Client,
  connectionString: string,
  { schema, lockTimeoutMs }: Pick<RestoreOptions, 'schema' | 'lockTimeoutMs'>,
  set: BackupSet,
): Promise<readonly TableShape[]> {
  const before = await presentTables(client, schema);
  const needed = VECTOR_TABLES.filter((table) => table !== RECORD_TABLE || hasTable(set, RECORD_TABLE));
  if (!needed.every((table) => before.includes(table))) {
    await createMissing(client, connectionString, schema, before, set);
  }
  const prefix = schema === null ? '' : `${quoteIdentifier(schema)}.`;
  const names = needed.map((table) => `${prefix}${table}`).join(', ');
  await explainLocks(lockTimeoutMs, () => client.query(`LOCK TABLE ${names} IN SHARE ROW EXCLUSIVE MODE`));
  return readTableShapes(client, needed, schema);
}

function hasTable(set: BackupSet, name: VectorTable): boolean {
  return set.tables.some(({ table }) => table === name);
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
  set: BackupSet,
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
  if (hasTable(set, RECORD_TABLE) && !present.includes(RECORD_TABLE)) {
    const vector = `${quoteIdentifier(extension)}.vector(${recordDimensions(set)})`;
    await client.query(recordTableSql(`${prefix}${RECORD_TABLE}`, vector));
  }
}

/** Length of the vectors of the table of `PGVectorStore`, which its column declares. */
function recordDimensions({ manifest, timestamp }: BackupSet): number {
  const columns = manifest?.tables.find(({ table }) => table === RECORD_TABLE)?.columns ?? [];
  const type = columns.find(({ name }) => name === 'embedding')?.type ?? '';
  const declared = DECLARED_LENGTH.exec(type)?.[1];
  if (declared === undefined) {
    const reason = `${RECORD_TABLE}.embedding: ${type}`;
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file: manifestName(timestamp), reason });
  }
  return Number(declared);
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
  checkRecordDimensions(set, shapes);
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
  const declared = DECLARED_LENGTH.exec(column?.type ?? '')?.[1];
  const other = manifest?.dimensions.find(
    ({ dimensions }) => dimensions !== null && declared !== undefined && dimensions !== Number(declared),
  );
  if (other) {
    const reason = `${other.dimensions} / ${EMBEDDING_TABLE}.embedding ${column?.type ?? ''}`;
    throw new DomainError(vectorBackupErrors.vector_restore_dimensions, { reason });
  }
}

function checkRecordDimensions(set: BackupSet, shapes: readonly TableShape[]): void {
  const columns = shapes.find(({ table }) => table === RECORD_TABLE)?.columns ?? [];
  const type = columns.find(({ name }) => name === 'embedding')?.type ?? '';
  const declared = Number(DECLARED_LENGTH.exec(type)?.[1] ?? Number.NaN);
  if (hasTable(set, RECORD_TABLE) && recordDimensions(set) !== declared) {
    const reason = `${recordDimensions(set)} / ${RECORD_TABLE}.embedding ${type}`;
    throw new DomainError(vectorBackupErrors.vector_restore_dimensions, { reason });
  }
}
