import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers of language models that were paid for, what each task has spent on them, and the calls that are under way. */
export class CreateModelLedger1795295400000 implements MigrationInterface {
  readonly name = 'CreateModelLedger1795295400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_model_answers (
        answer_key        bytea        NOT NULL CONSTRAINT pk_data_pipeline_model_answers PRIMARY KEY,
        model             varchar(300) NOT NULL,
        answer            text         NOT NULL,
        prompt_tokens     integer      NOT NULL,
        completion_tokens integer      NOT NULL,
        created_at        timestamptz  NOT NULL DEFAULT now(),
        last_used_at      timestamptz  NOT NULL DEFAULT now()
      )`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_model_answers_last_used_at ON data_pipeline_model_answers (last_used_at)`,
    );

    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_model_usage (
        task_id            varchar(64)    NOT NULL,
        step_name          varchar(50)    NOT NULL,
        model              varchar(300)   NOT NULL,
        requests           integer        NOT NULL DEFAULT 0,
        cached_answers     integer        NOT NULL DEFAULT 0,
        estimated_requests integer        NOT NULL DEFAULT 0,
        prompt_tokens      bigint         NOT NULL DEFAULT 0,
        completion_tokens  bigint         NOT NULL DEFAULT 0,
        cost               numeric(20, 8),
        updated_at         timestamptz    NOT NULL DEFAULT now(),
        CONSTRAINT pk_data_pipeline_model_usage PRIMARY KEY (task_id, step_name, model),
        CONSTRAINT fk_model_usage_task FOREIGN KEY (task_id) REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE
      )`);

    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_model_calls (
        call_id    uuid         NOT NULL CONSTRAINT pk_data_pipeline_model_calls PRIMARY KEY,
        model      varchar(300) NOT NULL,
        tokens     integer      NOT NULL,
        started_at timestamptz  NOT NULL DEFAULT now(),
        ends_at    timestamptz  NOT NULL
      )`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS idx_model_calls_started_at ON data_pipeline_model_calls (model, started_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_model_calls`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_model_usage`);
    await runner.query(`DROP TABLE IF EXISTS data_pipeline_model_answers`);
  }
}
