import { describe, expect, it } from '@jest/globals';
import { checkAndDescribe, checkStatement, type HarmlessStatement } from './check-read-only-statement.js';
import type { StatementUses } from './statement-uses.js';

async function usesOf(sql: string): Promise<StatementUses> {
  const check = (await checkStatement(sql)) as HarmlessStatement;
  expect(check).toMatchObject({ ok: true });
  return check.uses;
}

/** The order of a visit is no part of the answer. */
const sorted = <T>(values: readonly T[]): T[] =>
  values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const LISTS = ['calls', 'fields', 'selections', 'operators', 'types'] as const;
const IMPLIED = ['=', '<>', '<', '>', '<=', '>='];

describe('the uses of a statement', () => {
  it.each<[string, Partial<Record<(typeof LISTS)[number], readonly unknown[]>>]>([
    ['SELECT 1', { calls: [], fields: [], selections: [], operators: [], types: [] }],
    ['SELECT own.f(a, 2)', { calls: [{ name: ['own', 'f'], argumentCount: 2, at: 7 }] }],
    ['SELECT f()', { calls: [{ name: ['f'], argumentCount: 0, at: 7 }] }],
    ['SELECT f(VARIADIC a)', { calls: [{ name: ['f'], argumentCount: null, at: 7 }] }],
    ['SELECT f(1) WITHIN GROUP (ORDER BY a, b)', { calls: [{ name: ['f'], argumentCount: 3, at: 7 }] }],
    ['SELECT f(1 ORDER BY a)', { calls: [{ name: ['f'], argumentCount: 1, at: 7 }] }],
    [
      'SELECT a, t.b, s.t.c FROM s.t',
      {
        fields: [
          ['t', 'b'],
          ['t', 'c'],
        ].map(([source, name]) => ({ source, name })),
      },
    ],
    ['SELECT (a).b, (f(x)).c', { selections: ['b', 'c'] }],
    ['SELECT a === b, c OPERATOR(own.+) d, - e', { operators: [['==='], ['own', '+'], ['-']] }],
    ['SELECT 1 ORDER BY a USING OPERATOR(own.<)', { operators: [['own', '<']] }],
    [
      'SELECT 1 WHERE a OPERATOR(own.=) ANY (SELECT 1)',
      { operators: [...IMPLIED.map((name) => [name]), ['own', '=']] },
    ],
    ['SELECT a::own.kind, CAST(b AS label)', { types: [['own', 'kind'], ['label']] }],
  ])('are found: %s', async (sql, expected) => {
    const uses = await usesOf(sql);
    const found = LISTS.filter((list) => list in expected).map((list) => [list, sorted<unknown>(uses[list])]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(expected).map(([list, values]) => [list, sorted(values)])),
    );
  });

  it.each([
    'SELECT a BETWEEN b AND c',
    'SELECT a IS DISTINCT FROM b',
    'SELECT NULLIF(a, b)',
    'SELECT a IN (b, c)',
    'SELECT CASE a WHEN b THEN c END',
    'SELECT ROW(a, b)',
    'SELECT EXISTS (SELECT 1)',
    'SELECT 1 FROM t JOIN u USING (a)',
    'SELECT 1 FROM t NATURAL JOIN u',
  ])('include the operators that are not written: %s', async (sql) => {
    const { operators } = await usesOf(sql);
    expect(operators.map(([name]) => name)).toEqual(expect.arrayContaining(IMPLIED));
  });

  it.each(['SELECT 1 FROM t JOIN u ON true', 'SELECT f(a), a::label FROM t', "SELECT a LIKE 'b' FROM t"])(
    'include no others: %s',
    async (sql) => {
      const { operators } = await usesOf(sql);
      expect(operators.map(([name]) => name)).not.toContain('<>');
    },
  );

  it('tell what an alias stands for', async () => {
    const { relations } = await usesOf('SELECT 1 FROM own.t, u, v AS t, w AS "X"');
    expect(sorted(relations.get('t') ?? [])).toEqual([
      { schema: 'own', name: 't' },
      { schema: null, name: 'v' },
    ]);
    expect(relations.get('u')).toEqual([{ schema: null, name: 'u' }]);
    expect(relations.get('X')).toEqual([{ schema: null, name: 'w' }]);
    expect(relations.size).toBe(3);
  });

  it.each<[string, boolean]>([
    ['SELECT 1 FROM t', false],
    ['SELECT 1 FROM own.relation AS t', false],
    ['SELECT 1 FROM (SELECT 1) AS t', true],
    ['SELECT 1 FROM relation AS t, LATERAL (SELECT 1 FROM (SELECT 2) AS t) AS u', true],
    ['SELECT 1 FROM t(1)', true],
    ['WITH t AS (SELECT 1) SELECT 1 FROM t', true],
    ['WITH t AS (SELECT 1) SELECT 1 FROM own.t', false],
    ['SELECT 1 FROM a JOIN b USING (c) AS t', true],
  ])('tell whether an alias also stands for something else: %s', async (sql, isOther) => {
    expect((await usesOf(sql)).isOther('t')).toBe(isOther);
  });
});

describe('checkAndDescribe', () => {
  it('gives the shape and the whole tree of an accepted statement', async () => {
    const { check, shape, tree } = await checkAndDescribe('SELECT count(*) FROM (SELECT 1) AS t');
    expect(check).toMatchObject({ ok: true });
    expect(shape?.features.has('aggregate')).toBe(true);
    expect(tree).toMatchObject({ SelectStmt: { fromClause: [{ RangeSubselect: {} }] } });
  });

  it('gives neither of a refused one', async () => {
    expect(await checkAndDescribe('DELETE FROM t')).toMatchObject({ check: { ok: false }, shape: null, tree: null });
  });
});
