import type { DataSource } from 'typeorm';
import { JsonRows, preparedQuery, TaskEntity, type PreparedStatement } from '#libs/database';
import type { TaskParameters } from '#libs/pipeline';
import type { LogEntry } from './log-entry.js';

export interface NewTask {
  readonly taskName: string | null;
  readonly byUser: string | null;
  readonly parameters: TaskParameters;
  readonly tableList: string[] | null;
  readonly idempotencyKey: string | null;
  readonly idempotencyHash: string | null;
  readonly createdAt: Date;
}

/** The announced change of its first files. */
export interface FirstChange {
  readonly changeId: string;
  readonly names: readonly string[];
}

/** The row of a task with the first line of its log and the announcement of its files, in one statement. */
export class CreateTaskQuery {
  private readonly statement: PreparedStatement;
  private readonly tasks: JsonRows<TaskEntity>;

  constructor(private readonly dataSource: DataSource) {
    this.tasks = new JsonRows<TaskEntity>(dataSource.getMetadata(TaskEntity));
    this.statement = {
      name: 'data_pipeline_task_creation',
      text: `
        WITH task AS (
          INSERT INTO data_pipeline_tasks AS t (task_id, task_name, by_user, parameters, table_list,
            idempotency_key, idempotency_hash, db_name, created_at, output_directory)
          VALUES ($1::text, $2, $3, $4, $5, $6, $7, $8, $9, $1::text) ON CONFLICT DO NOTHING
          RETURNING ${this.tasks.columns('t')}
        ), log AS (
          INSERT INTO data_pipeline_task_logs (task_id, log_level, module_name, message, timestamp, text)
          SELECT $1, 'INFO', $10, $11, $9, $14::jsonb FROM task
        ), change AS (
          INSERT INTO data_pipeline_file_changes (change_id, task_id, file_names)
          SELECT $12, $1, $13::jsonb FROM task
        )
        SELECT * FROM task`,
    };
  }

  /** @returns null, and nothing is written, when the id or the idempotency key is taken. */
  async run(taskId: string, task: NewTask, log: LogEntry, change: FirstChange): Promise<TaskEntity | null> {
    const [row] = await preparedQuery<Record<string, unknown>>(this.dataSource, this.statement, [
      taskId,
      task.taskName,
      task.byUser,
      task.parameters,
      task.tableList === null ? null : JSON.stringify(task.tableList),
      task.idempotencyKey,
      task.idempotencyHash,
      task.parameters.db_name ?? null,
      task.createdAt,
      log.module,
      log.message,
      change.changeId,
      JSON.stringify(change.names),
      JSON.stringify(log.text ?? null),
    ]);
    return row === undefined ? null : this.tasks.revive(row);
  }
}
