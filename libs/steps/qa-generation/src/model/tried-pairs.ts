import pLimit from 'p-limit';
import type { Execution, StatementFailure } from '#libs/sql-safety';
import type { GeneratedPair } from '../pair.js';

/** Runs one statement until its first row. */
export type Trial = (sql: string) => Promise<Execution | StatementFailure>;

/** As many as the pool of a trial has connections. */
export const TRIALS_AT_ONCE = 3;

/** The pairs whose statement runs, first those that return something; what fails or takes too long teaches nothing. */
export async function triedPairs(pairs: readonly GeneratedPair[], trial: Trial): Promise<GeneratedPair[]> {
  const limit = pLimit(TRIALS_AT_ONCE);
  const runs = await Promise.all(pairs.map((pair) => limit(async () => ({ pair, run: await trial(pair.sql) }))));
  const rowsOf = (run: Execution | StatementFailure): number => (run.outcome === 'executed' ? run.rowCount : -1);
  return [...runs.filter(({ run }) => rowsOf(run) > 0), ...runs.filter(({ run }) => rowsOf(run) === 0)].map(
    ({ pair }) => pair,
  );
}
