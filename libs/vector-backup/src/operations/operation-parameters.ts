import { z } from 'zod';
import { BACKUP_TIMESTAMP } from '../folder/backup-names.js';
import { COMPRESSIONS, FORMATS, VECTOR_TABLES } from '../tables.js';

/** Parameters as the rows of operations store them. Tables: collection first. */
const tables = z
  .array(z.enum(VECTOR_TABLES))
  .transform((names) => VECTOR_TABLES.filter((table) => names.includes(table)));

export const backupParametersSchema = z.object({
  tables: tables.default([...VECTOR_TABLES]),
  format: z.enum(FORMATS).default('csv'),
  compression: z.enum(COMPRESSIONS).default('none'),
  parallel: z.int().min(1).max(8).nullable().default(null),
  truncate: z.boolean().default(false),
  incremental: z.boolean().default(false),
  verify: z.boolean().default(false),
});
export type BackupParameters = z.infer<typeof backupParametersSchema>;

export const ON_CONFLICT = ['error', 'skip', 'replace'] as const;
export const REBUILD_INDEXES = ['auto', 'always', 'never'] as const;

/** Where a backup is read: `auto` is the copy if the first storage does not have the backup any more. */
export const BACKUP_STORAGES = ['auto', 'first', 'copy'] as const;

/** A backup: the task whose folder holds it (null: the folder of all) and its timestamp. */
const source = { source_task_id: z.string().nullable(), timestamp: z.string().regex(BACKUP_TIMESTAMP) };

const storage = z.enum(BACKUP_STORAGES).default('auto');

export const copyParametersSchema = z.object(source);

/** A schema that needs no quotes. */
export const SCHEMA_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

export const restoreParametersSchema = z.object({
  ...source,
  storage,
  tables: tables.default([...VECTOR_TABLES]),
  truncate_before_restore: z.boolean().default(false),
  on_conflict: z.enum(ON_CONFLICT).default('error'),
  schema: z.string().regex(SCHEMA_NAME).nullable().default(null),
  rebuild_indexes: z.enum(REBUILD_INDEXES).default('auto'),
  verify: z.boolean().default(false),
});
export type RestoreParameters = z.infer<typeof restoreParametersSchema>;

export const verifyParametersSchema = z.object({ ...source, storage });
export type VerifyParameters = z.infer<typeof verifyParametersSchema>;
