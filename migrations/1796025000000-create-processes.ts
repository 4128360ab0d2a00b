import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Processes that are alive, and the mark of the storage that all of them must see. */
export class CreateProcesses1796025000000 implements MigrationInterface {
  readonly name = 'CreateProcesses1796025000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_processes (
        process_id      varchar(100) NOT NULL CONSTRAINT pk_data_pipeline_processes PRIMARY KEY,
        role            varchar(20)  NOT NULL,
        version         varchar(50)  NOT NULL,
        job_contract    integer      NOT NULL,
        refusal         jsonb,
        clock_offset_ms double precision,
        seen_at         timestamptz  NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_storage_marks (
        mark      uuid        NOT NULL CONSTRAINT pk_data_pipeline_storage_marks PRIMARY KEY,
        is_only   boolean     NOT NULL DEFAULT true,
        location  text        NOT NULL,
        marked_at timestamptz,
        CONSTRAINT uq_storage_marks_only UNIQUE (is_only),
        CONSTRAINT chk_storage_marks_only CHECK (is_only)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS data_pipeline_storage_marks');
    await runner.query('DROP TABLE IF EXISTS data_pipeline_processes');
  }
}
