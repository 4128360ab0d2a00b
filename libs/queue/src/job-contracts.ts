import { z } from 'zod';
import { perStep, queueOf, type QueueName, type StepName } from '#libs/pipeline';

/**
 * A job carries ids and a version, nothing else; the state is in the task tables.
 * A new field stays optional while older jobs may be waiting.
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

export const evaluationJobSchema = z.strictObject({ version: z.literal(1), evaluationId: z.string().min(1) });
export type EvaluationJob = z.infer<typeof evaluationJobSchema>;

export const scheduledRunJobSchema = z.strictObject({ version: z.literal(1), taskId: z.string().min(1) });
export type ScheduledRunJob = z.infer<typeof scheduledRunJobSchema>;

/**
 * Without an id it is scheduled: the worker that takes it creates the operation, a backup unless `work` is another one.
 * Workers of releases without `work` refuse such a job, which is better than a backup that is not asked for.
 */
export const vectorOperationJobSchema = z.strictObject({
  version: z.literal(1),
  operationId: z.string().min(1).optional(),
  work: z.literal('verification').optional(),
});
export type VectorOperationJob = z.infer<typeof vectorOperationJobSchema>;

/** The jobs of a step have its name. */
export type JobName = StepName | 'archive' | 'evaluation_request' | 'scheduled_run' | 'vector_operation' | 'sweep';

const queueByJob: Readonly<Record<JobName, QueueName>> = {
  ...perStep(queueOf),
  archive: 'archives',
  evaluation_request: 'evaluations',
  scheduled_run: 'schedules',
  vector_operation: 'vector_backup',
  sweep: 'maintenance',
};

export function jobNamesOf(queue: QueueName): JobName[] {
  return (Object.keys(queueByJob) as JobName[]).filter((name) => queueByJob[name] === queue);
}
