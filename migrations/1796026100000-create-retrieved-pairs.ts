import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which pairs of the store questions have found. */
export class CreateRetrievedPairs1796026100000 implements MigrationInterface {
  readonly name = 'CreateRetrievedPairs1796026100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_retrieved_pairs (
        pair_id varchar(64) NOT NULL CONSTRAINT pk_data_pipeline_retrieved_pairs PRIMARY KEY,
        times   integer     NOT NULL,
        last_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS data_pipeline_retrieved_pairs');
  }
}
