import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, QueryFailedError } from 'typeorm';
import { JsonRows, PairReviewEntity, preparedQuery, type PreparedStatement } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { pairReviewErrors } from './errors.js';

/** An action that is not stored yet. */
export type NewReview = Omit<PairReviewEntity, 'task' | 'at'>;

const UNIQUE_VIOLATION = '23505';
/** A row is committed this long after its time at the latest: requests of the API wait no longer for the database. */
const LATEST_COMMIT_MS = 120_000;
/** Tasks whose rows are kept. */
const KEPT_TASKS = 8;
const CLOCK: PreparedStatement = {
  name: 'data_pipeline_pair_reviews_clock',
  text: `SELECT date_part('epoch', now()) * 1000 AS now`,
};
/** Rows that one statement inserts. */
const TOGETHER = 500;

/** Actions of people on pairs. */
@Injectable()
export class PairReviewRepository {
  private readonly rows: JsonRows<PairReviewEntity>;
  private readonly known = new Map<
    string,
    { readonly rows: ReadonlyMap<string, PairReviewEntity>; readonly readAt: Date }
  >();
  private readonly newest: PreparedStatement;
  private readonly history: PreparedStatement;
  private readonly ofUser: PreparedStatement;
  private readonly batch: PreparedStatement;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {
    this.rows = new JsonRows(dataSource.getMetadata(PairReviewEntity));
    const select = `SELECT ${this.rows.columns('r')} FROM ${this.rows.table} AS r`;
    this.newest = {
      name: 'data_pipeline_pair_reviews_newest',
      text: `SELECT DISTINCT ON (r.pair_id) ${this.rows.columns('r')} FROM ${this.rows.table} AS r
              WHERE r.task_id = $1 AND r.at >= $2 ORDER BY r.pair_id, r.version DESC`,
    };
    this.history = {
      name: 'data_pipeline_pair_reviews_history',
      text: `${select} WHERE r.task_id = $1 AND r.pair_id = ANY ($2) ORDER BY r.pair_id, r.version`,
    };
    this.batch = {
      name: 'data_pipeline_pair_reviews_batch',
      text: `${select} WHERE r.task_id = $1 AND r.batch_id = $2`,
    };
    this.ofUser = {
      name: 'data_pipeline_pair_reviews_of_user',
      text: `${select} WHERE r.task_id = $1 AND r.by_user = $2 AND r.action <> 'undo' AND NOT EXISTS (
                SELECT 1 FROM ${this.rows.table} AS u
                 WHERE u.task_id = r.task_id AND u.pair_id = r.pair_id AND u.undoes = r.version)
              ORDER BY r.at DESC, r.version DESC LIMIT 1`,
    };
  }

  /**
   * The newest row of each pair of a task. What was read before is kept: a reviewer looks at the pairs after each key, and
   * of thousands of rows only the last minutes' are read again.
   */
  async newestOf(taskId: string): Promise<PairReviewEntity[]> {
    const known = this.known.get(taskId);
    const since = known === undefined ? new Date(0) : new Date(known.readAt.getTime() - LATEST_COMMIT_MS);
    const [{ now } = { now: 0 }] = await preparedQuery<{ now: number }>(this.dataSource, CLOCK, []);
    const rows = new Map(known?.rows);
    for (const row of await this.find(this.newest, [taskId, since])) {
      if (row.version > (rows.get(row.pairId)?.version ?? 0)) {
        rows.set(row.pairId, row);
      }
    }
    this.known.delete(taskId);
    this.known.set(taskId, { rows, readAt: new Date(now) });
    for (const oldest of [...this.known.keys()].slice(0, -KEPT_TASKS)) {
      this.known.delete(oldest);
    }
    return [...rows.values()];
  }

  /** All rows of these pairs, oldest first. */
  historyOf(taskId: string, pairIds: readonly string[]): Promise<PairReviewEntity[]> {
    return this.find(this.history, [taskId, pairIds]);
  }

  /** The newest action of a person that is not taken back yet. */
  async lastOf(taskId: string, byUser: string): Promise<PairReviewEntity | null> {
    return (await this.find(this.ofUser, [taskId, byUser]))[0] ?? null;
  }

  ofBatch(taskId: string, batchId: string): Promise<PairReviewEntity[]> {
    return this.find(this.batch, [taskId, batchId]);
  }

  /**
   * Stores actions, all or none.
   * @throws DomainError `pair_changed_meanwhile` when another action on one of the pairs came first
   */
  async add(reviews: readonly NewReview[]): Promise<void> {
    try {
      await this.dataSource.transaction(async (manager) => {
        for (let start = 0; start < reviews.length; start += TOGETHER) {
          await manager.insert(PairReviewEntity, reviews.slice(start, start + TOGETHER) as object[]);
        }
      });
    } catch (error) {
      if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNIQUE_VIOLATION) {
        throw new DomainError(pairReviewErrors.pair_changed_meanwhile, {}, { cause: error });
      }
      throw error;
    }
  }

  private async find(statement: PreparedStatement, values: readonly unknown[]): Promise<PairReviewEntity[]> {
    const rows = await preparedQuery<Record<string, unknown>>(this.dataSource, statement, values);
    return rows.map((row) => this.rows.revive(row));
  }
}
