import { describe, expect, it } from '@jest/globals';
import { createEmbedder, NGRAM_MODEL } from '#libs/language-model';
import { embedderForStore } from './embedder-of-store.js';

const builtIn = createEmbedder(null);
const endpoint = createEmbedder({ baseUrl: 'http://127.0.0.1:1/v1', apiKey: '', model: 'e5', dimensions: 384 });

describe('the embedder of a store', () => {
  it('is the configured one where the store is empty, its own, or of programs that name none', () => {
    expect(embedderForStore(builtIn, [])).toBe(builtIn);
    expect(embedderForStore(builtIn, [{ model: builtIn.model, dimensions: 768 }])).toBe(builtIn);
    expect(embedderForStore(endpoint, [{ model: null, dimensions: 384 }])).toBe(endpoint);
  });

  it('is named with its prefix', () => {
    const prefixed = createEmbedder({
      baseUrl: 'http://127.0.0.1:1/v1',
      apiKey: '',
      model: 'e5',
      dimensions: 384,
      documentPrefix: 'passage: ',
    });
    expect(embedderForStore(prefixed, [{ model: 'e5', documentPrefix: 'passage: ', dimensions: 384 }])).toBe(prefixed);
    expect(() => embedderForStore(prefixed, [{ model: 'e5', dimensions: 384 }])).toThrow(
      expect.objectContaining({ params: { stored: 'e5 (384)', configured: 'e5 (384, "passage: ")' } }),
    );
  });

  it('is the former built-in one where that made the store', () => {
    expect(embedderForStore(builtIn, [{ model: NGRAM_MODEL, dimensions: 384 }]).model).toBe(NGRAM_MODEL);
  });

  it.each([
    ['another model', builtIn, [{ model: 'e5', dimensions: 768 }]],
    ['other dimensions', endpoint, [{ model: 'e5', dimensions: 1_024 }]],
    [
      'two models',
      builtIn,
      [
        { model: builtIn.model, dimensions: 768 },
        { model: 'e5', dimensions: 384 },
      ],
    ],
    ['dimensions alone', builtIn, [{ model: null, dimensions: 384 }]],
    ['another prefix', endpoint, [{ model: 'e5', documentPrefix: 'passage: ', dimensions: 384 }]],
    ['the former built-in one', endpoint, [{ model: NGRAM_MODEL, dimensions: 384 }]],
  ])('is refused where the store was made by %s', (_, configured, stored) => {
    expect(() => embedderForStore(configured, stored)).toThrow(
      expect.objectContaining({ code: 'store_embedder_differs' }),
    );
  });
});
