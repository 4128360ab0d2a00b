import { DEFAULT_ANOMALY_LIMITS, type AnomalyLimits, type LimitedRule } from '#libs/config';
import type { AnomalyRule } from '../anomaly-rule.js';
import { BackupCopyMissingRule } from './backup-copy-missing.rule.js';
import { BackupDamagedRule } from './backup-damaged.rule.js';
import { BackupOverdueRule } from './backup-overdue.rule.js';
import { BackupSizeJumpRule } from './backup-size-jump.rule.js';
import { BackupUnverifiedRule } from './backup-unverified.rule.js';
import { BlockedEventLoopRule } from './blocked-event-loop.rule.js';
import { ClockOffRule } from './clock-off.rule.js';
import { DiskFullRule } from './disk-full.rule.js';
import { ErrorBurstRule } from './error-burst.rule.js';
import { FailureRateRule } from './failure-rate.rule.js';
import { HighCpuRule } from './high-cpu.rule.js';
import { HighMemoryRule } from './high-memory.rule.js';
import { NoWorkerRule } from './no-worker.rule.js';
import { ProcessRefusesRule } from './process-refuses.rule.js';
import { QueueBacklogRule } from './queue-backlog.rule.js';
import { QueueNotRepairedRule } from './queue-not-repaired.rule.js';
import { SlowStepRule } from './slow-step.rule.js';
import { WeakRetrievalRule } from './weak-retrieval.rule.js';
import { ZombieExecutionRule } from './zombie-execution.rule.js';

/** The rules that compare with a number of the configuration. A new one is a class and a line here. */
const LIMITED: Readonly<Record<LimitedRule, (limit: number) => AnomalyRule>> = {
  high_cpu: (percent) => new HighCpuRule(percent),
  high_memory: (percent) => new HighMemoryRule(percent),
  blocked_event_loop: (seconds) => new BlockedEventLoopRule(seconds),
  disk_full: (percent) => new DiskFullRule(percent),
  queue_backlog: (jobs) => new QueueBacklogRule(jobs),
  slow_step: (factor) => new SlowStepRule(factor),
  failure_rate: (percent) => new FailureRateRule(percent),
  zombie_execution: (seconds) => new ZombieExecutionRule(seconds),
  error_burst: (lines) => new ErrorBurstRule(lines),
  clock_off: (seconds) => new ClockOffRule(seconds),
  backup_copy_missing: (hours) => new BackupCopyMissingRule(hours),
};

/** The others. A new one is a class and a line here. */
const UNLIMITED: readonly AnomalyRule[] = [
  new NoWorkerRule(),
  new QueueNotRepairedRule(),
  new WeakRetrievalRule(),
  new BackupOverdueRule(),
  new BackupUnverifiedRule(),
  new BackupDamagedRule(),
  new BackupSizeJumpRule(),
  new ProcessRefusesRule(),
];

/** Every rule of the installation. One that is off finds nothing, so that its open anomalies are closed. */
export function anomalyRules(limits: AnomalyLimits): AnomalyRule[] {
  const limited = Object.entries(LIMITED).map(([name, make]) => {
    const limit = limits[name as LimitedRule];
    return limit === null ? { name, check: () => [] } : make(limit);
  });
  return [...limited, ...UNLIMITED];
}

/** With the defaults of the configuration. */
export const ANOMALY_RULES: readonly AnomalyRule[] = anomalyRules(DEFAULT_ANOMALY_LIMITS);
