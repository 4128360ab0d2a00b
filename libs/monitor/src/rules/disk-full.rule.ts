import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import { diskPercent } from '../disk-space.js';
import type { Observation } from '../observation.js';

/** The file system of the outputs fills up. Processes on one storage see the same, so it is reported once. */
export class DiskFullRule implements AnomalyRule {
  readonly name = 'disk_full';

  constructor(
    private readonly warningPercent: number,
    private readonly criticalPercent = 97,
  ) {}

  check({ processes }: Observation): Finding[] {
    const used = processes
      .map((samples) => samples.at(-1))
      .map((sample) => diskPercent(sample?.diskTotalBytes ?? null, sample?.diskFreeBytes ?? null))
      .filter((value) => value !== null);
    const highest = Math.max(0, ...used);
    if (highest <= this.warningPercent) {
      return [];
    }
    return [
      {
        subject: 'storage',
        severity: highest > this.criticalPercent ? 'critical' : 'warning',
        zh: `输出存储的磁盘使用率为 ${highest}%，请清理旧文件（POST /files/cleanup）或扩容`,
        en: `the disk of the outputs is ${highest} % full: clean up old files (POST /files/cleanup) or add space`,
        details: { disk_percent: highest },
      },
    ];
  }
}
