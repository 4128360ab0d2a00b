import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/**
 * A process that could do nothing else for seconds: it answers nobody, renews no lease, and its peers take it for dead
 * once its lock in the queue has run out.
 */
export class BlockedEventLoopRule implements AnomalyRule {
  readonly name = 'blocked_event_loop';

  constructor(
    private readonly blockedSeconds: number,
    private readonly takenForDeadMs = 10_000,
  ) {}

  check({ processes }: Observation): Finding[] {
    return processes.flatMap((samples) => {
      const longest = Math.max(...samples.map(({ eventLoopLagMs }) => eventLoopLagMs));
      const newest = samples.at(-1);
      if (newest === undefined || longest < this.blockedSeconds * 1000) {
        return [];
      }
      const { processId, role } = newest;
      const seconds = (longest / 1000).toFixed(1);
      return [
        {
          subject: processId,
          severity: longest < this.takenForDeadMs ? ('warning' as const) : ('critical' as const),
          zh: `进程 ${processId}（${role}）在最近五分钟内有 ${seconds} 秒无法响应，请查看它当时的日志`,
          en: `process ${processId} (${role}) did not react for ${seconds} s in the last five minutes: see its log of that time`,
          details: { process: processId, role, blocked_ms: Math.round(longest) },
        },
      ];
    });
  }
}
