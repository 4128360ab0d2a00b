import { describe, expect, it } from '@jest/globals';
import { LexicalTerms } from './lexical-terms.js';

const terms = new LexicalTerms();
const variantsOf = (word: string) => terms.variantsOf(word).map(({ term }) => term);

describe('the terms of a text', () => {
  it('are its words in the singular, with their frequencies', () => {
    expect(Object.fromEntries(terms.count('customer_invoices: the invoices of 2 customers'))).toEqual({
      customer: 2,
      invoice: 2,
    });
  });

  it.each(['', '  ', 'which of the', '请列出所有的', '每家有多少', '2024', `${'x'.repeat(65)}`])(
    'are none of %j',
    (text) => {
      expect(terms.ask(text)).toEqual([]);
    },
  );

  it('are those of simplified Chinese for traditional characters', () => {
    expect(terms.ask('客戶的訂單')).toEqual(terms.ask('客户的订单'));
    expect(terms.ask('供應商付款')).toEqual(terms.ask('供应商付款'));
  });
});

describe('the terms that stand for a word', () => {
  it('are the word with full weight, and translations with less', () => {
    const [first, ...others] = terms.variantsOf('供应商');
    expect(first).toEqual({ term: '供应商', weight: 1 });
    expect(others.map(({ term }) => term)).toContain('supplier');
    expect(others.every(({ weight }) => weight < 1)).toBe(true);
  });

  it.each([
    ['发票', 'invoice'],
    ['cust', 'customer'],
  ])('of %j have %j', (word, expected) => {
    expect(variantsOf(word)).toContain(expected);
  });

  it.each([
    ['vendor', 'supplier'],
    ['parcel', 'package'],
    ['歌手', 'artist'],
    ['firm', 'company'],
    ['turnover', 'payment'],
    ['门店', 'outlet'],
  ])('near %j have %j, the nearest first', (word, expected) => {
    const near = terms.nearTo(word);
    expect(near.map(({ term }) => term)).toContain(expected);
    expect(near.map(({ weight }) => weight)).toEqual(near.map(({ weight }) => weight).toSorted((a, b) => b - a));
    expect(new Set(near.map(({ term }) => term)).size).toBe(near.length);
  });

  it('near a word that the table lacks are none', () => {
    expect(terms.nearTo('zzyzxq')).toEqual([]);
  });
});
