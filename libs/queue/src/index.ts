export { queueErrors } from './errors.js';
export {
  archiveJobSchema,
  jobNamesOf,
  JOBS,
  scheduledRunJobSchema,
  stepJobSchema,
  sweepJobSchema,
  type ArchiveJob,
  type JobContracts,
  type JobName,
  type ScheduledRunJob,
  type StepJob,
  type SweepJob,
  vectorOperationJobSchema,
  type VectorOperationJob,
} from './job-contracts.js';
export { JobQueue, type JobPresence, type QueueDepth, type StepToRun } from './job-queue.js';
export { connectQueue, isPostgresQueue, type QueueConnection, type QueueRole } from './queue-connection.js';
export { QUEUE_NAMES, type QueueName } from './queue-names.js';
export { QUEUE_SETTINGS, type QueueSettings } from './queue-settings.js';
export { QueueModule } from './queue.module.js';
export { isRetryable } from './retry-policy.js';
