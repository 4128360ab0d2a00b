import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The rate limit of all api processes together. A minute of counts is not worth a log: the table is empty after a crash. */
export class CreateRequestCounts1795325100000 implements MigrationInterface {
  readonly name = 'CreateRequestCounts1795325100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE IF NOT EXISTS data_pipeline_request_counts (
        key_name varchar(150) NOT NULL CONSTRAINT pk_data_pipeline_request_counts PRIMARY KEY,
        since    timestamptz  NOT NULL,
        requests integer      NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_request_counts`);
  }
}
