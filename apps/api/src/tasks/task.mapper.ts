import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, ExecutionStatus, ModelUsageEntity, TaskEntity } from '#libs/database';
import { languageOf, shownSteps, STEP_NAMES, type StepName } from '#libs/pipeline';
import { shownStatuses, type TaskSummary, type TaskView } from '#libs/tasks';
import { readerText, type Reader } from '../http/reader-text.js';
import { totalUsage } from './model-usage.js';
import { waitingOf } from './waiting.js';
import type { CreatedTask, TaskDetail, TaskList } from './task.dto.js';

/** Tasks as clients see them. */
@Injectable()
export class TaskMapper {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  created(task: TaskEntity): CreatedTask {
    const waits = task.tableList === null;
    return {
      task_id: task.taskId,
      task_name: task.taskName,
      status: task.status,
      created_at: this.time(task.createdAt),
      file_upload_mode: waits,
      next_step: waits ? `POST /api/v0/data_pipeline/tasks/${task.taskId}/upload-table-list` : null,
    };
  }

  /** @param reader the language of the texts; null: that of the task */
  detail({ task, stepStatus, staleSteps, executions, currentExecution, usage }: TaskView, reader: Reader): TaskDetail {
    const shown = shownSteps(task.parameters, (step) => stepStatus[step] !== 'pending');
    return {
      ...this.summary({ task, stepStatus, staleSteps }),
      run_id: task.runId,
      current_execution:
        currentExecution === null
          ? null
          : {
              execution_id: currentExecution.executionId,
              run_id: currentExecution.runId,
              step: currentExecution.step,
              status: currentExecution.status,
              started_at: this.timeOrNull(currentExecution.startedAt),
              progress: currentExecution.progress,
            },
      steps: shown.map((step) =>
        this.step(
          step,
          stepStatus[step],
          executions.findLast((execution) => execution.step === step && !execution.superseded),
          task,
          reader,
        ),
      ),
      total_steps: shown.length,
      parameters: task.parameters,
      tables: task.tableList,
      error_message: readerText({ message: task.error, sentence: task.errorMessage }, reader),
      cancel_requested: task.cancelRequestedAt !== null,
      output_directory: task.outputDirectory,
      usage: usageOf(usage),
    };
  }

  summary({ task, stepStatus, staleSteps }: TaskSummary): TaskList['tasks'][number] {
    return {
      task_id: task.taskId,
      task_name: task.taskName,
      status: task.status,
      step_status: shownStatuses(stepStatus, task.parameters),
      stale_steps: [...staleSteps],
      db_name: task.dbName,
      business_context: task.parameters.business_context,
      created_by: task.byUser ?? task.createdBy,
      directory_exists: task.filesDeletedAt === null,
      created_at: this.time(task.createdAt),
      updated_at: this.time(task.updatedAt),
      started_at: this.timeOrNull(task.startedAt),
      completed_at: this.timeOrNull(task.completedAt),
    };
  }

  private step(
    step: StepName,
    status: ExecutionStatus,
    execution: ExecutionEntity | undefined,
    task: TaskEntity,
    reader: Reader,
  ): TaskDetail['steps'][number] {
    const language = reader ?? languageOf(task.parameters);
    return {
      step_name: step,
      step_status: status,
      started_at: this.timeOrNull(execution?.startedAt ?? null),
      completed_at: this.timeOrNull(execution?.completedAt ?? null),
      duration_seconds: execution?.durationSeconds ?? null,
      progress: execution?.progress ?? null,
      waiting: execution === undefined ? null : waitingOf(execution, language, this.config.timeZone),
      error_message: readerText(
        { message: execution?.error ?? null, sentence: execution?.errorMessage ?? null },
        reader,
      ),
      stale_at: this.timeOrNull(execution?.staleAt ?? null),
      stale_reason: readerText({ message: execution?.staleReason ?? null, sentence: null }, language),
      result: execution?.result ?? null,
    };
  }

  private time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }

  private timeOrNull(instant: Date | null): string | null {
    return instant === null ? null : this.time(instant);
  }
}

function usageOf(rows: readonly ModelUsageEntity[]): TaskDetail['usage'] {
  return {
    ...totalUsage(rows),
    by_step: [...Map.groupBy(rows, ({ step, model }) => JSON.stringify([stepOf(step), model])).values()].map((own) => ({
      step_name: stepOf(own[0]?.step ?? ''),
      model: own[0]?.model ?? '',
      estimated_requests: own.reduce((sum, { estimatedRequests }) => sum + estimatedRequests, 0),
      ...totalUsage(own),
    })),
  };
}

/** What is booked on the id of an evaluation belongs to evaluations. */
function stepOf(name: string): StepName {
  return STEP_NAMES.find((step) => step === name) ?? 'evaluation';
}
