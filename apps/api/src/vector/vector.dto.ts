import { z } from 'zod';
import { VECTOR_OPERATION_KINDS, VECTOR_OPERATION_STATUSES } from '#libs/database';
import { COMPRESSIONS, FORMATS, VECTOR_TABLES } from '#libs/vector-backup';
import { queryNumber, timestamp } from '../http/schemas.js';
import { both } from '../http/both-languages.js';

/** Its form is checked with its folder, so that the answer has the sentence that clients know. */
const taskId = z
  .string()
  .nullish()
  .describe('Back up into the folder of this task; without it, into the folder of all');

export const dbConnection = z
  .string()
  .max(2_000)
  .nullish()
  .describe('postgresql://user:password@host:port/database; the configured vector database when absent')
  .meta({ format: 'password' });

export const backupBody = z
  .strictObject({
    task_id: taskId,
    db_connection: dbConnection,
    truncate_vector_tables: z.boolean().default(false).describe('Empty langchain_pg_embedding once it is backed up'),
    backup_vector_tables: z.boolean().default(true).describe('Truncating forces it'),
    format: z.enum(FORMATS).default('csv').describe('binary is COPY BINARY: a third of the size'),
    compression: z.enum(COMPRESSIONS).default('none'),
    tables: z
      .array(z.enum(VECTOR_TABLES))
      .min(1)
      .default([...VECTOR_TABLES]),
    parallel: z.int().min(1).max(8).nullish().describe('Connections that read at a time, on one snapshot'),
    incremental: z
      .boolean()
      .default(false)
      .describe('Only rows that the newest backup of the folder does not have, and the keys of rows deleted since'),
    verify: z.boolean().default(false).describe('Restore the backup into a scratch schema afterwards, and compare'),
    async: z.boolean().default(false).describe('Answer 202 at once, with the id of the operation'),
  })
  .refine(({ truncate_vector_tables, tables }) => !truncate_vector_tables || tables.length === VECTOR_TABLES.length, {
    error: both('truncate_vector_tables 时应包含两个表', 'expected both tables with truncate_vector_tables'),
    path: ['tables'],
  })
  .refine(({ truncate_vector_tables, incremental }) => !truncate_vector_tables || !incremental, {
    error: 'expected a backup of all rows with truncate_vector_tables',
    path: ['incremental'],
  })
  .meta({ example: { task_id: 'task_20250721_213627', truncate_vector_tables: false } });
export type BackupBody = z.infer<typeof backupBody>;

const backedUpTable = z.object({
  success: z.literal(true),
  row_count: z.int(),
  file_size: z.string().meta({ example: '764.0 KB' }),
  file_size_bytes: z.int(),
  backup_file: z.string(),
  sha256: z.string(),
  duration: z.number(),
});

export const backupAnswer = z.object({
  response: z.string(),
  operation_id: z.string().optional(),
  backup_performed: z.boolean(),
  truncate_performed: z.boolean(),
  backup_directory: z.string().optional(),
  backup_timestamp: z.string().optional(),
  manifest_file: z.string().optional(),
  tables_backed_up: z.partialRecord(z.enum(VECTOR_TABLES), backedUpTable).optional(),
  truncate_results: z.record(z.string(), z.unknown()).optional(),
  incremental: z
    .object({
      base_timestamp: z.string(),
      deleted_file: z.string(),
      deleted_rows: z.int(),
      total_rows: z.int().describe('Of the table, at the snapshot'),
    })
    .nullable()
    .optional()
    .describe('null: a backup of all rows'),
  errors: z.array(z.string()).optional(),
  duration: z.number().optional().describe('Seconds'),
  timestamp,
});

export const startedOperation = z.object({
  response: z.string(),
  operation_id: z.string(),
  status: z.enum(VECTOR_OPERATION_STATUSES),
  operation_url: z.string(),
  timestamp,
});

export const operationsQuery = z.strictObject({
  kind: z.enum(VECTOR_OPERATION_KINDS).optional(),
  status: z.enum(VECTOR_OPERATION_STATUSES).optional(),
  task_id: z.string().max(64).optional(),
  limit: queryNumber(1, 200, 50),
  offset: queryNumber(0, 1_000_000, 0),
});

export const operationIdParameter = z.string().regex(/^[a-z]+_[a-z]+_\d{8}_\d{6}(_\d+)?$/, {
  error: both(
    '应为操作 id，例如 vector_backup_20250721_234914',
    'expected an operation id such as vector_backup_20250721_234914',
  ),
});

export const operation = z.object({
  operation_id: z.string(),
  kind: z.enum(VECTOR_OPERATION_KINDS),
  status: z.enum(VECTOR_OPERATION_STATUSES),
  task_id: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  progress: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('phase, table, rows, total_rows, bytes, rows_per_second, bytes_per_second, expected_end'),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  cancel_requested: z.boolean(),
  attempts: z.int(),
  worker_id: z.string().nullable(),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  files: z.array(z.object({ file_name: z.string(), download_url: z.string() })),
});
export type OperationAnswer = z.infer<typeof operation>;

export const operationList = z.object({
  operations: z.array(operation),
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
});

export const cancelledOperation = z.object({
  operation_id: z.string(),
  status: z.enum(['cancelled', 'running']).describe('running: it has been told and ends shortly'),
  cancel_requested: z.literal(true),
});

export const removedOperation = z.object({ operation_id: z.string(), removed_files: z.array(z.string()) });
