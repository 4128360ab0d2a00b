import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** A queue that no live worker takes. Critical as soon as something waits in it. */
export class NoWorkerRule implements AnomalyRule {
  readonly name = 'no_worker';

  /** @param afterSeconds a worker that starts with everything else has given a sample by then. */
  constructor(private readonly afterSeconds = 30) {}

  check({ processes, queues, watchedSeconds }: Observation): Finding[] {
    if (watchedSeconds < this.afterSeconds) {
      return [];
    }
    const taken = new Set(processes.flatMap((samples) => samples.at(-1)?.queues ?? []));
    return Object.entries(queues)
      .filter(([queue]) => !taken.has(queue))
      .map(([queue, { waiting }]) => ({
        subject: queue,
        severity: waiting > 0 ? ('critical' as const) : ('warning' as const),
        zh: `没有工作进程处理队列 ${queue}（等待中 ${waiting} 个）。请启动工作进程，或检查 WORKER_STEPS`,
        en: `no worker takes queue ${queue} (${waiting} waiting): start one, or check WORKER_STEPS`,
        details: { queue, waiting },
      }));
  }
}
