import type pg from 'pg';
import type { FirstRow, StatementFailure } from '../statement-runner.js';
import { firstRowsOf, isFailure } from './row-batch.js';

/**
 * Runs accepted statements in one read-only transaction that is rolled back; see `firstRowsOf`. Numbers of floating point
 * are written with the digits that do not depend on the order in which they were added.
 */
export async function runFirstRows(
  client: pg.ClientBase,
  statements: readonly string[],
  timeoutMs: number,
): Promise<(FirstRow | StatementFailure)[]> {
  const settings = `SET LOCAL statement_timeout = ${Math.trunc(timeoutMs)}; SET LOCAL extra_float_digits = -1`;
  await client.query(`BEGIN TRANSACTION READ ONLY; ${settings}`);
  try {
    const answers = await firstRowsOf(client, '', statements);
    return answers.map((answer) => (isFailure(answer) ? answer : { outcome: 'row', fields: answer }));
  } finally {
    await client.query('ROLLBACK');
  }
}
