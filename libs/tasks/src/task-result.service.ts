import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, TaskEntity } from '#libs/database';
import { TaskFilesService } from '#libs/files';
import { STEP_NAMES, type StepName } from '#libs/pipeline';
import { TASK_RESULT_FILE, taskResultFile, type TaskResult } from '#libs/step-files';
import { ExecutionRepository } from './execution.repository.js';
import { shownStatuses, staleSteps, stepStatuses } from './roll-up.js';
import { TaskRepository } from './task.repository.js';

/** `task_result.json`: the outcome of the last run of a task, for readers of the folder. */
@Injectable()
export class TaskResultService {
  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
    private readonly taskFileService: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Writes the file when no step of the task is waiting or running any more. Writing it again changes nothing.
   * @param manager the transaction that ends the task: a reader that sees the end finds the file.
   * @throws DomainError `storage_unavailable`; the transaction can go on then
   */
  async write(taskId: string, manager?: EntityManager): Promise<void> {
    const task = await this.taskRepository.find(taskId, manager);
    if (task === null || task.status === 'in_progress') {
      return;
    }
    const content = this.content(task, await this.executionRepository.ofTask(taskId, manager));
    const file = { name: TASK_RESULT_FILE, content: taskResultFile.render(content) };
    await this.taskFileService.put(taskId, [file], manager);
  }

  private content(task: TaskEntity, executions: readonly ExecutionEntity[]): TaskResult {
    const iso = (instant: Date | null) => (instant === null ? null : isoTimestamp(instant, this.config.timeZone));
    const newest = new Map(
      executions.filter(({ superseded }) => !superseded).map((execution) => [execution.step, execution]),
    );
    return {
      task_id: task.taskId,
      success: task.status === 'completed' || task.status === 'partial_completed',
      status: task.status,
      run_id: task.runId,
      step_status: shownStatuses(stepStatuses(executions), task.parameters),
      stale_steps: staleSteps(executions),
      started_at: iso(task.startedAt),
      completed_at: iso(task.completedAt),
      error_message: task.errorMessage,
      output_directory: task.outputDirectory,
      steps: Object.fromEntries(
        STEP_NAMES.flatMap((step) => {
          const execution = newest.get(step);
          return execution ? [[step, resultOf(execution)] as const] : [];
        }),
      ),
    };
  }
}

function resultOf(execution: ExecutionEntity): NonNullable<TaskResult['steps'][StepName]> {
  return {
    execution_id: execution.executionId,
    run_id: execution.runId,
    status: execution.status,
    duration_seconds: execution.durationSeconds,
    error_message: execution.errorMessage,
    result: execution.result,
  };
}
