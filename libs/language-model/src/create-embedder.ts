import { BUILT_IN_MODEL } from '#libs/retrieval';
import { CachedEmbedder } from './cached-embedder.js';
import type { Embedder, EmbeddingCache, TextEmbedder } from './embedder-contract.js';
import { EndpointEmbedder } from './endpoint-embedder.js';
import { NGRAM_MODEL, NgramEmbedder } from './ngram-embedder.js';
import { OpenAiEmbedder, type TextEmbedderOptions } from './openai-embedder.js';
import { WordEmbedder } from './word-embedder.js';

export interface EmbedderOptions extends TextEmbedderOptions {
  /** Of questions; absent: `model`. */
  readonly queryModel?: string | undefined;
  readonly queryPrefix?: string | undefined;
  readonly documentPrefix?: string | undefined;
}

/**
 * The embedder of the configured endpoint, or, for null, the built-in one.
 * @param cache keeps what an endpoint has answered; the built-in one is faster than any cache
 */
export function createEmbedder(options: EmbedderOptions | null, cache?: EmbeddingCache): Embedder {
  if (options === null) {
    return new WordEmbedder();
  }
  const sideOf = (model: string): TextEmbedder => {
    const embedder = new OpenAiEmbedder({ ...options, model });
    return cache ? new CachedEmbedder(embedder, cache, options.dimensions) : embedder;
  };
  const { model, queryModel = model, queryPrefix = '', documentPrefix = '' } = options;
  return new EndpointEmbedder(() => {
    const documents = sideOf(model);
    return {
      document: { texts: documents, prefix: documentPrefix },
      query: { texts: queryModel === model ? documents : sideOf(queryModel), prefix: queryPrefix },
    };
  });
}

/**
 * A store keeps the embedder that loaded it: where it holds vectors of the embedder that was built in before, that one is
 * used in place of today's. A configured endpoint is used in any case.
 * @param hasVectorsOf whether the store holds vectors of the model
 */
export async function embedderOfStore(
  configured: Embedder,
  hasVectorsOf: (model: string) => Promise<boolean>,
): Promise<Embedder> {
  const isBuiltIn = configured.model === BUILT_IN_MODEL;
  return isBuiltIn && (await hasVectorsOf(NGRAM_MODEL)) ? new NgramEmbedder() : configured;
}
