import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from './errors.js';
import { BACKUP_TIMESTAMP, parseDataFileName } from './folder/backup-names.js';
import { nameSchema, structureSchema } from './structure/structure-schema.js';
import { COMPRESSIONS, FORMATS, VECTOR_TABLES, type VectorTable } from './tables.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const columnSchema = z.object({ name: nameSchema, type: z.string().min(1), nullable: z.boolean() });

const tableSchema = z.object({
  table: z.enum(VECTOR_TABLES),
  file: z.string(),
  columns: z.array(columnSchema).min(1),
  rows: z.int().min(0),
  /** Of the file as stored. */
  bytes: z.int().min(0),
  sha256,
  /** CREATE TABLE, constraints and indexes, statement by statement; for people, never executed by a restore. */
  ddl: z.array(z.string()),
  /** The same in parts, for a restore that creates the table. Null in manifests of earlier versions. */
  structure: structureSchema.nullable().default(null),
});

/** How to combine the rows of the base with those of this backup. */
const incrementSchema = z.object({
  base_timestamp: z.string().regex(BACKUP_TIMESTAMP),
  base_manifest_sha256: sha256,
  /** Keys of rows that the base has and the table has no more, as CSV. */
  deleted: z.object({ rows: z.int().min(0), bytes: z.int().min(0), sha256 }),
  /** Of the table, at the snapshot. */
  total_rows: z.int().min(0),
});

/** The manifest of a backup: everything needed to verify and restore its files. */
const manifestSchema = z.object({
  version: z.literal(1),
  timestamp: z.string(),
  created_at: z.string(),
  /** The instant of the one snapshot that every table was read from. */
  snapshot_at: z.string(),
  format: z.enum(FORMATS),
  compression: z.enum(COMPRESSIONS),
  null_marker: z.string(),
  tables: z.array(tableSchema).min(1),
  /** Rows and vector lengths of each collection. */
  dimensions: z.array(z.object({ collection: z.string().nullable(), dimensions: z.int().nullable(), rows: z.int() })),
  source: z.object({ host: z.string(), port: z.string(), database: z.string(), schema: z.string() }),
  /** How its files are encrypted: the id of the key, and a code that authenticates this text. */
  encryption: z
    .object({ key_id: z.string().regex(/^age1[a-z0-9]{8}$/), mac: sha256 })
    .nullable()
    .default(null),
  /** Null for a backup of all rows. */
  incremental: incrementSchema.nullable().default(null),
  /** Identifies the rows written after this backup, for a later one; null if the server does not support it. */
  row_history: z
    .object({ table: z.string(), oldest_running: z.string().regex(/^\d{1,20}$/) })
    .nullable()
    .default(null),
  server_version: z.string(),
  pgvector_version: z.string().nullable(),
  task_id: z.string().nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type Increment = z.infer<typeof incrementSchema>;
export type ManifestTable = z.infer<typeof tableSchema>;

/** Columns that a table has in every layout of LangChain. */
const REQUIRED_COLUMNS: Readonly<Record<VectorTable, readonly string[]>> = {
  langchain_pg_collection: ['uuid', 'name'],
  langchain_pg_embedding: ['collection_id', 'embedding', 'document', 'cmetadata'],
  data_pipeline_records: ['langchain_id', 'content', 'embedding'],
};

/** @throws DomainError `vector_manifest_invalid` */
export function parseManifest(text: string, file: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file, reason: 'JSON' }, { cause: error });
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const reason = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file, reason });
  }
  const reason = contradictionOf(parsed.data);
  if (reason !== null) {
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file, reason });
  }
  return parsed.data;
}

/** The part of a manifest that cannot be true, in the words of its keys; null when there is none. */
function contradictionOf({ tables, timestamp, format, compression, encryption }: Manifest): string | null {
  for (const { file: name, table, columns, ddl, structure } of tables) {
    const data = parseDataFileName(name);
    // A forged name must not lead out of the folder, nor to the files of another backup.
    if (data?.table !== table || data.timestamp !== timestamp) {
      return `tables.file: ${name}`;
    }
    if (data.format !== format || data.compression !== compression) {
      return `format, compression: ${name}`;
    }
    if (data.encrypted !== (encryption !== null)) {
      return `encryption: ${name}`;
    }
    const names = columns.map((column) => column.name);
    const unknown = names.find((column) => !isColumnOf(ddl[0], column));
    const required = REQUIRED_COLUMNS[table].find((column) => !names.includes(column));
    if (unknown !== undefined || required !== undefined) {
      return `${table}.columns: ${unknown ?? required}`;
    }
    const copied = structure?.columns.filter(({ generated }) => generated === null);
    if (copied !== undefined && copied.map(typedName).join('\0') !== columns.map(typedName).join('\0')) {
      return `${table}.structure.columns`;
    }
    if (new Set(names).size < names.length) {
      return `${table}.columns: ${names.join(', ')}`;
    }
  }
  return new Set(tables.map(({ table }) => table)).size < tables.length ? 'tables' : null;
}

function typedName({ name, type }: { readonly name: string; readonly type: string }): string {
  return `${name} ${type}`;
}

/** Whether the CREATE TABLE of the manifest names the column, because a binary file does not. */
function isColumnOf(createTable: string | undefined, column: string): boolean {
  if (createTable?.startsWith('CREATE TABLE ') !== true) {
    return true;
  }
  const names = [column, `"${column.replaceAll('"', '""')}"`];
  return names.some((name) => createTable.includes(`(${name} `) || createTable.includes(`, ${name} `));
}

/** What identifies a backup: of the text, as an incremental one names its base. */
export function manifestSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
