import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { TaskStatus } from '#libs/database';
import { userErrorCodes } from '#libs/domain-errors';
import type { StepName } from '#libs/pipeline';
import { stepResults } from '#libs/step-files';
import { readSelfChecks, type TaskSelfCheck } from './self-checks.js';

export interface TaskStatistics {
  readonly total: number;
  readonly byStatus: Readonly<Partial<Record<TaskStatus, number>>>;
  readonly createdLast24Hours: number;
  readonly completedLast24Hours: number;
  /** Of the failed ones, those whose error the request or its data caused. */
  readonly failedByRequest: number;
  /** From the start of the last run of a completed task to its end. */
  readonly averageSeconds: number | null;
}

export interface StepStatistics {
  readonly step: StepName;
  readonly executions: number;
  readonly completed: number;
  readonly failed: number;
  /** Of these, those whose error the request or its data caused. */
  readonly failedByRequest: number;
  readonly cancelled: number;
  readonly averageSeconds: number | null;
  readonly medianSeconds: number | null;
  readonly p95Seconds: number | null;
}

export interface FileStatistics {
  readonly files: number;
  readonly bytes: number;
  readonly byType: readonly { readonly type: string; readonly files: number; readonly bytes: number }[];
}

/** Numbers over the whole installation, computed from the task tables. */
@Injectable()
export class StatisticsService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async tasks(): Promise<TaskStatistics> {
    const rows = await this.dataSource.query<
      {
        status: TaskStatus;
        count: number;
        created: number;
        completed: number;
        ofUsers: number;
        seconds: number | null;
      }[]
    >(
      `SELECT status, count(*)::int AS count,
              count(*) FILTER (WHERE created_at > now() - interval '24 hours')::int AS created,
              count(*) FILTER (WHERE status = 'completed' AND completed_at > now() - interval '24 hours')::int AS completed,
              count(*) FILTER (WHERE status = 'failed' AND error ->> 'code' = ANY($1))::int AS "ofUsers",
              avg(extract(epoch FROM completed_at - started_at)) FILTER (WHERE status = 'completed')::float AS seconds
         FROM data_pipeline_tasks
        GROUP BY status`,
      [userErrorCodes()],
    );
    const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0);
    return {
      total: sum(({ count }) => count),
      byStatus: Object.fromEntries(rows.map(({ status, count }) => [status, count])),
      createdLast24Hours: sum(({ created }) => created),
      completedLast24Hours: sum(({ completed }) => completed),
      failedByRequest: sum(({ ofUsers }) => ofUsers),
      averageSeconds: rows.find(({ status }) => status === 'completed')?.seconds ?? null,
    };
  }

  /** Steps that never ran are absent. */
  steps(): Promise<StepStatistics[]> {
    return this.dataSource.query<StepStatistics[]>(
      `SELECT execution_step AS step, count(*)::int AS executions,
              count(*) FILTER (WHERE status = 'completed')::int AS completed,
              count(*) FILTER (WHERE status = 'failed')::int AS failed,
              count(*) FILTER (WHERE status = 'failed' AND error_code = ANY($1))::int AS "failedByRequest",
              count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
              avg(duration_seconds) FILTER (WHERE status = 'completed') AS "averageSeconds",
              percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_seconds)
                FILTER (WHERE status = 'completed') AS "medianSeconds",
              percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_seconds)
                FILTER (WHERE status = 'completed') AS "p95Seconds"
         FROM data_pipeline_task_executions
        GROUP BY execution_step`,
      [userErrorCodes()],
    );
  }

  /** The self-checks of the newest loads. */
  selfChecks(): Promise<TaskSelfCheck[]> {
    return readSelfChecks(this.dataSource);
  }

  /** Recorded outputs. */
  async files(): Promise<FileStatistics> {
    const byType = await this.dataSource.query<{ type: string; files: number; bytes: number }[]>(
      `SELECT file_type AS type, count(*)::int AS files, coalesce(sum(file_size), 0)::float AS bytes
         FROM data_pipeline_task_outputs
        GROUP BY file_type
        ORDER BY file_type`,
    );
    return {
      files: byType.reduce((total, { files }) => total + files, 0),
      bytes: byType.reduce((total, { bytes }) => total + bytes, 0),
      byType,
    };
  }

  /** Records that the newest load of each task put into the vector store, and pairs of its newest generation. */
  async results(): Promise<{ tables: number; pairs: number; validPairs: number; loadedRecords: number }> {
    const [row] = await this.dataSource.query<
      { tables: number; pairs: number; validPairs: number; loadedRecords: number }[]
    >(
      `SELECT coalesce(sum(${wholeNumber(RESULT.tables)}), 0)::float AS tables,
              coalesce(sum(${wholeNumber(RESULT.pairs)}), 0)::float AS pairs,
              coalesce(sum(${wholeNumber(RESULT.validPairs)}), 0)::float AS "validPairs",
              coalesce(sum((SELECT sum(${wholeNumber('entry.value')})
                              FROM jsonb_each_text(CASE WHEN jsonb_typeof(${RESULT.loaded}) = 'object'
                                                        THEN ${RESULT.loaded} ELSE '{}' END) AS entry)), 0)::float
                AS "loadedRecords"
         FROM (SELECT DISTINCT ON (task_id, execution_step) execution_result AS result
                 FROM data_pipeline_task_executions
                WHERE status = 'completed' AND NOT superseded
                ORDER BY task_id, execution_step, id DESC) AS newest`,
    );
    return row ?? { tables: 0, pairs: 0, validPairs: 0, loadedRecords: 0 };
  }
}

/** Members of a step's result, in SQL. */
const RESULT = {
  tables: `result ->> '${stepResults.ddl_generation.key('processed_successfully')}'`,
  pairs: `result ->> '${stepResults.qa_generation.key('total_questions')}'`,
  validPairs: `result ->> '${stepResults.sql_validation.key('valid_sql_count')}'`,
  loaded: `result -> '${stepResults.training_load.key('loaded')}'`,
};

/** Results of earlier versions are of any form: a value that is not a whole number counts as 0. */
function wholeNumber(text: string): string {
  return `CASE WHEN ${text} ~ '^[0-9]{1,12}$' THEN (${text})::float END`;
}
