import { setImmediate } from 'node:timers/promises';
import type { Catalog } from '#libs/catalog';
import { checkAndDescribe, KnownRelations, statementFacts } from '#libs/sql-safety';
import { readingRecord, readStatement } from '#libs/sql-reading';
import { newPair, type QuestionSqlPair } from '#libs/step-files';
import type { GeneratedPair } from './pair.js';

/** Parsing blocks the event loop: yield after so many pairs. */
const TURN = 50;

/**
 * The pairs as the pair file has them: with an id, with the tables and columns that the statement reads, and those of the
 * generator with the reading of their intent.
 */
export async function describePairs(
  pairs: readonly GeneratedPair[],
  { relations }: Pick<Catalog, 'relations'>,
): Promise<QuestionSqlPair[]> {
  const known = new KnownRelations(relations);
  const described: QuestionSqlPair[] = [];
  for (const pair of pairs) {
    if (described.length % TURN === TURN - 1) {
      await setImmediate();
    }
    const { shape } = await checkAndDescribe(pair.sql);
    const reading = pair.source !== 'model' ? await readStatement(pair.sql, known) : null;
    const intent = reading && { reading: readingRecord(reading) };
    described.push(newPair({ ...pair, ...(shape && statementFacts(shape, known)), ...intent }));
  }
  return described;
}

/** Pairs of each kind, or from each source, by name. */
export function countBy(pairs: readonly GeneratedPair[], by: 'kind' | 'source'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of pairs.map((pair) => pair[by]).sort((a, b) => a.localeCompare(b, 'en'))) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
