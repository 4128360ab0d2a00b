import { expect, it } from '@jest/globals';
import { randomText, type TextKind } from '../../retrieval/src/random-text.fixture.js';
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

it.each<TextKind>(['names', 'han', 'mixed'])('lets others have their turn within a long text of %s', async (kind) => {
  let turns = 0;
  let isDone = false;
  const others = (): void => {
    turns++;
    if (!isDone) {
      setImmediate(others);
    }
  };
  setImmediate(others);
  await new WordEmbedder().embed([randomText(kind, 100_000)], { signal });
  isDone = true;
  expect(turns).toBeGreaterThan(5);
});

it('stops within a long text when it is aborted', async () => {
  const abort = new AbortController();
  const embedding = new WordEmbedder().embed([randomText('names', 100_000)], { signal: abort.signal });
  abort.abort(new Error('enough'));
  await expect(embedding).rejects.toThrow();
});
