import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import type { ExecutionEntity, StepModels, TaskEntity } from '#libs/database';
import { DomainError, errorMessage, errorText } from '#libs/domain-errors';
import { operationErrors, type Ending } from '#libs/operations';
import { languageOf, type JsonObject } from '#libs/pipeline';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { ExecutionTable } from './execution.table.js';
import { RollUpService } from './roll-up.service.js';
import { storable } from './storable-message.js';
import type { StartedRun } from './start-run.query.js';
import { TaskRepository } from './task.repository.js';
import { TaskResultService } from './task-result.service.js';

/** The end of one execution, and with it of its run and its task. Every change is conditional on the state before it. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
    private readonly executionTable: ExecutionTable,
    private readonly taskResultService: TaskResultService,
    private readonly rollUpService: RollUpService,
  ) {}

  /**
   * Later steps that are completed become stale.
   * @throws DomainError `lease_lost` when another worker has taken over: its outcome counts, not this one.
   */
  async complete(
    execution: ExecutionEntity,
    leaseToken: string | null,
    result: JsonObject,
    models: StepModels | null = null,
  ): Promise<void> {
    await this.finish(execution, leaseToken, () => ({ status: 'completed', result, models }));
  }

  /** Ends the execution, and with it the run: later steps of the run are withdrawn. @throws DomainError `lease_lost` */
  async fail(execution: ExecutionEntity, error: DomainError, leaseToken: string | null): Promise<void> {
    await this.finish(execution, leaseToken, ({ parameters }) => ({
      status: error.kind === 'cancelled' ? 'cancelled' : 'failed',
      errorMessage: errorText(error, languageOf(parameters)),
      error: storable(errorMessage(error)),
      errorCode: error.code,
    }));
  }

  /** The executions of the runs of a task whose ids begin like this, oldest first. */
  ofKey(taskId: string, beginning: string): Promise<ExecutionEntity[]> {
    return this.executionRepository.ofKey(taskId, beginning);
  }

  /** Undoes the start of a run whose jobs could not be put into the queue: the task is as it was before. */
  async withdrawRun({ run, superseded }: StartedRun): Promise<void> {
    await this.taskRepository.transaction(async (manager) => {
      const task = await this.taskRepository.lock(manager, run.task.taskId);
      if (task === null) {
        return;
      }
      await this.executionRepository.removePending(manager, run.runId);
      if ((await this.executionRepository.countOfRun(manager, run.runId)) > 0) {
        // The job arrived although its answer did not, or the run was cancelled meanwhile.
        await this.rollUpService.rollUp(manager, task);
        return;
      }
      await this.executionRepository.reinstate(manager, superseded);
      await this.taskRepository.undoStart(manager, run);
    });
  }

  /**
   * Ends a run whose steps are all still waiting; a run with a running step is left to its worker.
   * @param task locked
   * @returns the waiting executions that were taken back.
   */
  async cancelWaiting(
    manager: EntityManager,
    runId: string,
    task: TaskEntity,
  ): Promise<{ removed: ExecutionEntity[]; ended: boolean }> {
    const [first] = await this.executionRepository.lockOpen(manager, runId);
    if (first === undefined || first.status === 'running') {
      return { removed: [], ended: false };
    }
    // The first keeps its row: the history shows that this run was requested and cancelled.
    const ending = { status: 'cancelled', errorCode: taskErrors.task_cancelled.code } as const;
    await this.executionTable.end(first.executionId, ending, null, manager);
    const removed = await this.executionRepository.removePending(manager, runId);
    await this.rollUpService.rollUp(manager, task);
    await this.writeResult(manager, task.taskId);
    return { removed: [first, ...removed], ended: true };
  }

  private async finish(
    execution: ExecutionEntity,
    leaseToken: string | null,
    endingOf: (task: TaskEntity) => Ending<ExecutionEntity>,
  ): Promise<void> {
    const { executionId, taskId, runId } = execution;
    const written = await this.taskRepository.transaction(async (manager) => {
      const task = await this.taskRepository.lock(manager, taskId);
      if (task === null) {
        throw new DomainError(operationErrors.lease_lost, { operation: executionId });
      }
      const ending = endingOf(task);
      await this.executionTable.end(executionId, ending, leaseToken, manager);
      if (ending.status !== 'completed') {
        await this.executionRepository.removePending(manager, runId);
      }
      const status = await this.rollUpService.rollUp(manager, task);
      return status === 'in_progress' || (await this.writeResult(manager, taskId));
    });
    if (!written) {
      await this.taskResultService.write(taskId);
    }
  }

  /** @returns false when the file could not be written: that keeps no task from ending. */
  private async writeResult(manager: EntityManager, taskId: string): Promise<boolean> {
    try {
      await this.taskResultService.write(taskId, manager);
      return true;
    } catch (error) {
      if (error instanceof QueryFailedError) {
        throw error;
      }
      return false;
    }
  }
}
