import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** Jobs that keep waiting although workers take them: there are too few workers. */
export class QueueBacklogRule implements AnomalyRule {
  readonly name = 'queue_backlog';

  constructor(
    private readonly jobs: number,
    private readonly afterSeconds = 240,
  ) {}

  check({ queues, leastWaiting, watchedSeconds }: Observation): Finding[] {
    if (watchedSeconds < this.afterSeconds) {
      return [];
    }
    return Object.entries(leastWaiting)
      .filter(([queue, least]) => least >= this.jobs && (queues[queue]?.waiting ?? 0) >= this.jobs)
      .map(([queue]) => {
        const waiting = queues[queue]?.waiting ?? 0;
        return {
          subject: queue,
          severity: 'warning' as const,
          zh: `队列 ${queue} 有 ${waiting} 个任务持续等待，请增加工作进程或 WORKER_CONCURRENCY`,
          en: `${waiting} jobs keep waiting in queue ${queue}: add workers or raise WORKER_CONCURRENCY`,
          details: { queue, waiting },
        };
      });
  }
}
