import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people decided about question–SQL pairs, one row an action. */
export class CreatePairReviews1795999000000 implements MigrationInterface {
  readonly name = 'CreatePairReviews1795999000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_pair_reviews (
        task_id     varchar(64)  NOT NULL,
        pair_id     varchar(64)  NOT NULL,
        version     integer      NOT NULL,
        action      varchar(20)  NOT NULL,
        state       varchar(20)  NOT NULL,
        comment     text,
        edit        jsonb,
        pair        jsonb        NOT NULL,
        fingerprint jsonb        NOT NULL,
        by_user     varchar(120) NOT NULL,
        at          timestamptz  NOT NULL DEFAULT now(),
        batch_id    uuid,
        undoes      integer,
        CONSTRAINT pk_data_pipeline_pair_reviews PRIMARY KEY (task_id, pair_id, version),
        CONSTRAINT fk_pair_reviews_task FOREIGN KEY (task_id)
          REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
        CONSTRAINT chk_pair_review_state CHECK (state IN ('new', 'approved', 'rejected', 'needs_work')),
        CONSTRAINT chk_pair_review_action CHECK (action IN ('decide', 'edit', 'undo'))
      )`);
    await runner.query(
      'CREATE INDEX IF NOT EXISTS idx_pair_reviews_by_user ON data_pipeline_pair_reviews (task_id, by_user, at)',
    );
    await runner.query('CREATE INDEX IF NOT EXISTS idx_pair_reviews_batch ON data_pipeline_pair_reviews (batch_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS data_pipeline_pair_reviews');
  }
}
