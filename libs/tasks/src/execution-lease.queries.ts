import type { DataSource } from 'typeorm';
import {
  ExecutionEntity,
  JsonRows,
  preparedQuery,
  TaskEntity,
  type ExecutionProgress,
  type PreparedStatement,
} from '#libs/database';

/** Milliseconds as an interval. */
const INTERVAL = `($2 * interval '1 millisecond')`;

export interface ClaimedExecution {
  readonly execution: ExecutionEntity;
  readonly task: TaskEntity;
}

export type Heartbeat = 'held' | 'lost' | 'cancelled';

/**
 * What a worker asks of an execution again and again: one statement each, planned once. All instants are the
 * database's, so that clocks of machines never mix.
 */
export class ExecutionLeaseQueries {
  private readonly claiming: PreparedStatement;
  private readonly renewing: PreparedStatement;
  private readonly tasks: JsonRows<TaskEntity>;
  private readonly executions: JsonRows<ExecutionEntity>;

  constructor(private readonly dataSource: DataSource) {
    this.tasks = new JsonRows(dataSource.getMetadata(TaskEntity));
    this.executions = new JsonRows(dataSource.getMetadata(ExecutionEntity));
    this.claiming = {
      name: 'data_pipeline_execution_claim',
      text: `
        WITH execution AS (
          UPDATE ${this.executions.table} AS e
             SET status = 'running', started_at = coalesce(started_at, now()), lease_token = $3, worker_id = $4,
                 lease_expires_at = now() + ${INTERVAL}, heartbeat_at = now(), attempts = attempts + 1
           WHERE execution_id = $1 AND (status = 'pending' OR (status = 'running' AND lease_expires_at < now()))
          RETURNING ${this.executions.columns('e')}
        )
        SELECT to_json(execution) AS execution, to_json(task) AS task
          FROM execution
          JOIN (SELECT ${this.tasks.columns('t')} FROM ${this.tasks.table} AS t) AS task
            ON task."taskId" = execution."taskId"`,
    };
    this.renewing = {
      name: 'data_pipeline_execution_heartbeat',
      text: `
        UPDATE ${this.executions.table} AS e
           SET lease_expires_at = now() + ${INTERVAL}, heartbeat_at = now(), progress = $4
          FROM ${this.tasks.table} AS t
         WHERE e.execution_id = $1 AND e.lease_token = $3 AND e.status = 'running' AND t.task_id = e.task_id
        RETURNING t.cancel_requested_at IS NOT NULL AS cancelled`,
    };
  }

  /**
   * Takes the execution for `leaseMs`: it is waiting, or its holder's lease ran out.
   * @returns it with its task, or null when this token does not hold it now.
   */
  async claim(
    executionId: string,
    leaseToken: string,
    workerId: string,
    leaseMs: number,
  ): Promise<ClaimedExecution | null> {
    const [row] = await preparedQuery<Record<keyof ClaimedExecution, Record<string, unknown>>>(
      this.dataSource,
      this.claiming,
      [executionId, leaseMs, leaseToken, workerId],
    );
    return row === undefined
      ? null
      : { execution: this.executions.revive(row.execution), task: this.tasks.revive(row.task) };
  }

  /** Extends the lease by `leaseMs` from now and stores the progress. `lost`: it is no longer this token's. */
  async renew(
    executionId: string,
    leaseToken: string,
    leaseMs: number,
    progress: ExecutionProgress | null,
  ): Promise<Heartbeat> {
    const [row] = await preparedQuery<{ cancelled: boolean }>(this.dataSource, this.renewing, [
      executionId,
      leaseMs,
      leaseToken,
      progress,
    ]);
    if (row === undefined) {
      return 'lost';
    }
    return row.cancelled ? 'cancelled' : 'held';
  }
}
