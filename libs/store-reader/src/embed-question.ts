import { DomainError } from '#libs/domain-errors';
import type { Embedder } from '#libs/language-model';
import {
  findStoreEmbedders,
  searchStore,
  vectorStoreErrors,
  type SearchLender,
  type StoreSearch,
  type StoreSearchResult,
  type VectorConnection,
} from '#libs/vector-store';
import { embedTexts } from './embed-texts.js';
import { embedderForStore } from './embedder-of-store.js';

export type StoreQuestion = Omit<StoreSearch, 'vector'>;

/** A connection to the store, and a lender of further ones. */
export interface StoreConnections {
  readonly client: VectorConnection;
  readonly lender: SearchLender;
}

export interface FoundRecords extends StoreSearchResult {
  /** Model of the vectors. */
  readonly model: string;
}

/**
 * Embeds the question as the store's embedder embeds questions, and searches.
 * @throws DomainError `vector_store_absent`, `store_embedder_differs`, those of the embedder
 */
export async function searchRecords(
  { client, lender }: StoreConnections,
  configured: Embedder,
  question: StoreQuestion,
  signal: AbortSignal,
): Promise<FoundRecords> {
  const stored = await findStoreEmbedders(client);
  if (stored.length === 0) {
    throw new DomainError(vectorStoreErrors.vector_store_absent);
  }
  const embedder = embedderForStore(configured, stored);
  const [vector] = await embedTexts(embedder, [question.text], { purpose: 'query', signal });
  if (vector === undefined) {
    throw new Error('an embedder gave no vector for a text');
  }
  return { ...(await searchStore(client, { ...question, vector }, lender)), model: embedder.model };
}
