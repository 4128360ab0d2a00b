import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Targets of notifications, and the events on their way to them. */
export class CreateNotifications1796022000000 implements MigrationInterface {
  readonly name = 'CreateNotifications1796022000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_notification_targets (
        target_id   uuid         NOT NULL CONSTRAINT pk_data_pipeline_notification_targets PRIMARY KEY,
        name        varchar(100) NOT NULL,
        kind        varchar(20)  NOT NULL,
        events      jsonb        NOT NULL,
        language    varchar(10)  NOT NULL,
        host        varchar(255) NOT NULL,
        sealed      text         NOT NULL,
        enabled     boolean      NOT NULL DEFAULT true,
        created_at  timestamptz  NOT NULL DEFAULT now(),
        lease       uuid,
        lease_until timestamptz,
        CONSTRAINT uq_notification_targets_name UNIQUE (name)
      )`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_notification_deliveries (
        id              bigint GENERATED ALWAYS AS IDENTITY
                        CONSTRAINT pk_data_pipeline_notification_deliveries PRIMARY KEY,
        target_id       uuid        NOT NULL,
        event           varchar(50) NOT NULL,
        payload         jsonb       NOT NULL,
        attempts        integer     NOT NULL DEFAULT 0,
        next_attempt_at timestamptz DEFAULT now(),
        delivered_at    timestamptz,
        dead_at         timestamptz,
        last_error      text,
        created_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT fk_notification_deliveries_target FOREIGN KEY (target_id)
          REFERENCES data_pipeline_notification_targets (target_id) ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE INDEX IF NOT EXISTS idx_notification_deliveries_due
        ON data_pipeline_notification_deliveries (target_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX IF NOT EXISTS idx_notification_deliveries_created_at
        ON data_pipeline_notification_deliveries (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS data_pipeline_notification_deliveries');
    await runner.query('DROP TABLE IF EXISTS data_pipeline_notification_targets');
  }
}
