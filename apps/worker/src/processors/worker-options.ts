import type { WorkerOptions } from 'bullmq';
import type { QueueSettings } from '#libs/queue';

/** BullMQ's view of a queue's settings. Workers start themselves once the process is complete (`WorkerLifecycle`). */
export function workerOptions(settings: QueueSettings): Omit<WorkerOptions, 'connection'> {
  const { lockDuration, stalledInterval, maxStalledCount } = settings;
  return { autorun: false, lockDuration, stalledInterval, maxStalledCount };
}
