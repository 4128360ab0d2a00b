import type { Collection } from '../vector-record.js';

export interface StoreSearch {
  /** The question as it was asked, for the words. */
  readonly text: string;
  /** The question's vector, by the embedder that made the vectors of the store. */
  readonly vector: Float32Array;
  /** Most hits of each collection; 0, or a collection left out, is not searched. */
  readonly limits: Readonly<Partial<Record<Collection, number>>>;
  /** `hybrid` joins words and vectors; `vector` compares vectors alone, as Vanna does. */
  readonly mode: 'hybrid' | 'vector';
  readonly filter?: SearchFilter;
}

export interface SearchFilter {
  /** Only records about this database. */
  readonly database?: string;
  /** Only records that this task loaded. */
  readonly taskId?: string;
}

export interface StoreHit {
  readonly id: string;
  readonly document: string;
  /** `cmetadata` of the record. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Comparable within one answer only: in mode `vector` the cosine similarity, -1..1; otherwise of joined ranks. */
  readonly score: number;
  /** Rank by vectors, from 1; absent where the vectors did not find the record. */
  readonly vectorRank?: number;
  /** Cosine similarity, -1..1; absent where the vectors did not find the record. */
  readonly similarity?: number;
  /** Rank by words, from 1; absent where the words did not find the record. */
  readonly lexicalRank?: number;
  /** Words of the question, as they were asked, that the record has: itself, as a translation or nearly the same. */
  readonly matchedTerms?: readonly string[];
  /** The table of a better hit that this one's table joins, where that raised the score. */
  readonly joinedTo?: string;
}

export interface StoreSearchResult {
  /** How the store was searched: `vector` where it has no words to search by. */
  readonly mode: 'hybrid' | 'vector';
  /** The best first. */
  readonly hits: Readonly<Record<Collection, readonly StoreHit[]>>;
}
