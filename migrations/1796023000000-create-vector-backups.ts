import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An index of the folders of vector backups, for monitoring and for the turn of verifications. */
export class CreateVectorBackups1796023000000 implements MigrationInterface {
  readonly name = 'CreateVectorBackups1796023000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_vector_backups (
        location        varchar(64)      NOT NULL,
        timestamp       varchar(30)      NOT NULL,
        started_at      timestamptz      NOT NULL,
        series          text             NOT NULL,
        form            varchar(40)      NOT NULL,
        is_own          boolean          NOT NULL,
        rows            double precision,
        bytes           double precision NOT NULL,
        problem         jsonb,
        verified_at     timestamptz,
        restore_seconds double precision,
        verify_seconds  double precision,
        checked_at      timestamptz,
        CONSTRAINT pk_data_pipeline_vector_backups PRIMARY KEY (location, timestamp)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS data_pipeline_vector_backups');
  }
}
