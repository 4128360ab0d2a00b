import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MisbehavingServer, type ReceivedRequest } from '../../../test/harness/misbehaving-model-server.js';
import { createEmbedder, type EmbedderOptions } from './create-embedder.js';
import type { Embedder, EmbeddingCache, TextPurpose } from './embedder-contract.js';

const server = new MisbehavingServer();
const { signal } = new AbortController();

function embedder(options: Partial<EmbedderOptions> = {}, cache?: EmbeddingCache): Embedder {
  return createEmbedder({ baseUrl: server.baseUrl, apiKey: 'k', model: 'e5', firstRetryMs: 1, ...options }, cache);
}

const inputsOf = ({ body }: ReceivedRequest): string[] => body['input'] as string[];
const widthOf = ({ body }: ReceivedRequest): number => (body['model'] === 'narrow' ? 2 : 3);

/** Entries by model and hash of the text that was sent. */
function memoryCache(): EmbeddingCache {
  const kept = new Map<string, Float32Array>();
  return {
    find: async (model, hashes) =>
      new Map(
        hashes.flatMap((hash) => {
          const vector = kept.get(`${model} ${hash}`);
          return vector ? [[hash, vector] as const] : [];
        }),
      ),
    store: async (model, entries) => entries.forEach(({ hash, vector }) => kept.set(`${model} ${hash}`, vector)),
  };
}

beforeAll(() => server.start());
afterAll(() => server.stop());

function answer(): void {
  server.reply((request) => ({
    status: 200,
    json: {
      data: inputsOf(request).map((text, index) => ({
        index,
        embedding: Array.from({ length: widthOf(request) }, (_value, place) => text.length + place),
      })),
    },
  }));
}

describe('an embedder with two sides', () => {
  const sent = (): [unknown, string[]][] =>
    server.requests.map((request) => [request.body['model'], inputsOf(request)]);
  const embed = (tested: Embedder, purpose: TextPurpose, ...texts: string[]) =>
    tested.embed(texts, { purpose, signal });

  it('sends documents and questions with the prefix of each', async () => {
    answer();
    const tested = embedder({ queryPrefix: 'query: ', documentPrefix: 'passage: ' });
    await embed(tested, 'document', 'a', 'b');
    await embed(tested, 'query', '多少？');
    expect(sent()).toEqual([
      ['e5', ['passage: a', 'passage: b']],
      ['e5', ['query: 多少？']],
    ]);
  });

  it('sends questions to a model of their own', async () => {
    answer();
    const tested = embedder({ queryModel: 'e5-query' });
    await embed(tested, 'document', 'a');
    await embed(tested, 'query', 'a');
    expect(sent()).toEqual([
      ['e5', ['a']],
      ['e5-query', ['a']],
    ]);
  });

  it('sends the same text for both purposes where nothing else is configured', async () => {
    answer();
    await embed(embedder(), 'query', 'a');
    await embed(embedder(), 'document', 'a');
    expect(new Set(sent().map(String)).size).toBe(1);
  });

  it('says how a reader makes comparable vectors', async () => {
    answer();
    const tested = embedder({ queryPrefix: 'query: ', documentPrefix: 'passage: ', queryModel: 'e5-query' });
    const identity = {
      model: 'e5',
      queryModel: 'e5-query',
      documentPrefix: 'passage: ',
      queryPrefix: 'query: ',
      normalized: true,
    };
    expect(tested.identity).toEqual({ ...identity, dimensions: null });
    await embed(tested, 'document', 'a');
    expect(tested.identity).toEqual({ ...identity, dimensions: 3 });
    expect(createEmbedder(null).identity).toMatchObject({ model: createEmbedder(null).model, documentPrefix: '' });
  });

  it('keeps cached vectors of other prefixes, models and purposes apart', async () => {
    answer();
    const cache = memoryCache();
    const settings: Partial<EmbedderOptions>[] = [{}, { documentPrefix: 'passage: ' }, { documentPrefix: 'doc: ' }];
    for (const options of settings) {
      await embed(embedder(options, cache), 'document', 'a');
    }
    await embed(embedder({ queryPrefix: 'query: ' }, cache), 'query', 'a');
    await embed(embedder({ queryModel: 'e5-query' }, cache), 'query', 'a');
    expect(server.requests).toHaveLength(5);
    await embed(embedder({ documentPrefix: 'doc: ' }, cache), 'document', 'a');
    expect(server.requests).toHaveLength(5);
  });

  it('refuses two models of different dimensions', async () => {
    answer();
    const tested = embedder({ queryModel: 'narrow' });
    await embed(tested, 'document', 'a');
    await expect(embed(tested, 'query', 'a')).rejects.toMatchObject({
      code: 'embedding_dimension_differs',
      params: { model: 'narrow', actual: 2, expected: 3 },
    });
  });

  it.each([undefined, memoryCache()])('knows nothing of earlier answers once it is renewed', async (cache) => {
    answer();
    const tested = embedder({ queryModel: 'e5-query' }, cache);
    await embed(tested, 'document', 'a');
    expect(tested.dimensions).toBe(3);
    expect(tested.renewed().dimensions).toBeNull();
    server.reply(() => ({ status: 200, json: { data: [{ index: 0, embedding: [1, 2, 3, 4] }] } }));
    expect((await embed(tested.renewed(), 'query', 'b'))[0]).toHaveLength(4);
    expect(embedder({ dimensions: 3 }, cache).renewed().dimensions).toBe(3);
  });

  it('refuses cached vectors of another length than the rest of a load, and then asks for them again', async () => {
    const cache = memoryCache();
    answer();
    await embed(embedder({}, cache), 'document', 'old');
    server.reply(() => ({ status: 200, json: { data: [{ index: 0, embedding: [1, 2, 3, 4] }] } }));
    const tested = embedder({}, cache);
    await embed(tested, 'document', 'old');
    await expect(embed(tested, 'document', 'new')).rejects.toMatchObject({
      params: { actual: 4, expected: 3 },
    });
    expect((await embed(tested, 'document', 'old'))[0]).toHaveLength(4);
  });

  it('never mixes lengths that both are in the cache', async () => {
    const cache = memoryCache();
    answer();
    await embed(embedder({}, cache), 'document', 'old');
    server.reply((request) => ({
      status: 200,
      json: { data: inputsOf(request).map((_text, index) => ({ index, embedding: [1, 2, 3, 4] })) },
    }));
    await embed(embedder({}, cache), 'document', 'new');
    const vectors = await embed(embedder({}, cache), 'document', 'old', 'new');
    expect(vectors.map(({ length }) => length)).toEqual([4, 4]);
  });

  it('sends no blank text, not even with a prefix', async () => {
    answer();
    await expect(embed(embedder({ documentPrefix: 'passage: ' }), 'document', '1', ' \n')).rejects.toMatchObject({
      code: 'embedding_text_blank',
      params: { position: 2 },
    });
    expect(server.requests).toHaveLength(0);
  });
});
