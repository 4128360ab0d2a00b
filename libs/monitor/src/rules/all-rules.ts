import type { AnomalyRule } from '../anomaly-rule.js';
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

/** Every rule of the installation. A new one is a class and a line here. */
export const ANOMALY_RULES: readonly AnomalyRule[] = [
  new HighCpuRule(),
  new HighMemoryRule(),
  new BlockedEventLoopRule(),
  new DiskFullRule(),
  new QueueBacklogRule(),
  new NoWorkerRule(),
  new QueueNotRepairedRule(),
  new SlowStepRule(),
  new FailureRateRule(),
  new ZombieExecutionRule(),
  new ErrorBurstRule(),
  new WeakRetrievalRule(),
  new BackupOverdueRule(),
  new BackupUnverifiedRule(),
  new BackupDamagedRule(),
  new BackupSizeJumpRule(),
  new ProcessRefusesRule(),
  new ClockOffRule(),
];
