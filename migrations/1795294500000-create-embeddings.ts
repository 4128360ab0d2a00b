import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Vectors that endpoints have made, by model and text: a load that runs again does not pay again. */
export class CreateEmbeddings1795294500000 implements MigrationInterface {
  readonly name = 'CreateEmbeddings1795294500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_embeddings (
        model        varchar(300) NOT NULL,
        content_hash bytea        NOT NULL,
        vector       bytea        NOT NULL,
        created_at   timestamptz  NOT NULL DEFAULT now(),
        last_used_at timestamptz  NOT NULL DEFAULT now(),
        CONSTRAINT pk_data_pipeline_embeddings PRIMARY KEY (model, content_hash)
      )`);
    // Floats do not compress; trying costs more than everything else.
    await runner.query(`ALTER TABLE data_pipeline_embeddings ALTER COLUMN vector SET STORAGE EXTERNAL`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_embeddings_last_used_at ON data_pipeline_embeddings (last_used_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_embeddings`);
  }
}
