import type { WordTable } from './word-table.js';

export interface NearWord {
  readonly word: string;
  /** Cosine of the vectors of the two words. */
  readonly similarity: number;
}

/** Below this, words are related at most. */
const LEAST_SIMILARITY = 0.4;
const MOST = 8;

/** Finds words of a vocabulary that mean nearly the same as a word that is not in it. */
export class NearWords {
  private readonly known: readonly string[];
  private readonly vectors: readonly Float32Array[];

  /** @param vocabulary words that the table lacks are left out */
  constructor(
    vocabulary: Iterable<string>,
    private readonly table: WordTable,
  ) {
    this.known = [...vocabulary].filter((word) => table.has(word));
    this.vectors = this.known.map((word) => this.vectorOf(word));
  }

  /** @returns the nearest first; none for a word that the table lacks */
  of(word: string): NearWord[] {
    if (!this.table.has(word)) {
      return [];
    }
    const vector = this.vectorOf(word);
    return this.vectors
      .map((other, place) => ({ word: this.known[place] ?? '', similarity: cosine(vector, other) }))
      .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, MOST);
  }

  private vectorOf(word: string): Float32Array {
    const vector = new Float32Array(this.table.dimensions);
    this.table.add(word, 1, vector);
    return vector;
  }
}

/** Of unit vectors. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    sum += (a[index] ?? 0) * (b[index] ?? 0);
  }
  return sum;
}
