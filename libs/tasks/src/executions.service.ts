import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, ExecutionProgress, TaskEntity } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import { languageOf, type JsonObject } from '#libs/pipeline';
import { taskErrors } from './errors.js';
import { ExecutionRepository, type Ending } from './execution.repository.js';
import { taskStatus } from './roll-up.js';
import { TaskRepository } from './task.repository.js';
import { TaskResultService } from './task-result.service.js';

/** What a delivery of a job found when it asked for its execution. */
export type Claim =
  | {
      readonly outcome: 'claimed';
      readonly execution: ExecutionEntity;
      readonly task: TaskEntity;
      readonly leaseToken: string;
    }
  /** Another worker holds it until then. */
  | { readonly outcome: 'leased'; readonly until: Date }
  /** It ended before (a second delivery), or was withdrawn: there is nothing to do. */
  | { readonly outcome: 'ended'; readonly status: ExecutionEntity['status'] | 'withdrawn' };

export type Heartbeat = 'held' | 'lost' | 'cancelled';

/** The life of one execution, from its claim to its end. Every change is conditional on the state before it. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly executions: ExecutionRepository,
    private readonly results: TaskResultService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  async claim(executionId: string, workerId: string): Promise<Claim> {
    const leaseToken = randomUUID();
    const claimed = await this.executions.claim(executionId, leaseToken, workerId, this.config.worker.leaseMs);
    const execution = await this.executions.find(executionId);
    const task = execution === null ? null : await this.tasks.find(execution.taskId);
    if (execution === null || task === null) {
      return { outcome: 'ended', status: 'withdrawn' };
    }
    if (!claimed) {
      // A worker may have died between the end of the last step and the file that says so.
      await this.results.write(task.taskId);
      return execution.status === 'running' && execution.leaseExpiresAt !== null
        ? { outcome: 'leased', until: execution.leaseExpiresAt }
        : { outcome: 'ended', status: execution.status };
    }
    return { outcome: 'claimed', execution, task, leaseToken };
  }

  /** Extends the lease and says whether to go on. */
  async heartbeat(
    execution: ExecutionEntity,
    leaseToken: string,
    progress: ExecutionProgress | null,
  ): Promise<Heartbeat> {
    const held = await this.executions.renew(execution.executionId, leaseToken, this.config.worker.leaseMs, progress);
    if (!held) {
      return 'lost';
    }
    const task = await this.tasks.find(execution.taskId);
    return task?.cancelRequestedAt ? 'cancelled' : 'held';
  }

  /** Gives the execution back for another delivery. */
  async release(execution: ExecutionEntity, leaseToken: string, reason: string): Promise<void> {
    await this.executions.release(execution.executionId, leaseToken, reason);
  }

  /** @throws DomainError `lease_lost` when another worker has taken over: its outcome counts, not this one. */
  async complete(execution: ExecutionEntity, leaseToken: string, result: JsonObject): Promise<void> {
    await this.finish(execution, { status: 'completed', result }, leaseToken);
  }

  /** Ends the execution, and with it the run: later steps of the run are withdrawn. @throws DomainError `lease_lost` */
  async fail(execution: ExecutionEntity, error: DomainError, leaseToken?: string): Promise<void> {
    const task = await this.tasks.find(execution.taskId);
    const ending: Ending = {
      status: error.kind === 'cancelled' ? 'cancelled' : 'failed',
      errorMessage: errorText(error, task === null ? 'zh' : languageOf(task.parameters)),
      errorCode: error.code,
    };
    await this.finish(execution, ending, leaseToken);
  }

  /** Undoes a claim whose jobs could not be put into the queue. */
  async withdrawRun(taskId: string, runId: string): Promise<void> {
    await this.tasks.transaction(async (manager) => {
      await this.tasks.lock(manager, taskId);
      await this.executions.removePending(manager, runId);
      await this.rollUp(manager, taskId);
    });
  }

  /**
   * Ends a run whose steps are all still waiting; a run with a running step is left to its worker.
   * Called under the lock of the task. @returns the waiting executions that were taken back.
   */
  async cancelWaiting(
    manager: EntityManager,
    runId: string,
    taskId: string,
  ): Promise<{ removed: ExecutionEntity[]; ended: boolean }> {
    const [first] = await this.executions.lockOpen(manager, runId);
    if (first === undefined || first.status === 'running') {
      return { removed: [], ended: false };
    }
    // The first keeps its row: the history shows that this run was asked for and cancelled.
    await this.executions.end(manager, first.executionId, {
      status: 'cancelled',
      errorCode: taskErrors.task_cancelled.code,
    });
    const removed = await this.executions.removePending(manager, runId);
    await this.rollUp(manager, taskId);
    await this.writeResult(manager, taskId);
    return { removed: [first, ...removed], ended: true };
  }

  private async finish(execution: ExecutionEntity, ending: Ending, leaseToken: string | undefined): Promise<void> {
    const { executionId, taskId, runId } = execution;
    const written = await this.tasks.transaction(async (manager) => {
      await this.tasks.lock(manager, taskId);
      if (!(await this.executions.end(manager, executionId, ending, leaseToken))) {
        throw new DomainError(taskErrors.lease_lost, { executionId });
      }
      if (ending.status !== 'completed') {
        await this.executions.removePending(manager, runId);
      }
      await this.rollUp(manager, taskId);
      return this.writeResult(manager, taskId);
    });
    if (!written) {
      await this.results.write(taskId);
    }
  }

  /** @returns false when the file could not be written: that keeps no task from ending. */
  private async writeResult(manager: EntityManager, taskId: string): Promise<boolean> {
    try {
      await this.results.write(taskId, manager);
      return true;
    } catch (error) {
      if (error instanceof QueryFailedError) {
        throw error;
      }
      return false;
    }
  }

  private async rollUp(manager: EntityManager, taskId: string): Promise<void> {
    const task = await this.tasks.find(taskId, manager);
    if (task === null) {
      return;
    }
    const executions = await this.executions.ofTask(taskId, manager);
    const status = taskStatus(executions, task.parameters);
    const last = executions.at(-1);
    await this.tasks.writeRollUp(manager, taskId, {
      status,
      errorMessage: status === 'failed' || status === 'cancelled' ? (last?.errorMessage ?? null) : null,
      completedAt: status === 'in_progress' ? null : (last?.completedAt ?? null),
    });
  }
}
