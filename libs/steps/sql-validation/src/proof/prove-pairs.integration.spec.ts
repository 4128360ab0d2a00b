import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPair, qualityFile, renderPairs, validationReportFile, type QuestionSqlPair } from '#libs/step-files';
import {
  openBusinessDatabase,
  surroundings,
  type Surroundings,
} from '../../../../../test/harness/step-surroundings.js';
import {
  createTestDatabase,
  runSql,
  testServerUrl,
  type TestDatabase,
} from '../../../../../test/harness/test-database.js';
import { SqlValidationStep } from '../sql-validation.step.js';
import type { OpenScratch } from './prove-results.js';

const FILE = 'qs_shop_20250721_120000_pair.json';
const ROWS = `CREATE TABLE parcel (id int PRIMARY KEY, weight int, removed int, sent date);
  INSERT INTO parcel SELECT i, i * 10, 0, DATE '2024-01-01' + i FROM generate_series(1, 9) i;
  CREATE TABLE crate (id int PRIMARY KEY, weight int);
  INSERT INTO crate SELECT i, i * 10 FROM generate_series(1, 9) i;
  ANALYZE`;

const PAIRS = [
  ['重量不低于 50 的包裹？', 'SELECT id FROM parcel WHERE weight >= 50 AND removed = 0;'],
  ['总重量？', 'SELECT sum(weight) FROM parcel;'],
  ['箱子的总重量？', 'SELECT sum(weight) FROM crate;'],
  ['箱子总重', 'SELECT  SUM( weight )  FROM crate'],
  ['2024 年的包裹数？', "SELECT count(*) FROM parcel WHERE sent >= '2024-01-01';"],
].map(([question = '', sql = '']) => newPair({ question, sql }));

describe('the proof of pairs in sql_validation', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase('prove_pairs');
    await runSql(database.url, ROWS);
  });

  afterAll(async () => {
    await database.drop();
  });

  async function validated(parameters = {}, files: Record<string, string> = {}, openScratch?: OpenScratch) {
    const made = surroundings(database.url, { business_context: '物流', language: 'zh', ...parameters });
    made.files.set(FILE, renderPairs(FILE, PAIRS));
    Object.entries(files).forEach(([name, text]) => made.files.set(name, text));
    const result = await new SqlValidationStep({ chatModel: null, ...(openScratch && { openScratch }) }).run(
      made.input,
      made.context,
    );
    return { made, result, pairs: JSON.parse(made.files.get(FILE) ?? '') as QuestionSqlPair[] };
  }

  const fileOf = (made: Surroundings, end: string): string =>
    [...made.files].find(([name]) => name.endsWith(end))?.[1] ?? '';

  it('is in the record of each pair', async () => {
    const { pairs } = await validated();
    expect(pairs[0]?.evidence).toMatchObject({
      runs: true,
      row_count: 5,
      conditions: { checked: 2, biting: 1, guards: 0, vacuous: ['removed = 0'] },
      mutants: { killed: 2, living: [{ kind: 'condition', sql: 'removed = 0' }] },
      not_proven: null,
    });
    expect(pairs.at(-1)?.evidence).toMatchObject({
      plausible: { ok: false, reasons: [{ code: 'pair_proof.all_rows' }] },
    });
  });

  it('tells apart on a copy what the data cannot, and still names the condition that filters nothing', async () => {
    const { pairs, result } = await validated({}, {}, (signal) => openBusinessDatabase(testServerUrl(), signal));
    expect(pairs[0]?.evidence).toMatchObject({
      conditions: { biting: 1, vacuous: ['removed = 0'] },
      mutants: { killed: 2, killed_on_copy: 1, living: [] },
    });
    expect(result['proof']).toMatchObject({ mutants: { killed_on_copy: expect.any(Number), living: 0 } });
  });

  it('marks pairs with other SQL and the same rows, and accuses no layout', async () => {
    const { pairs } = await validated();
    const same = new Map(pairs.map(({ question, id, evidence }) => [question, { id, evidence }]));
    const of = (question: string) => same.get(question)?.evidence as { same_result_as: string[] };
    expect(of('总重量？').same_result_as).toEqual(expect.arrayContaining([same.get('箱子的总重量？')?.id]));
    expect(of('箱子的总重量？').same_result_as).toEqual([same.get('总重量？')?.id]);
  });

  it('is counted and told in the language of the task', async () => {
    const { made, result } = await validated();
    const quality = qualityFile.schema.parse(JSON.parse(made.files.get('qa_quality.json') ?? ''));
    expect(quality.proof).toMatchObject({
      proven: 4,
      not_proven: 0,
      conditions: { vacuous: 2 },
      same_result_groups: 1,
    });
    expect(quality.proof?.weak_pairs[0]).toMatchObject({
      question: '重量不低于 50 的包裹？',
      reasons: ['去掉条件 removed = 0 后结果不变'],
    });
    expect(result['proof']).toMatchObject({ proven: 4, weak: 4 });
    expect(fileOf(made, '_summary.log')).toContain('   疑点: 去掉条件 removed = 0 后结果不变');
    const report = validationReportFile.parse(fileOf(made, '_report.json'));
    expect(report?.detailed_results[0]).toMatchObject({
      evidence: { row_count: 5 },
      weaknesses: ['去掉条件 removed = 0 后结果不变'],
    });
    expect(made.logged.join('\n')).toContain('已证明 4 个问答对');
  });

  it('knows the soft delete of the semantic model, and goes on without a model that cannot be read', async () => {
    const model = `semantic_model:\n  - name: shop\n    datasets:\n      - name: public.parcel\n        source: public.parcel\n        custom_extensions:\n          - vendor_name: DATA_PIPELINE\n            data: {}\n`;
    const broken = await validated({}, { 'semantic_model.yaml': `${model}: [` });
    expect(broken.made.logged.some((line) => line.startsWith('warn') && line.includes('semantic_model.yaml'))).toBe(
      true,
    );
    expect(broken.pairs[0]?.evidence).toMatchObject({ runs: true });
  });

  it.each([{ prove_pairs: false }, { execute_sql: false }])('is left out with %j', async (parameters) => {
    const { made, result, pairs } = await validated(parameters);
    expect(pairs.map(({ evidence }) => evidence ?? {})).not.toContainEqual(expect.objectContaining({ runs: true }));
    expect(result['proof']).toBeNull();
    expect(JSON.parse(made.files.get('qa_quality.json') ?? '')).not.toHaveProperty('proof');
  });

  it('gives the same evidence in a second run', async () => {
    const [one, other] = [await validated(), await validated()];
    expect(other.pairs).toEqual(one.pairs);
  });
});
