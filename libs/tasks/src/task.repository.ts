import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, In, MoreThan, type EntityManager, type Repository } from 'typeorm';
import { JsonRows, preparedQuery, TaskEntity, type PreparedStatement, type TaskStatus } from '#libs/database';
import { CreateTaskQuery, type FirstChange, type NewTask } from './create-task.query.js';
import type { Message } from '#libs/language';
import type { StepName, TaskParameters } from '#libs/pipeline';
import { escapeLike } from './escape-like.js';
import type { LogEntry } from './log-entry.js';
import { SecondNumbers } from './second-numbers.js';
import { TaskPageQuery, type TaskFilter, type UnreadTaskPage } from './task-page.query.js';
import { StartRunQuery, type NewRun, type StartedRun } from './start-run.query.js';
import { TaskStateQuery, type FoundTask } from './task-state.query.js';

type SearchColumn = 'createdAt' | 'startedAt' | 'completedAt' | 'taskName' | 'status';
type TimeColumn = 'createdAt' | 'startedAt' | 'completedAt';

/** Conditions on tasks; absent ones do not count. */
export interface TaskSearch {
  readonly equal: { readonly status?: TaskStatus | undefined; readonly dbName?: string | undefined };
  readonly creator?: string | undefined;
  readonly nameContains?: string | undefined;
  /** Both ends included. */
  readonly times: Readonly<Record<TimeColumn, { from?: Date | undefined; until?: Date | undefined }>>;
  readonly sortBy: SearchColumn;
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** What follows from the executions of a task. */
interface TaskState {
  readonly status: TaskStatus;
  readonly errorMessage: string | null;
  readonly error: Message | null;
  readonly completedAt: Date | null;
  readonly staleSteps: readonly StepName[];
  /** Steps were marked as stale just now; those that a run marks are told at its end. */
  readonly isMarked: boolean;
}

/** The roll-up, and with it the notification of those who want to know. */
const ROLL_UP: PreparedStatement = {
  name: 'data_pipeline_task_roll_up',
  text: `WITH before AS (SELECT status, run_id FROM data_pipeline_tasks WHERE task_id = $1
         ), ended AS (
           SELECT run_id, status = 'in_progress' AND $2::varchar <> 'in_progress' AS now,
                  status <> 'in_progress' AND $7::boolean AS marked, $6::jsonb <> '[]' AS stale
             FROM before
         ), told AS (
           SELECT run_id, event, position
             FROM ended CROSS JOIN LATERAL (VALUES
               (1, 'task.failed', now AND $2::varchar = 'failed'),
               (1, 'task.ended', now AND $2::varchar <> 'failed'),
               (2, 'task.stale', stale AND (marked OR now AND $2::varchar <> 'failed'))
             ) AS possible (position, event, happened)
            WHERE happened
         ), notified AS (
           INSERT INTO data_pipeline_notification_deliveries (target_id, event, payload)
           SELECT target.target_id, told.event,
                  jsonb_build_object('task_id', $1::varchar, 'run_id', told.run_id, 'status', $2::varchar, 'error', $5::jsonb,
                                     'stale_steps', $6::jsonb)
             FROM told JOIN data_pipeline_notification_targets AS target
               ON target.enabled AND target.events ? told.event
            ORDER BY told.position
         )
         UPDATE data_pipeline_tasks SET status = $2::varchar, error_message = $3, completed_at = $4, error = $5, updated_at = now()
          WHERE task_id = $1`,
};

/** Queries on the table of tasks. */
@Injectable()
export class TaskRepository {
  private readonly states: TaskStateQuery;
  private readonly pages: TaskPageQuery;
  private readonly numbers = new SecondNumbers();
  private readonly starts: StartRunQuery;
  private readonly creations: CreateTaskQuery;
  private readonly locked: JsonRows<TaskEntity>;
  private readonly locking: PreparedStatement;

  constructor(@InjectRepository(TaskEntity) private readonly rows: Repository<TaskEntity>) {
    this.locked = new JsonRows(rows.metadata);
    this.locking = {
      name: 'data_pipeline_task_lock',
      text: `SELECT ${this.locked.columns('t')} FROM ${this.locked.table} AS t WHERE t.task_id = $1 FOR UPDATE`,
    };
    this.starts = new StartRunQuery(rows.manager.connection);
    this.creations = new CreateTaskQuery(rows.manager.connection);
    this.states = new TaskStateQuery(rows.manager.connection);
    this.pages = new TaskPageQuery(rows.manager.connection);
  }

  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.rows.manager.transaction(work);
  }

  /**
   * Inserts under the id `base`, or `base_2`, `base_3`, … where that is taken.
   * @param base encodes the second in which the task was created
   * @param firstEntry the first log entry of a task, from its id
   * @param change is announced with the row
   * @returns null when its idempotency key is taken.
   */
  async insert(
    base: string,
    task: NewTask,
    firstEntry: (taskId: string) => LogEntry,
    change: FirstChange,
  ): Promise<TaskEntity | null> {
    for (;;) {
      const number = this.numbers.next(base);
      const taskId = number === 1 ? base : `${base}_${number}`;
      const created = await this.creations.run(taskId, task, firstEntry(taskId), change);
      if (created !== null) {
        return created;
      }
      if (task.idempotencyKey !== null && (await this.findByIdempotencyKey(task.idempotencyKey)) !== null) {
        return null;
      }
      const second = new Date(Math.floor(task.createdAt.getTime() / 1000) * 1000);
      this.numbers.skip(
        base,
        await this.rows.countBy({ createdAt: Between(second, new Date(second.getTime() + 999)) }),
      );
    }
  }

