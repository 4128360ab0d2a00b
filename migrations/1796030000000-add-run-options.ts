import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a run was asked to do beyond its steps. */
export class AddRunOptions1796030000000 implements MigrationInterface {
  readonly name = 'AddRunOptions1796030000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_pipeline_task_executions ADD COLUMN IF NOT EXISTS options jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_pipeline_task_executions DROP COLUMN IF EXISTS options');
  }
}
