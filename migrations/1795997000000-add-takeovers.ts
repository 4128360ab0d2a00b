import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['data_pipeline_task_executions', 'data_pipeline_vector_operations', 'data_pipeline_task_archives'];

/** Operations count the workers that died on them, and vector operations know whether a client waits for the answer. */
export class AddTakeovers1795997000000 implements MigrationInterface {
  readonly name = 'AddTakeovers1795997000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS takeovers int NOT NULL DEFAULT 0`);
    }
    await runner.query(
      'ALTER TABLE data_pipeline_vector_operations ADD COLUMN IF NOT EXISTS client_waits boolean NOT NULL DEFAULT false',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_pipeline_vector_operations DROP COLUMN IF EXISTS client_waits');
    for (const table of TABLES) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN IF EXISTS takeovers`);
    }
  }
}
