import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { TaskLogEntity } from '#libs/database';
import { TasksService, type TaskView } from '#libs/tasks';
import { higherId, LogTail } from './log-tail.js';

export type TaskEvent =
  | { readonly type: 'status'; readonly id: string; readonly view: TaskView }
  | { readonly type: 'progress'; readonly id: string; readonly view: TaskView }
  | { readonly type: 'log'; readonly id: string; readonly entry: TaskLogEntity }
  | { readonly type: 'end'; readonly id: string; readonly view: TaskView };

/** How far a client has come: the last log line, and digests of the status and the progress that it was shown. */
interface Cursor {
  readonly logId: string;
  readonly status: string;
  readonly progress: string;
  readonly ended: boolean;
}

const START: Cursor = { logId: '0', status: '', progress: '', ended: false };
const CURSOR = /^(\d{1,18})-([0-9a-f]{8})?-([0-9a-f]{8})?(-end)?$/;
/** Time that a worker has to write its last lines. */
const SETTLE_MS = 3_000;

/**
 * The events of a task, read from the tables alone. So every process gives the same events with the same ids, and
 * continues where another one stopped.
 */
@Injectable()
export class TaskEventsService {
  constructor(
    private readonly taskService: TasksService,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /**
   * @param lastId id of the last received event; null or an unknown id starts at the beginning.
   * @returns what happens after it
   */
  follow(taskId: string, lastId: string | null): TaskEventFeed {
    const cursor = parseCursor(lastId);
    const rows = this.dataSource.getRepository(TaskLogEntity);
    return new TaskEventFeed(() => this.taskService.state(taskId), new LogTail(rows, taskId, cursor.logId), cursor);
  }

  /** Whether the client has seen the end already, and nothing has happened since. */
  async isOver(taskId: string, lastId: string | null): Promise<boolean> {
    return (
      parseCursor(lastId).ended &&
      (await this.follow(taskId, lastId).next()).length === 0 &&
      hasEnded(await this.taskService.state(taskId))
    );
  }
}

/** The events of a task, for one reader that polls. */
export class TaskEventFeed {
  constructor(
    private readonly state: () => Promise<TaskView>,
    private readonly log: LogTail,
    private cursor: Cursor,
  ) {}

  /**
   * Events since the last call, oldest first, with at most 500 log lines. Every log line is delivered. Status and
   * progress are delivered only in their newest state, when it has changed.
   * @throws DomainError `task_not_found`
   */
  async next(): Promise<TaskEvent[]> {
    let { cursor } = this;
    const view = await this.state();
    const events: TaskEvent[] = [];
    for (const entry of await this.log.next()) {
      cursor = { ...cursor, logId: higherId(cursor.logId, entry.id), ended: false };
      events.push({ type: 'log', id: formatCursor(cursor), entry });
    }
    const waits = view.executions.map(({ status, waiting }) => (status === 'pending' ? waiting?.nextAttemptAt : null));
    const status = digest([
      view.task.status,
      view.stepStatus,
      view.task.errorMessage,
      view.task.runId,
      view.staleSteps,
      waits,
    ]);
    const progress = digest([view.currentExecution?.executionId ?? null, view.currentExecution?.progress ?? null]);
    if (progress !== cursor.progress && view.currentExecution?.progress) {
      cursor = { ...cursor, progress, ended: false };
      events.push({ type: 'progress', id: formatCursor(cursor), view });
    }
    if (status !== cursor.status) {
      cursor = { ...cursor, status, ended: false };
      events.push({ type: 'status', id: formatCursor(cursor), view });
    }
    if (hasSettled(view) && events.length === 0 && !cursor.ended) {
      events.push({ type: 'end', id: formatCursor({ ...cursor, ended: true }), view });
    }
    this.cursor = cursor;
    return events;
  }
}

/** A worker writes its last lines a moment after the end: `end` is sent only after SETTLE_MS, without new lines. */
function hasSettled(view: TaskView): boolean {
  return hasEnded(view) && Date.now() - (view.task.completedAt?.getTime() ?? 0) > SETTLE_MS;
}

/** A task that waits for its first run goes on; one that ran and stopped has ended, until it is run again. */
function hasEnded({ task }: TaskView): boolean {
  return task.status !== 'in_progress' && task.status !== 'pending';
}

function parseCursor(id: string | null): Cursor {
  const match = CURSOR.exec(id ?? '');
  return match === null
    ? START
    : { logId: match[1] ?? '0', status: match[2] ?? '', progress: match[3] ?? '', ended: match[4] !== undefined };
}

function formatCursor({ logId, status, progress, ended }: Cursor): string {
  return `${logId}-${status}-${progress}${ended ? '-end' : ''}`;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}
