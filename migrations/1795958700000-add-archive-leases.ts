import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Archives get the lease columns that executions and vector operations have. */
export class AddArchiveLeases1795958700000 implements MigrationInterface {
  readonly name = 'AddArchiveLeases1795958700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE data_pipeline_task_archives
        ADD COLUMN IF NOT EXISTS started_at       timestamptz,
        ADD COLUMN IF NOT EXISTS attempts         int NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS worker_id        varchar(100),
        ADD COLUMN IF NOT EXISTS lease_token      uuid,
        ADD COLUMN IF NOT EXISTS lease_expires_at timestamptz,
        ADD COLUMN IF NOT EXISTS heartbeat_at     timestamptz`);
    await runner.query(`
      CREATE INDEX IF NOT EXISTS idx_archives_open ON data_pipeline_task_archives (heartbeat_at)
       WHERE status IN ('pending', 'running')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX IF EXISTS idx_archives_open`);
    await runner.query(`
      ALTER TABLE data_pipeline_task_archives
        DROP COLUMN IF EXISTS started_at, DROP COLUMN IF EXISTS attempts, DROP COLUMN IF EXISTS worker_id,
        DROP COLUMN IF EXISTS lease_token, DROP COLUMN IF EXISTS lease_expires_at, DROP COLUMN IF EXISTS heartbeat_at`);
  }
}
