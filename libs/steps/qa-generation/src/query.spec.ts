import { describe, expect, it } from '@jest/globals';
import { named, outputName, renderSelect } from './query.js';

describe('renderSelect', () => {
  it('writes one line and leaves empty clauses out', () => {
    expect(renderSelect({ select: ['a'], from: 't', where: [null] })).toBe('SELECT a FROM t');
    expect(
      renderSelect({
        select: ['a', 'COUNT(*) AS n'],
        from: 't',
        where: ['x = 1', 'y = 2'],
        groupBy: ['a'],
        orderBy: ['n DESC'],
        limit: 3,
      }),
    ).toBe('SELECT a, COUNT(*) AS n FROM t WHERE x = 1 AND y = 2 GROUP BY a ORDER BY n DESC LIMIT 3');
  });

  it('never gives two output columns one name', () => {
    expect(renderSelect({ select: ['t.id', 'u.id', 't.id', 'x AS "名"', 'y AS "名"'], from: 't' })).toBe(
      'SELECT t.id, u.id AS id_2, x AS "名", y AS "名2" FROM t',
    );
  });
});

describe('output names', () => {
  it('are snake_case in English, quoted in Chinese, and within 63 bytes', () => {
    expect(outputName('rental rate')).toBe('rental_rate');
    expect(outputName('order')).toBe('"order"');
    expect(outputName('金额(元)')).toBe('"金额(元)"');
    expect(Buffer.byteLength(outputName('很'.repeat(40)))).toBeLessThanOrEqual(65);
    expect(named('f.title', 'title')).toBe('f.title');
    expect(named('f.title', 'film title')).toBe('f.title AS film_title');
  });
});
