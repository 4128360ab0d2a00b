import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Backups, restores and verifications of the vector tables. */
export class CreateVectorOperations1795294702000 implements MigrationInterface {
  readonly name = 'CreateVectorOperations1795294702000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_vector_operations (
        operation_id        varchar(64) NOT NULL CONSTRAINT pk_data_pipeline_vector_operations PRIMARY KEY,
        kind                varchar(20) NOT NULL,
        status              varchar(20) NOT NULL DEFAULT 'pending',
        task_id             varchar(64),
        parameters          jsonb       NOT NULL,
        connection_secret   text,
        request_key         varchar(200),
        progress            jsonb,
        milestone           json,
        result              json,
        error               jsonb,
        cancel_requested_at timestamptz,
        created_at          timestamptz NOT NULL DEFAULT now(),
        started_at          timestamptz,
        completed_at        timestamptz,
        attempts            integer     NOT NULL DEFAULT 0,
        worker_id           varchar(100),
        lease_token         uuid,
        lease_expires_at    timestamptz,
        heartbeat_at        timestamptz,
        CONSTRAINT uq_vector_operations_request_key UNIQUE (request_key),
        CONSTRAINT chk_vector_operation_kind CHECK (kind IN ('backup', 'restore', 'verify')),
        CONSTRAINT chk_vector_operation_status CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled'))
      )`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_vector_operations_created_at ON data_pipeline_vector_operations (created_at)`,
    );
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_vector_operations_open ON data_pipeline_vector_operations (heartbeat_at) WHERE status IN ('pending', 'running')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_vector_operations`);
  }
}
