import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessDatabases, type BusinessDatabase } from '#libs/business-database';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { AnswerJudge, type Gold, type Judging, type Verdict } from './index.js';

const SCHEMA = `
  CREATE TABLE customer (id int PRIMARY KEY, name text, city char(6), since date);
  CREATE TABLE sale (id int PRIMARY KEY, customer_id int, amount numeric(10, 2), sold_at timestamptz);
  CREATE FUNCTION own_random() RETURNS float LANGUAGE sql VOLATILE AS 'SELECT 0.5::float'`;
const DATA = `
  INSERT INTO customer VALUES (1, 'Ann', 'Oslo', '2020-01-01'), (2, 'Bob', 'Rome', '2021-05-05'),
    (3, 'Cid', 'Oslo', NULL), (4, 'Dan', NULL, '2022-02-02');
  INSERT INTO sale SELECT i, 1 + i % 3, i * 1.5, '2024-01-01 00:00:00Z'::timestamptz + i * interval '1 day'
    FROM generate_series(1, 30) i`;

let made: TestDatabase;
let copyMade: TestDatabase;
const databases = new BusinessDatabases({ connections: 3 });
const opened: BusinessDatabase[] = [];
let data: Judging;
let copy: Judging;
let judge: AnswerJudge;

function open(url: string, signal?: AbortSignal): Judging {
  const database = databases.open(url, {
    applicationName: 'test',
    statementTimeoutMs: 3_000,
    ...(signal && { signal }),
  });
  opened.push(database);
  return database.statements({ connections: 3, statementTimeoutMs: 3_000 });
}

beforeAll(async () => {
  [made, copyMade] = [await createTestDatabase('judging'), await createTestDatabase('judging_copy')];
  await runSql(made.url, `${SCHEMA}; ${DATA}`);
  await runSql(copyMade.url, `${SCHEMA}; ${DATA}; UPDATE sale SET amount = amount * -1 WHERE id % 2 = 0`);
  [data, copy] = [open(made.url), open(copyMade.url)];
  judge = new AnswerJudge(data);
});

afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await databases.close();
  await Promise.all([made.drop(), copyMade.drop()]);
});

async function goldOf(...statements: string[]): Promise<Gold> {
  const gold = await judge.gold(statements);
  if ('failure' in gold) {
    throw new Error(`the gold statement fails: ${gold.failure}`);
  }
  return gold;
}

async function judged(gold: string | string[], sql: string): Promise<Verdict> {
  return judge.judge(await goldOf(...[gold].flat()), sql);
}

describe('answers with rows', () => {
  const TOTALS =
    'SELECT c.name, sum(s.amount) AS total FROM customer c JOIN sale s ON s.customer_id = c.id GROUP BY c.name';

  it.each<[string, string, string]>([
    [
      'names, order and types',
      TOTALS,
      'SELECT sum(amount::float8), (SELECT name FROM customer c WHERE c.id = customer_id) FROM sale GROUP BY 2',
    ],
    ['padded text', 'SELECT DISTINCT city FROM customer', 'SELECT city::varchar FROM customer GROUP BY 1'],
    ['a date and its midnight', 'SELECT since FROM customer', "SELECT date_trunc('day', since) FROM customer"],
    [
      'a year as number and as text',
      'SELECT extract(year FROM since) FROM customer',
      "SELECT to_char(since, 'YYYY') FROM customer",
    ],
  ])('are right whatever their %s', async (_name, gold, sql) => {
    expect(await judged(gold, sql)).toMatchObject({ right: true, outcome: 'right', reasons: [] });
  });

  it.each<[string, string, object]>([
    ['SELECT name FROM customer', 'SELECT id, name FROM customer', { outcome: 'superset', reasons: ['extra_columns'] }],
    ['SELECT id, name FROM customer', 'SELECT name FROM customer', { outcome: 'subset', reasons: ['missing_columns'] }],
    [
      'SELECT name FROM customer',
      "SELECT name FROM customer WHERE city = 'Oslo'",
      { outcome: 'wrong', reasons: ['missing_rows'], rows: { expected: 4, got: 2, missing: 2, extra: 0 } },
    ],
    ["SELECT name FROM customer WHERE city = 'Oslo'", 'SELECT name FROM customer', { reasons: ['extra_rows'] }],
    ['SELECT DISTINCT customer_id FROM sale', 'SELECT customer_id FROM sale', { reasons: ['duplicate_rows'] }],
    ['SELECT count(*) FROM sale', 'SELECT count(*) + 1 FROM sale', { reasons: ['different_values'] }],
    ['SELECT name FROM customer', "SELECT name FROM customer WHERE city = 'Bern'", { reasons: ['empty_result'] }],
  ])('of %s and of %s', async (gold, sql, verdict) => {
    expect(await judged(gold, sql)).toMatchObject({ right: false, sql, ...verdict });
  });

  it('are compared with the nearest of several gold statements, and gold statements that fail are left out', async () => {
    const gold = ['SELECT nothing FROM customer', 'SELECT id FROM customer', 'SELECT id, name FROM customer'];
    expect(await judged(gold, 'SELECT name, id FROM customer ORDER BY 2 DESC')).toMatchObject({ right: true });
    expect(await judged(gold, 'SELECT name FROM customer')).toMatchObject({ outcome: 'subset' });
  });

  it('are in the order that the gold statement asks for, ties aside, also by what it does not show', async () => {
    const gold = 'SELECT name FROM customer ORDER BY city NULLS LAST';
    expect((await goldOf(gold)).results[0]?.table.width).toBe(1);
    const tied = 'SELECT name FROM customer ORDER BY city NULLS LAST, name DESC';
    expect(await judged(gold, tied)).toMatchObject({ right: true });
    expect(await judged(gold, 'SELECT name FROM customer ORDER BY name DESC')).toMatchObject({
      right: false,
      reasons: ['wrong_order'],
    });
    expect(await judged('SELECT name FROM customer', 'SELECT name FROM customer ORDER BY name DESC')).toMatchObject({
      right: true,
    });
  });

  it('are cut where they are far more than the gold rows', async () => {
    const verdict = await judged('SELECT count(*) FROM sale', 'SELECT a.id FROM sale a, sale b, sale c');
    expect(verdict).toMatchObject({ reasons: ['extra_rows', 'different_values'], rows: { expected: 1, got: 1_002 } });
  });
});

