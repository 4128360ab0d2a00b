import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { preparedQuery, type PreparedStatement } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { StepName } from '#libs/pipeline';
import { fileErrors } from '../errors.js';

/** A change that was not finished. */
export interface OpenChange {
  readonly names: readonly string[];
  readonly executionId: string | null;
  readonly step: StepName | null;
}

/** An execution whose files change. */
export interface ChangeOwner {
  readonly changeId: string;
  readonly taskId: string;
  readonly executionId: string;
  readonly step: StepName;
}

const statement = (name: string, text: string): PreparedStatement => ({
  name: `data_pipeline_file_change_${name}`,
  text,
});

const ANNOUNCE = statement(
  'announce',
  'INSERT INTO data_pipeline_file_changes (change_id, task_id, file_names) VALUES ($1, $2, $3)',
);
const EXTEND = statement(
  'extend',
  `UPDATE data_pipeline_file_changes SET file_names = file_names || $2::jsonb WHERE change_id = $1 RETURNING change_id`,
);
const ANNOUNCE_AGAIN = statement(
  'announce_again',
  `INSERT INTO data_pipeline_file_changes (change_id, task_id, execution_id, step_name, file_names)
   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (change_id) DO NOTHING`,
);
/** Adds names, and those that the step of the change wrote earlier and does not keep. */
const EXTEND_BY_OUTDATED = statement(
  'extend_by_outdated',
  `WITH outdated AS (
     SELECT coalesce(jsonb_agg(o.file_name ORDER BY o.file_name), '[]') AS names
       FROM data_pipeline_task_outputs AS o
       JOIN data_pipeline_file_changes AS c ON c.task_id = o.task_id AND c.step_name = o.step_name
      WHERE c.change_id = $1 AND o.file_name <> ALL ($3::text[])
   )
   UPDATE data_pipeline_file_changes AS c SET file_names = c.file_names || $2::jsonb || outdated.names
     FROM outdated WHERE c.change_id = $1
   RETURNING outdated.names`,
);
const FINISH = statement('finish', 'DELETE FROM data_pipeline_file_changes WHERE change_id = $1 RETURNING change_id');
const IS_OPEN = statement('is_open', 'SELECT 1 AS one FROM data_pipeline_file_changes WHERE task_id = $1 LIMIT 1');
/** One that a request holds in its transaction is left alone. */
const TAKE = statement(
  'take',
  `DELETE FROM data_pipeline_file_changes WHERE change_id IN (
     SELECT change_id FROM data_pipeline_file_changes WHERE task_id = $1 FOR UPDATE SKIP LOCKED)
   RETURNING file_names AS names, execution_id AS "executionId", step_name AS step`,
);
/** Those announced before the given one, which is still open. */
const TAKE_EARLIER = statement(
  'take_earlier',
  `DELETE FROM data_pipeline_file_changes AS earlier USING data_pipeline_file_changes AS own
    WHERE own.change_id = $1 AND earlier.execution_id = own.execution_id AND earlier.announced_at < own.announced_at
   RETURNING earlier.file_names AS names, earlier.execution_id AS "executionId", earlier.step_name AS step`,
);
const OLD = statement(
  'old',
  `SELECT DISTINCT task_id AS "taskId" FROM data_pipeline_file_changes
    WHERE announced_at < now() - $1 * interval '1 millisecond' ORDER BY 1`,
);

/**
 * Announced changes of files. A change is announced and committed before the first file is touched. It is finished in
 * the transaction that records the files, so it outlives every process that dies in between. The change of an execution
 * is announced by its claim, under the lease token.
 */
@Injectable()
export class FileChangeRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns the id of the change */
  async announce(taskId: string, names: readonly string[]): Promise<string> {
    const changeId = randomUUID();
    await preparedQuery(this.dataSource, ANNOUNCE, [changeId, taskId, JSON.stringify(names)]);
    return changeId;
  }

  /** Announces the change of an execution again, where it was settled before the end of its files. */
  async announceAgain(owner: ChangeOwner, names: readonly string[]): Promise<void> {
    const { changeId, taskId, executionId, step } = owner;
    const values = [changeId, taskId, executionId, step, JSON.stringify(names)];
    await preparedQuery(this.dataSource, ANNOUNCE_AGAIN, values);
  }

  /**
   * Adds names, and those of the files that the step of the change wrote earlier and does not keep.
   * @returns the latter
   * @throws DomainError `file_change_overtaken`
   */
  async extendByOutdated(changeId: string, names: readonly string[], kept: readonly string[]): Promise<string[]> {
    const values = [changeId, JSON.stringify(names), kept];
    return requireOpen(await preparedQuery<{ names: string[] }>(this.dataSource, EXTEND_BY_OUTDATED, values)).names;
  }

  /** Adds names, before their files are touched. @throws DomainError `file_change_overtaken` */
  async extend(changeId: string, names: readonly string[]): Promise<void> {
    if (names.length > 0) {
      requireOpen(await preparedQuery(this.dataSource, EXTEND, [changeId, JSON.stringify(names)]));
    }
  }

  /** Its files and records agree, or were not touched. Idempotent. */
  async finish(changeId: string): Promise<void> {
    await preparedQuery(this.dataSource, FINISH, [changeId]);
  }

  /**
   * Finishes the change with this transaction, and keeps others from taking it until then.
   * @throws DomainError `file_change_overtaken` when it was settled in the meantime
   */
  async hold(changeId: string, manager: EntityManager): Promise<void> {
    requireOpen(await preparedQuery(manager, FINISH, [changeId]));
  }

  /** Whether a change of the task is announced and not finished. */
  async isOpen(taskId: string): Promise<boolean> {
    return (await preparedQuery(this.dataSource, IS_OPEN, [taskId])).length > 0;
  }

  /** Takes the open changes of a task. They are finished with this transaction. */
  take(taskId: string, manager: EntityManager): Promise<OpenChange[]> {
    return preparedQuery<OpenChange>(manager, TAKE, [taskId]);
  }

  /** Takes the changes of earlier deliveries of an execution. They are finished with this transaction. */
  takeEarlier(changeId: string, manager: EntityManager): Promise<OpenChange[]> {
    return preparedQuery<OpenChange>(manager, TAKE_EARLIER, [changeId]);
  }

  /** Tasks with a change that was announced longer ago than this. */
  async tasksWithOld(afterMs: number): Promise<string[]> {
    const rows = await preparedQuery<{ taskId: string }>(this.dataSource, OLD, [afterMs]);
    return rows.map(({ taskId }) => taskId);
  }
}

/** A statement returns the row of a change that is open. @throws DomainError `file_change_overtaken` */
export function requireOpen<T extends object>([row]: readonly T[]): T {
  if (row === undefined) {
    throw new DomainError(fileErrors.file_change_overtaken);
  }
  return row;
}
