import type { MigrationInterface, QueryRunner } from 'typeorm';

const EXECUTIONS = 'data_pipeline_task_executions';

/**
 * Runs with their mode and requester, stale steps, and texts as messages (code and parameters) beside the sentences. All
 * columns may be null: rows of earlier versions have none of it, and a worker of the previous version goes on writing.
 */
export class AddRunsAndMessages1796011000000 implements MigrationInterface {
  readonly name = 'AddRunsAndMessages1796011000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ${EXECUTIONS}
        ADD COLUMN IF NOT EXISTS run_mode varchar(20),
        ADD COLUMN IF NOT EXISTS requested_by varchar(100),
        ADD COLUMN IF NOT EXISTS models jsonb,
        ADD COLUMN IF NOT EXISTS stale_at timestamptz,
        ADD COLUMN IF NOT EXISTS stale_reason jsonb,
        ADD COLUMN IF NOT EXISTS error jsonb`);
    await runner.query('ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS error jsonb');
    await runner.query(`
      ALTER TABLE data_pipeline_task_logs
        ADD COLUMN IF NOT EXISTS run_id uuid,
        ADD COLUMN IF NOT EXISTS text jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_pipeline_task_logs DROP COLUMN IF EXISTS text, DROP COLUMN IF EXISTS run_id');
    await runner.query('ALTER TABLE data_pipeline_tasks DROP COLUMN IF EXISTS error');
    await runner.query(`
      ALTER TABLE ${EXECUTIONS}
        DROP COLUMN IF EXISTS error, DROP COLUMN IF EXISTS stale_reason, DROP COLUMN IF EXISTS stale_at,
        DROP COLUMN IF EXISTS models, DROP COLUMN IF EXISTS requested_by, DROP COLUMN IF EXISTS run_mode`);
  }
}
