import { z } from 'zod';
import { LOG_LEVELS } from '#libs/database';
import { pageFields, pagination, sortOrder } from '../http/paging.js';
import { queryNumber, stepName, timestamp } from '../http/schemas.js';
import { timeBound } from '../http/time-bounds.js';
import { both } from '../http/both-languages.js';

const level = z.string().toUpperCase().pipe(z.enum(LOG_LEVELS));

export const logsQuery = z.strictObject({
  limit: queryNumber(1, 1000, 100),
  level: level.optional(),
  step_name: stepName.optional(),
  before_id: z
    .string()
    .regex(/^\d{1,18}$/, { error: both('应为一条日志的 id', 'expected the id of a log entry') })
    .optional(),
});
export type LogsQuery = z.infer<typeof logsQuery>;

const logEntry = z.object({
  id: z.int(),
  timestamp,
  level: z.enum(LOG_LEVELS),
  message: z.string(),
  step_name: stepName.nullable(),
  execution_id: z.string().nullable(),
  logger: z.string(),
});
export type LogEntryView = z.infer<typeof logEntry>;

export const logList = z.object({
  task_id: z.string(),
  logs: z.array(logEntry),
  total: z.int().describe('Entries that the filters match'),
  limit: z.int(),
  next_before_id: z.string().nullable().describe('before_id of the next page, null on the last'),
});
export type LogList = z.infer<typeof logList>;

const SORT_FIELDS = ['timestamp', 'level', 'logger', 'step', 'line_number'] as const;

export const searchLogsBody = z
  .strictObject({
    ...pageFields(500, 50),
    level: level.optional(),
    start_time: timeBound.optional(),
    end_time: timeBound.optional(),
    keyword: z.string().min(1).max(200).optional().describe('Part of the message, in any case'),
    logger_name: z.string().min(1).max(100).optional(),
    step_name: stepName.optional(),
    execution_id: z.string().min(1).max(160).optional(),
    sort_by: z.enum(SORT_FIELDS).default('timestamp'),
    sort_order: sortOrder.default('desc'),
  })
  .meta({ example: { page: 1, page_size: 50, level: 'ERROR', keyword: 'timeout' } });
export type SearchLogsBody = z.infer<typeof searchLogsBody>;

export const foundLogs = z.object({
  task_id: z.string(),
  source: z.literal('database'),
  logs: z.array(logEntry.extend({ step: stepName.nullable(), line_number: z.int().describe('The id of the entry') })),
  pagination,
  log_file_info: z.object({
    exists: z.boolean(),
    file_path: z.string().describe('Inside the storage'),
    file_size: z.int(),
    file_size_formatted: z.string(),
    last_modified: timestamp.nullable(),
    total_lines: z.int().describe('Entries of the log of the task, without any filter'),
  }),
  query_time: z.string().meta({ example: '0.012s' }),
});
export type FoundLogs = z.infer<typeof foundLogs>;
