import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** A step that takes several times as long as such steps have taken before. */
export class SlowStepRule implements AnomalyRule {
  readonly name = 'slow_step';

  constructor(
    private readonly factor: number,
    private readonly leastSeconds = 120,
    private readonly leastHistory = 5,
  ) {}

  check({ running, stepHistory }: Observation): Finding[] {
    return running.flatMap(({ executionId, taskId, step, runningSeconds }) => {
      const history = stepHistory[step];
      if (history === undefined || history.count < this.leastHistory) {
        return [];
      }
      const limit = Math.max(this.leastSeconds, this.factor * history.p95Seconds);
      if (runningSeconds <= limit) {
        return [];
      }
      const seconds = Math.round(runningSeconds);
      const usual = Math.round(history.p95Seconds);
      return [
        {
          subject: executionId,
          severity: 'warning' as const,
          zh: `任务 ${taskId} 的步骤 ${step} 已运行 ${seconds} 秒，而历史上 95% 在 ${usual} 秒内完成`,
          en: `step ${step} of ${taskId} has run for ${seconds} s; 95 % of them took at most ${usual} s`,
          details: { task_id: taskId, step, running_seconds: seconds, p95_seconds: usual },
        },
      ];
    });
  }
}
