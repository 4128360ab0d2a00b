import { z } from 'zod';
import { stepName, stepStatus, timestamp } from '../http/schemas.js';
import { both } from '../http/both-languages.js';

export const executeBody = z
  .strictObject({
    execution_mode: z.enum(['complete', 'step']).default('complete').describe('All enabled steps, or one'),
    step_name: stepName.optional().describe('Needed when execution_mode is step'),
    force_execution: z.boolean().default(false).describe('Run the step although the one before it is not completed'),
    clean_existing_files: z
      .boolean()
      .default(false)
      .describe('Also remove the outputs of the later steps; those of the steps that run are replaced in any case'),
  })
  .refine(({ execution_mode, step_name }) => execution_mode !== 'step' || step_name !== undefined, {
    error: both(
      'execution_mode 为 "step" 时必填：ddl_generation、qa_generation、sql_validation 或 training_load',
      'expected with execution_mode "step": ddl_generation, qa_generation, sql_validation or training_load',
    ),
    path: ['step_name'],
  })
  .meta({ example: { execution_mode: 'complete', force_execution: false, clean_existing_files: true } });
export type ExecuteBody = z.infer<typeof executeBody>;

export const startedRun = z.object({
  task_id: z.string(),
  execution_mode: z.enum(['complete', 'step']),
  step_name: stepName.optional(),
  status: z.literal('running'),
  execution_ids: z.array(z.string()),
});

export const cancelledRun = z.object({
  task_id: z.string(),
  status: z.enum(['cancelled', 'in_progress']).describe('in_progress: the running step has been told and ends shortly'),
  cancel_requested: z.literal(true),
});

export const executionList = z.object({
  task_id: z.string(),
  executions: z.array(
    z.object({
      execution_id: z.string(),
      execution_step: stepName,
      status: stepStatus,
      requested_at: timestamp,
      started_at: timestamp.nullable(),
      completed_at: timestamp.nullable(),
      duration_seconds: z.number().nullable(),
      attempts: z.int(),
      worker_id: z.string().nullable(),
      force_executed: z.boolean(),
      files_cleaned: z.boolean(),
      superseded: z.boolean().describe('Its outputs were removed by a later clean run'),
      error_message: z.string().nullable(),
      error_code: z.string().nullable(),
      execution_result: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  total: z.int(),
});
export type ExecutionList = z.infer<typeof executionList>;
