import type { EmbedderIdentity } from './embedder-contract.js';

/** Of an embedder that makes the same vector of a text for both purposes. */
export function oneSidedIdentity(model: string, dimensions: number | null): EmbedderIdentity {
  return { model, queryModel: model, documentPrefix: '', queryPrefix: '', dimensions, normalized: true };
}
