import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, ExecutionStatus, TaskEntity } from '#libs/database';
import { languageOf } from '#libs/pipeline';
import { readerText, type Reader } from '../http/reader-text.js';
import { waitingOf } from '../tasks/waiting.js';
import type { ExecutionView, RunView } from './execution.dto.js';

/** Executions and runs as clients see them. */
@Injectable()
export class ExecutionMapper {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  executions(executions: readonly ExecutionEntity[], task: TaskEntity, reader: Reader): ExecutionView[] {
    return executions.map((execution) => this.execution(execution, task, reader));
  }

  /** @param executions oldest first. @returns runs, oldest first */
  runs(executions: readonly ExecutionEntity[], task: TaskEntity, reader: Reader): RunView[] {
    return [...Map.groupBy(executions, ({ runId }) => runId)].map(([, own]) => this.run(own, task, reader));
  }

  private run(executions: readonly ExecutionEntity[], task: TaskEntity, reader: Reader): RunView {
    const views = this.executions(executions, task, reader);
    const [first] = executions;
    const [firstView] = views;
    if (first === undefined || firstView === undefined) {
      throw new Error('a run has executions');
    }
    const status = runStatus(executions);
    const last = executions.at(-1)?.completedAt ?? null;
    const completedAt = status === 'pending' || status === 'running' ? null : last;
    const ended = views.find(({ status: own }) => own === 'failed' || own === 'cancelled');
    return {
      run_id: first.runId,
      execution_mode: first.runMode,
      status,
      requested_by: first.requestedBy,
      force_executed: first.forceExecuted,
      files_cleaned: first.filesCleaned,
      requested_at: firstView.requested_at,
      started_at: firstView.started_at,
      completed_at: this.time(completedAt),
      duration_seconds: secondsBetween(first.startedAt, completedAt),
      error_message: ended?.error_message ?? null,
      error_code: ended?.error_code ?? null,
      executions: views,
    };
  }

  private execution(execution: ExecutionEntity, task: TaskEntity, reader: Reader): ExecutionView {
    const { error, errorMessage, staleReason } = execution;
    const language = reader ?? languageOf(task.parameters);
    return {
      execution_id: execution.executionId,
      run_id: execution.runId,
      execution_step: execution.step,
      status: execution.status,
      requested_at: isoTimestamp(execution.requestedAt, this.config.timeZone),
      started_at: this.time(execution.startedAt),
      completed_at: this.time(execution.completedAt),
      duration_seconds: execution.durationSeconds,
      attempts: execution.attempts,
      worker_id: execution.workerId,
      force_executed: execution.forceExecuted,
      files_cleaned: execution.filesCleaned,
      superseded: execution.superseded,
      waiting: waitingOf(execution, language, this.config.timeZone),
      stale_at: this.time(execution.staleAt),
      stale_reason: readerText({ message: staleReason, sentence: null }, language),
      error_message: readerText({ message: error, sentence: errorMessage }, reader),
      error_code: execution.errorCode,
      execution_result: execution.result,
    };
  }

  private time(instant: Date | null): string | null {
    return instant === null ? null : isoTimestamp(instant, this.config.timeZone);
  }
}

/** Executions that never started are removed when their run ends early: one that is left waiting is still to come. */
function runStatus(executions: readonly ExecutionEntity[]): ExecutionStatus {
  const statuses = executions.map(({ status }) => status);
  const ended = statuses.find((status) => status === 'failed' || status === 'cancelled');
  if (ended !== undefined) {
    return ended;
  }
  if (statuses.every((status) => status === 'completed')) {
    return 'completed';
  }
  return statuses.every((status) => status === 'pending') ? 'pending' : 'running';
}

function secondsBetween(start: Date | null, end: Date | null): number | null {
  return start === null || end === null ? null : (end.getTime() - start.getTime()) / 1000;
}
