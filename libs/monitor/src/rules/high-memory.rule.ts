import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';
import { byMachine } from './by-machine.js';
import { mean } from './mean.js';

/** A machine, or a container, that is about to run out of memory. */
export class HighMemoryRule implements AnomalyRule {
  readonly name = 'high_memory';

  constructor(
    private readonly percent: number,
    private readonly samples = 3,
  ) {}

  check({ processes }: Observation): Finding[] {
    const newest = processes
      .filter((samples) => samples.length >= this.samples)
      .map((samples) => samples.slice(-this.samples));
    return byMachine(newest).flatMap(({ machine, processes: own }) => {
      const percent = Math.max(
        ...own.map((samples) => mean(samples.map(({ systemMemoryPercent }) => systemMemoryPercent))),
      );
      if (percent <= this.percent) {
        return [];
      }
      const bytes = own.reduce((sum, samples) => sum + (samples.at(-1)?.memoryBytes ?? 0), 0);
      const megabytes = Math.round(bytes / 1024 ** 2);
      return [
        {
          subject: machine,
          severity: percent > 97 ? ('critical' as const) : ('warning' as const),
          zh: `机器 ${machine} 的内存使用率为 ${percent.toFixed(0)}%（本服务 ${megabytes} MB）`,
          en: `machine ${machine} uses ${percent.toFixed(0)} % of its memory (this service ${megabytes} MB)`,
          details: { machine, memory_percent: Math.round(percent), service_megabytes: megabytes },
        },
      ];
    });
  }
}
