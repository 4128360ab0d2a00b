import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Details of the change that a request made; null for older entries. */
export class AddAuditDetails1795325200000 implements MigrationInterface {
  readonly name = 'AddAuditDetails1795325200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE data_pipeline_audit_log ADD COLUMN IF NOT EXISTS details jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE data_pipeline_audit_log DROP COLUMN IF EXISTS details`);
  }
}
