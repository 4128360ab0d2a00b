import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** A running execution without a heartbeat: its worker is dead, and no other has taken over yet. */
export class ZombieExecutionRule implements AnomalyRule {
  readonly name = 'zombie_execution';

  /** @param silentSeconds well beyond a lease; a dead worker's job is usually taken over before. */
  constructor(private readonly silentSeconds: number) {}

  check({ running }: Observation): Finding[] {
    return running
      .filter((execution) => execution.silentSeconds > this.silentSeconds)
      .map(({ executionId, taskId, step, silentSeconds }) => ({
        subject: executionId,
        severity: 'critical' as const,
        zh: `任务 ${taskId} 的步骤 ${step} 已 ${Math.round(silentSeconds)} 秒没有心跳，请检查工作进程是否在运行`,
        en: `step ${step} of ${taskId} gave no sign of life for ${Math.round(silentSeconds)} s: check that workers run`,
        details: { task_id: taskId, step, silent_seconds: Math.round(silentSeconds) },
      }));
  }
}
