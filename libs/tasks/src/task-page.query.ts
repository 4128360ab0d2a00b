import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
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

/** A page whose rows are parsed when they are looked at. */
export interface UnreadTaskPage extends TaskPage {
  /** The rows as JSON of the database: the same rows are the same tasks. */
  readonly rows: string;
}

/** With the status of every step in the order of STEP_NAMES; null for one that never ran. */
type SummaryRow = Record<string, unknown> & { readonly steps: readonly (ExecutionStatus | 'stale' | null)[] };

interface PageRow {
  readonly tasks: string | null;
  readonly total: number;
}

const JSON_AS_TEXT: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.JSON ? (text: string) => text : (pg.types.getTypeParser(oid, format) as unknown),
};

/** A page of the list of tasks with their number, in one statement. */
export class TaskPageQuery {
  /** `$1` tasks from the `$2`nd on, newest first. */
  readonly statement: PreparedStatement;
  private readonly statementOfStatus: PreparedStatement;
  private readonly tasks: JsonRows<TaskEntity>;
  /** Pages whose query has not started yet. */
  private readonly beginning = new Map<string, Promise<UnreadTaskPage>>();

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
  find(filter: TaskFilter): Promise<UnreadTaskPage> {
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

  private async read({ status, limit, offset }: TaskFilter): Promise<UnreadTaskPage> {
    const [statement, values] =
      status === undefined ? [this.statement, [limit, offset]] : [this.statementOfStatus, [limit, offset, status]];
    const [row] = await preparedQuery<PageRow>(this.dataSource, statement, values, JSON_AS_TEXT);
    const rows = row?.tasks ?? '[]';
    let tasks: readonly TaskSummary[] | undefined;
    const summaries = (): readonly TaskSummary[] =>
      (JSON.parse(rows) as SummaryRow[]).map((summary) => this.summary(summary));
    return {
      rows,
      total: row?.total ?? 0,
      get tasks() {
        return (tasks ??= summaries());
      },
    };
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

  private summary(row: SummaryRow): TaskSummary {
    const stepStatus = perStep<ExecutionStatus>(() => 'pending');
    for (const [position, step] of STEP_NAMES.entries()) {
      const status = row.steps[position] ?? 'pending';
      stepStatus[step] = status === 'stale' ? 'completed' : status;
    }
    const staleSteps = STEP_NAMES.filter((_, position) => row.steps[position] === 'stale');
    return { task: this.tasks.revive(row), stepStatus, staleSteps };
  }
}
