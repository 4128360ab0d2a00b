import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHECK = 'chk_execution_step';
const STEPS = `'ddl_generation', 'qa_generation', 'sql_validation', 'training_load'`;

/** Sets of questions, evaluations, a result a question, and the step `evaluation`. */
export class CreateEvaluations1796021000000 implements MigrationInterface {
  readonly name = 'CreateEvaluations1796021000000';

  async up(runner: QueryRunner): Promise<void> {
    await createSets(runner);
    await createEvaluations(runner);
    await allowSteps(runner, `${STEPS}, 'evaluation'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM data_pipeline_task_executions WHERE execution_step = 'evaluation'`);
    await allowSteps(runner, STEPS);
    for (const table of ['evaluation_results', 'evaluations', 'questions', 'question_sets']) {
      await runner.query(`DROP TABLE IF EXISTS data_pipeline_${table}`);
    }
  }
}

async function createSets(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE IF NOT EXISTS data_pipeline_question_sets (
      set_id         varchar(64)  NOT NULL CONSTRAINT pk_data_pipeline_question_sets PRIMARY KEY,
      name           varchar(200) NOT NULL,
      origin         varchar(20)  NOT NULL,
      task_id        varchar(64) CONSTRAINT fk_question_sets_task REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
      database_name  varchar(63)  NOT NULL,
      question_count integer      NOT NULL,
      content_hash   varchar(64)  NOT NULL,
      created_by     varchar(100),
      created_at     timestamptz  NOT NULL DEFAULT now()
    )`);
  await runner.query(
    'CREATE INDEX IF NOT EXISTS idx_question_sets_created_at ON data_pipeline_question_sets (created_at)',
  );
  await runner.query('CREATE INDEX IF NOT EXISTS idx_question_sets_task_id ON data_pipeline_question_sets (task_id)');
  await runner.query(`
    CREATE TABLE IF NOT EXISTS data_pipeline_questions (
      set_id       varchar(64)  NOT NULL CONSTRAINT fk_questions_set REFERENCES data_pipeline_question_sets (set_id) ON DELETE CASCADE,
      position     integer      NOT NULL,
      question_id  varchar(200) NOT NULL,
      question     text         NOT NULL,
      gold_sql     jsonb        NOT NULL,
      language     varchar(10),
      origin       varchar(20)  NOT NULL,
      unanswerable boolean      NOT NULL DEFAULT false,
      hint         text,
      CONSTRAINT pk_data_pipeline_questions PRIMARY KEY (set_id, position)
    )`);
}

async function createEvaluations(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE IF NOT EXISTS data_pipeline_evaluations (
      evaluation_id       varchar(200) NOT NULL CONSTRAINT pk_data_pipeline_evaluations PRIMARY KEY,
      task_id             varchar(64)  NOT NULL CONSTRAINT fk_evaluations_task REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
      set_id              varchar(64)  NOT NULL CONSTRAINT fk_evaluations_set REFERENCES data_pipeline_question_sets (set_id) ON DELETE CASCADE,
      execution_id        varchar(160),
      database_name       varchar(63)  NOT NULL,
      phase               varchar(20)  NOT NULL DEFAULT 'loaded',
      level               varchar(20)  NOT NULL DEFAULT 'retrieval',
      arms                jsonb        NOT NULL,
      parameters          jsonb        NOT NULL,
      progress            jsonb,
      summary             jsonb,
      error               jsonb,
      cancel_requested_at timestamptz,
      created_at          timestamptz  NOT NULL DEFAULT now(),
      status              varchar(20)  NOT NULL DEFAULT 'pending',
      started_at          timestamptz,
      completed_at        timestamptz,
      attempts            integer      NOT NULL DEFAULT 0,
      takeovers           integer      NOT NULL DEFAULT 0,
      worker_id           varchar(100),
      lease_token         uuid,
      lease_expires_at    timestamptz,
      heartbeat_at        timestamptz,
      waiting             jsonb,
      CONSTRAINT chk_evaluation_status CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
      CONSTRAINT chk_evaluation_phase CHECK (phase IN ('loaded', 'candidate'))
    )`);
  await runner.query(
    'CREATE INDEX IF NOT EXISTS idx_evaluations_task_id ON data_pipeline_evaluations (task_id, created_at)',
  );
  await runner.query(
    'CREATE INDEX IF NOT EXISTS idx_evaluations_database ON data_pipeline_evaluations (database_name, created_at)',
  );
  await runner.query(
    `CREATE INDEX IF NOT EXISTS idx_evaluations_open ON data_pipeline_evaluations (heartbeat_at) WHERE status IN ('pending', 'running')`,
  );
  await runner.query(`
    CREATE TABLE IF NOT EXISTS data_pipeline_evaluation_results (
      evaluation_id varchar(200) NOT NULL CONSTRAINT fk_evaluation_results_evaluation REFERENCES data_pipeline_evaluations (evaluation_id) ON DELETE CASCADE,
      position      integer      NOT NULL,
      question_id   varchar(200) NOT NULL,
      question      text         NOT NULL,
      status        varchar(20)  NOT NULL,
      note          text,
      half          varchar(10)  NOT NULL,
      retrieval     jsonb        NOT NULL,
      answers       jsonb,
      causes        jsonb        NOT NULL,
      CONSTRAINT pk_data_pipeline_evaluation_results PRIMARY KEY (evaluation_id, position)
    )`);
}

async function allowSteps(runner: QueryRunner, steps: string): Promise<void> {
  await runner.query(`ALTER TABLE data_pipeline_task_executions DROP CONSTRAINT IF EXISTS ${CHECK}`);
  await runner.query(
    `ALTER TABLE data_pipeline_task_executions ADD CONSTRAINT ${CHECK} CHECK (execution_step IN (${steps}))`,
  );
}
