import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the index of backups knows about copies on the second storage, and about encryption. */
export class AddBackupCopyState1796041000000 implements MigrationInterface {
  readonly name = 'AddBackupCopyState1796041000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE data_pipeline_vector_backups
        ADD COLUMN IF NOT EXISTS copy_state varchar(10),
        ADD COLUMN IF NOT EXISTS encryption_key_id varchar(20)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE data_pipeline_vector_backups
        DROP COLUMN IF EXISTS copy_state,
        DROP COLUMN IF EXISTS encryption_key_id`);
  }
}
