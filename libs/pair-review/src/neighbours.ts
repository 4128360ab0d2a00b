import type { RankedPair } from './pair-search.js';
import { evidenceOf } from './pair-evidence.js';

const MOST = 5;
/** Pairs whose questions are compared, at most. */
const COMPARED = 500;

export interface Neighbour {
  readonly pair: RankedPair;
  readonly because: 'same_result' | 'same_tables' | 'similar_question';
}

/** Pairs to compare with one: with the same result, else with the same tables or nearly the same question. */
export function neighboursOf(own: RankedPair, all: readonly RankedPair[]): Neighbour[] {
  const equal = new Set(evidenceOf(own.pair)?.same_result_as ?? []);
  const tables = [...own.pair.tables].sort().join();
  const grams = bigrams(own.pair.question);
  const ownTables = new Set(own.pair.tables);
  return all
    .filter(
      ({ pair }) =>
        pair.id !== own.pair.id && (equal.has(pair.id) || pair.tables.some((table) => ownTables.has(table))),
    )
    .slice(0, COMPARED)
    .map((pair) => {
      const likeness = likenessOf(grams, bigrams(pair.pair.question));
      const isEqual = equal.has(pair.pair.id);
      const isAmong = tables !== '' && [...pair.pair.tables].sort().join() === tables;
      const because = isEqual ? 'same_result' : isAmong ? 'same_tables' : 'similar_question';
      return { pair, because, score: (isEqual ? 2 : 0) + (isAmong ? 0.5 : 0) + likeness } as const;
    })
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score || a.pair.position - b.pair.position)
    .slice(0, MOST)
    .map(({ pair, because }) => ({ pair, because }));
}

function bigrams(text: string): Set<string> {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return new Set(Array.from({ length: Math.max(plain.length - 1, 0) }, (_, at) => plain.slice(at, at + 2)));
}

/** Dice's coefficient, 0 to 1. */
function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((gram) => b.has(gram)).length;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}
