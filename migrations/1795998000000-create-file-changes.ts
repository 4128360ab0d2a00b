import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of files are announced before they are made, so that one that was interrupted is completed or withdrawn. */
export class CreateFileChanges1795998000000 implements MigrationInterface {
  readonly name = 'CreateFileChanges1795998000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_file_changes (
        change_id    uuid        NOT NULL CONSTRAINT pk_data_pipeline_file_changes PRIMARY KEY,
        task_id      varchar(64) NOT NULL,
        execution_id varchar(160),
        step_name    varchar(50),
        file_names   jsonb       NOT NULL,
        announced_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX IF NOT EXISTS idx_file_changes_task_id ON data_pipeline_file_changes (task_id)');
    await runner.query('ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS table_list_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_pipeline_tasks DROP COLUMN IF EXISTS table_list_at');
    await runner.query('DROP TABLE IF EXISTS data_pipeline_file_changes');
  }
}
