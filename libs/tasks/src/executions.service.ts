import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, ExecutionProgress, TaskEntity, TaskStatus } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import { languageOf, type JsonObject } from '#libs/pipeline';
import { taskErrors } from './errors.js';
import { ExecutionLeaseQueries, type Ending, type Heartbeat } from './execution-lease.queries.js';
import { ExecutionRepository } from './execution.repository.js';
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

/** The life of one execution, from its claim to its end. Every change is conditional on the state before it. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly executions: ExecutionRepository,
    private readonly leases: ExecutionLeaseQueries,
    private readonly results: TaskResultService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  async claim(executionId: string, workerId: string): Promise<Claim> {
    const leaseToken = randomUUID();
    const claimed = await this.leases.claim(executionId, leaseToken, workerId, this.config.worker.leaseMs);
    return claimed === null ? this.unclaimed(executionId) : { outcome: 'claimed', ...claimed, leaseToken };
  }

  /** Extends the lease and says whether to go on. */
  heartbeat(execution: ExecutionEntity, leaseToken: string, progress: ExecutionProgress | null): Promise<Heartbeat> {
    return this.leases.renew(execution.executionId, leaseToken, this.config.worker.leaseMs, progress);
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
      const task = await this.tasks.lock(manager, taskId);
      if (task !== null) {
        await this.executions.removePending(manager, runId);
        await this.rollUp(manager, task);
      }
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
    const [first] = await this.executions.lockOpen(manager, runId);
    if (first === undefined || first.status === 'running') {
      return { removed: [], ended: false };
    }
    // The first keeps its row: the history shows that this run was asked for and cancelled.
    await this.leases.end(manager, first.executionId, {
      status: 'cancelled',
      errorCode: taskErrors.task_cancelled.code,
    });
    const removed = await this.executions.removePending(manager, runId);
    await this.rollUp(manager, task);
    await this.writeResult(manager, task.taskId);
    return { removed: [first, ...removed], ended: true };
  }

  /** What the execution is like that could not be claimed. */
  private async unclaimed(executionId: string): Promise<Claim> {
    const execution = await this.executions.find(executionId);
    if (execution === null) {
      return { outcome: 'ended', status: 'withdrawn' };
    }
    // A worker may have died between the end of the last step and the file that says so.
    await this.results.write(execution.taskId);
    return execution.status === 'running' && execution.leaseExpiresAt !== null
      ? { outcome: 'leased', until: execution.leaseExpiresAt }
      : { outcome: 'ended', status: execution.status };
  }

  private async finish(execution: ExecutionEntity, ending: Ending, leaseToken: string | undefined): Promise<void> {
    const { executionId, taskId, runId } = execution;
    const written = await this.tasks.transaction(async (manager) => {
      const task = await this.tasks.lock(manager, taskId);
      if (task === null || !(await this.leases.end(manager, executionId, ending, leaseToken))) {
        throw new DomainError(taskErrors.lease_lost, { executionId });
      }
      if (ending.status !== 'completed') {
        await this.executions.removePending(manager, runId);
      }
      const status = await this.rollUp(manager, task);
      return status === 'in_progress' || (await this.writeResult(manager, taskId));
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

  /** @param task locked */
  private async rollUp(manager: EntityManager, { taskId, parameters }: TaskEntity): Promise<TaskStatus> {
    const executions = await this.executions.factsOfTask(manager, taskId);
    const status = taskStatus(executions, parameters);
    const last = executions.at(-1);
    await this.tasks.writeRollUp(manager, taskId, {
      status,
      errorMessage: status === 'failed' || status === 'cancelled' ? (last?.errorMessage ?? null) : null,
      completedAt: status === 'in_progress' ? null : (last?.completedAt ?? null),
    });
    return status;
  }
}
