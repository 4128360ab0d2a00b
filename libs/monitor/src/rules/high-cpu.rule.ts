import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';
import { mean } from './mean.js';

/** A machine that is busy for minutes. A short peak is what processors are for. */
export class HighCpuRule implements AnomalyRule {
  readonly name = 'high_cpu';

  constructor(
    private readonly percent = 90,
    private readonly samples = 6,
  ) {}

  check({ processes }: Observation): Finding[] {
    return processes
      .filter((samples) => samples.length >= this.samples)
      .map((samples) => ({
        subject: samples[0]?.processId ?? '',
        value: mean(samples.map(({ systemCpuPercent }) => systemCpuPercent)),
      }))
      .filter(({ value }) => value > this.percent)
      .map(({ subject, value }) => ({
        subject,
        severity: 'warning' as const,
        zh: `进程 ${subject} 所在机器的 CPU 使用率持续达到 ${value.toFixed(0)}%，请减少并发或增加机器`,
        en: `the machine of ${subject} is at ${value.toFixed(0)} % CPU for minutes: lower the concurrency or add a machine`,
        details: { process_id: subject, cpu_percent: Math.round(value) },
      }));
  }
}
