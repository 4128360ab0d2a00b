import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fileTimestamp, isoTimestamp, logTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { TaskEntity } from '#libs/database';
import { DomainError, type ErrorDefinition } from '#libs/domain-errors';
import { FileStore, TaskFilesService } from '#libs/files';
import type { TaskParameters } from '#libs/pipeline';
import { renderTableList, TABLE_LIST_FILE } from '#libs/table-list';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { stepStatuses } from './roll-up.js';
import { TaskLogService } from './task-log.service.js';
import type { TaskFilter, TaskPage } from './task-page.query.js';
import type { FoundTask } from './task-state.query.js';
import { TaskRepository, type TaskSearch } from './task.repository.js';
import { viewOf, type TaskView } from './task-view.js';

export interface CreateTask {
  readonly taskName?: string | undefined;
  readonly parameters: TaskParameters;
  /** Items of the table list; absent when the list comes later. */
  readonly tables?: readonly string[] | undefined;
  /** Who asks for it: the name of a key. */
  readonly byUser?: string | undefined;
  /** A second request with the same key and content gets the task of the first. */
  readonly idempotencyKey?: string | undefined;
}

/** Creating and reading tasks. */
@Injectable()
export class TasksService {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly executions: ExecutionRepository,
    private readonly store: FileStore,
    private readonly files: TaskFilesService,
    private readonly logs: TaskLogService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws DomainError `idempotency_key_reused` */
  async create(request: CreateTask): Promise<TaskEntity> {
    const idempotencyHash = request.idempotencyKey === undefined ? null : hashOf(request);
    const earlier = await this.earlierTask(request.idempotencyKey, idempotencyHash);
    if (earlier !== null) {
      return earlier;
    }
    const createdAt = new Date();
    const task = await this.insert(request, idempotencyHash, createdAt);
    await this.store.createFolder(task.taskId);
    const tableList = task.tableList === null ? [] : [this.tableListFile(task.tableList)];
    await Promise.all([
      this.files.put(task.taskId, [...tableList, this.configFile(task)]),
      this.logs.write(task.taskId, [
        { level: 'INFO', module: `TaskDir_${task.taskId}`, message: `任务目录日志初始化完成 - 任务ID: ${task.taskId}` },
      ]),
    ]);
    return task;
  }

  /** The task with its whole history. @throws DomainError `task_not_found` */
  async get(taskId: string): Promise<TaskView> {
    return this.view(taskId, await this.tasks.findWithHistory(taskId));
  }

  /**
   * The same with only the newest execution of each step, of those that count: what clients ask for again and again
   * while a task runs. @throws DomainError `task_not_found`
   */
  async state(taskId: string): Promise<TaskView> {
    return this.view(taskId, await this.tasks.findState(taskId));
  }

  /** @throws DomainError `task_not_found` */
  async require(taskId: string): Promise<TaskEntity> {
    const task = await this.tasks.find(taskId);
    if (task === null) {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    }
    return task;
  }

  list(filter: TaskFilter): Promise<TaskPage> {
    return this.tasks.list(filter);
  }

  async search(search: TaskSearch): Promise<TaskPage> {
    const { tasks, total } = await this.tasks.search(search);
    const executions = await this.executions.ofTasks(tasks.map(({ taskId }) => taskId));
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
    return this.tasks.transaction(async (manager) => {
      const task = await this.tasks.lock(manager, taskId);
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
    await this.require(taskId);
    if (!(await this.tasks.replaceTableList(taskId, [...tables]))) {
      throw new DomainError(taskErrors.table_list_while_running, { taskId });
    }
    await this.store.createFolder(taskId);
    await this.files.put(taskId, [this.tableListFile(tables)]);
  }

  private view(taskId: string, found: FoundTask | null): TaskView {
    if (found === null) {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    }
    return viewOf(found);
  }

  private async insert(request: CreateTask, idempotencyHash: string | null, createdAt: Date): Promise<TaskEntity> {
    const base = `task_${fileTimestamp(createdAt, this.config.timeZone)}`;
    const task = {
      taskName: request.taskName ?? null,
      byUser: request.byUser ?? null,
      parameters: request.parameters,
      tableList: request.tables === undefined ? null : [...request.tables],
      idempotencyKey: request.idempotencyKey ?? null,
      idempotencyHash,
    };
    // Two requests with one key at the same moment: the unique index lets one in, the other finds its task.
    return (
      (await this.tasks.insert(base, task, createdAt)) ??
      (await this.earlierTask(request.idempotencyKey, idempotencyHash)) ??
      this.insert(request, idempotencyHash, createdAt)
    );
  }

  private async earlierTask(key: string | undefined, hash: string | null): Promise<TaskEntity | null> {
    const earlier = key === undefined ? null : await this.tasks.findByIdempotencyKey(key);
    if (earlier !== null && earlier.idempotencyHash !== hash) {
      throw new DomainError(taskErrors.idempotency_key_reused);
    }
    return earlier;
  }

  private tableListFile(tables: readonly string[]): { name: string; content: string } {
    return {
      name: TABLE_LIST_FILE,
      content: renderTableList(tables, logTimestamp(new Date(), this.config.timeZone)),
    };
  }

  /** `task_config.json`: what was asked for. It holds no connection string, so no password can be in it. */
  private configFile(task: TaskEntity): { name: string; content: string } {
    const content = {
      task_id: task.taskId,
      created_at: isoTimestamp(task.createdAt, this.config.timeZone),
      parameters: { ...task.parameters, table_list_file: task.tableList === null ? null : TABLE_LIST_FILE },
      output_directory: task.outputDirectory,
    };
    return { name: 'task_config.json', content: `${JSON.stringify(content, null, 2)}\n` };
  }
}

function hashOf({ taskName, parameters, tables }: CreateTask): string {
  return createHash('sha256')
    .update(JSON.stringify([taskName, parameters, tables]))
    .digest('hex');
}