describe('answers without rows', () => {
  it.each<[string, object]>([
    ['I cannot know that.', { reasons: ['not_sql'], refusal: 'not_parsable' }],
    ['', { reasons: ['not_sql'] }],
    ['DELETE FROM sale', { reasons: ['refused'], refusal: 'not_a_query' }],
    ['WITH x AS (DELETE FROM sale RETURNING 1) SELECT * FROM x', { reasons: ['refused'], refusal: 'writes_data' }],
    ['SELECT 1; SELECT 2', { reasons: ['refused'], refusal: 'several_statements' }],
    ["SELECT pg_read_file('/etc/passwd')", { reasons: ['refused'], refusal: 'forbidden_function' }],
    ['SELECT own_random()', { reasons: ['refused'], refusal: 'volatile_function' }],
    ['SELECT nme FROM customer', { reasons: ['sql_error'], sqlstate: '42703' }],
    ['SELECT 1 / (id - 1) FROM customer', { reasons: ['sql_error'], sqlstate: '22012' }],
    ['SELECT count(*) FROM generate_series(1, 100000000)', { reasons: ['timeout'], sqlstate: '57014' }],
    [
      'SELECT 1 FROM sale a, sale b, sale c, sale d, sale e, sale f, sale g, sale h, sale i, sale j, sale k',
      { reasons: ['too_expensive'] },
    ],
  ])('fail: %s', async (sql, verdict) => {
    const expected = { right: false, outcome: 'failed', sql, rows: null, ...verdict };
    expect(await judged('SELECT count(*) FROM sale', sql)).toMatchObject(expected);
    expect((await runSql(made.url, 'SELECT count(*) AS n FROM sale')).rows).toEqual([{ n: '30' }]);
  });

  it('are read as people and models write SQL', async () => {
    const fenced = '```sql\nSELECT count(*) FROM sale；\n```';
    expect(await judged('SELECT count(*) FROM sale', fenced)).toMatchObject({ right: true });
  });
});

describe('gold statements', () => {
  it.each<[string[], string]>([
    [[], 'gold_missing'],
    [['SELECT x FROM customer'], 'gold_sql_error'],
    [['DROP TABLE customer'], 'gold_refused'],
    [['what is this'], 'gold_not_sql'],
    [['SELECT count(*) FROM generate_series(1, 100000000)'], 'gold_timeout'],
    [['SELECT i FROM generate_series(1, 200000) i'], 'gold_too_large'],
  ])('%j: %s', async (statements, failure) => {
    expect(await judge.gold(statements)).toMatchObject({ failure });
  });

  it('run once, however many answers are judged', async () => {
    const read: string[] = [];
    const counted: Judging = {
      plan: (sql) => data.plan(sql),
      read: (sql, ...more) => (read.push(sql), data.read(sql, ...more)),
      hazards: () => data.hazards(),
    };
    const own = new AnswerJudge(counted);
    const gold = (await own.gold(['SELECT count(*) FROM sale', 'SELECT count(*) FROM sale'])) as Gold;
    await own.judge(gold, 'SELECT count(id) FROM sale');
    await own.judge(gold, ' SELECT count(*) FROM sale');
    expect(read).toEqual(['SELECT count(*) FROM sale', 'SELECT count(id) FROM sale']);
  });
});

it('finds on a copy that an answer is right by chance', async () => {
  const own = new AnswerJudge(data, () => Promise.resolve([copy]));
  const gold = (await own.gold(['SELECT max(amount) FROM sale'])) as Gold;
  expect(await own.judge(gold, 'SELECT amount FROM sale ORDER BY id DESC LIMIT 1')).toMatchObject({
    right: true,
    outcome: 'right',
    reasons: ['differs_on_copy'],
    copies: { checked: 1, agreed: 0 },
  });
  const good = await own.judge(gold, 'SELECT amount FROM sale ORDER BY amount DESC LIMIT 1');
  expect(good).toMatchObject({ right: true, reasons: [], copies: { checked: 1, agreed: 1 } });
});

it('stops when told to', async () => {
  const stop = new AbortController();
  const own = new AnswerJudge(open(made.url, stop.signal));
  const gold = (await own.gold(['SELECT count(*) FROM sale'])) as Gold;
  const reason = new Error('cancelled');
  const outcome = expect(own.judge(gold, 'SELECT count(*) FROM generate_series(1, 100000000)')).rejects.toBe(reason);
  stop.abort(reason);
  await outcome;
});
