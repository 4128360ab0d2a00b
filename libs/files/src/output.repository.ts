import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';
import { preparedQuery, TaskOutputEntity, type PreparedStatement } from '#libs/database';
import type { StepName } from '#libs/pipeline';
import { requireOpen, type ChangeOwner } from './changes/file-change.repository.js';
import { fileTypeOf } from './file-type.js';
import type { WrittenFile } from './file-store.js';

export interface RecordedOutput extends WrittenFile {
  readonly isPrimary: boolean;
}

/**
 * The step that wrote a file first stays its owner: sql_validation may rewrite the pairs of qa_generation.
 * @param more sources of rows besides the files
 */
const recording = (more = ''): string =>
  `INSERT INTO data_pipeline_task_outputs
     (task_id, execution_id, step_name, file_name, file_type, file_size, content_hash, is_primary)
   SELECT $1, $2, $3, file.*
     FROM unnest($4::text[], $5::text[], $6::bigint[], $7::text[], $8::boolean[]) AS file ${more}
   ON CONFLICT (task_id, file_name) DO UPDATE SET
     execution_id = excluded.execution_id, file_type = excluded.file_type, file_size = excluded.file_size,
     content_hash = excluded.content_hash, is_primary = excluded.is_primary, modified_at = excluded.modified_at`;

const RECORDING: PreparedStatement = { name: 'data_pipeline_output_recording', text: recording() };

/** Records nothing when the change is settled. It is not settled meanwhile: hence the lock. */
const RECORDING_OF_CHANGE: PreparedStatement = {
  name: 'data_pipeline_output_recording_of_change',
  text: `WITH open AS (SELECT change_id FROM data_pipeline_file_changes WHERE change_id = $9 FOR SHARE),
              recorded AS (${recording('CROSS JOIN open')})
         SELECT change_id FROM open`,
};

const KEPT_AS_PRIMARY: PreparedStatement = {
  name: 'data_pipeline_output_kept_as_primary',
  text: `UPDATE data_pipeline_task_outputs SET is_primary = true
          WHERE task_id = $1 AND file_name = ANY ($2) AND NOT is_primary`,
};

/**
 * The changes are finished first: another process that settles one holds its row, and would wait for the new rows.
 * A settled change has recorded its files.
 */
const RECORDING_OF_NEW_TASKS: PreparedStatement = {
  name: 'data_pipeline_output_recording_of_new_tasks',
  text: `WITH finished AS (DELETE FROM data_pipeline_file_changes WHERE change_id = ANY ($1::uuid[]) RETURNING task_id)
         INSERT INTO data_pipeline_task_outputs (task_id, file_name, file_type, file_size, content_hash, is_primary)
         SELECT file.*, false
           FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
             AS file (task_id, file_name, file_type, file_size, content_hash)
           JOIN finished ON finished.task_id = file.task_id
         ON CONFLICT (task_id, file_name) DO NOTHING`,
};

/** The first files of a task, and the announced change that made them. */
export interface FirstRecords {
  readonly taskId: string;
  readonly changeId: string;
  readonly files: readonly WrittenFile[];
}

const NAMES_OF_STEPS: PreparedStatement = {
  name: 'data_pipeline_output_names_of_steps',
  text: `SELECT file_name AS name FROM data_pipeline_task_outputs
          WHERE task_id = $1 AND step_name = ANY($2) ORDER BY file_name`,
};

/** Rows of published files. */
@Injectable()
export class OutputRepository {
  constructor(@InjectRepository(TaskOutputEntity) private readonly rows: Repository<TaskOutputEntity>) {}

  /** Records files after they are complete under their final names. Recording the same again changes nothing. */
  async record(
    taskId: string,
    executionId: string | null,
    stepName: StepName | null,
    files: readonly RecordedOutput[],
    manager?: EntityManager,
  ): Promise<void> {
    if (files.length === 0) {
      return;
    }
    const values = valuesOf(taskId, executionId, stepName, files);
    await (manager
      ? manager.query(RECORDING.text, values)
      : preparedQuery(this.rows.manager.connection, RECORDING, values));
  }

  /** The same while the announced change of these files is open. @throws DomainError `file_change_overtaken` */
  async recordOfChange(
    { changeId, taskId, executionId, step }: ChangeOwner,
    files: readonly RecordedOutput[],
  ): Promise<void> {
    if (files.length > 0) {
      const values = [...valuesOf(taskId, executionId, step, files), changeId];
      requireOpen(await preparedQuery(this.rows.manager.connection, RECORDING_OF_CHANGE, values));
    }
  }

  /** Files that were found without a record have lost this mark. */
  async markPrimary(taskId: string, names: readonly string[]): Promise<void> {
    if (names.length > 0) {
      await preparedQuery(this.rows.manager.connection, KEPT_AS_PRIMARY, [taskId, names]);
    }
  }

  /** Records the first files of tasks, and finishes the changes that made them. */
  async recordFirst(tasks: readonly FirstRecords[]): Promise<void> {
    const files = tasks.flatMap(({ taskId, files: own }) => own.map((file) => ({ ...file, taskId })));
    await preparedQuery(this.rows.manager.connection, RECORDING_OF_NEW_TASKS, [
      tasks.map(({ changeId }) => changeId),
      files.map(({ taskId }) => taskId),
      files.map(({ name }) => name),
      files.map(({ name }) => fileTypeOf(name)),
      files.map(({ size }) => size),
      files.map(({ sha256 }) => sha256),
    ]);
  }

  ofTask(taskId: string, manager?: EntityManager): Promise<TaskOutputEntity[]> {
    return this.within(manager).find({ where: { taskId }, order: { fileName: 'ASC' } });
  }

  find(taskId: string, fileName: string): Promise<TaskOutputEntity | null> {
    return this.rows.findOneBy({ taskId, fileName });
  }

  /** Names of the files that these steps have written. */
  async namesOfSteps(taskId: string, steps: readonly StepName[]): Promise<string[]> {
    const rows = await preparedQuery<{ name: string }>(this.rows.manager.connection, NAMES_OF_STEPS, [taskId, steps]);
    return rows.map(({ name }) => name);
  }

  async forget(taskId: string, names: readonly string[], manager?: EntityManager): Promise<void> {
    if (names.length > 0) {
      await this.within(manager).delete({ taskId, fileName: In([...names]) });
    }
  }

  async forgetAll(taskId: string, manager?: EntityManager): Promise<void> {
    await this.within(manager).delete({ taskId });
  }

  /** SHA-256 of the recorded files among these, by name. */
  async hashes(taskId: string, names: readonly string[], manager: EntityManager): Promise<Map<string, string>> {
    const rows = await this.within(manager).find({
      select: { fileName: true, contentHash: true },
      where: { taskId, fileName: In([...names]) },
    });
    return new Map(rows.map(({ fileName, contentHash }) => [fileName, contentHash]));
  }

  /** Inside a transaction of the caller, or by itself. */
  private within(manager: EntityManager | undefined): Repository<TaskOutputEntity> {
    return manager?.getRepository(TaskOutputEntity) ?? this.rows;
  }
}

function valuesOf(
  taskId: string,
  executionId: string | null,
  stepName: StepName | null,
  files: readonly RecordedOutput[],
): readonly unknown[] {
  return [
    taskId,
    executionId,
    stepName,
    files.map(({ name }) => name),
    files.map(({ name }) => fileTypeOf(name)),
    files.map(({ size }) => size),
    files.map(({ sha256 }) => sha256),
    files.map(({ isPrimary }) => isPrimary),
  ];
}
