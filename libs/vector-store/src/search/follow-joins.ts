import type { Candidate } from './join-ranks.js';
import type { TableLinks } from './table-links.js';

/** Records, the best, whose tables' neighbours are followed. */
const MOST_FOLLOWED = 5;
/** Of the score of a record, what a table that joins its own gets; less where many do: each is then less probable. */
const SHARE = 0.5;

/**
 * Raises tables that join a better one, found or not, at most to its side: the statement that answers a question joins
 * its tables, and a question often names only one of them ("sessions of each user", "who paid most"). The first stays.
 * @param candidates the best first
 */
export function followJoins(candidates: readonly Candidate[], links: TableLinks): Candidate[] {
  const found = new Map(candidates.map((candidate) => [candidate.key, candidate]));
  const all = new Map(found);
  for (const { key: from, score } of candidates.slice(0, MOST_FOLLOWED)) {
    const neighbours = links.neighboursOf(from);
    const share = (SHARE * score) / Math.sqrt(neighbours.length);
    for (const key of neighbours.flatMap((records) => wanted(records, found))) {
      const before = found.get(key) ?? { key, score: 0, vectorRank: null, lexicalRank: null, words: [] };
      const raised = Math.min(before.score + share, score);
      if (before.score < score && raised > (all.get(key)?.score ?? 0)) {
        all.set(key, { ...before, score: raised, joinedTo: links.tableOf(from) });
      }
    }
  }
  return [...all.values()].toSorted((a, b) => b.score - a.score);
}

/** Of a document in parts those that the question found. */
function wanted(records: readonly string[], found: ReadonlyMap<string, unknown>): readonly string[] {
  return records.length === 1 ? records : records.filter((key) => found.has(key));
}
