import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fileTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { TaskEntity } from '#libs/database';
import { DomainError, type ErrorDefinition } from '#libs/domain-errors';
import { FileStore, TaskFilesService } from '#libs/files';
import { STEP_NAMES, type StepName, type TaskParameters } from '#libs/pipeline';
import type { NewTask } from './create-task.query.js';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { FileChangesService } from './file-changes.service.js';
import { firstEntry, firstFiles, firstNames, logHead, type FirstFacts } from './first-files.js';
import { staleSteps, stepStatuses } from './roll-up.js';
import type { TaskFilter, TaskPage, UnreadTaskPage } from './task-page.query.js';
import type { FoundTask } from './task-state.query.js';
import { StaleStepsService } from './stale-steps.service.js';
import { TaskRepository, type TaskSearch } from './task.repository.js';
import { viewOf, type TaskView } from './task-view.js';

interface CreateTask {
  readonly taskName?: string | undefined;
  readonly parameters: TaskParameters;
  /** Items of the table list; absent when the list comes later. */
  readonly tables?: readonly string[] | undefined;
  /** The creator: the name of a key. */
  readonly byUser?: string | undefined;
  /** A second request with the same key and content gets the task of the first. */
  readonly idempotencyKey?: string | undefined;
  /** Runs before a new task is stored, not for a repeated request. Its error is the answer. */
  readonly verify?: () => Promise<void>;
}

interface IdleOptions {
  /** The error while the task runs. */
  readonly refusal?: ErrorDefinition;
  readonly changes?: readonly string[];
  /** The steps that may become stale because they had read the files. Default: all; none: the change is no reason. */
  readonly makesStale?: readonly StepName[];
}

/** Creating and reading tasks. */
@Injectable()
export class TasksService {
  private readonly logger = new Logger(TasksService.name);

  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
    private readonly fileStore: FileStore,
    private readonly taskFileService: TaskFilesService,
    private readonly fileChangesService: FileChangesService,
    private readonly staleStepsService: StaleStepsService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws DomainError `idempotency_key_reused`, `storage_unavailable` (then there is no task, or the sweep completes it) */
  async create(request: CreateTask): Promise<TaskEntity> {
    const idempotencyHash = request.idempotencyKey === undefined ? null : requestHash(request);
    const earlier = await this.earlierTask(request.idempotencyKey, idempotencyHash);
    if (earlier !== null) {
      // Its request may have died before the files were there.
      await this.fileChangesService.settle(earlier.taskId);
      return earlier;
    }
    await request.verify?.();
    const { timeZone } = this.config;
    const task = newTask(request, idempotencyHash);
    const { parameters, tableList } = task;
    const change = { changeId: randomUUID(), names: firstNames(tableList) };
    const created = await this.taskRepository.insert(
      `task_${fileTimestamp(task.createdAt, timeZone)}`,
      task,
      (taskId) => firstEntry({ taskId, parameters }),
      change,
    );
    if (created === null) {
      // Two requests with one key at the same moment: the unique index lets one in, the other finds its task.
      return this.create(request);
    }
    const facts = { ...task, taskId: created.taskId, tableListAt: null };
    await this.writeFirstFiles(facts, change.changeId);
    return created;
  }

  /** The task with its whole history. @throws DomainError `task_not_found` */
  async get(taskId: string): Promise<TaskView> {
    return this.view(taskId, await this.taskRepository.findWithHistory(taskId));
  }

  /**
   * The same with only the newest execution of each step, superseded ones excluded: clients poll it while a task runs.
   * @throws DomainError `task_not_found`
   */
  async state(taskId: string): Promise<TaskView> {
    return this.view(taskId, await this.taskRepository.findState(taskId));
  }

  /** @throws DomainError `task_not_found` */
  async require(taskId: string): Promise<TaskEntity> {
    const task = await this.taskRepository.find(taskId);
    if (task === null) {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    }
    return task;
  }

  list(filter: TaskFilter): Promise<UnreadTaskPage> {
    return this.taskRepository.list(filter);
  }

  async search(search: TaskSearch): Promise<TaskPage> {
    const { tasks, total } = await this.taskRepository.search(search);
    const executions = await this.executionRepository.newest(tasks.map(({ taskId }) => taskId));
    const byTask = Map.groupBy(executions, ({ taskId }) => taskId);
    return {
      tasks: tasks.map((task) => {
        const own = byTask.get(task.taskId) ?? [];
        return { task, stepStatus: stepStatuses(own), staleSteps: staleSteps(own) };
      }),
      total,
    };
  }

  /**
   * Does something with the files of a task while no run can begin.
   * @param work gets the transaction that holds the lock; it must not ask for another connection.
   * @param options.changes names of the files that the work changes: if it is interrupted, they and their records are
   * made to agree again
   * @throws DomainError `task_not_found`, `file_change_overtaken`, and `refusal` while the task runs
   */
  async whileIdle<T>(
    taskId: string,
    work: (manager: EntityManager, task: TaskEntity) => Promise<T>,
    { refusal = taskErrors.task_files_while_running, changes = [], makesStale = STEP_NAMES }: IdleOptions = {},
  ): Promise<T> {
    if (changes.length === 0) {
      return this.whileLocked(taskId, work, refusal);
    }
    const change = await this.fileChangesService.announce(taskId, changes);
    let begun = false;
    const held = async (manager: EntityManager, task: TaskEntity): Promise<T> => {
      await this.fileChangesService.hold(change, manager);
      begun = true;
      return makesStale.length === 0 ? work(manager, task) : this.observed(manager, task, changes, makesStale, work);
    };
    try {
      return await this.whileLocked(taskId, held, refusal);
    } catch (error) {
      await (begun ? this.fileChangesService.settleQuietly(taskId) : this.fileChangesService.forget(change));
      throw error;
    }
  }

