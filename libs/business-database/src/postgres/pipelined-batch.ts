import type pg from 'pg';
import { endAfterSilence, silenceBound } from '#libs/postgres';
import type { StatementFailure } from '../statement-runner.js';

/**
 * Statements that are sent on one connection in one round trip: each text is a message of its own, which carries no second
 * statement, and the server sends its answers together. As pg asks of a query class, `submit` writes the messages and
 * `handle…` gets those of the server. A statement that the server refuses ends the batch.
 */
export abstract class PipelinedBatch<A> implements pg.Submittable {
  protected readonly answers: (A | StatementFailure)[] = [];
  /** pg wraps it when the batch is sent, to stop the timer of `query_timeout`. */
  callback: (error: Error | null, answers?: (A | StatementFailure)[]) => void = () => undefined;

  constructor(protected readonly statements: readonly string[]) {}

  /** @throws the error of a broken connection */
  send(client: pg.ClientBase): Promise<(A | StatementFailure)[]> {
    return new Promise((resolve, reject) => {
      this.callback = (error, answers = []) => {
        if (error === null) {
          resolve(answers);
        } else {
          endAfterSilence(client, error);
          reject(error);
        }
      };
      // The limit of the server counts for each statement.
      client.query(Object.assign(this, { query_timeout: silenceBound(client) * this.statements.length }));
    });
  }

  submit(connection: pg.Connection): void {
    connection.stream.cork();
    for (const text of this.statements.flatMap((sql) => this.textsOf(sql))) {
      connection.parse({ name: '', text, types: [] }, true);
      connection.bind({}, true);
      connection.execute(this.limit, true);
    }
    connection.sync();
    connection.stream.uncork();
  }

  handleError(error: Error): void {
    const failure = this.failureOf(error);
    if (failure === null) {
      this.callback(error);
    } else {
      this.callback(null, this.endedBy(failure));
    }
  }

  handleReadyForQuery(): void {
    this.callback(null, this.answers);
  }

  /** The answers when the server refuses a statement. */
  protected endedBy(failure: StatementFailure): (A | StatementFailure)[] {
    return [...this.answers, failure];
  }

  /** Rows of a message, at most; all of them by default. */
  protected readonly limit: { readonly rows?: string } = {};

  /** The messages of a statement. */
  protected abstract textsOf(sql: string): readonly string[];

  /** Null when the statement is not to blame. */
  protected abstract failureOf(error: Error): StatementFailure | null;

  abstract handleCommandComplete(message: { readonly text: string }): void;
}
