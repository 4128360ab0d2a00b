import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { DomainError } from '#libs/domain-errors';
import { createChatModel, languageModelErrors, type ChatModel } from '#libs/language-model';
import { chatReply, errorReply, MisbehavingServer } from '../../../../test/harness/misbehaving-model-server.js';
import { surroundings, type Surroundings } from '../../../../test/harness/step-surroundings.js';
import { createTestDatabase, runSql, type TestDatabase } from '../../../../test/harness/test-database.js';
import { DdlGenerationStep } from './index.js';

const SCHEMA = `
create table vst (id integer primary key, cls char(1), came date not null, gone date, fee numeric(8,2) not null, hours integer not null);
create table ward (id integer primary key, name text not null);
insert into vst select i, case when i % 2 = 0 then 'E' else 'I' end, date '2024-01-01' + i, case when i % 5 > 0 then date '2024-01-03' + i end, i * 1.5, i % 9 from generate_series(1, 200) i;
insert into ward select i, 'Ward ' || i from generate_series(1, 4) i;
analyze;
`;
const MODEL = 'semantic_model.yaml';
const named = (en: string): { name: { en: string; zh: string } } => ({
  name: { en, zh: `费用${'甲乙丙丁戊己庚辛'[en.length % 8]}` },
});
const PROPOSALS = {
  name: { en: 'stay', zh: '住院' },
  columns: [
    {
      column: '"cls"',
      name: { en: 'class', zh: 'class' },
      meanings: [
        { value: 'E', en: 'emergency', zh: '急诊' },
        { value: 'Z', en: 'zombie' },
      ],
    },
    { column: 'gone', null_meaning: { en: 'still in hospital', zh: '仍在院' } },
  ],
  measures: [
    { ...named('cost of stay'), factors: [{ column: 'fee' }, { column: 'hours' }] },
    { ...named('fee an hour'), sql: 'fee / nullif(hours, 0)', columns: ['id'] },
    { ...named('divided'), sql: 'fee / (hours - hours)' },
  ],
};
const UNUSABLE = {
  measures: [
    { ...named('sleep'), sql: 'pg_sleep(60) * 1' },
    { ...named('others'), sql: '(select count(*) from ward)' },
    { ...named('sum'), sql: 'sum(id)' },
  ],
};

