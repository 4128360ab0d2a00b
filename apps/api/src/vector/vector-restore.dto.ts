import { z } from 'zod';
import {
  BACKUP_TIMESTAMP,
  COMPRESSIONS,
  FORMATS,
  ON_CONFLICT,
  REBUILD_INDEXES,
  VECTOR_TABLES,
} from '#libs/vector-backup';
import { taskIdParameter, timestamp } from '../http/schemas.js';
import { dbConnection, operationIdParameter } from './vector.dto.js';
import { both } from '../http/both-languages.js';

export const restoreListQuery = z.strictObject({
  global_only: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  task_id: taskIdParameter.optional(),
});

export const restoreList = z.object({
  response: z.string(),
  backup_locations: z.array(
    z.object({
      type: z.enum(['global', 'task']),
      relative_path: z.string().meta({ example: 'data_pipeline/training_data/vector_bak' }),
      task_id: z.string().optional(),
      backups: z.array(
        z.object({
          timestamp: z.string(),
          collection_file: z.string(),
          embedding_file: z.string(),
          collection_size: z.string(),
          embedding_size: z.string(),
          backup_date: z.string(),
          format: z.enum(FORMATS),
          compression: z.enum(COMPRESSIONS),
          has_log: z.boolean(),
          log_file: z.string().nullable(),
          has_manifest: z.boolean(),
          incremental: z.boolean().describe('Restored together with the backups that it is based on'),
          verified: z.boolean(),
        }),
      ),
    }),
  ),
  summary: z.object({
    total_locations: z.int(),
    total_backup_sets: z.int(),
    global_backups: z.int(),
    task_backups: z.int(),
    scan_time: timestamp,
  }),
  timestamp,
});

const backupTimestamp = z
  .string()
  .regex(BACKUP_TIMESTAMP, { error: both('应为 YYYYMMDD_HHMMSS', 'expected YYYYMMDD_HHMMSS') });

/** The backup that is meant: a path and a timestamp as `restore/list` shows them, or the operation that made it. */
const source = {
  backup_path: z
    .string()
    .max(500)
    .optional()
    .describe('A relative_path of restore/list; the folder of all when absent'),
  timestamp: backupTimestamp.optional().describe('Needed without operation_id'),
  operation_id: operationIdParameter.optional().describe('The backup that this operation made'),
};

const hasSource = ({ timestamp: at, operation_id: id, backup_path: path }: Record<string, unknown>): boolean =>
  id === undefined ? at !== undefined : at === undefined && path === undefined;
const SOURCE_PROBLEM = {
  error: both(
    '应给出 timestamp（和 backup_path），或只给 operation_id',
    'expected timestamp (and backup_path), or operation_id alone',
  ),
  path: ['timestamp'],
};

const running = {
  db_connection: dbConnection,
  async: z.boolean().default(false).describe('Answer 202 at once, with the id of the operation'),
};

export const restoreBody = z
  .strictObject({
    ...source,
    ...running,
    tables: z
      .array(z.enum(VECTOR_TABLES))
      .default([...VECTOR_TABLES])
      .describe('Nothing is restored for an empty list'),
    truncate_before_restore: z.boolean().default(false).describe('Empty the tables first, in the same transaction'),
    on_conflict: z.enum(ON_CONFLICT).default('error').describe('For rows whose id the target has already'),
    schema: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, {
        error: both('只能包含字母、数字和 _，且不以数字开头', 'expected letters, digits and _, not a digit first'),
      })
      .optional()
      .describe('Restore into this schema, which is made with its tables where it is absent'),
    rebuild_indexes: z.enum(REBUILD_INDEXES).default('auto').describe('Drop indexes for the load of an empty table'),
    verify: z.boolean().default(false).describe('Read everything back before the commit and compare'),
  })
  .refine(hasSource, SOURCE_PROBLEM)
  .refine(
    ({ truncate_before_restore, tables }) =>
      !truncate_before_restore || tables.length === 0 || tables.includes('langchain_pg_embedding'),
    {
      error: both(
        'tables 中应有 langchain_pg_embedding：它引用集合表',
        'expected langchain_pg_embedding in tables: it refers to the collections',
      ),
      path: ['tables'],
    },
  )
  .meta({ example: { backup_path: 'data_pipeline/training_data/vector_bak', timestamp: '20250722_010318' } });
export type RestoreBody = z.infer<typeof restoreBody>;

const restoredTable = z.object({
  success: z.literal(true),
  source_file: z.string(),
  rows_restored: z.int(),
  rows_skipped: z.int(),
  file_size: z.string(),
  duration: z.number(),
});

export const restoreAnswer = z.object({
  response: z.string(),
  operation_id: z.string().optional(),
  restore_performed: z.boolean(),
  truncate_performed: z.boolean(),
  backup_info: z.object({ backup_path: z.string(), timestamp: z.string(), backup_date: z.string() }).optional(),
  truncate_results: z.record(z.string(), z.unknown()).optional(),
  restore_results: z.partialRecord(z.enum(VECTOR_TABLES), restoredTable).optional(),
  indexes_rebuilt: z.array(z.string()).optional(),
  verification: z.record(z.string(), z.unknown()).nullable().optional(),
  errors: z.array(z.string()).optional(),
  duration: z.number().optional(),
  timestamp,
});

export const verifyBody = z
  .strictObject({ ...source, ...running })
  .refine(hasSource, SOURCE_PROBLEM)
  .meta({ example: { timestamp: '20250722_010318' } });
export type VerifyBody = z.infer<typeof verifyBody>;

export const verifyAnswer = z.object({
  response: z.string(),
  operation_id: z.string(),
  verified: z.literal(true),
  verified_at: timestamp,
  tables: z.partialRecord(z.enum(VECTOR_TABLES), z.object({ rows: z.int(), content_compared: z.boolean() })),
  duration: z.number(),
  timestamp,
});
