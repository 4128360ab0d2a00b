import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** The queue has lost its data and was not restored yet, or nothing looks for lost jobs any more. */
export class QueueNotRepairedRule implements AnomalyRule {
  readonly name = 'queue_not_repaired';

  check({ queueRepair: { sweptAgo, lostAgo, overdueAfter } }: Observation): Finding[] {
    if (lostAgo !== null && (sweptAgo === null || sweptAgo > lostAgo)) {
      const seconds = Math.round(lostAgo);
      return [
        {
          subject: 'queue',
          severity: 'critical',
          zh: `任务队列的数据在 ${seconds} 秒前丢失，尚未恢复。请检查 Redis 与各进程的日志`,
          en: `the queue lost its data ${seconds} s ago and is not restored yet: check Redis and the logs of the processes`,
          details: { lost_seconds: seconds },
        },
      ];
    }
    if (sweptAgo === null || sweptAgo <= overdueAfter) {
      return [];
    }
    const seconds = Math.round(sweptAgo);
    return [
      {
        subject: 'sweep',
        severity: 'critical',
        zh: `已有 ${seconds} 秒没有查找丢失的任务。请检查任务队列与各进程的日志`,
        en: `nothing has looked for lost jobs for ${seconds} s: check the queue and the logs of the processes`,
        details: { swept_seconds: seconds },
      },
    ];
  }
}
