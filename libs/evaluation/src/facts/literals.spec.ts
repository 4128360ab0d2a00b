import { describe, expect, it } from '@jest/globals';
import { wordLiterals } from './literals.js';

describe('wordLiterals', () => {
  it.each([
    ["SELECT a FROM t WHERE b = 'Berlin' AND c <> 'Paris'", ['Berlin', 'Paris']],
    ["SELECT a FROM t WHERE b IN ('x', '上海')", ['x', '上海']],
    ["SELECT a FROM t WHERE lower(b) LIKE '%anna%'", ['anna']],
    ["SELECT a FROM t WHERE b IS NOT NULL AND c = '42' AND d > '2020-01-01'", []],
    ["SELECT a FROM t WHERE d > DATE '2020-01-01' AND e = interval '1 day'", []],
    ["SELECT a FROM t WHERE to_char(d, 'YYYY-Mon') = '2020-Jan'", ['2020-Jan']],
    ["SELECT CASE WHEN a > 1 THEN 'high' ELSE 'low' END, b || ' units' FROM t", []],
    ["SELECT a FROM t JOIN u ON t.kind = 'shop' HAVING max(b) = 'z'", ['shop', 'z']],
    ["SELECT a FROM t WHERE b = (SELECT c FROM u WHERE d ILIKE 'q%')", ['q']],
  ])('of %s', async (sql, words) => {
    expect(await wordLiterals(sql)).toEqual(words);
  });
});
