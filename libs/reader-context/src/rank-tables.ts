import type { SchemaGraph } from './schema-graph.js';
import type { StoredTable } from './stored-table.js';

/** What a search has found, the best first. */
export interface Evidence {
  /** Keys of the tables whose DDL was found. */
  readonly ddl: readonly string[];
  /** Keys of the tables whose documents were found. */
  readonly documents: readonly string[];
  /** Keys of the tables of each pair. */
  readonly pairs: readonly ReadonlySet<string>[];
}

/** How much a first place says. A pair is a question that people ask, but several pairs repeat each other. */
const WEIGHTS = { ddl: 1, documents: 1, pairs: 1 };
/** The greater, the less the first places differ. */
const RANK_CONSTANT = 5;
/** Later pairs about the same table add nothing. */
const PAIRS_THAT_COUNT = 3;

/** The tables of all three kinds of evidence, by their reciprocal ranks together, the best first. */
export function rankTables({ ddl, documents, pairs }: Evidence, graph: SchemaGraph): StoredTable[] {
  const scores = new Map<string, number>();
  const add = (key: string, weight: number, place: number): void => {
    scores.set(key, (scores.get(key) ?? 0) + weight / (RANK_CONSTANT + place + 1));
  };
  ddl.forEach((key, place) => add(key, WEIGHTS.ddl, place));
  [...new Set(documents)].forEach((key, place) => add(key, WEIGHTS.documents, place));
  const counted = new Map<string, number>();
  pairs.forEach((keys, place) => {
    for (const key of keys) {
      const before = counted.get(key) ?? 0;
      counted.set(key, before + 1);
      if (before < PAIRS_THAT_COUNT) {
        add(key, WEIGHTS.pairs / PAIRS_THAT_COUNT, place);
      }
    }
  });
  return [...scores]
    .sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1))
    .flatMap(([key]) => graph.table(key) ?? []);
}

/** Tables between two others that may be added to join them. */
const MOST_BETWEEN = 2;

/**
 * Closes tables under their joins: where two of them do not join, the tables on the shortest way between them are added.
 * A table that no way leads to stays by itself.
 * @param tables the most important first
 * @returns the tables that were added
 */
export function tablesBetween(tables: readonly StoredTable[], graph: SchemaGraph): StoredTable[] {
  const reached = new Set<string>();
  const added = new Set<string>();
  for (const { key } of tables) {
    const way = reached.size === 0 ? [] : graph.between(reached, new Set([key]), MOST_BETWEEN);
    way?.forEach((between) => {
      added.add(between);
      reached.add(between);
    });
    reached.add(key);
  }
  const given = new Set(tables.map(({ key }) => key));
  return [...added].filter((key) => !given.has(key)).flatMap((key) => graph.table(key) ?? []);
}
