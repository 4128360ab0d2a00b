import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { findByWords } from './find-by-words.js';
import type { StoreFacts } from './store-facts.js';
import { isCurrentIndex, storeIndex } from './store-index.js';

type Rows = readonly (readonly unknown[])[];

const FACTS = { hasManySessions: true } as StoreFacts;
const NO_WORDS = { words: [], variants: [] };
const TERMS: Rows = [['ddl', '', '7']];

/** Answers each message; `texts` has those that came. */
function clientOf(answer: (text: string, turn: number) => readonly Rows[] | Promise<readonly Rows[]>) {
  const texts: string[] = [];
  const query = ({ text }: { text: string }, done: (error: Error | null, results?: unknown) => void): void => {
    texts.push(text);
    Promise.resolve()
      .then(() => answer(text, texts.length))
      .then(
        (results) =>
          done(
            null,
            results.map((rows) => ({ rows })),
          ),
        (error: Error) => done(error),
      );
  };
  return { client: { query } as unknown as pg.ClientBase, texts };
}

const read = (version: string, terms: Rows = TERMS): Rows[] => [[[version]], terms, [], []];

describe('what searches know of a store', () => {
  it('is read at most twice for a search, also while each answer has another version', async () => {
    const { client, texts } = clientOf((_, turn) => {
      if (turn > 20) {
        throw new Error('too many messages');
      }
      return read(`v${turn}`);
    });
    await findByWords(client, FACTS, [], NO_WORDS, {});
    expect(texts).toHaveLength(4);
  });

  it('is read once for searches at the same time', async () => {
    const owner = {};
    const { client, texts } = clientOf(() => read('v'));
    const found = await Promise.all(Array.from({ length: 9 }, () => storeIndex(client, owner)));
    expect(texts).toHaveLength(1);
    expect(new Set(found).size).toBe(1);
  });

  it('is read again, once, where the connection that reads it fails', async () => {
    const owner = {};
    const broken = clientOf(() => Promise.reject(new Error('gone')));
    const whole = clientOf(() => read('v'));
    const first = storeIndex(broken.client, owner);
    const others = [1, 2, 3].map(() => storeIndex(whole.client, owner));
    await expect(first).rejects.toThrow('gone');
    await expect(Promise.all(others)).resolves.toMatchObject([1, 2, 3].map(() => ({ version: 'v' })));
    expect(whole.texts).toHaveLength(1);
  });

  it('is kept where a late search compares an older one', async () => {
    const owner = {};
    const { client, texts } = clientOf((_, turn) => read(`v${turn}`));
    const old = await storeIndex(client, owner);
    await expect(isCurrentIndex(owner, old, [['v2']])).resolves.toBe(false);
    const newer = await storeIndex(client, owner);
    await expect(isCurrentIndex(owner, old, [['v2']])).resolves.toBe(false);
    await expect(storeIndex(client, owner)).resolves.toBe(newer);
    expect(texts).toHaveLength(2);
  });

  it('has no terms of a store with too many: those of a question are read for it, and not kept', async () => {
    const owner = {};
    const counts: Rows = [['ddl', 'order', '3']];
    const { client, texts } = clientOf((text) => (text.includes("'order'") ? [counts] : read('v', [])));
    const asked = { words: ['order'], variants: [[{ term: 'order', weight: 1 }]] };
    const one = await findByWords(client, FACTS, [], asked, owner);
    await findByWords(client, FACTS, [], asked, owner);
    expect(one.index.counts.of('ddl', 'order')).toBe(0);
    expect(texts.filter((text) => text.includes("'order'"))).toHaveLength(2);
  });
});
