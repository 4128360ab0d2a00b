import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createTestDatabase, runSql, type TestDatabase } from '../../../../test/harness/test-database.js';
import { surroundings, type Surroundings } from '../../../../test/harness/step-surroundings.js';
import { DdlGenerationStep } from './index.js';

const SCHEMA = `
create table customer (id integer primary key, name text not null, closed_on date);
create table purchase (id integer primary key, customer_id integer not null references customer, seller integer, ordered_on date not null, state smallint not null, amount numeric(10,2) not null);
insert into customer select i, 'Customer ' || i, case when i % 3 = 0 then date '2024-01-01' + i end from generate_series(1, 30) i;
insert into purchase select i, i % 30 + 1, i % 7 + 1, date '2024-01-01' + i, i % 2, i * 1.5 from generate_series(1, 200) i;
analyze;
`;

const MODEL = 'semantic_model.yaml';

describe('the semantic model of a task', () => {
  const step = new DdlGenerationStep({ chatModel: null });
  let database: TestDatabase;
  let runs = 0;

  beforeAll(async () => {
    database = await createTestDatabase('model_file');
    await runSql(database.url, SCHEMA);
  }, 60_000);

  afterAll(() => database.drop());

  /** @param files those of the run before */
  async function run(files: ReadonlyMap<string, string> = new Map(), language = 'en'): Promise<Surroundings> {
    const made = surroundings(database.url, { business_context: 'a shop', language });
    files.forEach((text, name) => made.files.set(name, text));
    await step.run({ ...made.input, executionId: `e${(runs += 1)}` }, made.context);
    return made;
  }

  function edited(files: ReadonlyMap<string, string>, edit: (text: string) => string): Map<string, string> {
    const text = files.get(MODEL) ?? '';
    const changed = edit(text);
    expect(changed).not.toBe(text);
    return new Map(files).set(MODEL, changed);
  }

  const modelOf = ({ files }: Surroundings): string => files.get(MODEL) ?? '';
  const warnings = ({ logged }: Surroundings): string[] => logged.filter((line) => line.startsWith('warn'));

  it('is written with its export, and the same again when nothing changed', async () => {
    const first = await run();
    expect(parse(modelOf(first))).toMatchObject({
      datasets: [{ name: 'public.customer' }, { name: 'public.purchase' }],
      relationships: [{ from: 'public.purchase', to: 'public.customer', standing: 'fact' }],
    });
    expect(parse(first.files.get('semantic_model.osi.yaml') ?? '')).toMatchObject({
      semantic_model: [{ datasets: [{}, { source: expect.stringContaining('public.purchase') }] }],
    });
    const second = await run(first.files);
    expect(modelOf(second)).toBe(modelOf(first));
    expect(second.logged.join('\n')).not.toContain('edited');
  });

  it('keeps the edits of people on later runs, while the rest follows the database', async () => {
    const first = await run();
    const second = await run(
      edited(first.files, (text) =>
        text.replace(/(- name: public\.purchase\n\s+label: )\{.*\}/, '$1{en: sale, zh: 销售单}'),
      ),
    );
    expect(second.files.get('schema_changes.json')).toContain('"file": "semantic_model.yaml",\n      "kept": true');
    expect(warnings(second)).toEqual([
      expect.stringContaining('semantic_model.yaml was edited by a person and is kept'),
    ]);
    await runSql(database.url, 'alter table purchase add paid_on date');
    const third = await run(second.files);
    expect(warnings(third)).toEqual([]);
    expect(parse(modelOf(third))).toMatchObject({
      datasets: [
        {},
        {
          label: { en: 'sale', zh: '销售单' },
          evidence: { label: 'person' },
          fields: [{}, {}, {}, {}, {}, {}, { name: 'paid_on' }],
        },
      ],
    });
    await runSql(database.url, 'alter table purchase drop paid_on');
    const fourth = await run(third.files);
    expect(warnings(fourth)).toEqual([]);
    expect(modelOf(fourth)).not.toContain('paid_on');
    expect(modelOf(fourth)).toContain('label: {zh: 销售单, en: sale}');
  });

  it('may be uploaded before the first run', async () => {
    const uploaded = 'datasets:\n  - name: customer\n    label: {zh: 会员}\n  - name: custmer\n    kind: log\n';
    const made = await run(new Map([[MODEL, uploaded]]), 'zh');
    expect(warnings(made)).toEqual([
      expect.stringContaining('语义模型第 4 行：没有数据表 custmer，最接近的名称是 public.customer'),
    ]);
    expect(parse(modelOf(made))).toMatchObject({
      datasets: [{ label: { zh: '会员' }, evidence: { label: '人工' } }, {}, { name: 'custmer', kind: 'log' }],
    });
  });

  it('is refused where it is no YAML, before anything is written', async () => {
    const first = await run();
    const broken = edited(first.files, (text) => text.replace('datasets:\n', 'datasets:\n - [\n'));
    const made = surroundings(database.url, { business_context: 'a shop' });
    broken.forEach((text, name) => made.files.set(name, text));
    await expect(step.run(made.input, made.context)).rejects.toMatchObject({
      code: 'semantic_model_malformed',
      kind: 'validation',
    });
    expect(made.files).toEqual(broken);
  });
});
