import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'libpg-query';
import pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import type { ChatModel } from '#libs/language-model';
import type { StepInput } from '#libs/steps/step';
import {
  input,
  modelErrors,
  offline,
  StepDatabase,
  type Surroundings,
} from '../../../../test/harness/ddl-step-database.js';
import { DdlGenerationStep } from './index.js';

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const database = new StepDatabase();
const surroundings = database.surroundings.bind(database);

describe('ddl_generation run again', () => {
  beforeAll(() => database.create());

  afterAll(() => database.drop());

  let client: pg.Client;
  const rerun = (earlier: Map<string, string>): Surroundings => surroundings(undefined, earlier);
  const inSchema = (parameters: object = {}, executionId = 'second'): StepInput => ({
    ...input(['shop.*'], parameters),
    executionId,
  });
  const changesOf = (files: ReadonlyMap<string, string>): Record<string, unknown> =>
    JSON.parse(files.get('schema_changes.json') ?? '{}') as Record<string, unknown>;

  beforeEach(async () => {
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`
      create schema shop;
      create table shop.states (id integer primary key, label text not null);
      insert into shop.states values (2, 'paid'), (1, 'open');
      create table shop.bills (id integer primary key, state_id integer references shop.states, sum numeric, old text);
      insert into shop.bills select i, i % 2 + 1, i, null from generate_series(1, 20) i;
      create table shop.gone (id integer primary key)`);
  });

  afterEach(async () => {
    await client.query('drop schema shop cascade');
    await client.end();
  });

  it('rewrites nothing and reports nothing when nothing has changed', async () => {
    const first = surroundings();
    await offline.run(input(['shop.*']), first.context);
    expect(changesOf(first.files)).toMatchObject({ compared_with: null, added_tables: [], edited_files: [] });
    const second = rerun(first.files);
    await offline.run(inSchema(), second.context);
    expect([...second.files.keys()].sort()).toEqual(['schema_changes.json', 'schema_state.json']);
    expect([...second.published().keys()].sort()).toEqual([...first.files.keys()].sort());
    expect(changesOf(second.files)).toEqual({
      execution_id: 'second',
      compared_with: { execution_id: 'e', generated_at: '2025-07-21 21:36:27' },
      added_tables: [],
      removed_tables: [],
      altered_tables: [],
      changed_data: [],
      unchanged_tables: 3,
      failed_tables: [],
      edited_files: [],
    });
  });

  it('says what was added, removed and altered, and writes only that', async () => {
    const first = surroundings();
    await offline.run(input(['shop.*']), first.context);
    await client.query(`
      alter table shop.bills add paid_on date, drop old, alter sum set not null, add constraint positive check (sum > 0);
      drop table shop.gone; create table shop.fresh (id integer primary key);
      insert into shop.states values (3, 'lost')`);
    const second = rerun(first.files);
    const result = await offline.run(inSchema(), second.context);
    expect(changesOf(second.files)).toMatchObject({
      added_tables: ['shop.fresh'],
      removed_tables: ['shop.gone'],
      altered_tables: [
        {
          table: 'shop.bills',
          added_columns: ['paid_on'],
          removed_columns: ['old'],
          altered_columns: [{ column: 'sum', before: 'numeric', after: 'numeric, not null' }],
          added_rules: [expect.stringContaining('positive: CHECK')],
          removed_rules: [],
        },
      ],
      changed_data: ['shop.states'],
    });
    expect(result['schema_changes']).toEqual({ added: 1, removed: 1, altered: 1, edited_files: [] });
    expect(second.files.has('shop_states.ddl')).toBe(false);
    expect(second.files.get('shop_bills.ddl')).toContain('paid_on date');
    expect(second.published().has('shop_gone.ddl')).toBe(false);
  });

  it('keeps an edited file, reports it, and writes the newer text as .generated', async () => {
    const first = surroundings();
    await offline.run(input(['shop.*']), first.context);
    const edited = new Map(first.files);
    edited.set('shop_bills_detail.md', 'written by hand');
    edited.set('shop_states_detail.md', 'also by hand');
    edited.set('shop_gone_detail.md', 'by hand, of a table that goes');
    edited.set('comment_sources.json', '{}');
    await client.query('alter table shop.bills add paid_on date; drop table shop.gone');
    const second = rerun(edited);
    await offline.run(inSchema(), second.context);
    const published = second.published();
    expect(published.get('shop_bills_detail.md')).toBe('written by hand');
    expect(published.get('shop_bills_detail.md.generated')).toContain('- paid_on (date)');
    expect(published.get('shop_states_detail.md')).toBe('also by hand');
    expect(published.get('shop_gone_detail.md')).toBe('by hand, of a table that goes');
    expect(published.get('comment_sources.json')).toContain('shop.bills');
    expect(changesOf(second.files)['edited_files']).toEqual([
      { file: 'shop_bills_detail.md', kept: true, generated_as: 'shop_bills_detail.md.generated' },
      { file: 'shop_states_detail.md', kept: true, generated_as: null },
      { file: 'comment_sources.json', kept: false, generated_as: 'comment_sources.json' },
      { file: 'shop_gone_detail.md', kept: true, generated_as: null },
    ]);
    expect(second.warnings.filter((warning) => warning.includes('人工修改'))).toHaveLength(4);
    const third = rerun(published);
    await offline.run(inSchema({}, 'third'), third.context);
    expect(third.published().get('shop_bills_detail.md')).toBe('written by hand');
    expect(third.published().get('shop_bills_detail.md.generated')).toContain('- paid_on (date)');
  });

  it('compares with the run before, also when a worker died after it had published', async () => {
    const first = surroundings();
    await offline.run(input(['shop.*']), first.context);
    await client.query('alter table shop.bills add paid_on date');
    const second = rerun(first.files);
    await offline.run(inSchema(), second.context);
    const again = rerun(second.published());
    await offline.run(inSchema(), again.context);
    expect(again.published()).toEqual(second.published());
    expect(changesOf(again.files)).toMatchObject({ altered_tables: [{ table: 'shop.bills' }], edited_files: [] });
  });

  it('asks the model only about tables that have changed', async () => {
    const asked: string[] = [];
    const chatModel: ChatModel = {
      name: 'test',
      completeJson: async ({ schema, schemaName, user }) => {
        if (schemaName === 'table_meanings') {
          return schema.parse({});
        }
        if (schemaName === 'business_themes') {
          throw new DomainError(modelErrors.ddl_test_model_down);
        }
        const [, table = ''] = /^Table (\S+)/m.exec(user) ?? [];
        asked.push(table);
        return schema.parse({ table_comment: `模型说的 ${table}`, columns: [] });
      },
    };
    const step = new DdlGenerationStep({ chatModel });
    const first = surroundings();
    await step.run(input(['shop.*']), first.context);
    expect(asked.splice(0).sort()).toEqual(['shop.bills', 'shop.gone', 'shop.states']);
    await client.query('alter table shop.gone add note text');
    const second = rerun(first.files);
    await step.run(inSchema(), second.context);
    expect(asked.splice(0)).toEqual(['shop.gone']);
    expect(second.published().get('shop_bills.ddl')).toContain('模型说的 shop.bills');
    await step.run(inSchema({ business_context: '别的业务' }), rerun(second.published()).context);
    expect(asked).toHaveLength(3);
  });

  it('reports a table that is dropped during the run, and documents the rest', async () => {
    const { context, files } = surroundings();
    jest.spyOn(context.files, 'list').mockImplementationOnce(async () => {
      await client.query('drop table shop.gone');
      return [];
    });
    const result = await offline.run(input(['shop.*']), context);
    expect(result).toMatchObject({ total_tables: 3, processed_successfully: 2, failed: 1 });
    expect(result['failed_tables']).toEqual([{ table: 'shop.gone', reason: '表在执行过程中被删除' }]);
    expect(files.get('filename_mapping.txt')).not.toContain('shop.gone');
    expect(changesOf(files)['failed_tables']).toEqual(result['failed_tables']);
  });

  it('gives up when more tables fail than allowed', async () => {
    const tables = ['nope_1', 'nope_2', 'shop.bills'];
    const run = (max: number): Promise<unknown> =>
      offline.run(input(tables, { continue_on_error: true, max_table_failures: max }), surroundings().context);
    await expect(run(2)).resolves.toMatchObject({ failed: 2, processed_successfully: 1 });
    await expect(run(1)).rejects.toMatchObject({
      code: 'ddl_too_many_failures',
      details: { tables: ['nope_1', 'nope_2'] },
    });
  });

  it('says what the keys of a lookup table mean', async () => {
    const { context, files } = surroundings();
    await offline.run(input(['shop.*']), context);
    expect(files.get('shop_bills_detail.md')).toContain('\n- state_id 取值含义：1=open（50%）、2=paid（50%）\n');
  });

  it('documents a table of 1,600 columns, asking the model in parts that fit', async () => {
    const names = Array.from({ length: 1600 }, (_, index) => `c${index}`);
    await client.query(`create table shop.widest (${names.map((name) => `${name} integer`).join(', ')})`);
    await client.query('insert into shop.widest (c0, c1599) values (1, 2)');
    const prompts: string[] = [];
    const chatModel: ChatModel = {
      name: 'test',
      completeJson: async ({ schema, schemaName, user }) => {
        if (schemaName === 'table_meanings') {
          return schema.parse({});
        }
        if (schemaName === 'business_themes') {
          throw new DomainError(modelErrors.ddl_test_model_down);
        }
        prompts.push(user);
        const listed = [...user.matchAll(/^- (c\d+) /gm)].map(([, name = '']) => name);
        return schema.parse({
          table_comment: '宽表',
          columns: listed.map((name) => ({ name, comment: `说明${name}` })),
        });
      },
    };
    const { context, files } = surroundings();
    await new DdlGenerationStep({ chatModel }).run(input(['shop.widest']), context);
    expect(Math.max(...prompts.map(({ length }) => length))).toBeLessThan(8000);
    const ddl = files.get('shop_widest.ddl') ?? '';
    expect(names.filter((name) => !ddl.includes(`-- 说明${name}\n`))).toEqual([]);
    expect((await parse(ddl)).stmts).toHaveLength(1);
    expect(files.get('shop_widest_detail.md')?.match(/^- c\d+ \(integer\)/gm)).toHaveLength(1600);
  });
});
