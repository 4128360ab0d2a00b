import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fileTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { TaskEntity } from '#libs/database';
import { DomainError, type ErrorDefinition } from '#libs/domain-errors';
import { FileStore, TaskFilesService } from '#libs/files';
import { render, type Language } from '#libs/language';
import { languageOf, type TaskParameters } from '#libs/pipeline';
import { LOG_FILE } from '#libs/step-files';
import type { NewTask } from './create-task.query.js';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { configFile, firstFiles, tableListFile } from './first-files.js';
import { logLine, type LogEntry } from './log-entry.js';
import { taskMessages } from './messages.js';
import { stepStatuses } from './roll-up.js';
import type { TaskFilter, TaskPage } from './task-page.query.js';
import type { FoundTask } from './task-state.query.js';
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

/** Creating and reading tasks. */
@Injectable()
export class TasksService {
  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
    private readonly fileStore: FileStore,
    private readonly taskFileService: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws DomainError `idempotency_key_reused` */
  async create(request: CreateTask): Promise<TaskEntity> {
    const idempotencyHash = request.idempotencyKey === undefined ? null : requestHash(request);
    const earlier = await this.earlierTask(request.idempotencyKey, idempotencyHash);
    if (earlier !== null) {
      return earlier;
    }
    await request.verify?.();
    const { timeZone } = this.config;
    const task = newTask(request, idempotencyHash);
    const language = languageOf(task.parameters);
    const created = await this.taskRepository.insert(
      `task_${fileTimestamp(task.createdAt, timeZone)}`,
      task,
      (taskId) => firstEntry(taskId, language),
    );
    if (created === null) {
      // Two requests with one key at the same moment: the unique index lets one in, the other finds its task.
      return this.create(request);
    }
    const { taskId } = created;
    const log = logLine({ ...firstEntry(taskId, language), at: task.createdAt }, timeZone);
    await this.taskFileService.begin(taskId, firstFiles({ taskId, ...task }, timeZone), {
      name: LOG_FILE,
      content: log,
    });
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

  list(filter: TaskFilter): Promise<TaskPage> {
    return this.taskRepository.list(filter);
  }

  async search(search: TaskSearch): Promise<TaskPage> {
    const { tasks, total } = await this.taskRepository.search(search);
    const executions = await this.executionRepository.newest(tasks.map(({ taskId }) => taskId));
    const byTask = Map.groupBy(executions, ({ taskId }) => taskId);
    return {
      tasks: tasks.map((task) => ({ task, stepStatus: stepStatuses(byTask.get(task.taskId) ?? []) })),
      total,
    };
  }

  /**
   * Does something with the files of a task while no run can begin.
   * @param work gets the transaction that holds the lock; it must not ask for another connection.
   * @throws DomainError `task_not_found`, and `refusal` while the task runs
   */
  async whileIdle<T>(
    taskId: string,
    work: (manager: EntityManager) => Promise<T>,
    refusal: ErrorDefinition = taskErrors.task_files_while_running,
  ): Promise<T> {
    return this.taskRepository.transaction(async (manager) => {
      const task = await this.taskRepository.lock(manager, taskId);
      if (task === null) {
        throw new DomainError(taskErrors.task_not_found, { taskId });
      }
      if (task.status === 'in_progress') {
        throw new DomainError(refusal, { taskId });
      }
      return work(manager);
    });
  }

  /**
   * Gives the task its table list, or another one.
   * @throws DomainError `task_not_found`, `table_list_while_running`
   */
  async replaceTableList(taskId: string, tables: readonly string[]): Promise<void> {
    const task = await this.require(taskId);
    if (!(await this.taskRepository.replaceTableList(taskId, [...tables]))) {
      throw new DomainError(taskErrors.table_list_while_running, { taskId });
    }
    const { timeZone } = this.config;
    await this.fileStore.createFolder(taskId);
    await this.taskFileService.put(taskId, [
      tableListFile(tables, new Date(), timeZone),
      configFile({ ...task, tableList: tables }, timeZone),
    ]);
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

function firstEntry(taskId: string, language: Language): LogEntry {
  const message = render(taskMessages.log_opened({ taskId }), language);
  return { level: 'INFO', module: `TaskDir_${taskId}`, message };
}

function requestHash({ taskName, parameters, tables }: CreateTask): string {
  return createHash('sha256')
    .update(JSON.stringify([taskName, parameters, tables]))
    .digest('hex');
}
