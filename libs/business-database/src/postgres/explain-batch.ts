import type pg from 'pg';
import type { Plan, StatementFailure } from '../statement-runner.js';
import { statementFailure } from './statement-failure.js';

const EXPLAIN = 'EXPLAIN (FORMAT TEXT) ';
/** Only the first line of a plan is needed, so only it is fetched: `Limit  (cost=0.00..1.25 rows=10 width=40)`. */
const FIRST_LINE = { rows: '1' };

/**
 * Plans statements on one connection in one round trip: each is a message of its own, which carries no second statement,
 * and the server sends its answers together. What it refuses ends the batch.
 * @returns answers in order, the last one a failure where there are fewer answers than statements: the rest was not looked at.
 * @throws the error of a broken connection
 */
export function explainBatch(
  client: pg.ClientBase,
  statements: readonly string[],
): Promise<(Plan | StatementFailure)[]> {
  return new Promise((resolve, reject) => void client.query(new ExplainBatch(statements, resolve, reject)));
}

/** As pg asks of a query class: `submit` writes the messages, `handle…` gets those of the server. */
class ExplainBatch implements pg.Submittable {
  private readonly answers: (Plan | StatementFailure)[] = [];
  private firstLine: string | null = null;

  constructor(
    private readonly statements: readonly string[],
    private readonly resolve: (answers: (Plan | StatementFailure)[]) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: pg.Connection): void {
    connection.stream.cork();
    for (const sql of this.statements) {
      connection.parse({ name: '', text: EXPLAIN + sql, types: [] }, true);
      connection.bind({}, true);
      connection.execute(FIRST_LINE, true);
    }
    connection.sync();
    connection.stream.uncork();
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.firstLine ??= fields[0] ?? '';
  }

  /** Sent instead of `CommandComplete` when only some rows were requested. */
  handlePortalSuspended(): void {
    this.handleCommandComplete();
  }

  handleCommandComplete(): void {
    this.answers.push(planIn(this.firstLine ?? ''));
    this.firstLine = null;
  }

  handleError(error: Error): void {
    const failure = statementFailure(error, EXPLAIN.length);
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

function planIn(line: string): Plan {
  const [, cost, estimate] = /cost=[\d.]+\.\.([\d.]+) rows=(\d+)/.exec(line) ?? [];
  return { outcome: 'planned', totalCost: Number(cost), estimatedRows: Number(estimate) };
}
