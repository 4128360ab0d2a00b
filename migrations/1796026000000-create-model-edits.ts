import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people changed in the semantic models of tasks, one row an edit. */
export class CreateModelEdits1796026000000 implements MigrationInterface {
  readonly name = 'CreateModelEdits1796026000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_pipeline_model_edits (
        task_id    varchar(64)  NOT NULL,
        number     integer      NOT NULL,
        action     varchar(20)  NOT NULL,
        part       varchar(20)  NOT NULL,
        table_name text         NOT NULL,
        item_name  text,
        changes    jsonb        NOT NULL,
        base       varchar(64),
        by_user    varchar(120) NOT NULL,
        at         timestamptz  NOT NULL DEFAULT now(),
        undoes     integer,
        CONSTRAINT pk_data_pipeline_model_edits PRIMARY KEY (task_id, number),
        CONSTRAINT fk_model_edits_task FOREIGN KEY (task_id)
          REFERENCES data_pipeline_tasks (task_id) ON DELETE CASCADE,
        CONSTRAINT chk_model_edit_action CHECK (action IN ('edit', 'add', 'undo')),
        CONSTRAINT chk_model_edit_part CHECK (part IN ('table', 'column', 'relationship', 'metric'))
      )`);
    await runner.query(
      'CREATE INDEX IF NOT EXISTS idx_model_edits_item ON data_pipeline_model_edits (task_id, table_name)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS data_pipeline_model_edits');
  }
}
