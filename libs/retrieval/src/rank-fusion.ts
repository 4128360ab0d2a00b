import type { LexicalHit } from './lexical-index.js';

export interface FusedHit {
  readonly id: string;
  readonly score: number;
  /** Rank by vectors and by words, from 1; null where that side did not find the text. */
  readonly ranks: { readonly vector: number | null; readonly lexical: number | null };
}

/**
 * Of reciprocal rank fusion (Cormack et al., SIGIR 2009). Their 60 is for runs of a thousand documents; here some ten are
 * read, and the first ranks should tell more.
 */
export const RANK_CONSTANT = 20;
/** Where the words know all of a question, they are right more often than the vectors. */
export const LEXICAL_WEIGHT = 1.5;

/**
 * Joins both rankings by reciprocal ranks. A lexical rank counts by how much of the question the text covers: where the words
 * know nothing, as with a question in another language, the vectors decide.
 * @param byVector ids, the nearest first
 */
export function fuseRanks(
  byVector: readonly string[],
  byWords: readonly Pick<LexicalHit, 'id' | 'coverage'>[],
  limit: number,
  lexicalWeight = LEXICAL_WEIGHT,
): FusedHit[] {
  const fused = new Map<string, FusedHit>();
  byVector.forEach((id, place) => {
    fused.set(id, { id, score: 1 / (RANK_CONSTANT + place + 1), ranks: { vector: place + 1, lexical: null } });
  });
  byWords.forEach(({ id, coverage }, place) => {
    const nearest = fused.get(id);
    fused.set(id, {
      id,
      score: (nearest?.score ?? 0) + (lexicalWeight * coverage) / (RANK_CONSTANT + place + 1),
      ranks: { vector: nearest?.ranks.vector ?? null, lexical: place + 1 },
    });
  });
  return [...fused.values()].sort((a, b) => b.score - a.score).slice(0, limit);
}
