import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { StepModels, TaskEntity } from '#libs/database';
import type { Message } from '#libs/language';
import { STEP_MODELS, STEP_NAMES, stepsAfter, type StepName } from '#libs/pipeline';
import { readersOf } from '#libs/step-files';
import { ExecutionRepository, type CompletedStep } from './execution.repository.js';
import { RollUpService } from './roll-up.service.js';
import { staleReasons, weakerReasons } from './stale-reasons.js';
import { TaskRepository } from './task.repository.js';

/** A restore of a backup of this instant. */
export interface RestoredStore {
  readonly snapshotAt: Date;
  /** Rows that the backup lacks may be gone or replaced; otherwise the restore only adds rows. */
  readonly replaced: boolean;
}

const LOADING: StepName = 'training_load';
const STORE_LOST: readonly string[] = [staleReasons.store_truncated.code, staleReasons.store_restored.code];

/**
 * Marks completed steps as stale: something that they had read was made again after them, or what they loaded is gone.
 * The end of an execution does it for the later steps itself (see ExecutionTable).
 * A mark belongs to the execution, so the next execution of the step is fresh again.
 */
@Injectable()
export class StaleStepsService {
  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
    private readonly rollUpService: RollUpService,
  ) {}

  /** @param task locked, and idle */
  async filesChanged(
    manager: EntityManager,
    task: TaskEntity,
    names: readonly string[],
    steps: readonly StepName[],
  ): Promise<void> {
    const marked: StepName[] = [];
    for (const file of names) {
      const readers = readersOf(file).filter((step) => steps.includes(step));
      const reason = staleReasons.file_changed({ file });
      marked.push(...(await this.executionRepository.markStale(manager, task.taskId, readers, reason)));
    }
    await this.rollUpMarked(manager, task, marked);
  }

  /** @param task locked, and idle */
  tableListChanged(manager: EntityManager, task: TaskEntity): Promise<void> {
    return this.mark(manager, task, STEP_NAMES, staleReasons.table_list_changed());
  }

  /** @param task locked, and idle; what it loaded was removed */
  loadRemoved(manager: EntityManager, task: TaskEntity): Promise<void> {
    return this.mark(manager, task, withLater(LOADING), staleReasons.load_removed());
  }

  /** @param task locked, and idle; its next load takes other pairs */
  loadedPairsChanged(manager: EntityManager, task: TaskEntity): Promise<void> {
    return this.mark(manager, task, withLater(LOADING), staleReasons.loaded_pairs_changed());
  }

  /** The tables of the configured vector store were emptied. */
  async storeTruncated(): Promise<void> {
    await this.ofEvery(LOADING, () => staleReasons.store_truncated());
  }

  /** A restore brings back what was loaded before its backup, and may remove what was loaded after it. */
  async storeRestored({ snapshotAt, replaced }: RestoredStore): Promise<void> {
    await this.ofEvery(LOADING, ({ completedAt, staleAt, staleReason }) => {
      if (completedAt === null || completedAt >= snapshotAt) {
        return replaced ? staleReasons.store_restored() : null;
      }
      // It is in the backup, unless it had been lost before.
      const isBack = staleAt !== null && staleAt >= snapshotAt && STORE_LOST.includes(staleReason?.code ?? '');
      return isBack ? 'fresh' : null;
    });
  }

  /** The configured models. Steps that others made are stale, until those are configured again. */
  async modelsConfigured(models: Required<StepModels>): Promise<void> {
    for (const step of STEP_NAMES) {
      for (const kind of STEP_MODELS[step]) {
        await this.ofEvery(step, ({ models: used, staleReason }) => {
          if (used?.[kind] !== undefined && used[kind] !== models[kind]) {
            return staleReasons.model_changed({ step, before: named(used[kind]), now: named(models[kind]) });
          }
          // Marks that came from an earlier step pass with the mark of that step.
          const isOwn = staleReason?.code === staleReasons.model_changed.code && staleReason.params['step'] === step;
          return isOwn ? 'fresh' : null;
        });
      }
    }
  }

  /** Judges the newest completed execution of a step in every task; a running task is judged like the others. */
  private async ofEvery(step: StepName, judge: (execution: CompletedStep) => Message | 'fresh' | null): Promise<void> {
    for (const execution of await this.executionRepository.newestCompleted(step)) {
      const verdict = judge(execution);
      if (verdict !== null && verdict !== 'fresh' && isAsStale(execution, verdict)) {
        continue;
      }
      if (verdict !== null) {
        await this.taskRepository.transaction((manager) => this.apply(manager, execution, verdict));
      }
    }
  }

  private async apply(manager: EntityManager, execution: CompletedStep, verdict: Message | 'fresh'): Promise<void> {
    const task = await this.taskRepository.lock(manager, execution.taskId);
    if (task !== null) {
      await (verdict === 'fresh'
        ? this.unmark(manager, task, execution)
        : this.mark(manager, task, withLater(execution.step), verdict));
    }
  }

  private async mark(
    manager: EntityManager,
    task: TaskEntity,
    steps: readonly StepName[],
    reason: Message,
  ): Promise<void> {
    const marked = await this.executionRepository.markStale(manager, task.taskId, steps, reason);
    await this.rollUpMarked(manager, task, marked);
  }

  private async rollUpMarked(manager: EntityManager, task: TaskEntity, marked: readonly StepName[]): Promise<void> {
    if (marked.length > 0) {
      await this.rollUpService.rollUp(manager, task, true);
    }
  }

  /** With the later steps that were marked for the same reason at the same instant. */
  private async unmark(manager: EntityManager, task: TaskEntity, { step, staleAt }: CompletedStep): Promise<void> {
    const executions = await this.executionRepository.ofTask(task.taskId, manager);
    const same = executions.filter(
      (other) => withLater(step).includes(other.step) && other.staleAt?.getTime() === staleAt?.getTime(),
    );
    await this.executionRepository.unmarkStale(
      manager,
      same.map(({ executionId }) => executionId),
    );
    await this.rollUpService.rollUp(manager, task);
  }
}

/** Whether the step is stale already, for this reason or a stronger one. */
function isAsStale({ staleAt, staleReason }: CompletedStep, reason: Message): boolean {
  return staleAt !== null && !weakerReasons(reason).includes(staleReason?.code ?? '');
}

function withLater(step: StepName): StepName[] {
  return [step, ...stepsAfter(step)];
}

function named(model: string | null | undefined): string {
  return model ?? '-';
}
