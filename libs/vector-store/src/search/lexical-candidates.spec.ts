import { describe, expect, it } from '@jest/globals';
import type { AskedTerm } from './ask-terms.js';
import { chooseCandidates, lexicalStatement } from './lexical-candidates.js';

const term = (text: string, records: number, word = 0): AskedTerm => ({
  term: text,
  word,
  weight: 1,
  records,
  rarity: 1,
});

describe('the records that are ranked', () => {
  it('have any of the terms, where these are in few records', () => {
    expect(chooseCandidates([term('order', 150), term('refund', 12)], 200)).toBe(`'refund' | 'order'`);
  });

  it('have one of the rarer terms, where others are in many records', () => {
    expect(chooseCandidates([term('id', 90_000), term('refund', 12), term('courier', 150)], 200)).toBe(
      `'refund' | 'courier'`,
    );
  });

  it('have the rarest term and another, where all are in many records', () => {
    expect(chooseCandidates([term('order', 40_000), term('customer', 30_000)], 200)).toBe(`'customer' & ('order')`);
    expect(chooseCandidates([term('order', 40_000)], 200)).toBe(`'order'`);
  });

  it('are asked for with any characters', () => {
    expect(chooseCandidates([term(`o'b\\r`, 1)], 200)).toBe(`'o''b\\\\r'`);
  });
});

describe('the statement', () => {
  const terms = [term('client', 1), term('客户', 1), term('order', 1, 1)];
  const statement = lexicalStatement('sql', terms, { depth: 20, condition: 'true' });

  it('ranks by a word once, by the best of its terms', () => {
    expect(statement.match(/greatest/g)).toHaveLength(1);
    expect(statement).toContain('LIMIT 20');
  });

  it('tells of each term whether the record has it', () => {
    expect(/ARRAY\[(.*)\]::text/.exec(statement)?.[1]?.split(', ')).toHaveLength(terms.length);
  });
});
