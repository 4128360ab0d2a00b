import { describe, expect, it } from '@jest/globals';
import { ATTACKS } from './attack-list.fixture.js';
import { checkReadOnlyStatement, type AcceptedStatement } from './check-read-only-statement.js';
import { MAX_STATEMENT_BYTES, refusalText } from './refusal.js';

async function accepted(sql: string): Promise<AcceptedStatement> {
  const check = await checkReadOnlyStatement(sql);
  if (!check.ok) {
    throw new Error(`refused: ${check.reason} ${check.detail}`);
  }
  return check;
}

describe('checkReadOnlyStatement', () => {
  it.each(ATTACKS.map(([sql, reason]) => ({ title: sql.slice(0, 70), sql, reason })))(
    'refuses $title',
    async ({ sql, reason }) => {
      expect(await checkReadOnlyStatement(sql)).toMatchObject({ ok: false, reason });
    },
  );

  it.each([
    'SELECT 1',
    'SELECT 1;',
    '/* why */ SELECT 1; -- done',
    'TABLE x',
    'VALUES (1), (2)',
    '(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1',
    'WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT sum(n) FROM t',
    `SELECT "名称", 'a; DROP TABLE x' AS "备注; --" FROM "服务区"`,
    "SELECT date_trunc('month', d), rank() OVER (ORDER BY sum(x)) FROM f GROUP BY 1",
    "SELECT 'DELETE FROM x' AS delete_ts, now(), random()",
    'SELECT l.http_status, (l.place).city, n FROM log l, generate_series(1, 3) AS n',
    'SELECT s.pg_sleep FROM generate_series(1, 3), (SELECT 1 AS pg_sleep) s',
    'SELECT l.http_status, s.pg_sleep FROM log l JOIN (SELECT 1 AS pg_sleep) s ON true',
    'SELECT 1 -- x\u2028; DELETE FROM victim',
    'SELECT $a$ $b$ ; DELETE FROM victim $b$ $a$',
    "SELECT 'pg_sleep'::regproc, U&'\\0027; DELETE'",
  ])('accepts %s', async (sql) => {
    await expect(accepted(sql)).resolves.toMatchObject({ ok: true });
  });

  it('names the tables once, with the schema as written, and leaves out the CTEs', async () => {
    const { tables } = await accepted(
      'WITH x AS (SELECT * FROM sales.orders) SELECT * FROM x JOIN "Line Items" l ON true JOIN sales.orders o ON true',
    );
    expect(tables).toEqual(
      expect.arrayContaining([
        { schema: 'sales', name: 'orders' },
        { schema: null, name: 'Line Items' },
      ]),
    );
    expect(tables).toHaveLength(2);
  });

  it('gives one fingerprint to statements that differ in constants, aliases and layout', async () => {
    const one = await accepted("SELECT a AS x FROM t WHERE b = 'p' LIMIT 5");
    const two = await accepted('select a  AS "y"\nfrom t where b=\'q\' -- note\n limit 10;');
    const three = await accepted("SELECT a AS x FROM t WHERE c = 'p' LIMIT 5");
    expect(two.fingerprint).toBe(one.fingerprint);
    expect(three.fingerprint).not.toBe(one.fingerprint);
  });

  it('takes tables of one name in two schemas for two', async () => {
    const statements = ['t', 'public.t', 'sales.t', 'archive.t'].map((table) =>
      accepted(`SELECT count(*) FROM ${table}`),
    );
    const [bare, ...named] = (await Promise.all(statements)).map(({ fingerprint }) => fingerprint);
    expect(named).toEqual([bare, expect.stringContaining('sales'), expect.stringContaining('archive')]);
  });

  it('points at the place of a syntax error, in characters', async () => {
    expect(await checkReadOnlyStatement("SELECT '服务区' FORM t x")).toMatchObject({
      reason: 'not_parsable',
      position: "SELECT '服务区' FORM t x".indexOf('t x') + 1,
    });
  });

  it.each<[string, object]>([
    ['SELEC 1', { reason: 'not_parsable', position: 1 }],
    ['\0SELECT 1', { reason: 'has_nul', position: 1 }],
    ['SELECT 1\0', { reason: 'has_nul', position: 9 }],
    ['DROP TABLE t', { reason: 'not_a_query', detail: 'DROP' }],
    ['CREATE TABLE u AS SELECT 1', { reason: 'not_a_query', detail: 'CREATE TABLE AS' }],
    ['SELECT 1 WHERE a = $2', { reason: 'has_parameters', detail: '$2' }],
    ['SELECT ai.f(1)', { reason: 'forbidden_function', detail: expect.stringContaining('ai.f (') }],
    ['SELECT "Azure_AI".f(1)', { reason: 'forbidden_function' }],
  ])('names what is refused: %s', async (sql, refused) => {
    expect(await checkReadOnlyStatement(sql)).toMatchObject(refused);
  });

  it.each(['SELECT ai(1)', 'SELECT own.f(1)', 'SELECT pg_catalog.lower(a)'])(
    'takes a schema that is forbidden for nothing else: %s',
    async (sql) => {
      await expect(accepted(sql)).resolves.toMatchObject({ ok: true });
    },
  );

  it('takes as many bytes as are allowed, and not one more', async () => {
    const text = (bytes: number): string => `SELECT '务${'x'.repeat(bytes - "SELECT '务'".length - 2)}'`;
    await expect(accepted(text(MAX_STATEMENT_BYTES))).resolves.toMatchObject({ ok: true });
    expect(await checkReadOnlyStatement(text(MAX_STATEMENT_BYTES + 1))).toMatchObject({ reason: 'too_large' });
  });

  it('still works after statements that exhaust the parser', async () => {
    const deep = `SELECT 1${'+1'.repeat(20_000)}`;
    for (let round = 0; round < 20; round += 1) {
      expect(await checkReadOnlyStatement(deep)).toMatchObject({ ok: false, reason: 'too_complex' });
    }
    await expect(accepted('SELECT 1')).resolves.toMatchObject({ ok: true });
  });

  it('says why in both languages', async () => {
    const check = await checkReadOnlyStatement('SELECT pg_sleep(1)');
    expect(check.ok).toBe(false);
    if (!check.ok) {
      expect(refusalText(check, 'zh')).toContain('不允许调用函数 pg_sleep');
      expect(refusalText(check, 'en')).toContain('may not be called: pg_sleep');
    }
  });
});
