import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, defineErrors } from '#libs/domain-errors';
import { languageModelErrors, type ChatModel, type ChatRequest } from '#libs/language-model';
import { withDatabase } from '#libs/postgres';
import type { JsonObject } from '#libs/pipeline';
import { qualityFile, type QuestionSqlPair } from '#libs/step-files';
import type { StepResult } from '#libs/steps/step';
import { ATTACKS } from '../../../sql-safety/src/attack-list.fixture.js';
import { SqlValidationStep } from './sql-validation.step.js';
import { openBusinessDatabase, surroundings, type Surroundings } from '../../../../test/harness/step-surroundings.js';
import { runSql } from '../../../../test/harness/test-database.js';

const server = process.env['TEST_DATABASE_URL'];
if (!server) {
  throw new Error('TEST_DATABASE_URL is not set');
}
const name = `h3_validation_${randomBytes(4).toString('hex')}`;
const url = withDatabase(server, name);
const FILE = 'qs_shop_20250721_120000_pair.json';
const SUMMARY = 'sql_validation_20250721_234914_summary.log';
const REPORT = 'sql_validation_20250721_234914_report.json';
const CHANGES = 'file_modifications_20250721_234914.log';

function around(pairs: readonly (Pair & Record<string, unknown>)[], parameters: JsonObject = {}): Surroundings {
  const made = surroundings(url, { business_context: '网上商店', ...parameters });
  made.files.set(FILE, JSON.stringify(pairs));
  return made;
}

async function validated(made: Surroundings, chatModel: ChatModel | null = null): Promise<StepResult> {
  return new SqlValidationStep({ chatModel }).run(made.input, made.context);
}

function records(made: Surroundings): QuestionSqlPair[] {
  return JSON.parse(made.files.get(FILE) ?? '') as QuestionSqlPair[];
}

function live(made: Surroundings): Pair[] {
  return records(made).map(({ question, sql }) => ({ question, sql }));
}

type Pair = Pick<QuestionSqlPair, 'question' | 'sql'>;

interface Report {
  summary: Record<string, unknown>;
  metadata: Record<string, unknown>;
  detailed_results: Record<string, unknown>[];
}

const report = (made: Surroundings): Report => JSON.parse(made.files.get(REPORT) ?? '') as Report;

beforeAll(async () => {
  await runSql(server, `CREATE DATABASE ${name}`);
  await runSql(
    url,
    `CREATE TABLE orders (id int PRIMARY KEY, "Customer" text, amount numeric);
     INSERT INTO orders SELECT i, 'c' || i % 7, i FROM generate_series(1, 200) i;
     CREATE SEQUENCE order_number;
     CREATE SCHEMA stock; CREATE TABLE stock."Items" (id int, title text);
     CREATE FUNCTION sneaky() RETURNS int LANGUAGE sql AS 'DELETE FROM orders; SELECT 1';
     CREATE SCHEMA own;
     CREATE FUNCTION own.may_do_anything(numeric) RETURNS int LANGUAGE sql AS 'SELECT 1';
     CREATE FUNCTION public.may_do_anything(numeric) RETURNS int LANGUAGE sql AS 'SELECT 1';
     CREATE FUNCTION public.count(text, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
     CREATE FUNCTION public.sum(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
     CREATE FUNCTION own.sum(numeric) RETURNS int LANGUAGE sql AS 'SELECT 1';
     CREATE FUNCTION own.only_reads(numeric) RETURNS int STABLE LANGUAGE sql AS 'SELECT 1';
     ANALYZE`,
  );
});

afterAll(async () => {
  await runSql(server, `DROP DATABASE ${name} WITH (FORCE)`);
});

/** A hash of every table, the state of every sequence, and the names of everything there is. */
async function everythingIn(connectionString: string): Promise<Record<string, unknown>> {
  const { rows } = await runSql(
    connectionString,
    `SELECT relkind, oid::regclass::text AS name FROM pg_class
      WHERE relkind IN ('r', 'S') AND relnamespace IN ('public'::regnamespace, 'stock'::regnamespace) ORDER BY 2`,
  );
  const state: Record<string, unknown> = {};
  for (const { relkind, name: relation } of rows as { relkind: string; name: string }[]) {
    const sql =
      relkind === 'S'
        ? `SELECT last_value, is_called FROM ${relation}`
        : `SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ${relation} t`;
    state[relation] = (await runSql(connectionString, sql)).rows;
  }
  const names = `SELECT (SELECT json_agg(relname ORDER BY oid) FROM pg_class) AS relations,
    (SELECT json_agg(proname ORDER BY oid) FROM pg_proc) AS functions`;
  return { ...state, names: (await runSql(connectionString, names)).rows };
}

