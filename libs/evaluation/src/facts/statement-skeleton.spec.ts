import { describe, expect, it } from '@jest/globals';
import { statementSkeleton } from './statement-skeleton.js';

describe('statementSkeleton', () => {
  it.each([
    ['names', 'SELECT a FROM t', 'SELECT x.b AS c FROM s.u x'],
    ['values', "SELECT a FROM t WHERE b = 'x' LIMIT 3", 'SELECT a FROM t WHERE b = 5 LIMIT 10'],
    ['columns shown', 'SELECT a FROM t ORDER BY a', 'SELECT a, b, c FROM t ORDER BY b, c'],
    ['values listed', 'SELECT a FROM t WHERE b IN (1, 2)', 'SELECT a FROM t WHERE c IN (3, 4, 5)'],
    ['a CTE', 'WITH x AS (SELECT a FROM t) SELECT * FROM x', 'WITH y AS (SELECT b FROM u) SELECT * FROM y'],
  ])('is the same for other %s', async (_what, a, b) => {
    expect(await statementSkeleton(a)).toBe(await statementSkeleton(b));
  });

  it.each([
    ['functions', 'SELECT sum(a) FROM t', 'SELECT avg(a) FROM t'],
    ['operators', 'SELECT a FROM t WHERE b > 1', 'SELECT a FROM t WHERE b < 1'],
    ['conditions', 'SELECT a FROM t WHERE b = 1', 'SELECT a FROM t WHERE b = 1 AND c = 2'],
    ['directions', 'SELECT a FROM t ORDER BY b', 'SELECT a FROM t ORDER BY b DESC'],
    ['joins', 'SELECT a FROM t JOIN u ON x = y', 'SELECT a FROM t LEFT JOIN u ON x = y'],
    ['groups', 'SELECT count(*) FROM t', 'SELECT count(*) FROM t GROUP BY a'],
  ])('differs with %s', async (_what, a, b) => {
    expect(await statementSkeleton(a)).not.toBe(await statementSkeleton(b));
  });
});
