import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { databaseNameOf, quoteIdentifier } from '#libs/postgres';
import { readTableShapes, type TableShape } from '../backup/table-shape.js';
import { explainLocks } from '../backup/snapshot.js';
import { vectorBackupErrors } from '../errors.js';
import { manifestName } from '../folder/backup-names.js';
import type { Manifest } from '../manifest.js';
import { recordTableSql } from '#libs/vector-store';
import { baseType } from '../structure/column-type.js';
import { addConstraintsAndIndexes, createColumns, unknownColumns } from '../structure/create-table.js';
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

/** The target of a restore. */
export interface Target {
  readonly shapes: readonly TableShape[];
  /** Constraints and indexes of the backup that the new tables lack. */
  readonly notRecreated: readonly string[];
}

/**
 * Opens the target tables of a restore in the current transaction: creates missing ones, and locks them against other
 * writers.
 * The table of `PGVectorStore` only if the backup has it. A schema of null is the search path.
 * @throws DomainError `vector_extension_absent`, `vector_structure_unknown`, `vector_tables_locked`
 */
export async function openTarget(
  client: pg.Client,
  connectionString: string,
  { schema, lockTimeoutMs }: Pick<RestoreOptions, 'schema' | 'lockTimeoutMs'>,
  set: BackupSet,
): Promise<Target> {
  const before = await presentTables(client, schema);
  const notRecreated: string[] = [];
  const needed = VECTOR_TABLES.filter((table) => table !== RECORD_TABLE || hasTable(set, RECORD_TABLE));
  if (!needed.every((table) => before.includes(table))) {
    notRecreated.push(...(await createMissing(client, connectionString, schema, before, set)));
  }
  const prefix = schema === null ? '' : `${quoteIdentifier(schema)}.`;
  const names = needed.map((table) => `${prefix}${table}`).join(', ');
  await explainLocks(lockTimeoutMs, () => client.query(`LOCK TABLE ${names} IN SHARE ROW EXCLUSIVE MODE`));
  return { shapes: await readTableShapes(client, needed, schema), notRecreated };
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
): Promise<string[]> {
  const extension = await requireVectorExtension(client, connectionString);
  const prefix = schema === null ? '' : `${quoteIdentifier(schema)}.`;
  if (schema !== null) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  }
  const recorded = await createRecorded(client, schema, present, set, extension);
  const created = [...present, ...recorded.tables];
  if (!created.includes(COLLECTION_TABLE)) {
    await client.query(`CREATE TABLE ${prefix}${COLLECTION_TABLE} ${CREATE_COLLECTION}`);
  }
  if (!created.includes(EMBEDDING_TABLE)) {
    await client.query(`CREATE TABLE ${prefix}${EMBEDDING_TABLE} ${embeddingColumns(quoteIdentifier(extension))}`);
    await client.query(
      `ALTER TABLE ${prefix}${EMBEDDING_TABLE} ADD CONSTRAINT ${EMBEDDING_TABLE}_collection_id_fkey
         FOREIGN KEY (collection_id) REFERENCES ${prefix}${COLLECTION_TABLE} (uuid) ON DELETE CASCADE`,
    );
    await client.query(
      `CREATE INDEX ix_cmetadata_gin ON ${prefix}${EMBEDDING_TABLE} USING gin (cmetadata jsonb_path_ops)`,
    );
  }
  if (hasTable(set, RECORD_TABLE) && !created.includes(RECORD_TABLE)) {
    const vector = `${quoteIdentifier(extension)}.vector(${recordDimensions(set)})`;
    await client.query(recordTableSql(`${prefix}${RECORD_TABLE}`, vector));
  }
  return recorded.left;
}

/**
 * Creates the missing tables whose structure the manifest has: as they were, or not at all.
 * @throws DomainError `vector_structure_unknown`
 */
async function createRecorded(
  client: pg.ClientBase,
  schema: string | null,
  present: readonly VectorTable[],
  set: BackupSet,
  extension: string,
): Promise<{ readonly tables: VectorTable[]; readonly left: string[] }> {
  const listed = set.manifest?.tables.filter(({ table }) => hasTable(set, table) && !present.includes(table)) ?? [];
  const target = schema ?? (await currentSchema(client));
  const recorded = listed.flatMap(({ table, structure }) =>
    structure === null ? [] : [{ schema: target, table, structure, extension }],
  );
  const unknown: string[] = [];
  for (const table of recorded) {
    unknown.push(...(await unknownColumns(client, table)));
  }
  if (unknown.length > 0) {
    throw new DomainError(vectorBackupErrors.vector_structure_unknown, { reason: unknown.join(', ') });
  }
  const inOrder = recorded.toSorted(
    (left, right) => VECTOR_TABLES.indexOf(left.table) - VECTOR_TABLES.indexOf(right.table),
  );
  const left: string[] = [];
  for (const table of inOrder) {
    await createColumns(client, table);
    left.push(...(await addConstraintsAndIndexes(client, table)));
  }
  return { tables: inOrder.map(({ table }) => table), left };
}

async function currentSchema(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>('SELECT current_schema() AS schema');
  return rows[0]?.schema ?? 'public';
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

/** Types that the text of a value fits as well. */
const CONVERTED: readonly (readonly [string, string])[] = [
  ['json', 'jsonb'],
  ['jsonb', 'json'],
];

/**
 * Compares columns, types and the known dimensions before rows are loaded.
 * @returns columns whose values are stored as another type
 * @throws DomainError `vector_restore_shape`, `vector_restore_dimensions`
 */
export async function checkFit(
  client: pg.ClientBase,
  set: BackupSet,
  shapes: readonly TableShape[],
): Promise<string[]> {
  const { differences, converted } = compareTypes(set, shapes);
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
  return converted;
}

function compareTypes(
  { manifest }: BackupSet,
  shapes: readonly TableShape[],
): { readonly differences: string[]; readonly converted: string[] } {
  const [differences, converted]: [string[], string[]] = [[], []];
  for (const { table, columns } of manifest?.tables ?? []) {
    const types = new Map(shapes.find((shape) => shape.table === table)?.columns.map(({ name, type }) => [name, type]));
    for (const { name, type } of columns) {
      const target = types.get(name);
      const [from, to] = [baseType(type), baseType(target ?? type)];
      if (from !== to) {
        const fits = manifest?.format === 'csv' && CONVERTED.some(([one, other]) => one === from && other === to);
        (fits ? converted : differences).push(`${table}.${name}: ${type} / ${target}`);
      }
    }
  }
  return { differences, converted };
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
