import { setImmediate as nextTurn } from 'node:timers/promises';
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
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      signal.throwIfAborted();
      const vector = await this.embedText(text, signal);
      if (vector === null) {
        throw new DomainError(languageModelErrors.embedding_text_blank, { position: vectors.length + 1 });
      }
      vectors.push(vector);
    }
    return vectors;
  }

  /** Others of this process get their turn during a long text. */
  private async embedText(text: string, signal: AbortSignal): Promise<Float32Array | null> {
    const steps = (this.words ??= new BuiltInEmbedder()).embedInSteps(text);
    for (;;) {
      const step = steps.next();
      if (step.done) {
        return step.value;
      }
      await nextTurn(undefined, { signal });
    }
  }

  renewed(): this {
    return this;
  }
}
