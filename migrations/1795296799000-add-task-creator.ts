import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creator of a task: the name of the key; null for older tasks. */
export class AddTaskCreator1795296799000 implements MigrationInterface {
  readonly name = 'AddTaskCreator1795296799000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE data_pipeline_tasks ADD COLUMN IF NOT EXISTS by_user varchar(100)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE data_pipeline_tasks DROP COLUMN IF EXISTS by_user`);
  }
}