  find(taskId: string, manager?: EntityManager): Promise<TaskEntity | null> {
    return (manager?.getRepository(TaskEntity) ?? this.rows).findOneBy({ taskId });
  }

  /** The task with all of its executions, oldest first. */
  findWithHistory(taskId: string): Promise<FoundTask | null> {
    return this.states.findWithHistory(taskId);
  }

  /** The task with the newest execution of each step, superseded ones excluded. */
  findState(taskId: string): Promise<FoundTask | null> {
    return this.states.find(taskId);
  }

  findByIdempotencyKey(idempotencyKey: string): Promise<TaskEntity | null> {
    return this.rows.findOneBy({ idempotencyKey });
  }

  /** Newest first, with the total of the filter. */
  list(filter: TaskFilter): Promise<UnreadTaskPage> {
    return this.pages.find(filter);
  }

  /** Tasks in the order of their ids, page by page. @param after the last id of the page before, or '' */
  page(after: string, size: number): Promise<TaskEntity[]> {
    return this.rows.find({ where: { taskId: MoreThan(after) }, order: { taskId: 'ASC' }, take: size });
  }

  /** The tasks that match every condition, with their number. */
  async search(search: TaskSearch): Promise<{ tasks: TaskEntity[]; total: number }> {
    const query = this.rows.createQueryBuilder('task').where('true');
    for (const [column, value] of Object.entries(search.equal)) {
      if (value !== undefined) {
        query.andWhere(`task.${column} = :${column}`, { [column]: value });
      }
    }
    if (search.creator !== undefined) {
      query.andWhere('coalesce(task.byUser, task.createdBy) = :creator', { creator: search.creator });
    }
    if (search.nameContains !== undefined) {
      query.andWhere(`task.taskName ILIKE :name`, { name: `%${escapeLike(search.nameContains)}%` });
    }
    for (const [column, { from, until }] of Object.entries(search.times)) {
      if (from !== undefined) {
        query.andWhere(`task.${column} >= :${column}From`, { [`${column}From`]: from });
      }
      if (until !== undefined) {
        query.andWhere(`task.${column} <= :${column}Until`, { [`${column}Until`]: until });
      }
    }
    const [tasks, total] = await query
      .orderBy(`task.${search.sortBy}`, search.descending ? 'DESC' : 'ASC', 'NULLS LAST')
      .addOrderBy('task.taskId', search.descending ? 'DESC' : 'ASC')
      .offset(search.offset)
      .limit(search.limit)
      .getManyAndCount();
    return { tasks, total };
  }

  /** Of a locked task. */
  async replaceParameters(manager: EntityManager, taskId: string, parameters: TaskParameters): Promise<void> {
    await manager.update(TaskEntity, { taskId }, { parameters });
  }

  /** Replaces the table list of a locked task. */
  async replaceTableList(manager: EntityManager, taskId: string, tableList: string[], at: Date): Promise<void> {
    await manager.update(TaskEntity, { taskId }, { tableList, tableListAt: at });
  }

  /** The claim, see {@link StartRunQuery}; null when the task has changed. */
  startRun(run: NewRun): Promise<StartedRun | null> {
    return this.starts.run(run);
  }

  /** The same for all enabled steps, without a plan, see {@link StartRunQuery}; null when it needs a look at the task. */
  startCompleteRun(taskId: string, run: Omit<NewRun, 'task'>): Promise<StartedRun | null> {
    return this.starts.runComplete(taskId, run);
  }

  /** Undoes the claim of a run: the task is as it was before. */
  async undoStart(manager: EntityManager, { task, runId }: Pick<NewRun, 'task' | 'runId'>): Promise<void> {
    const { status, startedAt, completedAt, cancelRequestedAt, errorMessage, error, filesDeletedAt } = task;
    const before = { status, startedAt, completedAt, cancelRequestedAt, errorMessage, error, filesDeletedAt };
    await manager.update(TaskEntity, { taskId: task.taskId, runId }, { ...before, runId: task.runId });
  }

  /** @returns whether the task was running. */
  async requestCancel(manager: EntityManager, taskId: string): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(TaskEntity)
      .set({ cancelRequestedAt: () => 'coalesce(cancel_requested_at, now())' })
      .where(`task_id = :taskId AND status = 'in_progress'`, { taskId })
      .execute();
    return affected === 1;
  }

  /** The row, locked until the end of the transaction: two executions that end together roll up one after the other. */
  async lock(manager: EntityManager, taskId: string): Promise<TaskEntity | null> {
    const [row] = await preparedQuery<Record<string, unknown>>(manager, this.locking, [taskId]);
    return row === undefined ? null : this.locked.revive(row);
  }

  async markFilesDeleted(manager: EntityManager, taskId: string): Promise<void> {
    await manager.update(TaskEntity, { taskId }, { filesDeletedAt: () => 'now()' });
  }

  async remove(manager: EntityManager, taskId: string): Promise<void> {
    await manager.delete(TaskEntity, { taskId });
  }

  /** The given ids that exist. */
  async existing(taskIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.rows.find({ select: { taskId: true }, where: { taskId: In([...taskIds]) } });
    return new Set(rows.map(({ taskId }) => taskId));
  }

  async writeRollUp(manager: EntityManager, taskId: string, state: TaskState): Promise<void> {
    const { status, errorMessage, error, completedAt, staleSteps, isMarked } = state;
    const json = [error && JSON.stringify(error), JSON.stringify(staleSteps)];
    await preparedQuery(manager, ROLL_UP, [taskId, status, errorMessage, completedAt, ...json, isMarked]);
  }
}
