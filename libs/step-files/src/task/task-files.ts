import { z } from 'zod';
import { STEP_NAMES, taskParametersSchema } from '#libs/pipeline';
import { jsonFile } from '../json-file.js';

/** `task_config.json`: the request for the task. It holds no connection string, so no password can be in it. */
export const taskConfigFile = jsonFile(
  z.object({
    task_id: z.string(),
    created_at: z.string(),
    parameters: taskParametersSchema.extend({ table_list_file: z.string().nullable() }),
    output_directory: z.string(),
  }),
);

/** `{step}_result.json` of any step, as it returned it; `stepResults` has the form of each. */
export const stepResultFile = jsonFile(z.record(z.string(), z.json()));

/** `task_result.json`: the outcome of the last run of a task, for readers of the folder. */
export const taskResultFile = jsonFile(
  z.object({
    task_id: z.string(),
    success: z.boolean(),
    status: z.string(),
    /** Null for a task that never ran. Absent in files of earlier versions. */
    run_id: z.string().nullable().optional(),
    step_status: z.partialRecord(z.enum(STEP_NAMES), z.string()),
    /** At the end of the run. */
    stale_steps: z.array(z.enum(STEP_NAMES)).optional(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    error_message: z.string().nullable(),
    output_directory: z.string().nullable(),
    /** The newest execution of each step that ran. */
    steps: z.partialRecord(
      z.enum(STEP_NAMES),
      z.object({
        execution_id: z.string(),
        run_id: z.string().optional(),
        status: z.string(),
        duration_seconds: z.number().nullable(),
        error_message: z.string().nullable(),
        result: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
  }),
);
export type TaskResult = z.input<typeof taskResultFile.schema>;
