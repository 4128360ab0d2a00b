import { STEP_QUEUES, type StepQueue } from './steps.js';

/** Backups of the vector tables, archives of files, evaluations on request, runs by schedule, housekeeping. */
const OTHER_QUEUES = ['vector_backup', 'archives', 'evaluations', 'schedules', 'maintenance'] as const;

/** The queues of the steps, and the others. A worker takes all of them, or those of WORKER_STEPS. */
export type QueueName = StepQueue | (typeof OTHER_QUEUES)[number];
export const QUEUE_NAMES: readonly QueueName[] = [...STEP_QUEUES, ...OTHER_QUEUES];

export function isQueueName(value: string): value is QueueName {
  return QUEUE_NAMES.some((name) => name === value);
}
