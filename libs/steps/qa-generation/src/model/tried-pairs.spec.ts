import { expect, it } from '@jest/globals';
import { triedPairs, type Trial } from './tried-pairs.js';

const pair = (sql: string) => ({ question: `what is ${sql}?`, sql, kind: 'detail', source: 'offline' as const });

it('keeps what runs, and puts what returns something first', async () => {
  const trial: Trial = (sql) =>
    Promise.resolve(
      sql === 'slow'
        ? {
            outcome: 'timeout',
            sqlstate: '57014',
            reason: { zh: '超时', en: 'too slow' },
            position: null,
            suggestedColumn: null,
          }
        : { outcome: 'executed', rowCount: sql === 'empty' ? 0 : 1 },
    );
  const tried = await triedPairs(['empty', 'a', 'slow', 'b'].map(pair), trial);
  expect(tried.map(({ sql }) => sql)).toEqual(['a', 'b', 'empty']);
});
