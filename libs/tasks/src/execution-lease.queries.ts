import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import {
  ExecutionEntity,
  JsonRows,
  preparedQuery,
  TaskEntity,
  type ExecutionProgress,
  type PreparedStatement,
} from '#libs/database';
import type { JsonObject } from '#libs/pipeline';

/** Milliseconds as an interval. */
const INTERVAL = `($2 * interval '1 millisecond')`;

export interface ClaimedExecution {
  readonly execution: ExecutionEntity;
  readonly task: TaskEntity;
}

export interface Ending {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly errorMessage?: string;
  readonly errorCode?: string;
  readonly result?: JsonObject;
}

export type Heartbeat = 'held' | 'lost' | 'cancelled';

/**
 * What becomes of an execution that a worker holds: one statement each, planned once. All instants are the
 * database's, so that clocks of machines never mix.
 */
@Injectable()
export class ExecutionLeaseQueries {
  private readonly claiming: PreparedStatement;
  private readonly renewing: PreparedStatement;
  private readonly ending: PreparedStatement;
  private readonly tasks: JsonRows<TaskEntity>;
  private readonly executions: JsonRows<ExecutionEntity>;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {
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
    // The transaction may be older than the claim of an execution that it ends: hence no negative duration.
    this.ending = {
      name: 'data_pipeline_execution_end',
      text: `
        UPDATE ${this.executions.table}
           SET status = $3, completed_at = now(),
               duration_seconds = greatest(0, extract(epoch FROM now() - started_at)),
               error_message = $4, error_code = $5, execution_result = $6, lease_token = NULL, lease_expires_at = NULL
         WHERE execution_id = $1
           AND (status = 'running' AND lease_token = $2 OR $2 IS NULL AND status IN ('pending', 'running'))
        RETURNING execution_id`,
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

  /**
   * Ends an execution that is still open.
   * @param leaseToken given by the worker that holds it; null when the installation itself ends it.
   * @returns false when it is no longer open, or no longer this token's.
   */
  async end(
    manager: EntityManager,
    executionId: string,
    { status, errorMessage, errorCode, result }: Ending,
    leaseToken: string | null = null,
  ): Promise<boolean> {
    const ended = await preparedQuery(manager, this.ending, [
      executionId,
      leaseToken,
      status,
      errorMessage ?? null,
      errorCode ?? null,
      result === undefined ? null : JSON.stringify(result),
    ]);
    return ended.length === 1;
  }
}
