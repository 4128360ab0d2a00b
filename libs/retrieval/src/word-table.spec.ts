import { describe, expect, it } from '@jest/globals';
import { builtInTable } from './word-table.js';

describe('similar words', () => {
  const table = builtInTable();
  const words = ['customer', '服务', 'river'];

  const vectorOf = (word: string): Float32Array => {
    const vector = new Float32Array(table.dimensions);
    table.add(word, 1, vector);
    return vector;
  };

  it.each(words)('of %s are those of a comparison of the whole vectors', (word) => {
    const asked = vectorOf(word);
    const similar = table.similarTo(word, 0.4);
    expect(similar.length).toBeGreaterThan(3);
    expect(similar.map((found) => found.word)).toContain(word);
    for (const found of similar) {
      const cosine = vectorOf(found.word).reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0);
      expect(found.similarity).toBeCloseTo(cosine, 4);
      expect(found.similarity).toBeGreaterThanOrEqual(0.4);
    }
  });

  it.each(words)('of %s are all of them, however low the least cosine', (word) => {
    const all = table.similarTo(word, -2);
    for (const least of [0.1, 0.25, 0.4, 0.7]) {
      expect(table.similarTo(word, least)).toEqual(all.filter(({ similarity }) => similarity >= least));
    }
  });

  it('has none for a word that the table lacks', () => {
    expect(table.similarTo('qwzxv', 0.4)).toEqual([]);
  });
});
