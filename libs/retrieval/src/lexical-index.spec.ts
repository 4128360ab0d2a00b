import { describe, expect, it } from '@jest/globals';
import { LexicalIndex } from './lexical-index.js';
import { fuseRanks } from './rank-fusion.js';

const index = new LexicalIndex([
  { id: 'invoices', text: 'create table customer_invoice (id bigint, customer_id bigint, amount numeric);' },
  { id: 'shipments', text: 'create table shipments (id bigint, courier text, shipped_at timestamp);' },
  { id: 'suppliers', text: 'create table suppliers (id bigint, company_name text, city text);' },
  { id: 'wards', text: '病区表 (病区编号, 护士长, 床位数)' },
]);

const idsOf = (question: string) => index.search(question, 10).map(({ id }) => id);

describe('the lexical index', () => {
  it.each([
    ['Which invoices are the largest?', 'invoices'],
    ['SUPPLIER by city', 'suppliers'],
    ['customerInvoice', 'invoices'],
    ['各供应商所在的城市', 'suppliers'],
    ['发票金额', 'invoices'],
    ['cust amt', 'invoices'],
    ['每个病区有多少床位', 'wards'],
    ['vendors', 'suppliers'],
    ['freight parcels', 'shipments'],
  ])('finds %j', (question, expected) => {
    expect(idsOf(question)[0]).toBe(expected);
  });

  it.each(['', '  ', 'which of the', '请列出所有的', '每家有多少', '2024'])(
    'finds nothing for %j, which has no word of its own',
    (text) => {
      expect(index.search(text, 10)).toEqual([]);
    },
  );

  it('states which share of the question a text has', () => {
    const [best] = index.search('courier of the unheard', 10);
    expect(best).toMatchObject({ id: 'shipments', coverage: 0.5 });
    expect(index.search('courier', 10)[0]?.coverage).toBe(1);
    expect(index.search('供应商', 10)[0]?.coverage).toBeLessThan(1);
  });

  it('returns at most as many as asked for', () => {
    expect(index.search('id', 2)).toHaveLength(2);
  });
});

describe('ranks of vectors and words together', () => {
  const hit = (id: string, coverage: number) => ({ id, coverage, score: 1 });

  it('puts a text first that both sides find', () => {
    const fused = fuseRanks(['a', 'b', 'c'], [hit('b', 1), hit('d', 1)], 10);
    expect(fused.map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
    expect(fused[0]?.ranks).toEqual({ vector: 2, lexical: 1 });
    expect(fused[1]?.ranks).toEqual({ vector: null, lexical: 2 });
  });

  it('follows the vectors where the words hardly match', () => {
    expect(fuseRanks(['a', 'b', 'c'], [hit('d', 0.1), hit('c', 0.01)], 3).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [[], ['x'], ['x']],
    [['x'], [], ['x']],
    [[], [], []],
  ])('works with one side only: %j, %j', (byVector, byWords, expected) => {
    const hits = byWords.map((id) => hit(id, 1));
    expect(fuseRanks(byVector, hits, 10).map(({ id }) => id)).toEqual(expected);
  });
});
