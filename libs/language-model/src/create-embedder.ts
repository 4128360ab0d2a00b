import type { Embedder } from './contract.js';
import { OfflineEmbedder } from './offline-embedder.js';
import { OpenAiEmbedder, type EmbedderOptions } from './openai-embedder.js';

/** The embedder of the configured endpoint, or, for null, the lexical one that works offline. */
export function createEmbedder(options: EmbedderOptions | null): Embedder {
  return options === null ? new OfflineEmbedder() : new OpenAiEmbedder(options);
}
