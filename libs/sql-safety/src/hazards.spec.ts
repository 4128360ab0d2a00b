import { describe, expect, it } from '@jest/globals';
import { checkStatement, type HarmlessStatement } from './check-read-only-statement.js';
import { Hazards, type Hazard, type HazardCheck } from './hazards.js';
import { refuseVolatile } from './volatile-functions.js';

const hazard = (kind: Hazard['kind'], name: string, over: Partial<Hazard> = {}): Hazard => ({
  kind,
  schema: 'own',
  name,
  visible: true,
  minArguments: 1,
  maxArguments: 1,
  hasTwin: false,
  columnIn: [],
  ...over,
});
const touch = (over: Partial<Hazard> = {}): Hazard => hazard('function', 'touch', over);
const hidden = { visible: false };
const twin = (name: string, over: Partial<Hazard> = {}): Hazard => hazard('function', name, { hasTwin: true, ...over });

async function check(sql: string, hazards: readonly Hazard[]): Promise<HazardCheck> {
  const statement = (await checkStatement(sql)) as HarmlessStatement;
  expect(statement).toMatchObject({ ok: true });
  return new Hazards(hazards).check(sql, statement.uses);
}

describe('Hazards', () => {
  it.each<[string, Hazard]>([
    ['SELECT touch(1)', touch()],
    ['SELECT own.touch(1)', touch(hidden)],
    ['SELECT touch(VARIADIC a)', touch({ maxArguments: 7 })],
    ['SELECT touch(1)', touch({ maxArguments: 3 })],
    ['SELECT touch(1, 2, 3)', touch({ maxArguments: 3 })],
    ['SELECT touch(1, 2, 3, 4, 5)', touch({ minArguments: 2, maxArguments: null })],
    ['SELECT (a).touch FROM t', touch()],
    ['SELECT t.touch FROM own.t', touch()],
    ['SELECT a === b FROM t', hazard('operator', '===')],
    ['SELECT a OPERATOR(own.===) b FROM t', hazard('operator', '===', hidden)],
    ['SELECT a::label FROM t', hazard('type', 'label')],
    ['SELECT label(a) FROM t', hazard('type', 'label')],
    ['SELECT 1 FROM seen', hazard('relation', 'seen')],
    ['SELECT 1 FROM own.seen AS s', hazard('relation', 'seen', hidden)],
    ['SELECT (SELECT max(touch(a)) FROM t)', touch()],
  ])('are found: %s', async (sql, one) => {
    expect(await check(sql, [one])).toEqual({ hazard: `own.${one.name}` });
  });

  it.each<[string, Hazard]>([
    ['SELECT touch(1)', touch(hidden)],
    ['SELECT far.touch(1)', touch()],
    ['SELECT touch()', touch()],
    ['SELECT touch(1, 2)', touch()],
    ['SELECT touch(1)', touch({ minArguments: 2, maxArguments: null })],
    ['SELECT (a).touch FROM t', touch({ minArguments: 2, maxArguments: 2 })],
    ['SELECT t.touch FROM own.t', touch({ minArguments: 2, maxArguments: 2 })],
    ['SELECT touch FROM t', touch()],
    ['SELECT label(a, b) FROM t', hazard('type', 'label')],
    ['SELECT a::far.label FROM t', hazard('type', 'label')],
    ['SELECT a OPERATOR(far.===) b FROM t', hazard('operator', '===')],
    ['SELECT 1 FROM seen', hazard('relation', 'seen', hidden)],
    ['SELECT 1 FROM far.seen', hazard('relation', 'seen')],
    ['SELECT seen(1)', hazard('relation', 'seen')],
  ])('are not found where the name means something else: %s', async (sql, one) => {
    expect(await check(sql, [one])).toEqual({ hazard: null, sql });
  });

  it('of one name are told apart by their schema and arguments', async () => {
    const both = [touch(), touch({ schema: 'far', minArguments: 2, maxArguments: 2 })];
    expect(await check('SELECT touch(1)', both)).toEqual({ hazard: 'own.touch' });
    expect(await check('SELECT touch(1, 2)', both)).toEqual({ hazard: 'far.touch' });
    expect(await check('SELECT far.touch(1)', both)).toMatchObject({ hazard: null });
  });

  it('are found where a harmless call comes first', async () => {
    expect(await check('SELECT lower(a), touch(b), upper(c) FROM t', [touch()])).toEqual({ hazard: 'own.touch' });
  });

  describe('with the name of a column', () => {
    const column = touch({ columnIn: [{ schema: 'own', name: 't' }] });

    it.each([
      'SELECT t.touch FROM own.t',
      'SELECT t.touch FROM t',
      'SELECT x.touch FROM own.t AS x',
      'SELECT x.touch FROM own.t AS x WHERE EXISTS (SELECT 1 FROM t AS x)',
    ])('are the column of a relation that has it: %s', async (sql) => {
      expect(await check(sql, [column])).toEqual({ hazard: null, sql });
    });

    it.each([
      'SELECT t.touch FROM far.t',
      'SELECT u.touch FROM own.u',
      'SELECT s.touch FROM own.t',
      'SELECT t.touch FROM own.t WHERE EXISTS (SELECT 1 FROM (SELECT 1) AS t)',
      'SELECT x.touch FROM own.t AS x WHERE EXISTS (SELECT 1 FROM own.u AS x)',
    ])('are a call where the source may lack the column: %s', async (sql) => {
      expect(await check(sql, [column])).toEqual({ hazard: 'own.touch' });
    });
  });

  describe('with the name of a function of PostgreSQL', () => {
    it.each([
      ['SELECT upper(a) FROM t', 'SELECT pg_catalog.upper(a) FROM t'],
      ["SELECT '服务区', upper(a) FROM t", "SELECT '服务区', pg_catalog.upper(a) FROM t"],
      [
        'SELECT upper(lower(a)), b, lower(c), upper(d) FROM t',
        'SELECT pg_catalog.upper(pg_catalog.lower(a)), b, pg_catalog.lower(c), pg_catalog.upper(d) FROM t',
      ],
      ['SELECT pg_catalog.upper(a) FROM t', 'SELECT pg_catalog.upper(a) FROM t'],
      ['SELECT upper(a, b) FROM t', 'SELECT upper(a, b) FROM t'],
    ])('are never called by a bare name: %s', async (sql, run) => {
      expect(await check(sql, [twin('upper'), twin('lower')])).toEqual({ hazard: null, sql: run });
    });

    it.each([
      ['SELECT own.upper(a) FROM t', [twin('upper')]],
      ['SELECT upper(a) FROM t', [twin('upper'), hazard('function', 'upper')]],
      ['SELECT upper(a) FROM t', [twin('upper'), hazard('type', 'upper')]],
    ])('are found all the same where PostgreSQL could not be meant: %s', async (sql, hazards) => {
      expect(await check(sql, hazards)).toEqual({ hazard: 'own.upper' });
    });
  });

  it('tell which relation is one', () => {
    const hazards = new Hazards([hazard('relation', 'seen'), hazard('relation', 'away', hidden), touch()]);
    const isOne = (schema: string | null, name: string): boolean => hazards.hasRelation({ schema, name });
    expect([isOne(null, 'seen'), isOne('own', 'seen'), isOne('own', 'away')]).toEqual([true, true, true]);
    expect([isOne('far', 'seen'), isOne(null, 'away'), isOne(null, 'touch')]).toEqual([false, false, false]);
  });

  it('change nothing where there are none', async () => {
    expect([new Hazards([]).isEmpty, new Hazards([touch()]).isEmpty]).toEqual([true, false]);
    const sql = 'SELECT touch(upper(a)) FROM t';
    expect(await check(sql, [])).toEqual({ hazard: null, sql });
  });
});

describe('refuseVolatile', () => {
  it('refuses a statement by the name of its hazard, and no other', async () => {
    const refused = async (sql: string) =>
      refuseVolatile(sql, (await checkStatement(sql)) as HarmlessStatement, new Hazards([touch()]));
    expect(await refused('SELECT touch(1)')).toMatchObject({
      ok: false,
      reason: 'volatile_function',
      detail: 'own.touch',
    });
    expect(await refused('SELECT 1')).toBeNull();
  });
});
