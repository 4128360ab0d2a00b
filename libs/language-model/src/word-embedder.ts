import { DomainError } from '#libs/domain-errors';
import { BUILT_IN_DIMENSIONS, BUILT_IN_MODEL, BuiltInEmbedder } from '#libs/retrieval';
import type { CallOptions } from './contract.js';
import type { Embedder } from './embedder-contract.js';
import { languageModelErrors } from './errors.js';
import { oneSidedIdentity } from './one-sided-identity.js';

/** The built-in embedder of Chinese and English words behind the port of all embedders. */
export class WordEmbedder implements Embedder {
  readonly model = BUILT_IN_MODEL;
  readonly dimensions = BUILT_IN_DIMENSIONS;
  readonly identity = oneSidedIdentity(BUILT_IN_MODEL, BUILT_IN_DIMENSIONS);
  /** Made when it is first needed: most processes embed nothing. */
  private words: BuiltInEmbedder | null = null;

  async embed(texts: readonly string[], { signal }: CallOptions): Promise<Float32Array[]> {
    const words = (this.words ??= new BuiltInEmbedder());
    return texts.map((text, index) => {
      signal.throwIfAborted();
      const vector = words.embed(text);
      if (vector === null) {
        throw new DomainError(languageModelErrors.embedding_text_blank, { position: index + 1 });
      }
      return vector;
    });
  }

  renewed(): this {
    return this;
  }
}
