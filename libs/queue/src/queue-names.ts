import { STEP_NAMES, type StepName } from '#libs/pipeline';

/** One queue a step, one for backups of the vector tables, one for the housekeeping of the installation. */
export const QUEUE_NAMES = [...STEP_NAMES, 'vector_backup', 'maintenance'] as const;
export type QueueName = StepName | 'vector_backup' | 'maintenance';
