import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { fileTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { RunMode, TaskEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import {
  enabledSteps,
  FIRST_STEP,
  predecessorOf,
  STEP_NAMES,
  stepsAfter,
  type RunOptions,
  type StepName,
  type TaskParameters,
} from '#libs/pipeline';
import { JobQueue, type StepToRun } from '#libs/queue';
import { taskErrors } from './errors.js';
import { ExecutionsService } from './executions.service.js';
import { FileChangesService } from './file-changes.service.js';
import { staleSteps, stepStatuses, type ExecutionFacts } from './roll-up.js';
import type { NewRun, StartedRun } from './start-run.query.js';
import type { FoundTask } from './task-state.query.js';
import { TaskRepository } from './task.repository.js';

export interface RunRequest {
  /** One step, or null for all enabled ones. */
  readonly step: StepName | null;
  /** Of all enabled steps, begin with the first that is failed, cancelled, pending or stale. */
  readonly resume?: boolean;
  readonly forceExecution: boolean;
  readonly cleanExistingFiles: boolean;
  /** Beyond its steps. */
  readonly options?: RunOptions | undefined;
  /** A second request with the same key and content gets the run of the first. */
  readonly idempotencyKey?: string | undefined;
  /** Name of a key, or `schedule`. */
  readonly requestedBy?: string | undefined;
}

/** A step of a run that was accepted. */
export type AcceptedStep = StepToRun & { readonly runId: string };

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
   * `dependency_stale`, `nothing_to_resume`, `idempotency_key_reused`, `queue_unreachable` (the task is as it was before)
   */
  async start(taskId: string, request: RunRequest): Promise<AcceptedStep[]> {
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

  private async begin(taskId: string, runId: string, request: RunRequest): Promise<AcceptedStep[]> {
    const run = (await this.claimAtOnce(taskId, runId, request)) ?? (await this.claimPlanned(taskId, runId, request));
    try {
      await this.queue.enqueueRun(taskId, run.steps);
    } catch (error) {
      await this.executionService.withdrawRun(run);
      throw error;
    }
    return run.steps.map((step) => ({ ...step, runId }));
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
  private async earlierRun(
    taskId: string,
    runId: string,
    { idempotencyKey }: RunRequest,
  ): Promise<AcceptedStep[] | null> {
    if (idempotencyKey === undefined) {
      return null;
    }
    const executions = await this.executionService.ofKey(taskId, keyPart(runId));
    if (executions.some((execution) => execution.runId !== runId)) {
      throw new DomainError(taskErrors.idempotency_key_reused);
    }
    return executions.length === 0 ? null : executions;
  }

  /** A run of all steps needs no look at its task, unless it is refused or files of the task are not settled: then null. */
  private async claimAtOnce(taskId: string, runId: string, request: RunRequest): Promise<StartedRun | null> {
    return request.step === null && request.resume !== true
      ? this.taskRepository.startCompleteRun(taskId, this.newRun(taskId, runId, request, STEP_NAMES))
      : null;
  }

  private async claimPlanned(taskId: string, runId: string, request: RunRequest): Promise<StartedRun> {
    // A step reads the files of its task: an interrupted change of them is settled first.
    await this.fileChangesService.settle(taskId);
    return this.claim(taskId, runId, request);
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
    const steps = stepsOf(request, task, executions);
    const [first = FIRST_STEP] = steps;
    if (!request.forceExecution) {
      requireEarlierSteps(first, parameters, executions);
    }
    return { ...this.newRun(taskId, runId, request, steps), task };
  }

  private newRun(taskId: string, runId: string, request: RunRequest, steps: readonly StepName[]): Omit<NewRun, 'task'> {
    const timestamp = fileTimestamp(new Date(), this.config.timeZone);
    return {
      runId,
      mode: modeOf(request),
      requestedBy: request.requestedBy ?? null,
      steps: steps.map((step) => ({ step, executionIdBase: `${taskId}_step_${step}_exec_${timestamp}` })),
      forceExecuted: request.forceExecution,
      filesCleaned: request.cleanExistingFiles,
      options: request.options ?? null,
      superseded: request.cleanExistingFiles ? stepsAfter(steps[0] ?? FIRST_STEP) : [],
    };
  }
}

/**
 * The id of a run. With a key it follows from the request, so that a repetition finds it: one half from task and key,
 * the other from the content.
 */
function runIdOf(taskId: string, { idempotencyKey, resume, ...content }: RunRequest): string {
  if (idempotencyKey === undefined) {
    return randomUUID();
  }
  const { step, forceExecution, cleanExistingFiles, options } = content;
  // Without a trace of what is not asked for: ids of runs of earlier versions stay findable.
  const more = [...(resume === true ? ['resume'] : []), ...(options === undefined ? [] : [options])];
  const hex = half(taskId, idempotencyKey) + half(step, forceExecution, cleanExistingFiles, ...more);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function half(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}

/** The part of the id of a run that follows from its key. */
function keyPart(runId: string): string {
  return runId.slice(0, 18);
}

function modeOf({ step, resume }: RunRequest): RunMode {
  if (step !== null) {
    return 'step';
  }
  return resume === true ? 'resume' : 'complete';
}

/** @throws DomainError `nothing_to_resume` */
function stepsOf(
  { step, resume }: RunRequest,
  { taskId, parameters }: TaskEntity,
  executions: readonly ExecutionFacts[],
): StepName[] {
  if (step !== null) {
    return [step];
  }
  const enabled = enabledSteps(parameters);
  if (resume !== true) {
    return enabled;
  }
  const statuses = stepStatuses(executions);
  const stale = staleSteps(executions);
  // What comes after a step that runs again is stale by then.
  const first = enabled.findIndex((name) => statuses[name] !== 'completed' || stale.includes(name));
  if (first === -1) {
    throw new DomainError(taskErrors.nothing_to_resume, { taskId });
  }
  return enabled.slice(first);
}

/** @throws DomainError `dependency_not_completed`, `dependency_stale` */
function requireEarlierSteps(step: StepName, parameters: TaskParameters, executions: readonly ExecutionFacts[]): void {
  const predecessor = predecessorOf(step, parameters);
  const statuses = stepStatuses(executions);
  if (predecessor !== null && statuses[predecessor] !== 'completed') {
    throw new DomainError(
      taskErrors.dependency_not_completed,
      { step, predecessor },
      { details: { step, predecessor, predecessor_status: statuses[predecessor] } },
    );
  }
  const enabled = enabledSteps(parameters);
  const stale = staleSteps(executions).filter((name) => enabled.includes(name) && stepsAfter(name).includes(step));
  if (stale.length > 0) {
    const details = { step, stale_steps: stale };
    throw new DomainError(taskErrors.dependency_stale, { step, stale }, { details });
  }
}
