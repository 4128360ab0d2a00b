import { describe, expect, it } from '@jest/globals';
import { entriesOf } from './entries.js';
import { CHINESE_TERMS } from './terms/chinese-terms.js';
import { INDUSTRY_TERMS } from './terms/industry-terms.js';
import { MEASURE_WORDS } from './terms/measure-words.js';

const doubled = (terms: readonly string[]): string[] => terms.filter((term, at) => terms.indexOf(term) < at);
const termsOf = (table: string): string[] => entriesOf(table).map(([term]) => term);

describe('tables of terms', () => {
  it('are read as pairs, over lines', () => {
    expect(entriesOf('\na=b|c d=e,f\ng=h\n')).toEqual([
      ['a', 'b'],
      ['c d', 'e,f'],
      ['g', 'h'],
    ]);
  });

  it.each([
    ...INDUSTRY_TERMS.map(({ markers, terms }) => [markers, termsOf(terms)] as const),
    ['Chinese terms', termsOf(CHINESE_TERMS)] as const,
    ['measure words', entriesOf(MEASURE_WORDS).flatMap(([, heads]) => heads.split(' '))] as const,
  ])('have each term once: %s', (_name, terms) => {
    expect(doubled(terms)).toEqual([]);
  });
});
