import { createHash } from 'node:crypto';
import { DomainError } from '#libs/domain-errors';
import type { EmbeddingCache, TextEmbedder, TextOptions } from './embedder-contract.js';

/** An embedder that requests each text once. Answers are stored as they arrive, even if later ones fail. */
export class CachedEmbedder implements TextEmbedder {
  /** Vectors of other lengths are other vectors, though the model has the same name. */
  private readonly cacheKey: string;
  private knownDimensions: number | null;

  constructor(
    private readonly inner: TextEmbedder,
    private readonly cache: EmbeddingCache,
    requestedDimensions?: number,
  ) {
    this.cacheKey = requestedDimensions === undefined ? inner.model : `${inner.model}@${requestedDimensions}`;
    this.knownDimensions = inner.dimensions;
  }

  get model(): string {
    return this.inner.model;
  }

  get dimensions(): number | null {
    return this.inner.dimensions ?? this.knownDimensions;
  }

  async embed(texts: readonly string[], options: TextOptions): Promise<Float32Array[]> {
    const hashes = texts.map(textHash);
    const vectors = new Map(await this.cache.find(this.cacheKey, [...new Set(hashes)]));
    if (this.inner.dimensions === null && new Set([...vectors.values()].map((vector) => vector.length)).size > 1) {
      // The model has changed, and which of them is today's length is not known.
      vectors.clear();
    }
    await this.embedMissing(texts, hashes, vectors, options);
    // A model that now answers with another length is another model under the same name, so its cached vectors are void.
    const length = this.inner.dimensions;
    if (length !== null) {
      for (const [hash, vector] of vectors) {
        if (vector.length !== length) {
          vectors.delete(hash);
        }
      }
      await this.embedMissing(texts, hashes, vectors, options);
    }
    const answer = hashes.map((hash) => vectors.get(hash) ?? new Float32Array());
    this.knownDimensions ??= answer[0]?.length ?? null;
    return answer;
  }

  private async embedMissing(
    texts: readonly string[],
    hashes: readonly string[],
    vectors: Map<string, Float32Array>,
    { signal, notice, progress }: TextOptions,
  ): Promise<void> {
    const missing = new Map<string, string>();
    const positions: number[] = [];
    hashes.forEach((hash, index) => {
      if (!vectors.has(hash) && !missing.has(hash)) {
        missing.set(hash, texts[index] ?? '');
        positions.push(index);
      }
    });
    if (missing.size === 0) {
      return;
    }
    const missingHashes = [...missing.keys()];
    const received = async (start: number, made: readonly Float32Array[]): Promise<void> => {
      const entries = made.map((vector, index) => ({ hash: missingHashes[start + index] ?? '', vector }));
      await this.cache.store(this.cacheKey, entries);
      entries.forEach(({ hash, vector }) => vectors.set(hash, vector));
      progress?.(hashes.filter((hash) => vectors.has(hash)).length);
    };
    await this.inner.embed([...missing.values()], { signal, notice, received }).catch((error: unknown) => {
      throw atPositionOf(error, positions);
    });
  }
}

function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The error about a text, with the position in the caller's list of texts. */
function atPositionOf(error: unknown, positions: readonly number[]): unknown {
  if (!(error instanceof DomainError) || typeof error.params['position'] !== 'number') {
    return error;
  }
  const position = (positions[error.params['position'] - 1] ?? 0) + 1;
  return new DomainError(error.definition, { ...error.params, position }, { cause: error.cause });
}
