import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the second storage was marked that holds copies of backups. */
export class AddCopiesLocation1796031000000 implements MigrationInterface {
  readonly name = 'AddCopiesLocation1796031000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_pipeline_storage_marks ADD COLUMN IF NOT EXISTS copies_location text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_pipeline_storage_marks DROP COLUMN IF EXISTS copies_location');
  }
}
