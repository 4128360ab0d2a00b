import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from './errors.js';
import { BACKUP_TIMESTAMP, parseDataFileName } from './folder/backup-names.js';
import { COMPRESSIONS, FORMATS, VECTOR_TABLES } from './tables.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const columnSchema = z.object({ name: z.string().min(1), type: z.string().min(1), nullable: z.boolean() });

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
  // A forged name must not lead out of the folder, nor to the files of another backup.
  for (const { file: name, table } of parsed.data.tables) {
    const data = parseDataFileName(name);
    if (data?.table !== table || data.timestamp !== parsed.data.timestamp) {
      throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file, reason: `tables.file: ${name}` });
    }
  }
  return parsed.data;
}
