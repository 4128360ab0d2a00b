import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fileTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, TaskEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { enabledSteps, predecessorOf, STEP_NAMES, type StepName } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { ExecutionsService } from './executions.service.js';
import { stepStatuses } from './roll-up.js';
import { TaskRepository } from './task.repository.js';

export interface RunRequest {
  /** One step, or null for all enabled ones. */
  readonly step: StepName | null;
  readonly forceExecution: boolean;
  readonly cleanExistingFiles: boolean;
}

export interface CancelOutcome {
  /** True when the task has ended already; false when its worker still has to notice. */
  readonly ended: boolean;
}

/** Starting and stopping runs. */
@Injectable()
export class RunsService {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly executions: ExecutionRepository,
    private readonly endings: ExecutionsService,
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Claims the task and puts its steps into the queues. The claim and the rows of the executions are one transaction;
   * jobs follow after the commit, and the sweep re-adds them if this process dies in between.
   * @throws DomainError `task_not_found`, `task_running`, `table_list_missing`, `dependency_not_completed`,
   * `queue_unreachable` (nothing is left running then)
   */
  async start(taskId: string, request: RunRequest): Promise<ExecutionEntity[]> {
    const runId = randomUUID();
    const executions = await this.tasks.transaction(async (manager) => {
      const task = await this.tasks.claim(manager, taskId, runId);
      if (task === null) {
        throw await this.refusal(manager, taskId);
      }
      return this.plan(manager, task, request);
    });
    try {
      await this.queue.enqueueRun(taskId, executions);
    } catch (error) {
      await this.endings.withdrawRun(taskId, runId);
      throw error;
    }
    return executions;
  }

  /**
   * Cancels the running run. What is waiting ends at once; a running step is told through its lease.
   * @throws DomainError `task_not_found`, `task_not_running`
   */
  async cancel(taskId: string): Promise<CancelOutcome> {
    const { removed, ended } = await this.tasks.transaction(async (manager) => {
      const task = await this.tasks.lock(manager, taskId);
      if (task === null) {
        throw new DomainError(taskErrors.task_not_found, { taskId });
      }
      if (task.runId === null || !(await this.tasks.requestCancel(manager, taskId))) {
        throw new DomainError(taskErrors.task_not_running, { taskId });
      }
      return this.endings.cancelWaiting(manager, task.runId, taskId);
    });
    // Jobs that stay behind find their execution gone and do nothing, so a queue that is away is no reason to fail.
    await this.queue.remove(removed).catch(() => undefined);
    return { ended };
  }

  private async plan(manager: EntityManager, task: TaskEntity, request: RunRequest): Promise<ExecutionEntity[]> {
    const { taskId, parameters } = task;
    const steps = request.step === null ? enabledSteps(parameters) : [request.step];
    const first = steps[0] ?? STEP_NAMES[0];
    if (!request.forceExecution) {
      await this.requirePredecessor(manager, task, first);
    }
    if (request.cleanExistingFiles) {
      await this.executions.supersede(manager, taskId, STEP_NAMES.slice(STEP_NAMES.indexOf(first) + 1));
    }
    const timestamp = fileTimestamp(task.startedAt ?? new Date(), this.config.timeZone);
    return this.executions.insert(manager, {
      taskId,
      runId: task.runId ?? '',
      steps: steps.map((step) => ({ step, executionIdBase: `${taskId}_step_${step}_exec_${timestamp}` })),
      forceExecuted: request.forceExecution,
      filesCleaned: request.cleanExistingFiles,
    });
  }

  private async requirePredecessor(manager: EntityManager, task: TaskEntity, step: StepName): Promise<void> {
    const predecessor = predecessorOf(step, task.parameters);
    if (predecessor === null) {
      return;
    }
    const statuses = stepStatuses(await this.executions.ofTask(task.taskId, manager));
    if (statuses[predecessor] !== 'completed') {
      throw new DomainError(
        taskErrors.dependency_not_completed,
        { step, predecessor },
        { details: { step, predecessor, predecessor_status: statuses[predecessor] } },
      );
    }
  }

  private async refusal(manager: EntityManager, taskId: string): Promise<DomainError> {
    const task = await this.tasks.find(taskId, manager);
    if (task === null) {
      return new DomainError(taskErrors.task_not_found, { taskId });
    }
    return task.status === 'in_progress'
      ? new DomainError(taskErrors.task_running, { taskId })
      : new DomainError(taskErrors.table_list_missing, { taskId });
  }
}
