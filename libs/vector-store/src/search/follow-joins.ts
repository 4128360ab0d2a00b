import type { Candidate } from './join-ranks.js';
import type { TableLinks } from './table-links.js';

/** Records, the best, whose tables' neighbours are followed. */
const MOST_FOLLOWED = 5;
/** Of the score of a record, what a table that joins its own gets; less where many do: each is then less probable. */
const SHARE = 0.5;

/**
 * Raises tables that join one of the best, found or not: the statement that answers a question joins its tables, and a
 * question often names only one of them ("sessions of each user", "who paid most").
 * @param candidates the best first
 */
export function followJoins(candidates: readonly Candidate[], links: TableLinks): Candidate[] {
  const all = new Map(candidates.map((candidate) => [candidate.key, candidate]));
  const raised = new Map<string, { readonly by: number; readonly from: string }>();
  for (const { key, score } of candidates.slice(0, MOST_FOLLOWED)) {
    const neighbours = links.neighboursOf(key);
    const by = (SHARE * score) / Math.sqrt(neighbours.length);
    for (const neighbour of neighbours.flatMap((records) => wanted(records, all))) {
      if (by > (raised.get(neighbour)?.by ?? 0)) {
        raised.set(neighbour, { by, from: key });
      }
    }
  }
  for (const [key, { by, from }] of raised) {
    const found = all.get(key) ?? { key, score: 0, vectorRank: null, lexicalRank: null, words: [] };
    all.set(key, { ...found, score: found.score + by, joinedTo: links.tableOf(from) });
  }
  return [...all.values()].toSorted((a, b) => b.score - a.score);
}

/** Of a document in parts those that the question found. */
function wanted(records: readonly string[], found: ReadonlyMap<string, unknown>): readonly string[] {
  return records.length === 1 ? records : records.filter((key) => found.has(key));
}
