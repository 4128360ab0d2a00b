import type { AskedTerm } from './ask-terms.js';

/** `present`: whether the record has each of the terms, in their order: an array of `t` and `f` as PostgreSQL writes it. */
export type FoundRow = readonly [key: string, present: string];

/** A record that either side found. */
export interface Candidate {
  readonly key: string;
  readonly score: number;
  /** Ranks from 1; null where that side did not find the record. */
  readonly vectorRank: number | null;
  readonly lexicalRank: number | null;
  /** Positions of the words of the question that the record has. */
  readonly words: readonly number[];
  /** The table of a better record that this one's table joins, where that raised the score. */
  readonly joinedTo?: string | null;
}

/**
 * Of reciprocal rank fusion (Cormack et al., SIGIR 2009). Their 60 is for runs of a thousand documents; here some ten are
 * read, and the first ranks should tell more.
 */
const RANK_CONSTANT = 20;
/** Where the words know all of a question, they are right more often than the vectors. */
const LEXICAL_WEIGHT = 1.5;

/**
 * Joins both rankings by reciprocal ranks, the best first. A lexical rank counts by how much of the question the record
 * covers: where the words know nothing, as with a question in another language, the vectors decide.
 * @param near keys, the nearest first
 * @param found the highest rank first
 * @param asked the terms of `found`, and the number of words of the question
 */
export function joinRanks(
  near: readonly string[],
  found: readonly FoundRow[],
  asked: { readonly terms: readonly AskedTerm[]; readonly words: number },
): Candidate[] {
  const byVectors = new Map(near.map((key, at) => [key, at + 1]));
  const byWords = new Map(found.map(([key, present], at) => [key, { rank: at + 1, present }]));
  return [...new Set([...byVectors.keys(), ...byWords.keys()])]
    .map((key) => {
      const [vectorRank, words] = [byVectors.get(key) ?? null, byWords.get(key)];
      const known = words ? shareOfWords(words.present, asked.terms) : new Map<number, number>();
      const coverage = [...known.values()].reduce((sum, share) => sum + share, 0) / Math.max(asked.words, 1);
      const score =
        (vectorRank === null ? 0 : 1 / (RANK_CONSTANT + vectorRank)) +
        (words ? (LEXICAL_WEIGHT * coverage) / (RANK_CONSTANT + words.rank) : 0);
      return {
        key,
        score,
        vectorRank,
        lexicalRank: words?.rank ?? null,
        words: [...known.keys()],
      };
    })
    .toSorted((a, b) => b.score - a.score || (a.vectorRank ?? Infinity) - (b.vectorRank ?? Infinity));
}

/** For each word that the record has, how well its best term stands for it. */
function shareOfWords(present: string, terms: readonly AskedTerm[]): Map<number, number> {
  const flags = present.slice(1, -1).split(',');
  const shares = new Map<number, number>();
  for (const [at, { word, weight }] of terms.entries()) {
    if (flags[at] === 't') {
      shares.set(word, Math.max(shares.get(word) ?? 0, weight));
    }
  }
  return shares;
}
