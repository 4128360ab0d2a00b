import type { BackoffOptions, KeepJobs } from 'bullmq';
import { recordOf, STEP_QUEUES, type QueueName } from '#libs/pipeline';

export interface QueueSettings {
  /** Milliseconds without renewal after which a worker counts as dead. */
  readonly lockDuration: number;
  /** Milliseconds between two looks for jobs of dead workers. */
  readonly stalledInterval: number;
  /** Deaths of its worker that one job survives. */
  readonly maxStalledCount: number;
  readonly backoff: BackoffOptions;
  readonly removeOnComplete: KeepJobs;
  readonly removeOnFail: KeepJobs;
}

/** A dead worker is noticed within about ten seconds; jobs stay visible in Bull Board for a while. */
const WORK: QueueSettings = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 5,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  removeOnComplete: { age: 3 * 86_400, count: 2_000 },
  removeOnFail: { age: 7 * 86_400, count: 2_000 },
};

/** Exhaustive on purpose: a queue without settings does not compile. */
export const QUEUE_SETTINGS: Readonly<Record<QueueName, QueueSettings>> = {
  ...recordOf(STEP_QUEUES, () => WORK),
  vector_backup: WORK,
  archives: WORK,
  evaluations: WORK,
  schedules: WORK,
  maintenance: { ...WORK, removeOnComplete: { count: 50 }, removeOnFail: { count: 200 } },
};
