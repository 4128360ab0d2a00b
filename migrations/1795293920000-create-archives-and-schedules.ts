import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Archives that workers build, schedules of tasks, and tasks whose files were deleted while their row stays. */
export class CreateArchivesAndSchedules1795293920000 implements MigrationInterface {
  readonly name = 'CreateArchivesAndSchedules1795293920000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_task_archives (
        archive_id     uuid        NOT NULL CONSTRAINT pk_data_pipeline_task_archives PRIMARY KEY,
        task_id        varchar(64) NOT NULL,
        archive_format varchar(10) NOT NULL,
        files          jsonb       NOT NULL,
        status         varchar(20) NOT NULL DEFAULT 'pending',
        file_name      text        NOT NULL,
        file_size      bigint,
        content_hash   varchar(64),
        error_message  text,
        created_at     timestamptz NOT NULL DEFAULT now(),
        completed_at   timestamptz,
        expires_at     timestamptz NOT NULL,
        CONSTRAINT chk_archive_status CHECK (status IN ('pending', 'running', 'completed', 'failed')),
        CONSTRAINT chk_archive_format CHECK (archive_format IN ('zip', 'tar.gz')),
        CONSTRAINT fk_archives_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_archives_task_id ON data_pipeline_task_archives (task_id)`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_archives_expires_at ON data_pipeline_task_archives (expires_at)`,
    );

    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_task_schedules (
        task_id              varchar(64)  NOT NULL CONSTRAINT pk_data_pipeline_task_schedules PRIMARY KEY,
        cron                 varchar(200) NOT NULL,
        time_zone            varchar(100) NOT NULL,
        clean_existing_files boolean      NOT NULL DEFAULT false,
        created_at           timestamptz  NOT NULL DEFAULT now(),
        last_started_at      timestamptz,
        last_refusal         varchar(100),
        CONSTRAINT fk_schedules_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
      )`);

    await runner.query(`ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS files_deleted_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE data_pipeline_tasks DROP COLUMN IF EXISTS files_deleted_at`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_task_schedules`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_task_archives`);
  }
}
