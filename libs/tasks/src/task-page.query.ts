import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import {
  ExecutionEntity,
  JsonRows,
  preparedQuery,
  TaskEntity,
  type ExecutionStatus,
  type PreparedStatement,
  type TaskStatus,
} from '#libs/database';
import { perStep, STEP_NAMES, type StepName } from '#libs/pipeline';
import type { StepStatuses } from './roll-up.js';

const SHOWN = [
  'taskId',
  'taskName',
  'status',
  'parameters',
  'dbName',
  'createdBy',
  'byUser',
  'filesDeletedAt',
  'createdAt',
  'updatedAt',
  'startedAt',
  'completedAt',
] as const satisfies readonly (keyof TaskEntity)[];

/** A task in a list. */
export interface TaskSummary {
  readonly task: Pick<TaskEntity, (typeof SHOWN)[number]>;
  readonly stepStatus: StepStatuses;
  readonly staleSteps: readonly StepName[];
}

export interface TaskFilter {
  readonly status?: TaskStatus | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface TaskPage {
  readonly tasks: readonly TaskSummary[];
  /** Tasks that the filter matches. */
  readonly total: number;
}

type Json = Record<string, unknown>;

interface PageRow {
  /** With the status of every step in the order of STEP_NAMES; null for one that never ran. */
  readonly tasks: readonly (Json & { readonly steps: readonly (ExecutionStatus | 'stale' | null)[] })[] | null;
  readonly total: number;
}

/** A page of the list of tasks with their number, in one statement. */
export class TaskPageQuery {
  /** `$1` tasks from the `$2`nd on, newest first. */
  readonly statement: PreparedStatement;
  private readonly statementOfStatus: PreparedStatement;
  private readonly tasks: JsonRows<TaskEntity>;
  /** Pages whose query has not started yet. */
  private readonly beginning = new Map<string, Promise<TaskPage>>();

  constructor(private readonly dataSource: DataSource) {
    this.tasks = new JsonRows<TaskEntity>(dataSource.getMetadata(TaskEntity), SHOWN);
    const { tableName: executions } = dataSource.getMetadata(ExecutionEntity);
    this.statement = { name: 'data_pipeline_task_page', text: this.sql(executions, '') };
    this.statementOfStatus = {
      name: 'data_pipeline_task_page_of_status',
      text: this.sql(executions, 'WHERE t.status = $3'),
    };
  }

  /** Newest first, with the total of the filter. Concurrent requests for the same page share one query. */
  find(filter: TaskFilter): Promise<TaskPage> {
    const key = JSON.stringify([filter.status, filter.limit, filter.offset]);
    let page = this.beginning.get(key);
    if (page === undefined) {
      page = nextTurn().then(() => {
        this.beginning.delete(key);
        return this.read(filter);
      });
      this.beginning.set(key, page);
    }
    return page;
  }

  private async read({ status, limit, offset }: TaskFilter): Promise<TaskPage> {
    const [row] =
      status === undefined
        ? await preparedQuery<PageRow>(this.dataSource, this.statement, [limit, offset])
        : await preparedQuery<PageRow>(this.dataSource, this.statementOfStatus, [limit, offset, status]);
    return { tasks: (row?.tasks ?? []).map((task) => this.summary(task)), total: row?.total ?? 0 };
  }

  private sql(executions: string, where: string): string {
    const steps = STEP_NAMES.map((step) => `'${step}'`).join(', ');
    return `WITH page AS (SELECT ${this.tasks.columns('t')} FROM ${this.tasks.table} AS t ${where}
                           ORDER BY t.created_at DESC, t.task_id DESC LIMIT $1 OFFSET $2)
            SELECT (SELECT json_agg(shown) FROM
                      (SELECT page.*,
                              ARRAY(SELECT (SELECT CASE WHEN e.stale_at IS NOT NULL AND e.status = 'completed' THEN 'stale' ELSE e.status END
                                              FROM ${executions} AS e
                                             WHERE e.task_id = page."taskId" AND e.execution_step = step
                                               AND NOT e.superseded
                                             ORDER BY e.id DESC LIMIT 1)
                                      FROM unnest(ARRAY[${steps}]) AS step) AS steps
                         FROM page) AS shown) AS tasks,
                   (SELECT count(*)::int FROM ${this.tasks.table} AS t ${where}) AS total`;
  }

  private summary(row: NonNullable<PageRow['tasks']>[number]): TaskSummary {
    const stepStatus = perStep<ExecutionStatus>(() => 'pending');
    for (const [position, step] of STEP_NAMES.entries()) {
      const status = row.steps[position] ?? 'pending';
      stepStatus[step] = status === 'stale' ? 'completed' : status;
    }
    const staleSteps = STEP_NAMES.filter((_, position) => row.steps[position] === 'stale');
    return { task: this.tasks.revive(row), stepStatus, staleSteps };
  }
}