const good: Pair = { question: '有多少订单？', sql: 'SELECT COUNT(*) FROM orders;' };

describe('SqlValidationStep', () => {
  it('tells apart what returns rows, what returns none, what costs too much and what is wrong', async () => {
    const made = around([
      good,
      { question: '没有的', sql: 'SELECT id FROM orders WHERE amount < 0;' },
      {
        question: '太贵',
        sql: `SELECT COUNT(*) FROM ${Array.from({ length: 6 }, (_, i) => `orders o${i}`).join(', ')};`,
      },
      { question: '错的', sql: 'SELECT amount + FROM orders;' },
      { question: '除零', sql: 'SELECT 1 / (id - id) FROM orders;' },
    ]);
    const result = await validated(made);
    expect(result).toMatchObject({
      original_sql_count: 5,
      valid_sql_count: 2,
      invalid_sql_count: 3,
      valid_empty: 1,
      timeouts: 1,
      file_modification_stats: { modified: 0, deleted: 3, failed_modifications: 0 },
    });
    expect(live(made)).toHaveLength(2);
    const statuses = report(made).detailed_results.map(({ index, status, sqlstate }) => [index, status, sqlstate]);
    expect(statuses).toEqual([
      [1, 'valid', null],
      [2, 'valid_empty', null],
      [3, 'timeout', null],
      [4, 'invalid', null],
      [5, 'invalid', '22012'],
    ]);
  });

  it('only plans when it is told not to run', async () => {
    const made = around([{ question: '除零', sql: 'SELECT 1 / (id - id) FROM orders;' }], { execute_sql: false });
    expect(await validated(made)).toMatchObject({ valid_sql_count: 1 });
  });

  it('mends by rule what has one likely meaning', async () => {
    const made = around([
      { question: 'a', sql: 'SELECT Customer, amont FROM ordres;' },
      { question: 'b', sql: 'SELECT o."Customer", SUM(amount), o.amount FROM orders o GROUP BY o."Customer";' },
      { question: 'c', sql: 'SELECT title FROM items;' },
      { question: 'd', sql: 'SELECT nothing_like_it FROM orders;' },
    ]);
    const result = await validated(made);
    expect(live(made).map(({ sql }) => sql)).toEqual([
      'SELECT "Customer", amount FROM orders;',
      'SELECT o."Customer", SUM(amount), o.amount FROM orders o GROUP BY o."Customer", o.amount;',
      'SELECT title FROM stock."Items";',
    ]);
    expect(result).toMatchObject({ repair_stats: { attempted: 3, successful: 3, failed: 0 } });
    expect(report(made).detailed_results[0]).toMatchObject({
      repaired_by: 'rule',
      valid: true,
      repair_successful: true,
    });
  });

  it('mends fences, labels and full-width punctuation around and in statements', async () => {
    const made = around([
      { question: 'a', sql: '```sql\nSELECT id FROM orders WHERE amount > 3;\n```' },
      { question: 'b', sql: 'SQL: SELECT id FROM orders WHERE amount > 4;' },
      { question: 'c', sql: 'SELECT id，amount FROM orders WHERE "Customer" ＝ ‘c1’；' },
      { question: 'd', sql: 'SELECT\u3000id FROM\u00a0ordres WHERE amount > 5；' },
      { question: 'e', sql: 'SELECT amount AS 金额（元） FROM orders;' },
      { question: 'f', sql: 'SELECT 1； DELETE FROM orders', source: 'model' },
    ]);
    await validated(made);
    expect(live(made).map(({ sql }) => sql)).toEqual([
      'SELECT id FROM orders WHERE amount > 3;',
      'SELECT id FROM orders WHERE amount > 4;',
      `SELECT id,amount FROM orders WHERE "Customer" = 'c1';`,
      'SELECT id FROM orders WHERE amount > 5;',
      'SELECT amount AS 金额（元） FROM orders;',
    ]);
    expect(made.logged.join('\n')).toContain('模型的 1 个问答对无效，按原因：invalid × 1');
  });

  it('keeps the first backup, writes the change log, and leaves the file alone when told to', async () => {
    const pairs = [good, { question: '删', sql: 'DELETE FROM orders' }, { question: '有多少 订单', sql: 'SELECT 2' }];
    const made = around(pairs);
    await validated(made);
    expect(made.files.get(`${FILE}.backup`)).toBe(JSON.stringify(pairs));
    expect(made.files.get(CHANGES)).toContain(`备份文件: ${FILE}.backup`);
    expect(made.files.get(CHANGES)).toMatch(/删除的无效项 \(1个\):[\s\S]*索引: 1[\s\S]*删除的重复项 \(1个\):/);
    await validated(made);
    expect(made.files.get(`${FILE}.backup`)).toBe(JSON.stringify(pairs));

    const untouched = around(pairs, { modify_original_file: false });
    expect(await validated(untouched)).toMatchObject({ duplicates_removed: 1, invalid_sql_count: 1 });
    expect([...untouched.files.keys()].sort()).toEqual(['qa_quality.json', FILE, REPORT, SUMMARY].sort());
    expect(live(untouched)).toEqual(pairs);
  });

  it('writes the reports with the labels of the original, without paths and passwords', async () => {
    const made = around([good, { question: '删', sql: 'DELETE FROM orders' }]);
    await validated({
      ...made,
      context: {
        ...made.context,
        database: openBusinessDatabase(url.replace(/\/\/postgres(:[^@]*)?@/, '//postgres:pa:ss%40word@')),
      },
    });
    const summary = made.files.get(SUMMARY) ?? '';
    expect(summary.split('\n').slice(0, 6)).toEqual([
      'SQL验证报告',
      '='.repeat(50),
      '',
      `输入文件: ${FILE}`,
      expect.stringMatching(/^验证时间: \d{4}-\d\d-\d\dT[\d:]{8}\+08:00$/),
      expect.stringMatching(/^验证耗时: \d+\.\d{2}秒$/),
    ]);
    for (const line of [
      '  总SQL数量: 2',
      '  有效SQL: 1',
      '  无效SQL: 1',
      '  成功率: 50.00%',
      '  删除的无效项: 1',
      '错误详情（共1个）:',
      '1. 问题: 删',
    ]) {
      expect(summary.split('\n')).toContain(line);
    }
    expect(report(made).summary).toMatchObject({ total_questions: 2, valid_sqls: 1, success_rate: 0.5 });
    expect([...made.files.values()].join()).not.toMatch(/pa:ss|pa%3Ass|word@/);
    const english = around([good], { language: 'en' });
    await validated(english);
    expect(english.files.get(SUMMARY)).not.toMatch(/\p{Script=Han}/u);
  });

  it('tells in its reports when it measured and ran statements, not when the run was asked for', async () => {
    const made = around([good], { prove_pairs: true });
    const before = Math.floor(Date.now() / 1_000) * 1_000;
    await validated(made);
    const quality = qualityFile.parse(made.files.get('qa_quality.json') ?? '') as { measured_at: string };
    const { metadata } = JSON.parse(made.files.get(REPORT) ?? '') as { metadata: { validation_time: string } };
    const proven = [...(made.files.get(FILE) ?? '').matchAll(/"checked_at": ?"([^"]+)"/g)].map(([, at]) => at);
    expect(proven.length).toBeGreaterThan(0);
    for (const at of [quality.measured_at, metadata.validation_time, ...proven]) {
      expect(Date.parse(at ?? '')).toBeGreaterThanOrEqual(before);
    }
  });

  it('measures how much of the schema the valid pairs show', async () => {
    const made = around([
      good,
      { question: 'x', sql: 'SELECT "Customer", SUM(amount) FROM orders GROUP BY 1;' },
      { question: '坏', sql: 'SELECT title FROM no_such;' },
    ]);
    await validated(made);
    expect(qualityFile.parse(made.files.get('qa_quality.json') ?? '')).toMatchObject({
      pairs: 3,
      valid: 2,
      coverage: {
        tables: { covered: 1, total: 2, missing: ['stock.Items'] },
        columns: { covered: 2, total: 4, missing: ['stock.Items.id', 'stock.Items.title'] },
        foreign_keys: { covered: 0, total: 0, share: 1 },
      },
      pairs_by_sql_feature: { aggregate: 2, group_by: 1 },
      pairs_by_difficulty: { simple: 2, moderate: 0, challenging: 0 },
    });
  });

  it('refuses a file that a person has broken', async () => {
    const made = around([good]);
    made.files.set(FILE, '[{"question": "q",}]');
    await expect(validated(made)).rejects.toMatchObject({ code: 'pair_file_malformed', kind: 'validation' });
  });

  it('changes nothing in the business database, whatever the pairs say', async () => {
    await runSql(url, 'CREATE VIEW own.sneaky_view AS SELECT sneaky() AS id');
    const before = await everythingIn(url);
    const attacks = [
      ...ATTACKS.map(([sql]) => sql.replaceAll('victim', 'orders')).filter((sql) => sql.trim() !== ''),
      'SELECT * FROM own.sneaky_view',
      // Detected through the catalog.
      'SELECT sneaky()',
      'SELECT id FROM orders WHERE sneaky() = 1',
      'SELECT * FROM orders ORDER BY sneaky()',
      `SELECT 1 AS "x'); DELETE FROM orders; --", sneaky()`,
    ];
    const made = around([...attacks.map((sql, index) => ({ question: `attack ${index}`, sql })), good]);
    const result = await validated(made);
    expect(result).toMatchObject({ valid_sql_count: 1 });
    expect(Number(result['invalid_sql_count']) + Number(result['duplicates_removed'])).toBe(attacks.length);
    expect(live(made)).toEqual([good]);
    expect(await everythingIn(url)).toEqual(before);
    await runSql(url, 'DROP VIEW own.sneaky_view');
  });

  it('calls no function of the database that may do anything, under any name', async () => {
    const made = around([
      { question: '一', sql: 'SELECT own.may_do_anything(amount) FROM orders' },
      { question: '二', sql: 'SELECT o.amount.may_do_anything FROM (SELECT amount FROM orders) o' },
      { question: '三', sql: 'SELECT (amount).may_do_anything FROM orders' },
      { question: '四', sql: 'SELECT own.only_reads(amount) FROM orders' },
      // Functions of the database have the same names.
      { question: '五', sql: 'SELECT count(*), sum(amount) FROM orders' },
    ]);
    expect(await validated(made)).toMatchObject({ valid_sql_count: 2, invalid_sql_count: 3 });
    expect(live(made).map(({ question }) => question)).toEqual(['四', '五']);
    const [first, , third] = report(made).detailed_results;
    for (const refused of [first, third]) {
      expect(refused?.['error_message']).toContain('VOLATILE');
      expect(refused?.['error_message']).toContain('may_do_anything');
    }
  });

  it('fails when nothing is valid, deletes nothing, and leaves the report', async () => {
    const pairs = [
      { question: '一', sql: 'SELECT nothing_like_it FROM orders;' },
      { question: '二', sql: 'DROP TABLE orders;' },
    ];
    const made = around(pairs);
    const original = made.files.get(FILE);
    const failure = validated(made);
    await expect(failure).rejects.toMatchObject({ code: 'validation_nothing_valid', kind: 'validation' });
    await expect(failure).rejects.toThrow('nothing_like_it');
    expect(made.files.get(FILE)).toBe(original);
    expect([...made.immediate].sort()).toEqual([REPORT, SUMMARY].sort());
    expect(report(made).summary).toMatchObject({ valid_sqls: 0, file_modification_stats: { deleted: 0 } });
    expect([...made.files.keys()].sort()).toEqual([FILE, REPORT, SUMMARY].sort());
  });

  it('keeps what a record tells, and adds what its statement reads', async () => {
    const told = {
      id: 'pair_1',
      kind: 'top_n',
      source: 'offline',
      evidence: { rows: 1 },
      review: { state: 'accepted' },
    };
    const made = around(
      [
        { question: '最大的订单？', sql: 'SELECT max(amont) FROM orders;', ...told },
        {
          question: '无关的表',
          sql: 'SELECT 1;',
          ...told,
          id: 'pair_2',
          tables: ['public.x'],
          columns: [],
          difficulty: 'simple',
        },
        good,
      ],
      { prove_pairs: false },
    );
    await validated(made);
    const reads = { tables: ['public.orders'], columns: ['public.orders.amount'], difficulty: 'simple' };
    const evidence = { rows: 1, read_back: { agrees: true, by: 'question', slots: [] } };
    expect(records(made)).toEqual([
      { question: '最大的订单？', sql: 'SELECT max(amount) FROM orders;', ...told, ...reads, evidence },
      expect.objectContaining({ ...told, id: 'pair_2', tables: ['public.x'], evidence }),
      expect.objectContaining({ ...good, kind: 'other', source: 'uploaded', tables: ['public.orders'], columns: [] }),
    ]);
    expect(report(made).detailed_results.map(({ pair_id: id }) => id)).toEqual(records(made).map(({ id }) => id));
  });

  it('counts pairs by kind and source, and tells what models have cost', async () => {
    const made = around([
      { ...good, kind: 'count', source: 'model' },
      { question: '最大的订单？', sql: 'SELECT MAX(amount) FROM orders;', kind: 'min_max', source: 'offline' },
      { question: '手工添加', sql: 'SELECT id FROM orders LIMIT 1;' },
      { question: '错的', sql: 'SELECT nothing FROM orders;', kind: 'filter', source: 'model' },
    ]);
    const usage = {
      step: 'qa_generation',
      model: 'm',
      requests: 2,
      cachedAnswers: 1,
      promptTokens: 10,
      completionTokens: 5,
      cost: 0.5,
    };
    await new SqlValidationStep({ chatModel: null, usageOf: async () => [usage] }).run(made.input, made.context);
    expect(qualityFile.parse(made.files.get('qa_quality.json') ?? '')).toMatchObject({
      pairs_by_kind: { count: 1, min_max: 1, other: 1 },
      pairs_by_source: { model: 1, offline: 1, uploaded: 1 },
      model_usage: [{ step_name: 'qa_generation', model: 'm', requests: 2, prompt_tokens: 10, cost: 0.5 }],
    });
  });

  it('takes kinds, sources and scope from the sidecar of version 0.1, if it can be read', async () => {
    const made = around([good, { question: '最大的订单？', sql: 'SELECT MAX(amount) FROM orders;' }]);
    made.files.set(
      'qa_generation_kinds.json',
      JSON.stringify({
        pair_file: FILE,
        kinds: { [good.question]: 'count', '最大的订单？': 'min_max', 错的: 'filter' },
        sources: { [good.question]: 'model', '最大的订单？': 'offline' },
        technical_columns: ['public.orders.amount'],
        unreadable_tables: ['stock.Items'],
      }),
    );
    await validated(made);
    expect(records(made)).toMatchObject([
      { kind: 'count', source: 'model' },
      { kind: 'min_max', source: 'offline' },
    ]);
    expect(qualityFile.parse(made.files.get('qa_quality.json') ?? '')).toMatchObject({
      pairs_by_kind: { count: 1, min_max: 1 },
      coverage: { tables: { total: 1 }, technical_columns_left_out: 1, unreadable_tables_left_out: ['stock.Items'] },
    });
    made.files.set('qa_generation_kinds.json', '{"kinds": [');
    expect(await validated(made)).toMatchObject({ valid_sql_count: 2 });
  });

  it('gets through ten thousand pairs with a statement of a megabyte among them', async () => {
    const pairs = Array.from({ length: 10_000 }, (_, i) => ({
      question: `q${i}`,
      sql: `SELECT ${'id, '.repeat(i % 20)}amount FROM orders WHERE id = ${i}`,
    }));
    pairs.push({ question: 'huge', sql: `SELECT '${'x'.repeat(1_000_001)}'` });
    const result = await validated(around(pairs, { execute_sql: false, modify_original_file: false }));
    expect(result).toMatchObject({ original_sql_count: 10_001, invalid_sql_count: 1 });
    expect(result['duplicates_removed']).toBeGreaterThan(9_000);
  });

  it('says unavailable when the database goes away, and stops when told to', async () => {
    const gone = around([good]);
    await expect(
      validated({
        ...gone,
        context: { ...gone.context, database: openBusinessDatabase(withDatabase(url, 'no_such_database')) },
      }),
    ).rejects.toMatchObject({ code: 'database_not_found' });
    expect([...gone.files.keys()]).toEqual([FILE]);

    const lost = around([{ question: '慢', sql: 'SELECT COUNT(*) FROM generate_series(1, 1000000000);' }, good]);
    const outcome = expect(validated(lost)).rejects.toMatchObject({ kind: 'unavailable' });
    await runSql(
      url,
      `DO $$ BEGIN
         FOR attempt IN 1..2000 LOOP
           PERFORM pg_stat_clear_snapshot();
           EXIT WHEN EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${name}' AND query LIKE 'MOVE%' AND state = 'active');
           PERFORM pg_sleep(0.001);
         END LOOP;
         PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid();
       END $$`,
    );
    await outcome;
    expect([...lost.files.keys()]).toEqual([FILE]);

    const stopped = around([good]);
    const reason = new Error('cancelled');
    stopped.stop.abort(reason);
    await expect(validated(stopped)).rejects.toBe(reason);
  });
});

