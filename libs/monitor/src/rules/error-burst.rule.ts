import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** A task that logs many errors in a short time. */
export class ErrorBurstRule implements AnomalyRule {
  readonly name = 'error_burst';

  constructor(private readonly lines: number) {}

  check({ errorLines }: Observation): Finding[] {
    return errorLines
      .filter(({ count }) => count >= this.lines)
      .map(({ taskId, count }) => ({
        subject: taskId,
        severity: 'warning' as const,
        zh: `任务 ${taskId} 在 5 分钟内记录了 ${count} 条错误日志`,
        en: `${taskId} has logged ${count} errors within 5 minutes`,
        details: { task_id: taskId, errors: count },
      }));
  }
}
