import { CachedEmbedder } from './cached-embedder.js';
import type { Embedder, EmbeddingCache } from './contract.js';
import { OfflineEmbedder } from './offline-embedder.js';
import { OpenAiEmbedder, type EmbedderOptions } from './openai-embedder.js';

/**
 * The embedder of the configured endpoint, or, for null, the lexical one that works offline.
 * @param cache keeps what an endpoint has answered; the offline one is faster than any cache
 */
export function createEmbedder(options: EmbedderOptions | null, cache?: EmbeddingCache): Embedder {
  if (options === null) {
    return new OfflineEmbedder();
  }
  const embedder = new OpenAiEmbedder(options);
  return cache ? new CachedEmbedder(embedder, cache, options.dimensions) : embedder;
}
