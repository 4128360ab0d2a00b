import type pg from 'pg';
import type { Plan, StatementFailure } from '../statement-runner.js';
import { firstRowsOf, isFailure } from './row-batch.js';

const EXPLAIN = 'EXPLAIN (FORMAT TEXT) ';

/**
 * Plans statements on one connection in one round trip. Only the first line of a plan is needed, so only it is fetched:
 * `Limit  (cost=0.00..1.25 rows=10 width=40)`. See `firstRowsOf`.
 */
export async function explainBatch(
  client: pg.ClientBase,
  statements: readonly string[],
): Promise<(Plan | StatementFailure)[]> {
  const answers = await firstRowsOf(client, EXPLAIN, statements);
  return answers.map((answer) => (isFailure(answer) ? answer : planIn(answer[0] ?? '')));
}

function planIn(line: string): Plan {
  const [, cost, estimate] = /cost=[\d.]+\.\.([\d.]+) rows=(\d+)/.exec(line) ?? [];
  return { outcome: 'planned', totalCost: Number(cost), estimatedRows: Number(estimate) };
}
