import type { WorkerOptions } from 'bullmq';
import type { QueueSettings } from '#libs/queue';

/** After a fetch or an outcome that did not reach the queue; the library's 15 seconds would outlast most outages. */
const RUN_RETRY_DELAY_MS = 1_000;

/** BullMQ's view of a queue's settings. Workers start themselves once the process is complete (`WorkerLifecycle`). */
export function workerOptions(settings: QueueSettings): Omit<WorkerOptions, 'connection'> {
  const { lockDuration, stalledInterval, maxStalledCount } = settings;
  return { autorun: false, lockDuration, stalledInterval, maxStalledCount, runRetryDelay: RUN_RETRY_DELAY_MS };
}
