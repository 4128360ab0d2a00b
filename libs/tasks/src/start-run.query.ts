import type { DataSource } from 'typeorm';
import {
  ExecutionEntity,
  JsonRows,
  preparedQuery,
  TaskEntity,
  type PreparedStatement,
  type RunMode,
} from '#libs/database';
import { STEP_NAMES, switchOf, type RunOptions, type StepName } from '#libs/pipeline';
import type { StepToRun } from '#libs/queue';

/** A run that was claimed. */
export interface StartedRun {
  readonly run: Pick<NewRun, 'task' | 'runId'>;
  readonly steps: StepToRun[];
  /** Ids of executions that no longer count because of this run. */
  readonly superseded: readonly string[];
}

export interface NewRun {
  /** As it was when the run was planned. */
  readonly task: TaskEntity;
  readonly runId: string;
  readonly mode: RunMode;
  /** Name of a key, or `schedule`; null without keys. */
  readonly requestedBy: string | null;
  /** Ids of executions, in order; one that is taken gets `_2`, `_3`, … */
  readonly steps: readonly { readonly step: StepName; readonly executionIdBase: string }[];
  readonly forceExecuted: boolean;
  readonly filesCleaned: boolean;
  readonly options: RunOptions | null;
  /** Steps whose earlier executions become superseded; their outputs are removed. */
  readonly superseded: readonly StepName[];
}

type StartedRow = StepToRun & { readonly superseded: string[] | null };

/**
 * The claim of a task with the executions of its run, in one statement. Redundant LIMIT: it fixes the row estimate, so
 * the generic plan is kept.
 * @param before the task as the run was planned for it: `run_id` and `has_files`
 * @param more further columns of the first row
 */
const claim = (executions: string, before: string, more = ''): string => `
  WITH before AS (${before}
  ), claimed AS (
    UPDATE data_pipeline_tasks AS t
       SET status = 'in_progress', run_id = $2, started_at = now(), completed_at = NULL,
           cancel_requested_at = NULL, error_message = NULL, error = NULL, files_deleted_at = NULL, updated_at = now()
      FROM before
     WHERE t.task_id = $1 AND t.status <> 'in_progress' AND t.table_list IS NOT NULL
       AND t.run_id IS NOT DISTINCT FROM before.run_id AND (t.files_deleted_at IS NULL) = before.has_files
    RETURNING t.task_id, t.parameters
  ), superseded AS (
    UPDATE ${executions} AS e SET superseded = true FROM claimed
     WHERE e.task_id = claimed.task_id AND e.execution_step = ANY($3) AND NOT e.superseded
    RETURNING e.execution_id
  ), inserted AS (
    INSERT INTO ${executions} AS e
      (execution_id, task_id, run_id, execution_step, force_executed, files_cleaned, run_mode, requested_by, options)
    SELECT given.base || coalesce('_' || (
             SELECT max(coalesce(nullif(substr(taken.execution_id, length(given.base) + 2), ''), '1')::int) + 1
               FROM ${executions} AS taken
              WHERE taken.task_id = claimed.task_id AND taken.execution_step = given.step
                AND starts_with(taken.execution_id, given.base)), ''),
           claimed.task_id, $2, given.step, $7, $8, $9, $10, $11::jsonb
      FROM claimed, (SELECT * FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY
                      LIMIT ${STEP_NAMES.length}) AS given (base, step, switch, position)
     WHERE given.switch IS NULL OR claimed.parameters ->> given.switch = 'true'
     ORDER BY given.position
    RETURNING e.id, e.execution_id AS "executionId", e.execution_step AS step
  )
  SELECT "executionId", step, (SELECT array_agg(execution_id) FROM superseded) AS superseded ${more}
    FROM inserted
   ORDER BY id`;

/** Starts runs. */
export class StartRunQuery {
  private readonly planned: PreparedStatement;
  private readonly complete: PreparedStatement;
  private readonly tasks: JsonRows<TaskEntity>;

  constructor(private readonly dataSource: DataSource) {
    this.tasks = new JsonRows<TaskEntity>(dataSource.getMetadata(TaskEntity));
    const { tableName: executions } = dataSource.getMetadata(ExecutionEntity);
    const plan = 'SELECT $12::uuid AS run_id, $13::boolean AS has_files';
    this.planned = { name: 'data_pipeline_run_start', text: claim(executions, plan) };
    const task = `
      SELECT t.run_id, t.files_deleted_at IS NULL AS has_files, to_json(entity) AS entity
        FROM data_pipeline_tasks AS t, LATERAL (SELECT ${this.tasks.columns('t')}) AS entity
       WHERE t.task_id = $1
         AND NOT EXISTS (SELECT FROM data_pipeline_file_changes AS change WHERE change.task_id = t.task_id)`;
    const first = ', CASE WHEN id = (SELECT min(id) FROM inserted) THEN (SELECT entity FROM before) END AS task';
    this.complete = { name: 'data_pipeline_run_start_complete', text: claim(executions, task, first) };
  }

  /**
   * Exactly one of any number of callers gets the task. It also forgets the outcome of the run before.
   * @returns the executions, or null when the task has changed: running, deleted, run since, or without files.
   */
  async run(run: NewRun): Promise<StartedRun | null> {
    const { taskId, runId, filesDeletedAt } = run.task;
    const values = [...valuesOf(taskId, run, () => null), runId, filesDeletedAt === null];
    return startedRun(run, await preparedQuery<StartedRow>(this.dataSource, this.planned, values));
  }

  /**
   * The same for a run of all enabled steps, which needs no plan: of the given steps, those run that are enabled.
   * @returns null, too, when there is no such task, no table list, or an open change of its files
   */
  async runComplete(taskId: string, run: Omit<NewRun, 'task'>): Promise<StartedRun | null> {
    type Row = StartedRow & { readonly task: Record<string, unknown> };
    const rows = await preparedQuery<Row>(this.dataSource, this.complete, valuesOf(taskId, run, switchOf));
    const [first] = rows;
    return first === undefined ? null : startedRun({ ...run, task: this.tasks.revive(first.task) }, rows);
  }
}

function valuesOf(taskId: string, run: Omit<NewRun, 'task'>, neededSwitch: (step: StepName) => string | null) {
  const { runId, mode, requestedBy, steps, forceExecuted, filesCleaned, superseded, options } = run;
  return [
    taskId,
    runId,
    superseded,
    steps.map(({ executionIdBase }) => executionIdBase),
    steps.map(({ step }) => step),
    steps.map(({ step }) => neededSwitch(step)),
    forceExecuted,
    filesCleaned,
    mode,
    requestedBy,
    options === null ? null : JSON.stringify(options),
  ];
}

function startedRun(run: NewRun, rows: readonly StartedRow[]): StartedRun | null {
  const [first] = rows;
  const given = run.options === null ? {} : { options: run.options };
  return first === undefined
    ? null
    : {
        run,
        steps: rows.map(({ step, executionId }) => ({ step, executionId, ...given })),
        superseded: first.superseded ?? [],
      };
}
