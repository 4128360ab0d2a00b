import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['data_pipeline_task_executions', 'data_pipeline_vector_operations', 'data_pipeline_task_archives'];

/** Operations say which service they wait for, and until when. */
export class AddOperationWaits1795960200000 implements MigrationInterface {
  readonly name = 'AddOperationWaits1795960200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS waiting jsonb`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN IF EXISTS waiting`);
    }
  }
}
