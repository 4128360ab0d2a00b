import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { fileTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import {
  enabledSteps,
  FIRST_STEP,
  predecessorOf,
  stepsAfter,
  type StepName,
  type TaskParameters,
} from '#libs/pipeline';
import { JobQueue, type StepToRun } from '#libs/queue';
import { taskErrors } from './errors.js';
import { ExecutionsService } from './executions.service.js';
import { FileChangesService } from './file-changes.service.js';
import { stepStatuses, type StepStatuses } from './roll-up.js';
import type { NewRun, StartedRun } from './start-run.query.js';
import type { FoundTask } from './task-state.query.js';
import { TaskRepository } from './task.repository.js';

interface RunRequest {
  /** One step, or null for all enabled ones. */
  readonly step: StepName | null;
  readonly forceExecution: boolean;
  readonly cleanExistingFiles: boolean;
  /** A second request with the same key and content gets the run of the first. */
  readonly idempotencyKey?: string | undefined;
}

interface CancelOutcome {
  /** True when the task has ended already; false when its worker still has to notice. */
  readonly ended: boolean;
}

/** Starting and stopping runs. */
@Injectable()
export class RunsService {
  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly executionService: ExecutionsService,
    private readonly fileChangesService: FileChangesService,
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Claims the task and puts its steps into the queues. The claim and the rows of the executions are one statement;
   * jobs follow after it, and the sweep re-adds them if this process dies in between.
   * @throws DomainError `task_not_found`, `task_running`, `table_list_missing`, `dependency_not_completed`,
   * `idempotency_key_reused`, `queue_unreachable` (the task is as it was before)
   */
  async start(taskId: string, request: RunRequest): Promise<StepToRun[]> {
    const runId = runIdOf(taskId, request);
    const earlier = await this.earlierRun(taskId, runId, request);
    if (earlier !== null) {
      return earlier;
    }
    try {
      return await this.begin(taskId, runId, request);
    } catch (error) {
      // Two requests with one key at the same moment: the other one has started it.
      const other = await this.earlierRun(taskId, runId, request);
      if (other !== null) {
        return other;
      }
      throw error;
    }
  }

  private async begin(taskId: string, runId: string, request: RunRequest): Promise<StepToRun[]> {
    // A step reads the files of its task: an interrupted change of them is settled first.
    await this.fileChangesService.settle(taskId);
    const run = await this.claim(taskId, runId, request);
    try {
      await this.queue.enqueueRun(taskId, run.steps);
    } catch (error) {
      await this.executionService.withdrawRun(run);
      throw error;
    }
    return run.steps;
  }

  /**
   * Cancels the running run. Waiting steps end at once; a running step sees it at its next heartbeat.
   * @throws DomainError `task_not_found`, `task_not_running`
   */
  async cancel(taskId: string): Promise<CancelOutcome> {
    const { removed, ended } = await this.taskRepository.transaction(async (manager) => {
      const task = await this.taskRepository.lock(manager, taskId);
      if (task === null) {
        throw new DomainError(taskErrors.task_not_found, { taskId });
      }
      if (task.runId === null || !(await this.taskRepository.requestCancel(manager, taskId))) {
        throw new DomainError(taskErrors.task_not_running, { taskId });
      }
      return this.executionService.cancelWaiting(manager, task.runId, task);
    });
    // A job without its execution is a no-op, so an unreachable queue does not fail the request.
    await this.queue.remove(removed).catch(() => undefined);
    return { ended };
  }

  /** @throws DomainError `idempotency_key_reused` */
  private async earlierRun(taskId: string, runId: string, { idempotencyKey }: RunRequest): Promise<StepToRun[] | null> {
    if (idempotencyKey === undefined) {
      return null;
    }
    const executions = await this.executionService.ofKey(taskId, keyPart(runId));
    if (executions.some((execution) => execution.runId !== runId)) {
      throw new DomainError(taskErrors.idempotency_key_reused);
    }
    return executions.length === 0 ? null : executions;
  }

  private async claim(taskId: string, runId: string, request: RunRequest): Promise<StartedRun> {
    const found = await this.taskRepository.findState(taskId);
    if (found === null) {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    }
    const run = await this.taskRepository.startRun(this.plan(found, runId, request));
    // Null: another caller was faster. The task is read again.
    return run ?? this.claim(taskId, runId, request);
  }

  private plan({ task, executions }: FoundTask, runId: string, request: RunRequest): NewRun {
    const { taskId, parameters } = task;
    if (task.status === 'in_progress') {
      throw new DomainError(taskErrors.task_running, { taskId });
    }
    if (task.tableList === null) {
      throw new DomainError(taskErrors.table_list_missing, { taskId });
    }
    const steps = request.step === null ? enabledSteps(parameters) : [request.step];
    const first = request.step ?? FIRST_STEP;
    if (!request.forceExecution) {
      requirePredecessor(first, parameters, stepStatuses(executions));
    }
    const timestamp = fileTimestamp(new Date(), this.config.timeZone);
    return {
      task,
      runId,
      steps: steps.map((step) => ({ step, executionIdBase: `${taskId}_step_${step}_exec_${timestamp}` })),
      forceExecuted: request.forceExecution,
      filesCleaned: request.cleanExistingFiles,
      superseded: request.cleanExistingFiles ? stepsAfter(first) : [],
    };
  }
}

/**
 * The id of a run. With a key it follows from the request, so that a repetition finds it: one half from task and key,
 * the other from the content.
 */
function runIdOf(taskId: string, { idempotencyKey, ...content }: RunRequest): string {
  if (idempotencyKey === undefined) {
    return randomUUID();
  }
  const hex = half(taskId, idempotencyKey) + half(content.step, content.forceExecution, content.cleanExistingFiles);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function half(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}

/** The part of the id of a run that follows from its key. */
function keyPart(runId: string): string {
  return runId.slice(0, 18);
}

function requirePredecessor(step: StepName, parameters: TaskParameters, statuses: StepStatuses): void {
  const predecessor = predecessorOf(step, parameters);
  if (predecessor !== null && statuses[predecessor] !== 'completed') {
    throw new DomainError(
      taskErrors.dependency_not_completed,
      { step, predecessor },
      { details: { step, predecessor, predecessor_status: statuses[predecessor] } },
    );
  }
}
