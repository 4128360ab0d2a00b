import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import {
  JsonRows,
  preparedQuery,
  TaskEntity,
  type OperationEntity,
  type OperationStatus,
  type OperationWait,
  type PreparedStatement,
} from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { DEFAULT_LANGUAGE, type Language } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import { operationErrors } from './errors.js';
import type { Claim } from './operation.js';
import { operationStatements, type OperationColumns, type OperationStatements } from './operation-statements.js';

export type Ending<E> = Partial<E> & { readonly status: Exclude<OperationStatus, 'pending' | 'running'> };

export type Heartbeat = 'held' | 'lost' | 'cancelled';

/** Between two looks at an operation whose turn has not come. */
const NOT_YET_MS = 2_000;

/** An open operation that may have been lost. */
export interface Abandoned<E> {
  readonly operation: E;
  readonly cancelRequested: boolean;
}

/**
 * The conditional queries on one table of operations: one statement each, planned once. All instants are the
 * database's, so clocks of machines never mix.
 */
export class OperationTable<E extends OperationEntity> {
  private readonly rows: JsonRows<E>;
  private readonly tasks: JsonRows<TaskEntity>;
  private readonly statements: OperationStatements;

  constructor(
    protected readonly dataSource: DataSource,
    private readonly columns: OperationColumns<E>,
  ) {
    const metadata = dataSource.getMetadata(columns.entity);
    this.rows = new JsonRows<E>(metadata);
    this.tasks = new JsonRows(dataSource.getMetadata(TaskEntity));
    this.statements = operationStatements(metadata, columns, this.rows, this.tasks);
  }

  idOf(operation: E): string {
    return String(operation[this.columns.id]);
  }

  /**
   * Takes the operation for `leaseMs`: it is pending and its turn has come, or the lease of its holder has run out. Of any number of callers
   * one wins.
   */
  async claim(id: string, workerId: string, leaseMs: number): Promise<Claim<E>> {
    const leaseToken = randomUUID();
    const [row] = await this.query<{ operation: Record<string, unknown>; task: Record<string, unknown> | null }>(
      this.statements.claim,
      [id, leaseMs, leaseToken, workerId],
    );
    if (row !== undefined) {
      const task = row.task === null ? null : this.tasks.revive(row.task);
      return {
        outcome: 'claimed',
        operation: this.rows.revive(row.operation),
        task,
        language: languageAbout(task),
        leaseToken,
      };
    }
    const operation = await this.find(id);
    if (operation?.status === 'pending') {
      // Its job came before its turn, or it was released a moment ago.
      return { outcome: 'leased', until: new Date(Date.now() + NOT_YET_MS), operation };
    }
    return operation?.status === 'running' && operation.leaseExpiresAt !== null
      ? { outcome: 'leased', until: operation.leaseExpiresAt, operation }
      : { outcome: 'ended', operation };
  }

  async find(id: string): Promise<E | null> {
    const [row] = await this.query<Record<string, unknown>>(this.statements.find, [id]);
    return row === undefined ? null : this.rows.revive(row);
  }

  /** The language of texts about the operation. */
  async languageOf(id: string): Promise<Language> {
    const [row] = await this.query<Record<string, unknown>>(this.statements.task, [id]);
    return languageAbout(row === undefined ? null : this.tasks.revive(row));
  }

  /** Extends the lease by `leaseMs` from now and stores the progress. `lost`: another token holds the lease. */
  async renew(id: string, leaseToken: string, leaseMs: number, progress: object | null): Promise<Heartbeat> {
    const values = this.columns.progress === undefined ? [] : [progress];
    const [row] = await this.query<{ cancelled: boolean }>(this.statements.renew, [id, leaseMs, leaseToken, ...values]);
    if (row === undefined) {
      return 'lost';
    }
    return row.cancelled ? 'cancelled' : 'held';
  }

  /** Saves facts for a successor. @throws DomainError `lease_lost` */
  async saveMilestone(id: string, leaseToken: string, milestone: object): Promise<void> {
    this.requireOne(id, await this.query(this.statements.milestone, [id, leaseToken, JSON.stringify(milestone)]));
  }

  /**
   * Hands the operation back: the next delivery of its job claims it again. A no-op without the lease.
   * @param waiting null leaves an earlier wait as it is
   */
  async release(
    id: string,
    leaseToken: string,
    reason: string | null,
    waiting: OperationWait | null = null,
  ): Promise<void> {
    const values = this.columns.releaseReason === undefined ? [] : [reason];
    await this.query(this.statements.release, [id, leaseToken, valueOf(waiting), ...values]);
  }

  /**
   * Ends an open operation.
   * @param leaseToken of the worker that holds it; null when the installation itself ends it
   * @throws DomainError `lease_lost` when the operation has ended or another token holds the lease
   */
  async end(
    id: string,
    ending: Ending<E>,
    leaseToken: string | null = null,
    manager: DataSource | EntityManager = this.dataSource,
  ): Promise<void> {
    const outcome = this.columns.outcome.map((property) => valueOf(ending[property]));
    this.requireOne(id, await preparedQuery(manager, this.statements.end, [id, leaseToken, ending.status, ...outcome]));
  }

  /** Ends a pending operation. @returns false when it is not pending */
  async cancelPending(id: string, ending: Ending<E>): Promise<boolean> {
    const outcome = this.columns.outcome.map((property) => valueOf(ending[property]));
    return (await this.query(this.statements.cancelPending, [id, ending.status, ...outcome])).length === 1;
  }

  /** Undoes a request whose job could not be put into the queue. A no-op once a worker has claimed the operation. */
  async withdraw(id: string): Promise<void> {
    await this.query(this.statements.withdraw, [id]);
  }

  /** Open operations older than `graceMs` that nothing holds, oldest first. */
  async abandoned(graceMs: number): Promise<Abandoned<E>[]> {
    const rows = await this.query<Record<string, unknown>>(this.statements.abandoned, [graceMs]);
    return rows.map(({ cancelled, ...row }) => ({
      operation: this.rows.revive(row),
      cancelRequested: cancelled === true,
    }));
  }

  /** Running operations without a heartbeat for `afterMs`, oldest first. */
  async silent(afterMs: number): Promise<E[]> {
    const rows = await this.query<Record<string, unknown>>(this.statements.silent, [afterMs]);
    return rows.map((row) => this.rows.revive(row));
  }

  private query<T extends object>(statement: PreparedStatement, values: readonly unknown[]): Promise<T[]> {
    return preparedQuery<T>(this.dataSource, statement, values);
  }

  private requireOne(id: string, rows: readonly object[]): void {
    if (rows.length !== 1) {
      throw new DomainError(operationErrors.lease_lost, { operation: id });
    }
  }
}

function languageAbout(task: TaskEntity | null): Language {
  return task === null ? DEFAULT_LANGUAGE : languageOf(task.parameters);
}

/** Values of JSON columns travel as text. */
function valueOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
    ? JSON.stringify(value)
    : (value ?? null);
}
