export { queueErrors } from './errors.js';
export {
  archiveJobSchema,
  contractOf,
  evaluationJobSchema,
  JOB_CONTRACT,
  jobNamesOf,
  scheduledRunJobSchema,
  stepJobSchema,
  sweepJobSchema,
  vectorOperationJobSchema,
  type VectorOperationJob,
  type JobName,
} from './job-contracts.js';
export { JobQueue, type JobPresence, type QueueDepth, type StepToRun } from './job-queue.js';
export { JobSchedulers, type Recurrence } from './job-schedulers.js';
export { withRedisFacts, type RedisFacts } from './probe-queue.js';
export { connectQueue, isPostgresQueue, type QueueConnection, type QueueRole } from './queue-connection.js';
export { QUEUE_SETTINGS, type QueueSettings } from './queue-settings.js';
export { QueueModule } from './queue.module.js';
export { isRetryable } from './retry-policy.js';
