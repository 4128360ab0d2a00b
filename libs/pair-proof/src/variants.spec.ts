import { describe, expect, it } from '@jest/globals';
import { variantsOf } from './variants.js';

const mutants = async (sql: string, isSoftDelete = (_: string): boolean => false): Promise<string[]> =>
  ((await variantsOf(sql, isSoftDelete))?.mutants ?? []).map(({ kind, sql: mutant }) => `${kind}: ${mutant}`);

const ofKind = async (kind: string, sql: string): Promise<string[]> =>
  (await mutants(sql)).filter((mutant) => mutant.startsWith(kind)).map((mutant) => mutant.slice(kind.length + 2));

describe('the mutants of a statement', () => {
  it('are without each condition of WHERE, HAVING, ON and FILTER', async () => {
    const sql = `SELECT a.k, count(*) FILTER (WHERE a.late) FROM a LEFT JOIN b ON a.id = b.id AND b.ok
      WHERE a.x = 1 AND (a.y = 2 OR a.z = 3) GROUP BY a.k HAVING count(*) <> 3`;
    const { mutants: made = [] } = (await variantsOf(sql, () => false)) ?? {};
    const parts = made.filter(({ kind }) => kind === 'condition');
    expect(parts.map(({ part }) => part).sort()).toEqual(
      ['a.late', 'a.x = 1', 'a.y = 2 OR a.z = 3', 'b.ok', 'count(*) <> 3'].sort(),
    );
    expect(parts.find(({ part }) => part === 'a.x = 1')?.sql).toContain('WHERE true AND (a.y = 2 OR a.z = 3)');
  });

  it('keep the conditions that join relations, also in old style and in subqueries', async () => {
    const sql = 'SELECT 1 FROM a, b WHERE a.id = b.id AND EXISTS (SELECT 1 FROM c WHERE c.id = a.id AND c.n = 1)';
    const parts = (await variantsOf(sql, () => false))?.mutants.map(({ part }) => part);
    expect(parts).toEqual(['EXISTS (SELECT 1 FROM c WHERE c.id = a.id AND c.n = 1)', 'c.n = 1']);
    expect(await ofKind('condition', 'SELECT 1 FROM a, b WHERE a_id = b_id')).toEqual([]);
  });

  it('are without each condition that chooses rows by columns of two relations', async () => {
    const from = 'SELECT 1 FROM a JOIN b ON a.id = b.id AND lower(a.code) = b.code WHERE';
    const parts = async (where: string): Promise<string[]> =>
      ((await variantsOf(`${from} ${where}`, () => false))?.mutants ?? [])
        .filter(({ kind }) => kind === 'condition')
        .map(({ part }) => part);
    expect(await parts('a.amount <> b.credit')).toEqual(['a.amount <> b.credit']);
    expect(await parts('(a.late OR b.paid) AND a.day NOT IN (b.first, b.last)')).toEqual([
      'a.late OR b.paid',
      'a.day NOT IN (b.first, b.last)',
    ]);
  });

  it('name declared guards', async () => {
    const sql = 'SELECT 1 FROM a WHERE x IS NOT NULL AND deleted = 0 AND y = 2';
    const { mutants: made = [] } = (await variantsOf(sql, (column) => column === 'deleted')) ?? {};
    expect(made.map(({ part, isGuard }) => [part, isGuard])).toEqual([
      ['x IS NOT NULL', true],
      ['deleted = 0', true],
      ['y = 2', false],
    ]);
  });

  it('move each boundary, of BETWEEN both', async () => {
    expect(await ofKind('boundary', 'SELECT 1 FROM a WHERE x >= 1 AND y < 2')).toEqual([
      'SELECT 1 FROM a WHERE x > 1 AND y < 2',
      'SELECT 1 FROM a WHERE x >= 1 AND y <= 2',
    ]);
    expect(await ofKind('boundary', 'SELECT 1 FROM a WHERE NOT x BETWEEN 1 AND 2')).toEqual([
      'SELECT 1 FROM a WHERE NOT (x > 1 AND x <= 2)',
      'SELECT 1 FROM a WHERE NOT (x >= 1 AND x < 2)',
    ]);
  });

  it('exchange aggregates, but not functions of the same name in another schema', async () => {
    expect(await ofKind('aggregate', 'SELECT sum(x), max(y), count(z), count(*), own.sum(x) FROM a')).toEqual([
      'SELECT avg(x), max(y), count(z), count(*), own.sum(x) FROM a',
      'SELECT sum(x), min(y), count(z), count(*), own.sum(x) FROM a',
      'SELECT sum(x), max(y), count(DISTINCT z), count(*), own.sum(x) FROM a',
    ]);
    expect(await ofKind('aggregate', 'SELECT count(DISTINCT z) FROM a')).toEqual(['SELECT count(z) FROM a']);
  });

  it('exchange the sides of a join, and leave cross joins alone', async () => {
    expect(await ofKind('join', 'SELECT 1 FROM a JOIN b USING (id) CROSS JOIN c')).toEqual([
      'SELECT 1 FROM a LEFT JOIN b USING (id) CROSS JOIN c',
    ]);
    expect(await ofKind('join', 'SELECT 1 FROM a LEFT JOIN b ON a.id = b.id')).toEqual([
      'SELECT 1 FROM a JOIN b ON a.id = b.id',
    ]);
  });

  it('drop DISTINCT, turn the order and move the limit, with ties too', async () => {
    const sql = 'SELECT DISTINCT x FROM a ORDER BY x DESC NULLS LAST FETCH FIRST 3 ROWS WITH TIES';
    expect(await mutants(sql)).toEqual([
      'limit: SELECT DISTINCT x FROM a ORDER BY x DESC NULLS LAST FETCH FIRST (4) ROWS WITH TIES',
      'order: SELECT DISTINCT x FROM a ORDER BY x ASC NULLS LAST FETCH FIRST (3) ROWS WITH TIES',
      'distinct: SELECT x FROM a ORDER BY x DESC NULLS LAST FETCH FIRST (3) ROWS WITH TIES',
    ]);
    expect(await ofKind('distinct', 'SELECT DISTINCT ON (x) x, y FROM a')).toEqual([]);
  });

  it('are as many as a pair can pay, those that matter most first', async () => {
    const conditions = Array.from({ length: 40 }, (_, index) => `x <> ${index}`).join(' AND ');
    const made = await mutants(`SELECT sum(x) FROM a WHERE ${conditions}`);
    expect(made).toHaveLength(16);
    expect(made.every((mutant) => mutant.startsWith('condition'))).toBe(true);
  });
});

describe('a statement', () => {
  it.each([
    ['SELECT x FROM a LIMIT 3', true],
    ['SELECT x FROM a OFFSET 3', true],
    ['SELECT x FROM a ORDER BY x LIMIT 3', false],
    ['SELECT x FROM a', false],
  ])('%s: its rows are undetermined: %s', async (sql, isUndetermined) => {
    expect(await variantsOf(sql, () => false)).toMatchObject({ isUndetermined });
  });

  it.each([
    ['SELECT random() FROM a', true],
    ['SELECT x FROM a TABLESAMPLE SYSTEM (10)', true],
    ['SELECT now() FROM a', false],
  ])('%s gives another result each time: %s', async (sql, isVolatile) => {
    expect(await variantsOf(sql, () => false)).toMatchObject({ isVolatile });
  });

  it.each([
    ['SELECT a, b AS c, 1 FROM t', 3],
    ['SELECT a, t.*, b FROM t', 1],
    ['SELECT (row_of).*, a FROM t', 0],
    ['SELECT a, b FROM t UNION SELECT c, d FROM u', 2],
  ])('%s has %s columns that are known', async (sql, columns) => {
    expect(await variantsOf(sql, () => false)).toMatchObject({ form: { columns } });
  });
});
