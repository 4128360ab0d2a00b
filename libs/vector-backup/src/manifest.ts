import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from './errors.js';
import { parseDataFileName } from './folder/backup-names.js';
import { COMPRESSIONS, FORMATS, VECTOR_TABLES } from './tables.js';

const columnSchema = z.object({ name: z.string().min(1), type: z.string().min(1), nullable: z.boolean() });

const tableSchema = z.object({
  table: z.enum(VECTOR_TABLES),
  file: z.string(),
  columns: z.array(columnSchema).min(1),
  rows: z.int().min(0),
  /** Of the file as stored. */
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** CREATE TABLE, constraints and indexes, statement by statement; for people, never executed by a restore. */
  ddl: z.array(z.string()),
});

/** What stands beside the files of a backup: everything that is needed to check and to restore them. */
export const manifestSchema = z.object({
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
  server_version: z.string(),
  pgvector_version: z.string().nullable(),
  task_id: z.string().nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;
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
