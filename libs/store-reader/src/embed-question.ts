import { DomainError } from '#libs/domain-errors';
import type { Embedder } from '#libs/language-model';
import { findStoreEmbedders, vectorStoreErrors, type VectorConnections } from '#libs/vector-store';
import { embedTexts } from './embed-texts.js';
import { embedderForStore, requireLengthOfStore } from './embedder-of-store.js';

export interface EmbeddedQuestion {
  readonly vector: Float32Array;
  /** That made it. */
  readonly model: string;
}

/**
 * Embeds a question as the store's embedder embeds questions. No connection waits for it: a slow endpoint must not keep
 * others from the store.
 * @throws DomainError `vector_store_absent`, `store_embedder_differs`, those of the embedder
 */
export async function embedQuestion(
  connections: VectorConnections,
  configured: Embedder,
  text: string,
  signal: AbortSignal,
): Promise<EmbeddedQuestion> {
  const stored = await connections.use(signal, findStoreEmbedders);
  if (stored.length === 0) {
    throw new DomainError(vectorStoreErrors.vector_store_absent);
  }
  const embedder = embedderForStore(configured, stored);
  const [vector] = await embedTexts(embedder, [text], { purpose: 'query', signal });
  if (vector === undefined) {
    throw new Error('an embedder gave no vector for a text');
  }
  requireLengthOfStore(embedder, stored, vector.length);
  return { vector, model: embedder.model };
}
