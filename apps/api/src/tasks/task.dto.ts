import { z } from 'zod';
import { taskParametersSchema } from '#libs/pipeline';
import { cronExpression } from '../schedules/schedule.dto.js';
import { queryNumber, stepName, stepStatus, taskStatus, timestamp } from '../http/schemas.js';
import { modelUsage } from './model-usage.js';
import { both } from '../http/both-languages.js';

export const createTaskBody = taskParametersSchema
  .extend({
    task_name: z.string().trim().min(1).max(255).optional().describe('A name for people'),
    table_list_file: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('A list file inside TABLE_LIST_DIRECTORY, one table a line'),
    tables: z
      .array(z.string().min(1).max(500))
      .min(1, { error: both('应至少有一个表', 'expected at least one table') })
      .max(1000)
      .optional()
      .describe('Tables as schema.table, table or a pattern (public.*, sales.fact_*); instead of table_list_file'),
  })
  .extend({ schedule: cronExpression.optional().describe('Also runs the task by itself, at these times') })
  .refine(({ table_list_file, tables }) => table_list_file === undefined || tables === undefined, {
    error: both('table_list_file 和 tables 只能给一个', 'expected table_list_file or tables, not both'),
    path: ['tables'],
  })
  .meta({
    example: {
      table_list_file: 'tables.txt',
      business_context: '高速公路服务区管理系统',
      db_name: 'highway_db',
      enable_sql_validation: true,
      enable_llm_repair: true,
      modify_original_file: true,
      enable_training_data_load: true,
    },
  });
export type CreateTaskBody = z.infer<typeof createTaskBody>;

export const createdTask = z.object({
  task_id: z.string().meta({ example: 'task_20250701_143052' }),
  task_name: z.string().nullable(),
  status: taskStatus,
  created_at: timestamp,
  file_upload_mode: z.boolean().describe('True while the task waits for its table list'),
  next_step: z.string().nullable(),
});

const stepStatuses = z.object({
  ddl_generation: stepStatus,
  qa_generation: stepStatus,
  sql_validation: stepStatus,
  training_load: stepStatus,
});

const progress = z.object({ done: z.number(), total: z.number(), label: z.string().nullable() });

const taskUsage = modelUsage.extend({
  by_step: z.array(
    modelUsage.extend({
      step_name: stepName,
      model: z.string(),
      estimated_requests: z.int().describe('Requests whose tokens the endpoint did not tell'),
    }),
  ),
});

export const taskDetail = z.object({
  task_id: z.string(),
  task_name: z.string().nullable(),
  status: taskStatus,
  step_status: stepStatuses,
  current_execution: z
    .object({
      execution_id: z.string(),
      step: stepName,
      status: stepStatus,
      started_at: timestamp.nullable(),
      progress: progress.nullable(),
    })
    .nullable(),
  steps: z.array(
    z.object({
      step_name: stepName,
      step_status: stepStatus,
      started_at: timestamp.nullable(),
      completed_at: timestamp.nullable(),
      duration_seconds: z.number().nullable(),
      progress: progress.nullable(),
      error_message: z.string().nullable(),
      result: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  total_steps: z.int(),
  parameters: z.record(z.string(), z.unknown()),
  tables: z.array(z.string()).nullable(),
  usage: taskUsage.describe('What the task has asked of language models, over all of its runs'),
  db_name: z.string().nullable(),
  business_context: z.string(),
  error_message: z.string().nullable(),
  cancel_requested: z.boolean(),
  created_by: z.string().describe('Name of the key that created it'),
  directory_exists: z.boolean().describe('False after its files were deleted and before it runs again'),
  output_directory: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  started_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
});
export type TaskDetail = z.infer<typeof taskDetail>;

export const listTasksQuery = z.strictObject({
  limit: queryNumber(1, 100, 50),
  offset: queryNumber(0, 1_000_000_000, 0),
  status: taskStatus.optional(),
});
export type ListTasksQuery = z.infer<typeof listTasksQuery>;

export const taskList = z.object({
  tasks: z.array(
    taskDetail.pick({
      task_id: true,
      task_name: true,
      status: true,
      step_status: true,
      db_name: true,
      business_context: true,
      created_by: true,
      directory_exists: true,
      created_at: true,
      updated_at: true,
      started_at: true,
      completed_at: true,
    }),
  ),
  total: z.int().describe('Tasks that the filter matches'),
  limit: z.int(),
  offset: z.int(),
});
export type TaskList = z.infer<typeof taskList>;
