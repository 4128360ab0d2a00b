import { z } from 'zod';
import type { QueueName } from './queue-names.js';

/**
 * What a job carries: ids and a version, nothing else; the state is in the task tables.
 * A new field is optional for as long as jobs from before it may be waiting.
 */
export const stepJobSchema = z.strictObject({
  version: z.literal(1),
  taskId: z.string().min(1),
  executionId: z.string().min(1),
});
export type StepJob = z.infer<typeof stepJobSchema>;

export const sweepJobSchema = z.strictObject({ version: z.literal(1) });

export const archiveJobSchema = z.strictObject({ version: z.literal(1), archiveId: z.string().min(1) });
export type ArchiveJob = z.infer<typeof archiveJobSchema>;

export const scheduledRunJobSchema = z.strictObject({ version: z.literal(1), taskId: z.string().min(1) });
export type ScheduledRunJob = z.infer<typeof scheduledRunJobSchema>;

/** Without an id it is the scheduled backup: whoever takes it makes its operation. */
export const vectorOperationJobSchema = z.strictObject({
  version: z.literal(1),
  operationId: z.string().min(1).optional(),
});
export type VectorOperationJob = z.infer<typeof vectorOperationJobSchema>;

/** Where the jobs of each name are. */
const QUEUE_OF = {
  ddl_generation: 'ddl_generation',
  qa_generation: 'qa_generation',
  sql_validation: 'sql_validation',
  training_load: 'training_load',
  archive: 'archives',
  scheduled_run: 'schedules',
  vector_operation: 'vector_backup',
  sweep: 'maintenance',
} satisfies Readonly<Record<string, QueueName>>;

export type JobName = keyof typeof QUEUE_OF;

export function jobNamesOf(queue: QueueName): JobName[] {
  return (Object.keys(QUEUE_OF) as JobName[]).filter((name) => QUEUE_OF[name] === queue);
}
