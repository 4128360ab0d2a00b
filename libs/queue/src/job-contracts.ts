import { z } from 'zod';
import { perStep, queueOf, type QueueName, type StepName } from '#libs/pipeline';

/**
 * The contract between the processes that add jobs and those that run them: the payloads below, and what the rows of a job
 * mean. Raise it when a worker of the release before would run a job of this one wrongly. Older contracts are taken for as
 * long as their jobs may be waiting, so a new field is optional. See docs/decisions/0037.
 */
export const JOB_CONTRACT = 1;

const version = z.int().min(1).max(JOB_CONTRACT);

/** The contract of a payload of any release. */
export function contractOf(data: unknown): number {
  const found = z.object({ version: z.int().min(1) }).safeParse(data);
  return found.success ? found.data.version : 1;
}

/**
 * A job carries ids and a version; the state is in the task tables. `work` is there for jobs whose rows mean what releases
 * without it do not read: their workers refuse such a job, which is better than a run of all pairs that is not asked for.
 */
export const stepJobSchema = z.strictObject({
  version,
  taskId: z.string().min(1),
  executionId: z.string().min(1),
  work: z.literal('add_pairs').optional(),
});
export type StepJob = z.infer<typeof stepJobSchema>;

export const sweepJobSchema = z.strictObject({ version });

export const archiveJobSchema = z.strictObject({ version, archiveId: z.string().min(1) });
export type ArchiveJob = z.infer<typeof archiveJobSchema>;

export const evaluationJobSchema = z.strictObject({ version, evaluationId: z.string().min(1) });
export type EvaluationJob = z.infer<typeof evaluationJobSchema>;

export const scheduledRunJobSchema = z.strictObject({ version, taskId: z.string().min(1) });
export type ScheduledRunJob = z.infer<typeof scheduledRunJobSchema>;

/**
 * Without an id it is scheduled: the worker that takes it creates the operation, a backup unless `work` is another one.
 * Workers of releases without `work` refuse such a job, which is better than a backup that is not asked for. With an id it
 * tells them the same of operations with copies.
 */
export const vectorOperationJobSchema = z.strictObject({
  version,
  operationId: z.string().min(1).optional(),
  work: z.enum(['verification', 'copy', 'from_copy']).optional(),
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
