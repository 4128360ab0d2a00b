import { z } from 'zod';
import type { StepName } from '#libs/pipeline';
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
export type SweepJob = z.infer<typeof sweepJobSchema>;

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

/** Job name → its queue and payload. A producer that pairs them wrongly does not compile. */
export type JobContracts = {
  [Step in StepName]: { queue: Step; payload: StepJob };
} & {
  archive: { queue: 'archives'; payload: ArchiveJob };
  scheduled_run: { queue: 'schedules'; payload: ScheduledRunJob };
  vector_operation: { queue: 'vector_backup'; payload: VectorOperationJob };
  sweep: { queue: 'maintenance'; payload: SweepJob };
};

export type JobName = keyof JobContracts;

/** The payload schema and the queue of every job; the worker checks at start that each has exactly one handler. */
export const JOBS: {
  readonly [Name in JobName]: { queue: JobContracts[Name]['queue']; schema: z.ZodType<JobContracts[Name]['payload']> };
} = {
  ddl_generation: { queue: 'ddl_generation', schema: stepJobSchema },
  qa_generation: { queue: 'qa_generation', schema: stepJobSchema },
  sql_validation: { queue: 'sql_validation', schema: stepJobSchema },
  training_load: { queue: 'training_load', schema: stepJobSchema },
  archive: { queue: 'archives', schema: archiveJobSchema },
  scheduled_run: { queue: 'schedules', schema: scheduledRunJobSchema },
  vector_operation: { queue: 'vector_backup', schema: vectorOperationJobSchema },
  sweep: { queue: 'maintenance', schema: sweepJobSchema },
};

export function jobNamesOf(queue: QueueName): JobName[] {
  return (Object.keys(JOBS) as JobName[]).filter((name) => JOBS[name].queue === queue);
}
