import { describe, expect, it } from '@jest/globals';
import { formsOf } from './forms.mjs';
import { measuredColumns, wrongMeasure } from './measures.mjs';
import { operatorsOf } from './operators.mjs';
import { conditionMark } from './skeleton.mjs';

describe('conditionMark', () => {
  it('overlooks plain columns that are shown, and nothing else', async () => {
    const mark = await conditionMark('SELECT a FROM t WHERE b = 1');
    expect(await conditionMark('SELECT c, a AS name FROM t WHERE b = 1')).toBe(mark);
    expect(await conditionMark('SELECT a FROM t WHERE b = 2')).not.toBe(mark);
    expect(await conditionMark('SELECT count(*) FROM t WHERE b = 1')).not.toBe(mark);
  });
});

describe('operatorsOf', () => {
  it.each([
    ['SELECT a FROM t WHERE b = 1 AND c > 2', [], ['joins:0']],
    [
      'SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1',
      ['aggregate', 'group_by', 'having'],
      ['joins:0', 'count', 'group_by', 'having'],
    ],
    ['SELECT 1 FROM t JOIN u ON a = b, v LIMIT 3', ['join', 'order_limit'], ['joins:2+', 'order_limit']],
    ['SELECT DISTINCT a FROM t ORDER BY a', ['distinct', 'order_limit'], ['joins:0', 'distinct', 'order_limit']],
    ['SELECT count(DISTINCT a) FROM t', ['aggregate', 'distinct'], ['joins:0', 'count', 'distinct']],
    ['SELECT rank() OVER (ORDER BY a) FROM t', ['window'], ['joins:0', 'window']],
    ['WITH x AS (SELECT 1) SELECT * FROM x', ['nested'], ['joins:0', 'nested']],
    ['SELECT a FROM t WHERE b IN (SELECT c FROM u)', ['nested'], ['joins:0', 'nested']],
    ['SELECT a FROM t UNION SELECT b FROM u', ['set_operation'], ['joins:0', 'set_operation']],
    ["SELECT date_trunc('month', a) FROM t", ['date'], ['joins:0', 'date']],
    ["SELECT a FROM t WHERE b > CURRENT_DATE - INTERVAL '7 days'", [], ['joins:0']],
    ['SELECT sum(a) / sum(b) FROM t', ['aggregate', 'arithmetic'], ['joins:0', 'sum', 'arithmetic']],
    ['SELECT sum(CASE WHEN a THEN 1 END) FROM t', ['aggregate'], ['joins:0', 'sum', 'case']],
  ])('of %s', async (sql, coarse, fine) => {
    const operators = await operatorsOf(sql);
    expect([...operators.coarse].sort()).toEqual([...coarse].sort());
    expect([...operators.fine].sort()).toEqual([...fine].sort());
  });
});

describe('measures', () => {
  it('are what is summed and averaged, conditions aside', async () => {
    const sql = `SELECT round(avg(t.total)::numeric, 2), sum(price * quantity), count(id),
      sum(CASE WHEN state = 1 THEN amount ELSE 0 END), percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM t`;
    expect((await measuredColumns(sql)).map(({ call, column, isPlain }) => `${call} ${column} ${isPlain}`)).toEqual([
      'avg total true',
      'sum price false',
      'sum quantity false',
      'sum amount true',
      'percentile_cont days true',
    ]);
  });

  it('are no distances between two columns', async () => {
    expect(await measuredColumns('SELECT avg(ended::date - started::date), sum(a - 1) FROM t')).toEqual([
      { call: 'sum', column: 'a', isPlain: true },
    ]);
  });

  it.each([
    ['sum', 'anything', true, true, 'key'],
    ['avg', 'user_id', true, false, 'code'],
    ['avg', 'txid', true, false, 'code'],
    ['avg', 'paid', true, false, null],
    ['sum', 'orderNo', true, false, 'code'],
    ['sum', 'zip_code', true, false, 'code'],
    ['avg', 'release_year', true, false, 'date part'],
    ['sum', 'unit_price', true, false, 'rate'],
    ['sum', 'unit_price', false, false, null],
    ['sum', 'unitpricediscount', true, false, 'rate'],
    ['sum', 'corporate', true, false, null],
    ['avg', 'discount', true, false, null],
    ['sum', 'total_price', true, false, null],
    ['sum', 'quantity', true, false, null],
  ] as const)('%s(%s), plain %s, key %s: %s', (call, column, isPlain, isKey, reason) => {
    expect(wrongMeasure({ call, column, isPlain }, isKey)).toBe(reason);
  });
});

describe('formsOf', () => {
  it.each([
    ['SELECT 1 FROM t JOIN u ON a = b WHERE c = 1', ['join with a condition']],
    ['SELECT a FROM t WHERE b = 1 AND c IS NULL', ['several conditions']],
    ['SELECT sum(a * b * (1 - c)) FROM t', ['product of columns']],
    ['SELECT sum(a) OVER (ORDER BY b) FROM t', ['running aggregate']],
    ['SELECT DISTINCT ON (a) b FROM t ORDER BY a, c', ['first or last of each']],
    ['SELECT DISTINCT a FROM t', []],
    ['SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.x = t.y)', ['exists']],
    ['SELECT count(*) FILTER (WHERE a = 1) FROM t', ['conditional aggregate']],
  ])('of %s', async (sql, forms) => {
    expect(await formsOf(sql)).toEqual(forms);
  });
});
