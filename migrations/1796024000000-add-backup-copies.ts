import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'data_pipeline_vector_operations';
const CHECK = 'chk_vector_operation_kind';

/** Copies of backups to a second storage are operations. */
export class AddBackupCopies1796024000000 implements MigrationInterface {
  readonly name = 'AddBackupCopies1796024000000';

  async up(runner: QueryRunner): Promise<void> {
    await allowKinds(runner, `'backup', 'restore', 'verify', 'copy'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM ${TABLE} WHERE kind = 'copy'`);
    await allowKinds(runner, `'backup', 'restore', 'verify'`);
  }
}

async function allowKinds(runner: QueryRunner, kinds: string): Promise<void> {
  await runner.query(`ALTER TABLE ${TABLE} DROP CONSTRAINT IF EXISTS ${CHECK}`);
  await runner.query(`ALTER TABLE ${TABLE} ADD CONSTRAINT ${CHECK} CHECK (kind IN (${kinds}))`);
}
