import type pg from 'pg';
import type { StatementFailure } from '../statement-runner.js';
import { PipelinedBatch } from './pipelined-batch.js';
import { statementFailure } from './statement-failure.js';

/** The texts of the first row of a result; empty where there is none. */
export type RowFields = readonly (string | null)[];

/**
 * The first rows of statements that are sent in one round trip, see `PipelinedBatch`.
 * @param prefix stands before each statement
 * @returns answers in order; where there are fewer than statements, the last one may be a failure, and the rest was not looked at
 * @throws the error of a broken connection
 */
export function firstRowsOf(
  client: pg.ClientBase,
  prefix: string,
  statements: readonly string[],
): Promise<(RowFields | StatementFailure)[]> {
  return new RowBatch(prefix, statements).send(client);
}

export function isFailure(answer: RowFields | StatementFailure): answer is StatementFailure {
  return 'outcome' in answer;
}

class RowBatch extends PipelinedBatch<RowFields> {
  /** Only the first row of a result is fetched. */
  protected override readonly limit = { rows: '1' };
  private row: RowFields | null = null;

  constructor(
    private readonly prefix: string,
    statements: readonly string[],
  ) {
    super(statements);
  }

  handleDataRow({ fields }: { readonly fields: RowFields }): void {
    this.row ??= fields;
  }

  /** Sent instead of `CommandComplete` when only some rows were requested. */
  handlePortalSuspended(): void {
    this.handleCommandComplete();
  }

  handleCommandComplete(): void {
    this.answers.push(this.row ?? []);
    this.row = null;
  }

  protected textsOf(sql: string): readonly string[] {
    return [this.prefix + sql];
  }

  protected failureOf(error: Error): StatementFailure | null {
    return statementFailure(error, this.prefix.length);
  }

  /**
   * The time of the server's limit goes on from a statement whose rows were not all read to the next one: the statement that
   * meets the limit need not be slow, unless it is the first.
   */
  protected override endedBy(failure: StatementFailure): (RowFields | StatementFailure)[] {
    const isShared = failure.outcome === 'timeout' && this.answers.length > 0;
    return isShared ? this.answers : super.endedBy(failure);
  }
}
