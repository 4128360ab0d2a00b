import { z } from 'zod';
import { taskIdParameter, timestamp } from '../http/schemas.js';
import { both } from '../http/both-languages.js';

const truth = z
  .enum(['true', 'false'], { error: both('应为 true 或 false', 'expected true or false') })
  .transform((value) => value === 'true');

export const deleteTaskQuery = z.strictObject({
  delete_database_records: truth
    .default(true)
    .describe('false: only the folder goes, and the task stays as one that has not run yet'),
});
export type DeleteTaskQuery = z.infer<typeof deleteTaskQuery>;

const MAX_TASKS = 1000;

/** Clients that cannot send a body with DELETE put the same into the query. */
export const deleteTasksQuery = z
  .strictObject({
    'task_ids[]': z
      .union([z.array(taskIdParameter).max(MAX_TASKS), taskIdParameter.transform((id) => [id])])
      .optional(),
    confirm: truth.optional(),
    delete_database_records: truth.optional(),
    continue_on_error: truth.optional(),
  })
  .optional();
export type DeleteTasksQuery = z.infer<typeof deleteTasksQuery>;

export const deleteTasksBody = z
  .strictObject({
    task_ids: z
      .array(taskIdParameter)
      .min(1, { error: both('应至少有一个任务', 'expected at least one task') })
      .max(MAX_TASKS)
      .optional(),
    confirm: z.boolean().optional().describe('Has to be true'),
    delete_database_records: z
      .boolean()
      .optional()
      .describe('true: the tasks go with everything; false (default): only their folders'),
    continue_on_error: z
      .boolean()
      .optional()
      .describe('Go on with the other tasks when one cannot be deleted (default)'),
  })
  .optional()
  .meta({ example: { task_ids: ['task_20250627_143052'], confirm: true, delete_database_records: true } });
export type DeleteTasksBody = z.infer<typeof deleteTasksBody>;

export const deletedTask = z.object({
  success: z.literal(true),
  task_id: z.string(),
  directory_deleted: z.boolean(),
  database_records_deleted: z.boolean(),
  deleted_files_count: z.int(),
  deleted_size: z.int(),
  deleted_size_formatted: z.string(),
  deleted_at: timestamp,
});
export type DeletedTask = z.infer<typeof deletedTask>;

export const deletedTasks = z.object({
  deleted_tasks: z.array(deletedTask),
  failed_tasks: z.array(z.object({ task_id: z.string(), error: z.string(), error_code: z.string() })),
  summary: z.object({
    total_requested: z.int(),
    successfully_deleted: z.int(),
    failed: z.int(),
    not_attempted: z.int(),
  }),
  deleted_at: timestamp,
});
export type DeletedTasks = z.infer<typeof deletedTasks>;
