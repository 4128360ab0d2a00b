import type pg from 'pg';
import type { StatementFailure } from '../statement-runner.js';
import { statementFailure } from './statement-failure.js';

/** Only the first row of a result is fetched. */
const FIRST_ROW = { rows: '1' };

/** The texts of the first row of a result; empty where there is none. */
export type RowFields = readonly (string | null)[];

/**
 * Sends statements on one connection in one round trip: each is a message of its own, which carries no second statement,
 * and the server sends its answers together. What it refuses ends the batch.
 * @param prefix stands before each statement
 * @returns answers in order, the last one a failure where there are fewer answers than statements: the rest was not looked at.
 * @throws the error of a broken connection
 */
export function firstRowsOf(
  client: pg.ClientBase,
  prefix: string,
  statements: readonly string[],
): Promise<(RowFields | StatementFailure)[]> {
  return new Promise((resolve, reject) => void client.query(new RowBatch(prefix, statements, resolve, reject)));
}

export function isFailure(answer: RowFields | StatementFailure): answer is StatementFailure {
  return 'outcome' in answer;
}

/** As pg asks of a query class: `submit` writes the messages, `handle…` gets those of the server. */
class RowBatch implements pg.Submittable {
  private readonly answers: (RowFields | StatementFailure)[] = [];
  private row: RowFields | null = null;

  constructor(
    private readonly prefix: string,
    private readonly statements: readonly string[],
    private readonly resolve: (answers: (RowFields | StatementFailure)[]) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: pg.Connection): void {
    connection.stream.cork();
    for (const sql of this.statements) {
      connection.parse({ name: '', text: this.prefix + sql, types: [] }, true);
      connection.bind({}, true);
      connection.execute(FIRST_ROW, true);
    }
    connection.sync();
    connection.stream.uncork();
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

  handleError(error: Error): void {
    const failure = statementFailure(error, this.prefix.length);
    if (failure === null) {
      this.reject(error);
    } else {
      this.resolve([...this.answers, failure]);
    }
  }

  handleReadyForQuery(): void {
    this.resolve(this.answers);
  }
}
