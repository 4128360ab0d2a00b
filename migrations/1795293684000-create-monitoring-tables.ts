import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Samples of the processes, anomalies, and what is to be told about them. Each statement may run again. */
export class CreateMonitoringTables1795293684000 implements MigrationInterface {
  readonly name = 'CreateMonitoringTables1795293684000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_monitor_samples (
        id                    bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_monitor_samples PRIMARY KEY,
        process_id            varchar(100)     NOT NULL,
        role                  varchar(20)      NOT NULL,
        queues                jsonb            NOT NULL DEFAULT '[]',
        sampled_at            timestamptz      NOT NULL DEFAULT now(),
        resolution_seconds    integer          NOT NULL,
        cpu_percent           double precision NOT NULL,
        system_cpu_percent    double precision NOT NULL,
        memory_bytes          double precision NOT NULL,
        heap_bytes            double precision NOT NULL,
        system_memory_percent double precision NOT NULL,
        event_loop_lag_ms     double precision NOT NULL,
        disk_total_bytes      double precision,
        disk_free_bytes       double precision,
        active_jobs           double precision NOT NULL DEFAULT 0,
        queue_depths          jsonb
      )`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_samples_sampled_at ON data_pipeline_monitor_samples (sampled_at)`,
    );
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_samples_process ON data_pipeline_monitor_samples (process_id, sampled_at)`,
    );
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_executions_completed_at ON data_pipeline_task_executions (completed_at)`,
    );
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_monitor_turns (
        work     varchar(30) NOT NULL CONSTRAINT pk_data_pipeline_monitor_turns PRIMARY KEY,
        taken_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_anomalies (
        id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_anomalies PRIMARY KEY,
        rule         varchar(50)  NOT NULL,
        subject      varchar(200) NOT NULL,
        severity     varchar(10)  NOT NULL,
        message_zh   text         NOT NULL,
        message_en   text         NOT NULL,
        details      jsonb        NOT NULL,
        opened_at    timestamptz  NOT NULL DEFAULT now(),
        last_seen_at timestamptz  NOT NULL DEFAULT now(),
        closed_at    timestamptz,
        CONSTRAINT chk_anomaly_severity CHECK (severity IN ('warning', 'critical'))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX IF NOT EXISTS uq_anomalies_open ON data_pipeline_anomalies (rule, subject) WHERE closed_at IS NULL`,
    );
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_anomalies_last_seen ON data_pipeline_anomalies (last_seen_at)`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_webhook_deliveries (
        id              bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_webhook_deliveries PRIMARY KEY,
        anomaly_id      bigint      NOT NULL,
        event           varchar(30) NOT NULL,
        attempts        integer     NOT NULL DEFAULT 0,
        next_attempt_at timestamptz DEFAULT now(),
        delivered_at    timestamptz,
        last_error      text,
        CONSTRAINT uq_deliveries_anomaly_event UNIQUE (anomaly_id, event),
        CONSTRAINT chk_delivery_event CHECK (event IN ('anomaly.opened', 'anomaly.closed')),
        CONSTRAINT fk_deliveries_anomaly FOREIGN KEY (anomaly_id) REFERENCES data_pipeline_anomalies (id) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_deliveries_due ON data_pipeline_webhook_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX IF EXISTS idx_executions_completed_at`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_webhook_deliveries`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_anomalies`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_monitor_turns`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_monitor_samples`);
  }
}
