import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { AnomalyEntity, MonitorSampleEntity } from '#libs/database';
import type { ByLanguage, Language } from '#libs/language';
import { diskPercent, type HistoryPoint, type StepMonitor, type TaskMonitor, type TaskStatistics } from '#libs/monitor';
import type { BackupOverview } from '#libs/vector-backup';
import { readerText, type Reader } from '../http/reader-text.js';
import { totalUsage } from '../tasks/model-usage.js';
import type { Anomaly, HistoryView, MonitorStatus, ProcessView } from './monitor.dto.js';
import type { TaskStatisticsView } from './statistics.dto.js';
import type { TaskMonitorView } from './task-monitor.dto.js';

const MESSAGE: ByLanguage<(entity: AnomalyEntity) => string> = {
  zh: ({ messageZh }) => messageZh,
  en: ({ messageEn }) => messageEn,
};

/** Samples, anomalies and statistics as clients see them. */
@Injectable()
export class MonitorMapper {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }

  anomaly(entity: AnomalyEntity, language: Language): Anomaly {
    return {
      anomaly_id: entity.id,
      rule: entity.rule,
      subject: entity.subject,
      severity: entity.severity,
      message: MESSAGE[language](entity),
      details: entity.details,
      opened_at: this.time(entity.openedAt),
      last_seen_at: this.time(entity.lastSeenAt),
      closed_at: this.timeOrNull(entity.closedAt),
      active: entity.closedAt === null,
    };
  }

  backups({
    newest,
    newestVerified,
    newestCopied,
    lastVerification,
    ...counts
  }: BackupOverview): MonitorStatus['backups'] {
    const { schedule, verifySchedule } = this.config.vectorBackup;
    return {
      total: counts.total,
      verified: counts.verified,
      damaged: counts.damaged,
      bytes: counts.bytes,
      newest_at: this.timeOrNull(newest?.backup.startedAt ?? null),
      newest_age_seconds: wholeOrNull(newest?.ageSeconds),
      newest_verified_at: this.timeOrNull(newestVerified?.backup.startedAt ?? null),
      newest_verified_age_seconds: wholeOrNull(newestVerified?.ageSeconds),
      newest_copied_age_seconds: wholeOrNull(newestCopied?.ageSeconds),
      copies_missing: counts.copiesMissing,
      last_verification_at: this.timeOrNull(lastVerification?.backup.verifiedAt ?? null),
      restore_seconds: lastVerification?.backup.restoreSeconds ?? null,
      schedule,
      verify_schedule: verifySchedule,
    };
  }

  process(sample: MonitorSampleEntity): ProcessView {
    return {
      process_id: sample.processId,
      role: sample.role,
      queues: sample.queues,
      sampled_at: this.time(sample.sampledAt),
      cpu_percent: sample.cpuPercent,
      system_cpu_percent: sample.systemCpuPercent,
      memory_bytes: sample.memoryBytes,
      heap_bytes: sample.heapBytes,
      system_memory_percent: sample.systemMemoryPercent,
      event_loop_lag_ms: sample.eventLoopLagMs,
      disk_percent: diskPercent(sample.diskTotalBytes, sample.diskFreeBytes),
      active_jobs: sample.activeJobs,
    };
  }

  point(point: HistoryPoint): HistoryView['points'][number] {
    return {
      timestamp: this.time(point.at),
      processes: point.processes,
      cpu_percent: rounded(point.cpuPercent),
      system_cpu_percent: rounded(point.systemCpuPercent),
      memory_bytes: Math.round(point.memoryBytes),
      system_memory_percent: rounded(point.systemMemoryPercent),
      event_loop_lag_ms: rounded(point.eventLoopLagMs),
      disk_percent: diskPercent(point.diskTotalBytes, point.diskFreeBytes),
      active_jobs: rounded(point.activeJobs),
      waiting_jobs: point.waitingJobs === null ? null : rounded(point.waitingJobs),
    };
  }

  taskStatistics(statistics: TaskStatistics): TaskStatisticsView {
    const { completed = 0, failed = 0 } = statistics.byStatus;
    return {
      total: statistics.total,
      by_status: {
        pending: 0,
        in_progress: 0,
        partial_completed: 0,
        completed: 0,
        failed: 0,
        cancelled: 0,
        ...statistics.byStatus,
      },
      created_last_24_hours: statistics.createdLast24Hours,
      completed_last_24_hours: statistics.completedLast24Hours,
      success_rate: share(completed, completed + failed - statistics.failedByRequest),
      average_duration_seconds: statistics.averageSeconds,
    };
  }

  task({ view: { task }, steps, logCounts }: TaskMonitor, reader: Reader): TaskMonitorView {
    const running = steps.find(({ status }) => status === 'running');
    const end = task.completedAt ?? (task.status === 'in_progress' ? new Date() : null);
    return {
      task_id: task.taskId,
      status: task.status,
      started_at: this.timeOrNull(task.startedAt),
      completed_at: this.timeOrNull(task.completedAt),
      elapsed_seconds: task.startedAt === null || end === null ? null : secondsBetween(task.startedAt, end),
      expected_end: this.timeOrNull(running?.expectedEnd ?? null),
      log_counts: allLevels(logCounts),
      total_files: steps.reduce((sum, { files }) => sum + files.count, 0),
      total_bytes: steps.reduce((sum, { files }) => sum + files.bytes, 0),
      token_use: totalUsage(steps.flatMap(({ modelUse }) => modelUse)),
      steps: steps.map((step) => this.step(step, reader)),
    };
  }

  private step(step: StepMonitor, reader: Reader): TaskMonitorView['steps'][number] {
    const { execution, history, worker } = step;
    const progress = execution?.progress ?? null;
    return {
      step_name: step.step,
      status: step.status,
      execution_id: execution?.executionId ?? null,
      started_at: this.timeOrNull(execution?.startedAt ?? null),
      completed_at: this.timeOrNull(execution?.completedAt ?? null),
      elapsed_seconds: step.elapsedSeconds,
      progress:
        progress === null
          ? null
          : { ...progress, percent: rounded((100 * progress.done) / Math.max(1, progress.total)) },
      rate_per_second: step.ratePerSecond,
      expected_end: this.timeOrNull(step.expectedEnd),
      history:
        history === null
          ? null
          : { executions: history.count, median_seconds: history.medianSeconds, p95_seconds: history.p95Seconds },
      worker_id: execution?.workerId ?? null,
      worker:
        worker === null
          ? null
          : {
              cpu_percent: worker.cpuPercent,
              memory_bytes: worker.memoryBytes,
              sampled_at: this.time(worker.sampledAt),
            },
      retries: step.retries,
      error_message: readerText(
        { message: execution?.error ?? null, sentence: execution?.errorMessage ?? null },
        reader,
      ),
      log_counts: allLevels(step.logCounts),
      files: step.files,
      token_use: totalUsage(step.modelUse),
    };
  }

  private timeOrNull(instant: Date | null): string | null {
    return instant === null ? null : this.time(instant);
  }
}

/** Null where there is nothing to divide by. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

function allLevels(counts: TaskMonitor['logCounts']): TaskMonitorView['log_counts'] {
  return { DEBUG: 0, INFO: 0, WARNING: 0, ERROR: 0, CRITICAL: 0, ...counts };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function secondsBetween(begin: Date, end: Date): number {
  return Math.max(0, (end.getTime() - begin.getTime()) / 1000);
}

function wholeOrNull(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds);
}
