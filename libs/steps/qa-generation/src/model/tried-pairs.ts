import type { Execution, StatementFailure } from '#libs/business-database';
import type { GeneratedPair } from '../pair.js';

/** Runs one statement until its first row. */
export type Trial = (sql: string) => Promise<Execution | StatementFailure>;

/** The pairs with a statement that runs, those with rows first. Failing and slow statements are useless as examples. */
export async function triedPairs(pairs: readonly GeneratedPair[], trial: Trial): Promise<GeneratedPair[]> {
  const runs = await Promise.all(pairs.map(async (pair) => ({ pair, run: await trial(pair.sql) })));
  const rowsOf = (run: Execution | StatementFailure): number => (run.outcome === 'executed' ? run.rowCount : -1);
  return [...runs.filter(({ run }) => rowsOf(run) > 0), ...runs.filter(({ run }) => rowsOf(run) === 0)].map(
    ({ pair }) => pair,
  );
}
