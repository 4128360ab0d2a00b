import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';
import { byMachine } from './by-machine.js';
import { mean } from './mean.js';

/** A machine that is busy for minutes. A short peak is what processors are for. */
export class HighCpuRule implements AnomalyRule {
  readonly name = 'high_cpu';

  constructor(
    private readonly percent: number,
    private readonly samples = 6,
    private readonly afterSeconds = 240,
  ) {}

  check({ processes, watchedSeconds }: Observation): Finding[] {
    if (watchedSeconds < this.afterSeconds) {
      return [];
    }
    return byMachine(processes.filter((samples) => samples.length >= this.samples))
      .map(({ machine, processes: own }) => ({
        machine,
        percent: Math.max(...own.map((samples) => mean(samples.map(({ systemCpuPercent }) => systemCpuPercent)))),
      }))
      .filter(({ percent }) => percent > this.percent)
      .map(({ machine, percent }) => ({
        subject: machine,
        severity: 'warning' as const,
        zh: `机器 ${machine} 的 CPU 使用率持续达到 ${percent.toFixed(0)}%，请减少并发或增加机器`,
        en: `machine ${machine} is at ${percent.toFixed(0)} % CPU for minutes: lower the concurrency or add a machine`,
        details: { machine, cpu_percent: Math.round(percent) },
      }));
  }
}
