import { expect, it } from '@jest/globals';
import { operatorsOf } from './operators.js';
import { skeletonOf } from './skeleton.js';

it.each([
  ['SELECT a FROM t WHERE b = 1', ''],
  [
    'SELECT c.a, COUNT(*) FROM t JOIN c ON c.id = t.c GROUP BY c.a ORDER BY COUNT(*) DESC',
    'join + aggregate + group + order',
  ],
  [
    "SELECT to_char(d, 'YYYY-MM'), COUNT(DISTINCT c) FROM t GROUP BY to_char(d, 'YYYY-MM')",
    'aggregate + group + distinct + date',
  ],
  ['SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t = t.id)', 'nested'],
  ['SELECT a FROM t ORDER BY b DESC FETCH FIRST 5 ROWS WITH TIES', 'order'],
])('%s', (sql, operators) => {
  expect(operatorsOf(skeletonOf(sql))).toBe(operators);
});
