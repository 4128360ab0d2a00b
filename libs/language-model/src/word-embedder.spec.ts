import { expect, it } from '@jest/globals';
import { WordEmbedder } from './word-embedder.js';

const { signal } = new AbortController();

it('makes a vector of each text, and names the place of a text without words', async () => {
  const embedder = new WordEmbedder();
  const vectors = await embedder.embed(['open orders', '未完成的订单'], { signal });
  expect(vectors.map(({ length }) => length)).toEqual([embedder.dimensions, embedder.dimensions]);
  expect(vectors[0]).not.toEqual(vectors[1]);
  await expect(embedder.embed(['open orders', ' '], { signal })).rejects.toMatchObject({
    code: 'embedding_text_blank',
    params: { position: 2 },
  });
});

it('stops when it is aborted', async () => {
  await expect(new WordEmbedder().embed(['a'], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
    'enough',
  );
});
