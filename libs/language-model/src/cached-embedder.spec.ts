import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/domain-errors';
import { CachedEmbedder } from './cached-embedder.js';
import type { EmbeddingCache, TextEmbedder, TextOptions } from './embedder-contract.js';
import { languageModelErrors } from './errors.js';

const { signal } = new AbortController();

class MemoryCache implements EmbeddingCache {
  readonly kept = new Map<string, Float32Array>();

  async find(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    return new Map(
      hashes.flatMap((hash) => {
        const vector = this.kept.get(`${model} ${hash}`);
        return vector ? [[hash, vector] as const] : [];
      }),
    );
  }

  async store(model: string, entries: readonly { hash: string; vector: Float32Array }[]): Promise<void> {
    entries.forEach(({ hash, vector }) => this.kept.set(`${model} ${hash}`, vector));
  }
}

/** Answers one text at a time; the vector holds the length of the text. */
class PaidEmbedder implements TextEmbedder {
  readonly model = 'paid';
  dimensions: number | null = null;
  readonly asked: string[] = [];
  width = 2;
  refuses = 'refused';

  async embed(texts: readonly string[], { received }: TextOptions): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const [index, text] of texts.entries()) {
      if (text === this.refuses) {
        const params = { model: this.model, position: index + 1, characters: 1, status: 400, reason: 'no' };
        throw new DomainError(languageModelErrors.embedding_text_rejected, params);
      }
      this.asked.push(text);
      this.dimensions = this.width;
      const vector = new Float32Array(this.width).fill(text.length);
      vectors.push(vector);
      await received?.(index, [vector]);
    }
    return vectors;
  }
}

describe('CachedEmbedder', () => {
  let cache: MemoryCache;
  let paid: PaidEmbedder;
  const embed = (texts: string[], requested?: number) =>
    new CachedEmbedder(paid, cache, requested).embed(texts, { signal });

  beforeEach(() => {
    cache = new MemoryCache();
    paid = new PaidEmbedder();
  });

  it('asks for each text once, in one call and over calls, and answers in order', async () => {
    expect((await embed(['a', 'bb', 'a'])).map(([first]) => first)).toEqual([1, 2, 1]);
    expect((await embed(['ccc', 'bb'])).map(([first]) => first)).toEqual([3, 2]);
    expect(paid.asked).toEqual(['a', 'bb', 'ccc']);
  });

  it('keeps what was answered before a failure, and names the text by its own place', async () => {
    await embed(['a']);
    await expect(embed(['a', 'bb', 'refused', 'ccc'])).rejects.toMatchObject({
      code: 'embedding_text_rejected',
      params: { position: 3 },
    });
    paid.refuses = '';
    await embed(['a', 'bb', 'refused', 'ccc']);
    expect(paid.asked).toEqual(['a', 'bb', 'refused', 'ccc']);
  });

  it('knows the length of vectors that it has from the cache alone', async () => {
    await embed(['a']);
    const fresh = new PaidEmbedder();
    const tested = new CachedEmbedder(fresh, cache);
    expect(tested.dimensions).toBeNull();
    await tested.embed(['a'], { signal });
    expect([fresh.asked, tested.dimensions]).toEqual([[], 2]);
  });

  it('keeps vectors of another requested length apart', async () => {
    await embed(['a'], 2);
    await embed(['a'], 4);
    expect(paid.asked).toEqual(['a', 'a']);
  });

  it('asks again when the model now makes vectors of another length', async () => {
    await embed(['a', 'bb']);
    paid.width = 3;
    expect((await embed(['a', 'ccc', 'bb'])).map((vector) => vector.length)).toEqual([3, 3, 3]);
    expect(paid.asked.toSorted()).toEqual(['a', 'a', 'bb', 'bb', 'ccc']);
    await embed(['a', 'bb']);
    expect(paid.asked).toHaveLength(5);
  });

  it('has stored each batch before the next is asked for, and tells how many texts are done', async () => {
    const events: unknown[] = [];
    const inner: TextEmbedder = {
      model: 'batches',
      dimensions: 1,
      embed: async (texts, { received }) => {
        const vectors = texts.map((text) => Float32Array.of(text.length));
        await received?.(0, vectors.slice(0, 2));
        events.push('next');
        await received?.(2, vectors.slice(2));
        return vectors;
      },
    };
    const store = cache.store.bind(cache);
    cache.store = async (model, entries) => {
      await new Promise((resolve) => setImmediate(resolve));
      await store(model, entries);
      events.push('stored');
    };
    const tested = new CachedEmbedder(inner, cache);
    const vectors = await tested.embed(['a', 'bb', 'a', 'ccc'], { signal, progress: (done) => events.push(done) });
    expect(vectors.map(([first]) => first)).toEqual([1, 2, 1, 3]);
    expect(events.filter((event) => event !== 0)).toEqual(['stored', 3, 'next', 'stored', 4]);
    expect((await tested.embed(['ccc', 'bb'], { signal })).map(([first]) => first)).toEqual([3, 2]);
    expect(events.filter((event) => event === 'next')).toHaveLength(1);
  });

  it.each([new DomainError(languageModelErrors.model_answer_invalid, { model: 'm', reason: 'r' }), new Error('other')])(
    'passes on a failure that is about no text as it is: %s',
    async (failure) => {
      paid.embed = () => Promise.reject(failure);
      await expect(embed(['a'])).rejects.toBe(failure);
    },
  );
});
