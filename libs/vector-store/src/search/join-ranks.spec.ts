import { describe, expect, it } from '@jest/globals';
import { joinRanks, type FoundRow } from './join-ranks.js';

const terms = [
  { term: 'order', word: 0, weight: 1, records: 9, rarity: 1 },
  { term: 'client', word: 1, weight: 1, records: 9, rarity: 1 },
  { term: '客户', word: 1, weight: 0.5, records: 9, rarity: 1 },
];
const NEAR = ['a', 'b'];

const join = (near: readonly string[], found: readonly FoundRow[], words = 2) =>
  joinRanks(near, found, { terms, words });

describe('joining the ranks of both sides', () => {
  it('puts a record that both have first', () => {
    const joined = join(NEAR, [
      ['b', '{t,t,f}'],
      ['c', '{t,f,f}'],
    ]);
    expect(joined.map(({ key }) => key)).toEqual(['b', 'a', 'c']);
    expect(joined[0]).toMatchObject({ vectorRank: 2, lexicalRank: 1, words: [0, 1] });
    expect(joined[1]).toMatchObject({ vectorRank: 1, lexicalRank: null, words: [] });
    expect(joined[2]).toMatchObject({ vectorRank: null, lexicalRank: 2, words: [0] });
  });

  it('counts a lexical rank by the share of the question that the record has, a word by the best of its terms', () => {
    const [whole, half, part] = ['{t,t,f}', '{f,t,t}', '{f,f,t}'].map(
      (present) => join([], [['x', present]])[0]?.score,
    );
    expect(half).toBeCloseTo((whole ?? 0) / 2);
    expect(part).toBeCloseTo((whole ?? 0) / 4);
  });

  it('leaves the order to the vectors where the words know little', () => {
    const joined = join(NEAR, [['c', '{f,f,t}']], 12);
    expect(joined.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  it('takes sides without candidates', () => {
    expect(join([], [])).toEqual([]);
    expect(join(NEAR, []).map(({ key }) => key)).toEqual(['a', 'b']);
  });
});
