import { describe, expect, it } from '@jest/globals';
import { addToGroupBy } from './group-by.js';

describe('addToGroupBy', () => {
  it.each([
    ['SELECT a, b FROM t GROUP BY a', 'SELECT a, b FROM t GROUP BY a, b'],
    [
      "SELECT '分组 GROUP BY' x, b FROM t GROUP BY a ORDER BY 1;",
      "SELECT '分组 GROUP BY' x, b FROM t GROUP BY a, b ORDER BY 1;",
    ],
    [
      'SELECT * FROM (SELECT a, b FROM t GROUP BY f(a, 1)) q',
      'SELECT * FROM (SELECT a, b FROM t GROUP BY f(a, 1), b) q',
    ],
    ['SELECT a, b FROM t GROUP BY a HAVING count(*) > 1', 'SELECT a, b FROM t GROUP BY a, b HAVING count(*) > 1'],
    ['SELECT a, b FROM t GROUP BY a -- end', 'SELECT a, b FROM t GROUP BY a, b -- end'],
  ])('%s', async (sql, mended) => {
    expect(await addToGroupBy(sql, 'b')).toBe(mended);
  });

  it('leaves alone what has no GROUP BY, or two', async () => {
    expect(await addToGroupBy('SELECT a, count(*) FROM t', 'a')).toBeNull();
    expect(await addToGroupBy('SELECT a FROM t GROUP BY a UNION SELECT b FROM t GROUP BY b', 'a')).toBeNull();
  });
});
