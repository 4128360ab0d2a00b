import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest execution of a step is found at the end of its part of the index, however often the task has run. */
export class IndexNewestExecutions1795303096000 implements MigrationInterface {
  readonly name = 'IndexNewestExecutions1795303096000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_executions_task_step_id
         ON data_pipeline_task_executions (task_id, execution_step, id)`,
    );
    await runner.query(`DROP INDEX IF EXISTS idx_executions_task_step`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_executions_task_step ON data_pipeline_task_executions (task_id, execution_step)`,
    );
    await runner.query(`DROP INDEX IF EXISTS idx_executions_task_step_id`);
  }
}
