import { STEP_NAMES, type StepName } from '#libs/pipeline';

/**
 * One queue a step, one for backups of the vector tables, one for archives of files, one for runs by schedule, one for
 * the housekeeping of the installation.
 */
export const QUEUE_NAMES = [...STEP_NAMES, 'vector_backup', 'archives', 'schedules', 'maintenance'] as const;
export type QueueName = StepName | 'vector_backup' | 'archives' | 'schedules' | 'maintenance';
