import { z } from 'zod';
import { VECTOR_TABLES } from '../tables.js';

const backedUpTableSchema = z.object({
  success: z.literal(true),
  row_count: z.number(),
  /** `764.0 KB` */
  file_size: z.string(),
  file_size_bytes: z.number(),
  backup_file: z.string(),
  sha256: z.string(),
  /** Seconds. */
  duration: z.number(),
});
export type BackedUpTable = Readonly<z.infer<typeof backedUpTableSchema>>;

const truncatedTableSchema = z.object({
  success: z.literal(true),
  rows_before: z.number(),
  rows_after: z.number(),
  duration: z.number(),
});
export type TruncatedTable = Readonly<z.infer<typeof truncatedTableSchema>>;

const incrementResultSchema = z.object({
  /** The backup that a restore of this one needs. */
  base_timestamp: z.string(),
  deleted_file: z.string(),
  deleted_rows: z.number(),
  /** Of the table, at the snapshot. */
  total_rows: z.number(),
});

const tables = z.enum(VECTOR_TABLES);

/** The result of a backup in the form of the API; rows of operations store it. */
export const backupResultSchema = z.object({
  backup_performed: z.boolean(),
  truncate_performed: z.boolean(),
  /** An absolute path, or `s3://bucket/prefix/…`. */
  backup_directory: z.string(),
  backup_timestamp: z.string(),
  manifest_file: z.string(),
  /** Null where it could not be written, and in results of releases without a log per backup. */
  log_file: z.string().nullable().default(null),
  tables_backed_up: z.partialRecord(tables, backedUpTableSchema),
  truncate_results: z.partialRecord(tables, truncatedTableSchema),
  /** Null for files that are not encrypted, and in results of earlier releases. */
  encryption_key_id: z.string().nullable().default(null),
  /** Null for a backup of all rows, and in results that a release without incremental backups stored. */
  incremental: incrementResultSchema.nullable().default(null),
  errors: z.array(z.string()),
  duration: z.number(),
});
export type BackupResult = Readonly<z.infer<typeof backupResultSchema>>;
