import { describe, expect, it } from '@jest/globals';
import { describeStatement } from './describe-statement.js';
import { difficultyOf, type Difficulty } from './difficulty.js';

describe('difficultyOf', () => {
  it.each<[string, Difficulty]>([
    ['SELECT a FROM t WHERE b IS NULL ORDER BY a LIMIT 5', 'simple'],
    ['SELECT count(*) FROM t GROUP BY a', 'simple'],
    ['SELECT count(*) FROM t GROUP BY a HAVING count(*) > 1', 'moderate'],
    ['SELECT 1 FROM t JOIN u ON true JOIN v ON true JOIN w ON true', 'moderate'],
    ['SELECT a FROM t WHERE b IN (SELECT b FROM u)', 'moderate'],
    ['SELECT a FROM t JOIN u ON true WHERE b IN (SELECT b FROM v)', 'moderate'],
    ['SELECT 1 FROM t LEFT JOIN u ON true LEFT JOIN v ON true', 'challenging'],
    ['WITH x AS (SELECT rank() OVER (ORDER BY a) FROM t) SELECT 1 FROM x', 'challenging'],
  ])('%s', async (sql, difficulty) => {
    expect(difficultyOf(await describeStatement(sql))).toBe(difficulty);
  });
});
