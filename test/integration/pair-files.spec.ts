import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createEmbedder } from '#libs/language-model';
import type { StepResult } from '#libs/steps/step';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';
import { surroundings, type Surroundings } from '../harness/step-surroundings.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';

const VALID = { question: '有多少订单？', sql: 'SELECT count(*) FROM orders;' };
const INVALID = { question: '错的', sql: 'SELECT nothing_like_it FROM orders;' };
const BLOCKS = [VALID, INVALID].map(({ question, sql }) => `Question: ${question}\nSQL: ${sql}\n`).join('\n');

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('pairs');
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query('CREATE TABLE orders (id int PRIMARY KEY, amount numeric); INSERT INTO orders VALUES (1, 2)');
  await client.end();
});
afterAll(() => database.drop());

function taskWith(files: Readonly<Record<string, string>>, parameters = {}): Surroundings {
  const task = surroundings(database.url, { business_context: '商店', training_sinks: ['files'], ...parameters });
  Object.entries(files).forEach(([name, content]) => task.files.set(name, content));
  return task;
}

const validate = ({ input, context }: Surroundings): Promise<StepResult> =>
  new SqlValidationStep({ chatModel: null }).run(input, context);
const load = ({ input, context }: Surroundings): Promise<StepResult> =>
  new TrainingLoadStep({ sinks: createTrainingSinks({ embedder: createEmbedder(null), vectorDatabaseUrl: '' }) }).run(
    input,
    context,
  );

const exported = ({ files }: Surroundings): unknown[] =>
  (JSON.parse(files.get('questions.json') ?? '[]') as { question: string }[]).map(({ question }) => question);

describe.each([true, false])('a pair file, rewritten by validation: %s', (rewrite) => {
  it.each([
    ['shop_pair.json', JSON.stringify([VALID, INVALID])],
    ['qs_shop_20250721_120000_pairs.json', JSON.stringify([VALID, INVALID])],
    ['Mine_Pair.JSON', JSON.stringify({ pairs: [VALID, INVALID] })],
    ['keys_pair.json', JSON.stringify([VALID, INVALID].map(({ question, sql }) => ({ Question: question, SQL: sql })))],
    ['bom_pair.json', `\ufeff${JSON.stringify([VALID, INVALID])}`],
    ['mine_pairs.sql', BLOCKS],
  ])('is the same for every step as %s', async (name, content) => {
    const task = taskWith({ [name]: content }, { modify_original_file: rewrite });
    expect(await validate(task)).toMatchObject({ original_sql_count: 2, valid_sql_count: 1, invalid_sql_count: 1 });
    expect(await load(task)).toMatchObject({ loaded: { sql: 1 }, unvalidated_pairs: 0 });
    expect(exported(task)).toEqual([VALID.question]);
    expect(task.files.get(name) === content).toBe(!rewrite);
    expect(task.files.get(`${name}.backup`)).toBe(rewrite ? content : undefined);
  });

  it('is validated together with the others, each pair once', async () => {
    const more = { question: '最大的订单？', sql: 'SELECT max(amount) FROM orders;' };
    const task = taskWith(
      {
        'a_pair.json': JSON.stringify([VALID, INVALID]),
        'b_pairs.json': JSON.stringify([{ question: '有多少 订单', sql: 'SELECT 1;' }, more]),
        'c_pair.sql': BLOCKS,
      },
      { modify_original_file: rewrite },
    );
    expect(await validate(task)).toMatchObject({ original_sql_count: 6, duplicates_removed: 3, valid_sql_count: 2 });
    expect(await load(task)).toMatchObject({ loaded: { sql: 2 }, unvalidated_pairs: 0 });
    expect(exported(task)).toEqual([VALID.question, more.question]);
    expect(task.files.get('c_pair.sql')).toBe(BLOCKS);
  });
});

describe('what a record tells', () => {
  it('is still there after validation and in the export', async () => {
    const record = {
      ...VALID,
      id: 'q7',
      kind: 'count',
      source: 'offline',
      evidence: 'orders are rows',
      review: { by: 'x', state: 'approved' },
    };
    const task = taskWith({ 'shop_pair.json': JSON.stringify([record, INVALID]) });
    await validate(task);
    expect(JSON.parse(task.files.get('shop_pair.json') ?? '')).toEqual([
      { ...record, tables: ['public.orders'], columns: [], difficulty: 'simple' },
    ]);
    await load(task);
    expect(JSON.parse(task.files.get('questions.json') ?? '')).toMatchObject([
      { pair_id: 'q7', kind: 'count', source: 'offline', evidence: 'orders are rows', SQL: VALID.sql },
    ]);
    const [line = ''] = (task.files.get('training_data.jsonl') ?? '').split('\n');
    expect(JSON.parse(line)).toMatchObject({ metadata: { pair_id: 'q7', review: 'approved' } });
  });
});

describe('a pair file that is no good', () => {
  it.each([
    ['an empty file', 'pair_file_empty', ''],
    ['an empty array', 'pair_file_empty', '[]'],
    ['a broken file', 'pair_file_malformed', '[{"question": "a",}]'],
    ['a cut file', 'pair_file_malformed', '[{"question": "a", "sql": "b"}'],
    ['another shape', 'pair_file_wrong_shape', '{"questions": []}'],
    ['one bad record among good ones', 'pair_file_records_invalid', JSON.stringify([VALID, { question: 'x' }, VALID])],
    ['a character that cannot be stored', 'pair_file_records_invalid', JSON.stringify([{ ...VALID, question: '\0' }])],
  ])('is refused by both steps alike: %s', async (_name, code, content) => {
    const task = taskWith({ 'shop_pair.json': content });
    const refusals = await Promise.all([validate, load].map((step) => step(task).catch((error: unknown) => error)));
    expect(refusals).toMatchObject([
      { code, params: { file: 'shop_pair.json' } },
      { code, params: { file: 'shop_pair.json' } },
    ]);
    expect([...task.files.keys()]).toEqual(['shop_pair.json']);
  });

  it('is missing for validation only where the load finds none', async () => {
    const task = taskWith({ 'pairs.json.backup': '[]', 'qs_x_pair.json.backup': '[]', 'vector_bak/x_pair.json': '[]' });
    await expect(validate(task)).rejects.toMatchObject({ code: 'pair_file_missing' });
    await expect(load(task)).rejects.toMatchObject({ code: 'training_files_missing' });
  });
});

describe('pairs that no report knows', () => {
  it('are loaded with a warning when their file was never validated', async () => {
    const task = taskWith({ 'shop_pair.json': JSON.stringify([VALID]) });
    expect(await load(task)).toMatchObject({ loaded: { sql: 1 }, unvalidated_pairs: 1 });
    expect(task.logged.filter((line) => line.startsWith('warn'))).toEqual([expect.stringContaining('shop_pair.json')]);
  });

  it('are told from those of an older file that the report is about', async () => {
    const task = taskWith({ 'old_pair.json': JSON.stringify([VALID]) });
    await validate(task);
    task.files.delete('old_pair.json');
    task.files.set('new_pair.json', JSON.stringify([VALID, INVALID]));
    expect(await load(task)).toMatchObject({ loaded: { sql: 2 }, unvalidated_pairs: 2 });
    expect(task.logged.join('\n')).toContain('new_pair.json');
  });

  it('are those that were changed since', async () => {
    const task = taskWith({ 'shop_pair.json': JSON.stringify([VALID]) });
    await validate(task);
    task.files.set('shop_pair.json', JSON.stringify([VALID, INVALID]));
    expect(await load(task)).toMatchObject({ loaded: { sql: 2 }, unvalidated_pairs: 1 });
  });
});
