import { BoundedMemo } from './bounded-memo.js';
import { singularOf } from './word-features.js';
import type { WordTable } from './word-table.js';

export interface NearWord {
  readonly word: string;
  /** Cosine of the vectors of the two words. */
  readonly similarity: number;
}

/** Below this, words are related at most. */
const LEAST_SIMILARITY = 0.4;
/** Of these, a store knows few. */
const MOST = 256;
const REMEMBERED_WORDS = 1_000;

/**
 * The words of the table that mean nearly the same as a word. All words are compared, some 14 ms, and the answer is
 * remembered.
 */
export class NearestWords {
  private readonly known = new BoundedMemo((word) => this.find(word), REMEMBERED_WORDS);

  constructor(private readonly table: WordTable) {}

  /** @returns other words in the singular, the nearest first; none for a word that the table lacks */
  of(word: string): readonly NearWord[] {
    return this.known.get(word);
  }

  private find(word: string): readonly NearWord[] {
    const nearest = this.table
      .similarTo(word, LEAST_SIMILARITY)
      .toSorted((a, b) => b.similarity - a.similarity)
      .slice(0, MOST);
    const found = new Map<string, NearWord>();
    for (const { word: other, similarity } of nearest) {
      const singular = singularOf(other, this.table);
      if (singular !== word && !found.has(singular)) {
        found.set(singular, { word: singular, similarity });
      }
    }
    return [...found.values()];
  }
}
