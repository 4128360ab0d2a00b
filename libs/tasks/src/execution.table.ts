import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ExecutionEntity } from '#libs/database';
import { OperationTable } from '#libs/operations';

/** The state and the lease of executions. */
@Injectable()
export class ExecutionTable extends OperationTable<ExecutionEntity> {
  constructor(@InjectDataSource() dataSource: DataSource) {
    super(dataSource, {
      name: 'execution',
      entity: ExecutionEntity,
      id: 'executionId',
      requestedAt: 'requestedAt',
      outcome: ['errorMessage', 'errorCode', 'result'],
      // The transaction may be older than the claim of the execution that it ends: hence no negative duration.
      atEnd: 'duration_seconds = greatest(0, extract(epoch FROM now() - o.started_at))',
      // Its files may change from the claim on. They and their records agree when it is completed.
      withClaim: `INSERT INTO data_pipeline_file_changes (change_id, task_id, execution_id, step_name, file_names)
                  SELECT $3::uuid, "taskId", "executionId", step, '[]' FROM claimed`,
      withEnd: `DELETE FROM data_pipeline_file_changes WHERE execution_id = $1 AND $3 = 'completed'`,
      releaseReason: 'errorMessage',
      progress: 'progress',
      cancelRequested: `SELECT t.cancel_requested_at IS NOT NULL FROM data_pipeline_tasks AS t WHERE t.task_id = o.task_id`,
      ready: `NOT EXISTS (SELECT FROM data_pipeline_task_executions AS earlier
                           WHERE earlier.run_id = o.run_id AND earlier.id < o.id
                             AND earlier.status IN ('pending', 'running'))`,
      justReady: `EXISTS (SELECT FROM data_pipeline_task_executions AS earlier
                           WHERE earlier.run_id = o.run_id AND earlier.id < o.id
                             AND earlier.completed_at > now() - $1 * interval '1 millisecond')`,
    });
  }
}
