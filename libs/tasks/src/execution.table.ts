import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ExecutionEntity } from '#libs/database';
import { OperationTable } from '#libs/operations';
import { STEP_NAMES, stepsAfter } from '#libs/pipeline';
import { PASSING_REASONS, staleReasons } from './stale-reasons.js';

const LATER = STEP_NAMES.flatMap((step) => stepsAfter(step).map((later) => `('${step}', '${later}')`)).join(', ');

/** What a step makes is read by the later ones: those that are completed become stale with its end. */
const LATER_STEPS_STALE = `
  UPDATE data_pipeline_task_executions AS e
     SET stale_at = now(),
         stale_reason = jsonb_build_object('code', '${staleReasons.step_made_again.code}',
                                           'params', jsonb_build_object('step', own.execution_step))
    FROM data_pipeline_task_executions AS own
   WHERE own.execution_id = $1 AND $3 = 'completed' AND e.task_id = own.task_id AND e.id < own.id
     AND (own.execution_step, e.execution_step) IN (VALUES ${LATER})
     AND e.status = 'completed' AND NOT e.superseded
     AND (e.stale_at IS NULL OR e.stale_reason->>'code' IN (${PASSING_REASONS.map((code) => `'${code}'`).join(', ')}))`;

/** The state and the lease of executions. */
@Injectable()
export class ExecutionTable extends OperationTable<ExecutionEntity> {
  constructor(@InjectDataSource() dataSource: DataSource) {
    super(dataSource, {
      name: 'execution',
      entity: ExecutionEntity,
      id: 'executionId',
      requestedAt: 'requestedAt',
      outcome: ['errorMessage', 'error', 'errorCode', 'result', 'models'],
      // The transaction may be older than the claim of the execution that it ends: hence no negative duration.
      atEnd: 'duration_seconds = greatest(0, extract(epoch FROM now() - o.started_at))',
      // Its files may change from the claim on. They and their records agree when it is completed.
      withClaim: `INSERT INTO data_pipeline_file_changes (change_id, task_id, execution_id, step_name, file_names)
                  SELECT $3::uuid, "taskId", "executionId", step, '[]' FROM claimed`,
      withEnd: [
        `DELETE FROM data_pipeline_file_changes WHERE change_id = $2::uuid AND $3 = 'completed'`,
        LATER_STEPS_STALE,
      ],
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