describe('what a language model proposes for the semantic model', () => {
  const server = new MisbehavingServer();
  let database: TestDatabase;
  let asked: string[] = [];
  let runs = 0;

  beforeAll(async () => {
    await server.start();
    database = await createTestDatabase('proposals');
    await runSql(database.url, SCHEMA);
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  beforeEach(() => {
    asked = [];
    server.reply(({ body }) => {
      const text = JSON.stringify(body);
      const table = /Table public\.(\w+), \w+:/.exec(text)?.[1];
      if (!text.includes('null_meaning') || table === undefined) {
        return errorReply(400, 'no comments from here');
      }
      asked.push(table);
      return chatReply(JSON.stringify(table === 'vst' ? PROPOSALS : UNUSABLE));
    });
  });

  function chat(): ChatModel {
    const made = createChatModel({
      baseUrl: server.baseUrl,
      apiKey: 'k',
      model: 'test',
      firstRetryMs: 1,
      maxAttempts: 1,
    });
    if (made === null) {
      throw new Error('a configured model is never null');
    }
    return made;
  }

  async function run(
    files: ReadonlyMap<string, string> = new Map(),
    chatModel: ChatModel | null = chat(),
  ): Promise<Surroundings> {
    const made = surroundings(database.url, { business_context: 'a hospital', language: 'en' });
    files.forEach((text, name) => made.files.set(name, text));
    await new DdlGenerationStep({ chatModel }).run({ ...made.input, executionId: `p${(runs += 1)}` }, made.context);
    return made;
  }

  function visits({ files }: Surroundings): Record<string, unknown> {
    const { datasets } = parse(files.get(MODEL) ?? '') as { datasets: Record<string, unknown>[] };
    return datasets.find(({ name }) => name === 'public.vst') ?? {};
  }

  const measures = ({ files }: Surroundings): string[] =>
    (parse(files.get(MODEL) ?? '') as { metrics: { name: string; evidence: string }[] }).metrics
      .filter(({ evidence }) => evidence.startsWith('model'))
      .map(({ name }) => name);

  it('is taken where it passes every check, and the rest is counted by reason', async () => {
    const made = await run();
    expect(asked.sort()).toEqual(['vst', 'ward']);
    expect(visits(made)).toMatchObject({
      fields: expect.arrayContaining([
        expect.objectContaining({ name: 'cls', values: { E: { en: 'emergency', zh: '急诊' }, I: null } }),
      ]),
    });
    expect(made.files.get(MODEL)).toContain('values: model 0.6');
    expect(measures(made)).toEqual(['vst_cost_of_stay', 'vst_fee_an_hour']);
    const told = made.logged.filter((line) => line.includes('of the model refused')).join('\n');
    expect(told).toMatch(/1 proposal of the model refused: no such value/);
    expect(told).toMatch(
      /2 proposals of the model refused: no read-only expression|3 proposals of the model refused: no read-only/,
    );
    expect(told).toMatch(/refused: the expression fails on the data/);
  });

  it('is remembered for tables that have not changed, and dropped without a model', async () => {
    const first = await run();
    asked = [];
    const second = await run(first.files);
    expect(asked).toEqual([]);
    expect(second.files.get(MODEL)).toBe(first.files.get(MODEL));
    await runSql(database.url, 'alter table ward add beds integer');
    await run(second.files);
    expect(asked).toEqual(['ward']);
    expect(measures(await run(second.files, null))).toEqual([]);
  });

  it('never touches a statement of a person, also in later runs', async () => {
    const first = await run(new Map(), null);
    const text = first.files.get(MODEL) ?? '';
    const edited = text.replace(/values: \[[EI], [EI]\]/, 'values: {E: {en: elective, zh: 择期}}');
    expect(edited).not.toBe(text);
    const second = await run(new Map(first.files).set(MODEL, edited));
    const values = { E: { en: 'elective', zh: '择期' } };
    const kept = expect.objectContaining({ name: 'cls', values: expect.objectContaining(values) });
    expect(visits(second)).toMatchObject({ fields: expect.arrayContaining([kept]) });
    expect(second.logged.join('\n')).toContain('refused: a person has stated it');
    const removed = (second.files.get(MODEL) ?? '').replace(/ {2}- name: vst_cost_of_stay\n( {4}.*\n)+/, '');
    const third = await run(new Map(second.files).set(MODEL, removed));
    expect(visits(third)).toMatchObject({ fields: expect.arrayContaining([kept]) });
    const { metrics } = parse(third.files.get(MODEL) ?? '') as { metrics: object[] };
    expect(metrics).toContainEqual(expect.objectContaining({ name: 'vst_cost_of_stay', standing: 'rejected' }));
  });

  it('ends with the budget of the task, and the next run asks for the rest only', async () => {
    const model = chat();
    let left = 1;
    const short: ChatModel = {
      name: model.name,
      completeJson: async (request, options) => {
        if (request.schemaName === 'table_meanings' && left-- <= 0) {
          throw new DomainError(languageModelErrors.model_budget_exhausted, {
            budget: 'max_tokens',
            spent: '1',
            limit: 1,
          });
        }
        return model.completeJson(request, options);
      },
    };
    const first = await run(new Map(), short);
    expect(asked).toHaveLength(1);
    expect(first.logged.filter((line) => line.includes('the next run asks again'))).toHaveLength(1);
    const [done = ''] = asked.splice(0);
    await run(first.files);
    expect([done, ...asked].sort()).toEqual(['vst', 'ward']);
    expect(asked).toHaveLength(1);
  });
});
