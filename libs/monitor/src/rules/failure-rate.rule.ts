import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** Many of the executions of the last hour failed. */
export class FailureRateRule implements AnomalyRule {
  readonly name = 'failure_rate';

  constructor(
    private readonly percent: number,
    private readonly leastFailures = 3,
  ) {}

  check({ ended: { completed, failed } }: Observation): Finding[] {
    const share = failed / Math.max(1, completed + failed);
    if (failed < this.leastFailures || share * 100 < this.percent) {
      return [];
    }
    const percent = Math.round(share * 100);
    return [
      {
        subject: 'executions',
        severity: share >= 0.9 ? 'critical' : 'warning',
        zh: `最近一小时 ${percent}% 的步骤执行失败（${failed} 个）。请查看任务的 ERROR 日志`,
        en: `${percent} % of the executions of the last hour failed (${failed}): look at the ERROR lines of the tasks`,
        details: { failed, completed },
      },
    ];
  }
}
