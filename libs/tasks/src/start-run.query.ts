import type { DataSource } from 'typeorm';
import { ExecutionEntity, preparedQuery, type PreparedStatement, type RunMode, type TaskEntity } from '#libs/database';
import { STEP_NAMES, type RunOptions, type StepName } from '#libs/pipeline';
import type { StepToRun } from '#libs/queue';

/** A run that was claimed. */
export interface StartedRun {
  readonly run: NewRun;
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

/**
 * The claim of a task with the executions of its run, in one statement. Redundant LIMIT: it fixes the row estimate, so
 * the generic plan is kept.
 */
export class StartRunQuery {
  private readonly statement: PreparedStatement;

  constructor(private readonly dataSource: DataSource) {
    const { tableName: executions } = dataSource.getMetadata(ExecutionEntity);
    this.statement = {
      name: 'data_pipeline_run_start',
      text: `
        WITH claimed AS (
          UPDATE data_pipeline_tasks
             SET status = 'in_progress', run_id = $2, started_at = now(), completed_at = NULL,
                 cancel_requested_at = NULL, error_message = NULL, error = NULL, files_deleted_at = NULL, updated_at = now()
           WHERE task_id = $1 AND status <> 'in_progress' AND table_list IS NOT NULL
             AND run_id IS NOT DISTINCT FROM $3 AND (files_deleted_at IS NULL) = $4
          RETURNING task_id
        ), superseded AS (
          UPDATE ${executions} AS e SET superseded = true FROM claimed
           WHERE e.task_id = claimed.task_id AND e.execution_step = ANY($5) AND NOT e.superseded
          RETURNING e.execution_id
        ), inserted AS (
          INSERT INTO ${executions} AS e
            (execution_id, task_id, run_id, execution_step, force_executed, files_cleaned, run_mode, requested_by, options)
          SELECT given.base || coalesce('_' || (
                   SELECT max(coalesce(nullif(substr(taken.execution_id, length(given.base) + 2), ''), '1')::int) + 1
                     FROM ${executions} AS taken
                    WHERE taken.task_id = claimed.task_id AND taken.execution_step = given.step
                      AND starts_with(taken.execution_id, given.base)), ''),
                 claimed.task_id, $2, given.step, $8, $9, $10, $11, $12::jsonb
            FROM claimed, (SELECT * FROM unnest($6::text[], $7::text[]) WITH ORDINALITY
                            LIMIT ${STEP_NAMES.length}) AS given (base, step, position)
           ORDER BY given.position
          RETURNING e.id, e.execution_id AS "executionId", e.execution_step AS step
        )
        SELECT "executionId", step, (SELECT array_agg(execution_id) FROM superseded) AS superseded
          FROM inserted
         ORDER BY id`,
    };
  }

  /**
   * Exactly one of any number of callers gets the task. It also forgets the outcome of the run before.
   * @returns the executions, or null when the task has changed: running, deleted, run since, or without files.
   */
  async run(run: NewRun): Promise<StartedRun | null> {
    const { task, runId, mode, requestedBy, steps, forceExecuted, filesCleaned, superseded, options } = run;
    const rows = await preparedQuery<StepToRun & { superseded: string[] | null }>(this.dataSource, this.statement, [
      task.taskId,
      runId,
      task.runId,
      task.filesDeletedAt === null,
      superseded,
      steps.map(({ executionIdBase }) => executionIdBase),
      steps.map(({ step }) => step),
      forceExecuted,
      filesCleaned,
      mode,
      requestedBy,
      options === null ? null : JSON.stringify(options),
    ]);
    const [first] = rows;
    return first === undefined
      ? null
      : {
          run,
          steps: rows.map(({ step, executionId }) => ({ step, executionId, ...(options === null ? {} : { options }) })),
          superseded: first.superseded ?? [],
        };
  }
}
