import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';
import { mean } from './mean.js';

/** A machine, or a container, that is about to run out of memory. */
export class HighMemoryRule implements AnomalyRule {
  readonly name = 'high_memory';

  constructor(
    private readonly percent = 90,
    private readonly samples = 3,
  ) {}

  check({ processes }: Observation): Finding[] {
    return processes.flatMap((all) => {
      const samples = all.slice(-this.samples);
      const last = samples.at(-1);
      const value = samples.length < this.samples ? 0 : mean(samples.map((sample) => sample.systemMemoryPercent));
      if (last === undefined || value <= this.percent) {
        return [];
      }
      const megabytes = Math.round(last.memoryBytes / 1024 ** 2);
      return [
        {
          subject: last.processId,
          severity: value > 97 ? ('critical' as const) : ('warning' as const),
          zh: `进程 ${last.processId} 所在机器的内存使用率为 ${value.toFixed(0)}%（本进程 ${megabytes} MB）`,
          en: `the machine of ${last.processId} uses ${value.toFixed(0)} % of its memory (this process ${megabytes} MB)`,
          details: { process_id: last.processId, memory_percent: Math.round(value), process_megabytes: megabytes },
        },
      ];
    });
  }
}