  /**
   * Gives the task its table list, or another one.
   * @throws DomainError `task_not_found`, `table_list_while_running`, `storage_unavailable` (nothing has changed)
   */
  async replaceTableList(taskId: string, tables: readonly string[]): Promise<void> {
    const replace = async (manager: EntityManager, task: TaskEntity): Promise<void> => {
      const tableListAt = new Date();
      await this.taskRepository.replaceTableList(manager, taskId, [...tables], tableListAt);
      await this.fileStore.createFolder(taskId);
      const facts = { ...task, tableList: tables, tableListAt };
      await this.taskFileService.put(taskId, firstFiles(facts, this.config.timeZone), manager);
      await this.staleStepsService.tableListChanged(manager, task);
    };
    const changes = firstNames(tables);
    const options = { refusal: taskErrors.table_list_while_running, changes, makesStale: [] };
    await this.whileIdle(taskId, replace, options);
  }

  /**
   * Chooses other pairs for the loads to come, by their review.
   * @throws DomainError `task_not_found`, `task_running`, `storage_unavailable` (nothing has changed)
   */
  async changeLoad(taskId: string, load: TaskParameters['load']): Promise<void> {
    const change = async (manager: EntityManager, task: TaskEntity): Promise<void> => {
      if (task.parameters.load === load) {
        return;
      }
      const parameters = { ...task.parameters, load };
      await this.taskRepository.replaceParameters(manager, taskId, parameters);
      await this.fileStore.createFolder(taskId);
      const files = firstFiles({ ...task, parameters }, this.config.timeZone);
      await this.taskFileService.put(taskId, files, manager);
      await this.staleStepsService.loadedPairsChanged(manager, task);
    };
    const { tableList } = await this.require(taskId);
    const options = { refusal: taskErrors.task_running, changes: firstNames(tableList), makesStale: [] };
    await this.whileIdle(taskId, change, options);
  }

  /** Steps that had read a file whose content is another one after the work become stale. */
  private async observed<T>(
    manager: EntityManager,
    task: TaskEntity,
    names: readonly string[],
    makesStale: readonly StepName[],
    work: (manager: EntityManager, task: TaskEntity) => Promise<T>,
  ): Promise<T> {
    const before = await this.taskFileService.hashes(task.taskId, names, manager);
    const result = await work(manager, task);
    const after = await this.taskFileService.hashes(task.taskId, names, manager);
    const changed = names.filter((name) => before.get(name) !== after.get(name));
    await this.staleStepsService.filesChanged(manager, task, changed, makesStale);
    return result;
  }

  private whileLocked<T>(
    taskId: string,
    work: (manager: EntityManager, task: TaskEntity) => Promise<T>,
    refusal: ErrorDefinition,
  ): Promise<T> {
    return this.taskRepository.transaction(async (manager) => {
      const task = await this.taskRepository.lock(manager, taskId);
      if (task === null) {
        throw new DomainError(taskErrors.task_not_found, { taskId });
      }
      if (task.status === 'in_progress') {
        throw new DomainError(refusal, { taskId });
      }
      return work(manager, task);
    });
  }

  private async writeFirstFiles(facts: FirstFacts, change: string): Promise<void> {
    const { timeZone } = this.config;
    try {
      await this.taskFileService.begin(facts.taskId, firstFiles(facts, timeZone), logHead(facts, timeZone), change);
    } catch (error) {
      await this.withdraw(facts.taskId, change);
      throw error;
    }
  }

  /** Takes a task back whose files could not be written. If that fails too, the sweep completes the task. */
  private async withdraw(taskId: string, change: string): Promise<void> {
    const remove = async (manager: EntityManager): Promise<void> => {
      await this.fileChangesService.hold(change, manager);
      await this.taskRepository.remove(manager, taskId);
    };
    try {
      await this.whileLocked(taskId, remove, taskErrors.task_running);
      await (await this.fileStore.removeFolder(taskId))?.erase();
    } catch (error) {
      this.logger.warn(`${taskId} could not be taken back: ${(error as Error).message}`);
    }
  }

  private view(taskId: string, found: FoundTask | null): TaskView {
    if (found === null) {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    }
    return viewOf(found);
  }

  private async earlierTask(key: string | undefined, hash: string | null): Promise<TaskEntity | null> {
    const earlier = key === undefined ? null : await this.taskRepository.findByIdempotencyKey(key);
    if (earlier !== null && earlier.idempotencyHash !== hash) {
      throw new DomainError(taskErrors.idempotency_key_reused);
    }
    return earlier;
  }
}

function newTask({ taskName, byUser, parameters, tables, idempotencyKey }: CreateTask, hash: string | null): NewTask {
  return {
    taskName: taskName ?? null,
    byUser: byUser ?? null,
    parameters,
    tableList: tables === undefined ? null : [...tables],
    idempotencyKey: idempotencyKey ?? null,
    idempotencyHash: hash,
    createdAt: new Date(),
  };
}

function requestHash({ taskName, parameters, tables }: CreateTask): string {
  return createHash('sha256')
    .update(JSON.stringify([taskName, parameters, tables]))
    .digest('hex');
}