const failures = defineErrors({
  validation_test_model_away: { kind: 'unavailable', zh: '不可用', en: 'away' },
});

function scriptedModel(
  answer: (user: string) => { id: string; sql: string | null }[],
): ChatModel & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'scripted',
    asked,
    completeJson: async <T>({ schema, user }: ChatRequest<T>): Promise<T> => {
      asked.push(user);
      return schema.parse({ repairs: answer(user) });
    },
  };
}

describe('SqlValidationStep with a model', () => {
  const broken = [
    { question: '一', sql: 'SELECT nothing_like_it FROM orders;' },
    { question: '二', sql: 'SELECT nor_this, id FROM orders;' },
  ];
  let model: ReturnType<typeof scriptedModel>;
  afterEach(() => expect(model.asked.length).toBeLessThanOrEqual(2));

  it('matches answers by id and validates each of them', async () => {
    model = scriptedModel(() => [
      { id: '2', sql: 'SELECT id FROM orders;' },
      { id: '1', sql: 'DELETE FROM orders;' },
      { id: '9', sql: 'SELECT 1' },
    ]);
    const made = around(broken);
    const result = await validated(made, model);
    expect(live(made)).toEqual([{ question: '二', sql: 'SELECT id FROM orders;' }]);
    expect(result).toMatchObject({ repair_stats: { attempted: 2, successful: 1, failed: 1 } });
    expect(model.asked[0]).toContain('42703');
    expect(model.asked[0]).toContain('amount numeric');
    expect(model.asked).toHaveLength(2);
    expect(model.asked[1]).toMatch(/"sql": "SELECT nothing_like_it FROM orders;"[^]*"sql": "DELETE FROM orders;"/);
    expect(model.asked[1]).not.toContain('nor_this');
    expect(report(made).detailed_results[1]).toMatchObject({
      repaired_by: 'model',
      repaired_sql: 'SELECT id FROM orders;',
    });
  });

  it('shows the tables of what cannot be parsed, and those that a wrong name may mean', async () => {
    model = scriptedModel(() => [
      { id: '1', sql: 'SELECT title, id FROM stock."Items" LIMIT 1;' },
      { id: '2', sql: 'SELECT amount FROM orders;' },
    ]);
    const made = around([
      { question: '一', sql: 'SELECT title,, id FROM stock."Items"' },
      { question: '二', sql: 'SELECT amount FROM customer_orders_2024' },
    ]);
    expect(await validated(made, model)).toMatchObject({ repair_stats: { attempted: 2, successful: 2 } });
    const [first = '', second = ''] = (model.asked[0] ?? '').split('"id": "2"');
    expect(first).toContain('syntax error');
    expect(first).toContain('stock.Items\\nid integer\\ntitle text');
    expect(first).not.toContain('amount numeric');
    expect(second).toMatch(/"tables": \[[^\]]*public\.orders\\nid integer[^\]]*\][^]*"similar_table_names"/);
  });

  it('does not lose the validation when the model is away', async () => {
    model = scriptedModel(() => {
      throw new DomainError(failures.validation_test_model_away);
    });
    const made = around([good, ...broken]);
    expect(await validated(made, model)).toMatchObject({ valid_sql_count: 1, invalid_sql_count: 2 });
    expect(made.files.get(SUMMARY)).toContain('LLM修复尝试: 失败');
  });

  it('asks nothing when repair is off', async () => {
    model = scriptedModel(() => []);
    await validated(around([good, ...broken], { enable_llm_repair: false }), model);
    expect(model.asked).toEqual([]);
  });

  it('asks no more when the budget is used up', async () => {
    model = scriptedModel(() => {
      throw new DomainError(languageModelErrors.model_budget_exhausted, { budget: 'max_tokens', spent: 9, limit: 8 });
    });
    const many = Array.from({ length: 12 }, (_, index) => ({
      question: `b${index}`,
      sql: `SELECT no${index} FROM orders;`,
    }));
    const made = around([good, ...many]);
    expect(await validated(made, model)).toMatchObject({ valid_sql_count: 1, invalid_sql_count: 12 });
    expect(model.asked).toHaveLength(1);
    expect(made.logged.join('\n')).toContain('模型预算已用完');
  });
});
