import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys and the audit log. Each statement may run again. */
export class CreateSecurityTables1795293685000 implements MigrationInterface {
  readonly name = 'CreateSecurityTables1795293685000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_api_keys (
        id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_api_keys PRIMARY KEY,
        name         varchar(100) NOT NULL,
        key_hash     varchar(64)  NOT NULL,
        key_prefix   varchar(12)  NOT NULL,
        scopes       jsonb        NOT NULL,
        created_at   timestamptz  NOT NULL DEFAULT now(),
        expires_at   timestamptz,
        revoked_at   timestamptz,
        last_used_at timestamptz,
        CONSTRAINT uq_api_keys_hash UNIQUE (key_hash)
      )`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_audit_log (
        id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_data_pipeline_audit_log PRIMARY KEY,
        at         timestamptz  NOT NULL DEFAULT now(),
        actor      varchar(120) NOT NULL,
        key_id     bigint,
        action     text         NOT NULL,
        target     text         NOT NULL,
        status     integer      NOT NULL,
        ip_address varchar(64),
        user_agent text,
        request_id varchar(100)
      )`);
    await runner.query(`CREATE INDEX IF NOT EXISTS idx_audit_at ON data_pipeline_audit_log (at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_audit_log`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_api_keys`);
  }
}
