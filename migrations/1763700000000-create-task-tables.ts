import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The four task tables. Each statement may run again: an interrupted installation is simply repeated. */
export class CreateTaskTables1763700000000 implements MigrationInterface {
  readonly name = 'CreateTaskTables1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_tasks (
        task_id             varchar(64)  NOT NULL CONSTRAINT pk_data_pipeline_tasks PRIMARY KEY,
        task_name           varchar(255),
        task_type           varchar(50)  NOT NULL DEFAULT 'data_workflow',
        status              varchar(20)  NOT NULL DEFAULT 'pending',
        parameters          jsonb        NOT NULL,
        table_list          jsonb,
        run_id              uuid,
        cancel_requested_at timestamptz,
        error_message       text,
        created_at          timestamptz  NOT NULL DEFAULT now(),
        updated_at          timestamptz  NOT NULL DEFAULT now(),
        started_at          timestamptz,
        completed_at        timestamptz,
        created_by          varchar(50)  NOT NULL DEFAULT 'api',
        output_directory    text         NOT NULL,
        db_name             varchar(100),
        idempotency_key     varchar(200),
        idempotency_hash    varchar(64),
        CONSTRAINT chk_task_status CHECK (status IN ('pending', 'in_progress', 'partial_completed', 'completed', 'failed', 'cancelled')),
        CONSTRAINT chk_task_type CHECK (task_type IN ('data_workflow', 'complete_workflow')),
        CONSTRAINT chk_task_created_by CHECK (created_by IN ('api', 'manual', 'system'))
      )`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_tasks_status ON data_pipeline_tasks (status)`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_tasks_created_at ON data_pipeline_tasks (created_at)`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_tasks_created_by ON data_pipeline_tasks (created_by)`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_tasks_db_name ON data_pipeline_tasks (db_name)`);
    await runner.query(
      `CREATE UNIQUE INDEX IF NOT EXISTS uq_tasks_idempotency_key ON data_pipeline_tasks (idempotency_key)`,
    );

    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_task_executions (
        id               bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_task_executions PRIMARY KEY,
        execution_id     varchar(160) NOT NULL,
        task_id          varchar(64)  NOT NULL,
        run_id           uuid         NOT NULL,
        execution_step   varchar(50)  NOT NULL,
        status           varchar(20)  NOT NULL DEFAULT 'pending',
        requested_at     timestamptz  NOT NULL DEFAULT now(),
        started_at       timestamptz,
        completed_at     timestamptz,
        duration_seconds double precision,
        error_message    text,
        error_code       varchar(100),
        execution_result jsonb,
        progress         jsonb,
        force_executed   boolean      NOT NULL DEFAULT false,
        files_cleaned    boolean      NOT NULL DEFAULT false,
        superseded       boolean      NOT NULL DEFAULT false,
        attempts         integer      NOT NULL DEFAULT 0,
        worker_id        varchar(100),
        lease_token      uuid,
        lease_expires_at timestamptz,
        heartbeat_at     timestamptz,
        CONSTRAINT uq_executions_execution_id UNIQUE (execution_id),
        CONSTRAINT uq_executions_run_step UNIQUE (run_id, execution_step),
        CONSTRAINT chk_execution_status CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
        CONSTRAINT chk_execution_step CHECK (execution_step IN ('ddl_generation', 'qa_generation', 'sql_validation', 'training_load')),
        CONSTRAINT chk_duration_not_negative CHECK (duration_seconds IS NULL OR duration_seconds >= 0),
        CONSTRAINT fk_executions_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_executions_task_step ON data_pipeline_task_executions (task_id, execution_step)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX IF NOT EXISTS uq_executions_one_running ON data_pipeline_task_executions (task_id) WHERE status = 'running'`,
    );
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_executions_open ON data_pipeline_task_executions (heartbeat_at) WHERE status IN ('pending', 'running')`,
    );

    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_task_logs (
        id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_task_logs PRIMARY KEY,
        task_id      varchar(64)  NOT NULL,
        execution_id varchar(160),
        log_level    varchar(10)  NOT NULL,
        message      text         NOT NULL,
        step_name    varchar(50),
        module_name  varchar(100) NOT NULL,
        "timestamp"  timestamptz  NOT NULL DEFAULT now(),
        extra_data   jsonb,
        CONSTRAINT chk_log_level CHECK (log_level IN ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')),
        CONSTRAINT fk_logs_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
        CONSTRAINT fk_logs_execution FOREIGN KEY (execution_id) REFERENCES data_pipeline_task_executions (execution_id) ON DELETE SET NULL
      )`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_logs_task_id ON data_pipeline_task_logs (task_id, id)`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_logs_execution_id ON data_pipeline_task_logs (execution_id)`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_logs_timestamp ON data_pipeline_task_logs ("timestamp")`);

    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_task_outputs (
        id              bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_task_outputs PRIMARY KEY,
        task_id         varchar(64) NOT NULL,
        execution_id    varchar(160),
        step_name       varchar(50),
        file_name       text        NOT NULL,
        file_type       varchar(50) NOT NULL,
        file_size       bigint      NOT NULL,
        content_hash    varchar(64) NOT NULL,
        description     text,
        is_primary      boolean     NOT NULL DEFAULT false,
        is_downloadable boolean     NOT NULL DEFAULT true,
        created_at      timestamptz NOT NULL DEFAULT now(),
        modified_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_outputs_task_file UNIQUE (task_id, file_name),
        CONSTRAINT chk_file_type CHECK (file_type IN ('ddl', 'markdown', 'json', 'log', 'text', 'sql', 'csv', 'other')),
        CONSTRAINT chk_file_size_not_negative CHECK (file_size >= 0),
        CONSTRAINT fk_outputs_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
        CONSTRAINT fk_outputs_execution FOREIGN KEY (execution_id) REFERENCES data_pipeline_task_executions (execution_id) ON DELETE SET NULL
      )`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_outputs_execution_id ON data_pipeline_task_outputs (execution_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_task_outputs`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_task_logs`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_task_executions`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_tasks`);
  }
}
