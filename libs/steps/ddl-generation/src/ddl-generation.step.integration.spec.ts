import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { parse } from 'libpg-query';
import pg from 'pg';
import { defineErrors, DomainError } from '#libs/domain-errors';
import type { ChatModel } from '#libs/language-model';
import { render } from '#libs/language';
import { taskParametersSchema } from '#libs/pipeline';
import { withDatabase } from '#libs/postgres';
import type { StepContext, StepInput } from '#libs/steps/step';
import { parseMetadata } from '#libs/step-files';
import { openBusinessDatabase } from '../../../../test/harness/step-surroundings.js';
import { MemoryFiles } from '../../../../test/harness/memory-files.js';
import { DdlGenerationStep } from './index.js';

const WIDE = Array.from({ length: 130 }, (_, index) => `c${index} integer`).join(', ');
/** Autovacuum is off for the table of more than a few rows: ANALYZE would change the row order of the view. */
const SCHEMA = `
create schema sales;
create schema secret;
create table public.customers (id integer primary key, full_name text, email text, grade text);
comment on table public.customers is '客户表，记录客户资料';
comment on column public.customers.grade is E'等级；\\n含"引号"';
create table sales.orders (id integer primary key, customer_id integer not null references public.customers (id), amount numeric(10,2), ordered_on date)
  with (autovacuum_enabled = false);
create table public.sales_orders (id integer primary key, note text);
create table public.metadata (id integer primary key, topic text);
create table public."Order Details" ("Order" integer primary key, "a-b" text default 'x;y');
create table public.wide (${WIDE});
create table secret.hidden (id integer);
create rule keep_topics as on delete to public.metadata do instead nothing;
create view sales.per_day as select ordered_on, sum(amount) as total from sales.orders group by ordered_on;
insert into public.customers select i, 'n' || i, 'someone' || i || '@example.com', case when i % 2 = 0 then 'A' else 'B' end from generate_series(1, 50) i;
insert into sales.orders select i, i % 50 + 1, i * 1.5, date '2024-01-01' + i from generate_series(1, 100) i;
insert into public."Order Details" values (1, E'line\\nbreak');
`;

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const server = process.env['TEST_DATABASE_URL'];
const modelErrors = defineErrors({
  ddl_test_model_down: { kind: 'unavailable', zh: '模型不可用', en: 'the model is away' },
});

const database = `ddl_step_${randomBytes(6).toString('hex')}`;
const TABLES = ['public.*', 'sales.*'];
const businessUrl = withDatabase(server ?? '', database);

interface Surroundings {
  readonly context: StepContext;
  readonly files: Map<string, string>;
  readonly warnings: string[];
  readonly progress: (readonly [number, number])[];
  /** Files of the folder after the step has succeeded. */
  readonly published: () => Map<string, string>;
}

/** @param earlier the published files of the earlier run */
function surroundings(
  signal = new AbortController().signal,
  earlier = new Map<string, string>(),
  databaseUrl = businessUrl,
): Surroundings {
  const files = new MemoryFiles(earlier);
  const warnings: string[] = [];
  const progress: (readonly [number, number])[] = [];
  const quiet = (): void => undefined;
  const context: StepContext = {
    signal,
    log: { debug: quiet, info: quiet, warn: (_, message) => warnings.push(render(message, 'zh')), error: quiet },
    progress: (done, total) => progress.push([done, total]),
    files,
    database: openBusinessDatabase(databaseUrl, signal),
  };
  return { context, files: files.written, warnings, progress, published: () => files.published() };
}

describe('ddl_generation', () => {
  let admin: pg.Client;
  let url: string;

  beforeAll(async () => {
    if (!server) {
      throw new Error('TEST_DATABASE_URL is not set');
    }
    url = withDatabase(server, database);
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create database ${database}`);
    await admin.query(`create role ${database} login`);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(SCHEMA);
    await client.query(
      `grant usage on schema sales to ${database}; grant select on sales.orders, public.customers to ${database}`,
    );
    await client.end();
  });

  afterAll(async () => {
    await admin.query(`drop database ${database} with (force)`);
    await admin.query(`drop role ${database}`);
    await admin.end();
  });

  function input(tables: readonly string[], parameters: object = {}): StepInput {
    return {
      taskId: 'task_20250721_213627',
      executionId: 'e',
      startedAt: new Date('2025-07-21T13:36:27Z'),
      timeZone: 'Asia/Shanghai',
      parameters: taskParametersSchema.parse({ business_context: '商城订单', ...parameters }),
      tables,
    };
  }

  const offline = new DdlGenerationStep({ chatModel: null });

  it('writes every file of the step, each table its own two', async () => {
    const { context, files, progress } = surroundings();
    const result = await offline.run(input(TABLES), context);
    expect(result).toMatchObject({
      total_tables: 7,
      processed_successfully: 7,
      failed: 0,
      failed_tables: [],
      themes: 3,
    });
    expect(result['files_generated']).toBe(files.size);
    expect(progress.at(-1)).toEqual([7, 7]);
    const mapping = files.get('filename_mapping.txt') ?? '';
    const documented = [...mapping.matchAll(/^(\S.*) -> (.+\.ddl), (.+_detail\.md)$/gm)];
    expect(documented).toHaveLength(7);
    const named = documented.flatMap(([, , ddl = '', detail = '']) => [ddl, detail]);
    expect(new Set(named).size).toBe(14);
    expect(named.filter((name) => !files.has(name))).toEqual([]);
    expect(mapping).toContain('public.customers -> customers.ddl, customers_detail.md\n');
    expect(named).not.toContain('metadata_detail.md');
    expect([...files.keys()].filter((name) => !named.includes(name)).sort()).toEqual([
      'comment_sources.json',
      'db_query_decision_prompt.txt',
      'er_diagrams.md',
      'filename_mapping.txt',
      'metadata.txt',
      'metadata_detail.md',
      'schema.sql',
      'schema_changes.json',
      'schema_state.json',
      'semantic_model.osi.yaml',
      'semantic_model.yaml',
    ]);
  });

  it('restores rules, triggers and row security on demand, and names them otherwise', async () => {
    const plain = surroundings();
    const full = surroundings();
    await offline.run(input(['public.metadata']), plain.context);
    const result = await offline.run(input(['public.metadata'], { schema_objects: 'full' }), full.context);
    const rule = 'CREATE RULE keep_topics AS';
    expect(full.files.get('schema.sql')).toContain(rule);
    expect(plain.files.get('schema.sql')).not.toContain(rule);
    expect(plain.files.get('schema.sql')).toContain('rule keep_topics of public.metadata\n');
    expect(result['schema_left_out']).toEqual([]);
  });

  it('names in its result what schema.sql leaves out', async () => {
    const { context, files } = surroundings();
    const result = await offline.run(input(['sales.orders', 'sales.per_day']), context);
    const sentence = 'orders_customer_id_fkey of sales.orders is left out: it needs public.customers';
    expect(result['schema_left_out']).toEqual([sentence]);
    expect(files.get('schema.sql')).toContain(`-- ${sentence}\n`);
  });

  it('writes documents in the form of the original, with its defects mended', async () => {
    const { context, files } = surroundings();
    await offline.run(input(TABLES), context);
    expect(files.get('customers.ddl')).toBe(
      [
        '-- 中文名: 客户表',
        '-- 描述: 客户表，记录客户资料',
        '-- 别名: 顾客, client',
        'create table public.customers (',
        '  id integer not null,        -- 编号，主键',
        '  full_name text,             -- 全名',
        '  email text,                 -- 邮箱',
        '  grade text,                 -- 等级； 含"引号"',
        '  primary key (id)',
        ');',
      ].join('\n'),
    );
    const detail = files.get('customers_detail.md')?.split('\n') ?? [];
    expect(detail.slice(0, 7)).toEqual([
      '## customers（客户表）',
      'customers 表：客户表，记录客户资料。每行为一位客户，由 id 标识。',
      '字段列表：',
      '- id (integer) - 编号 [主键, 非空] [示例: 1, 2]',
      '- full_name (text) - 全名 [示例: **, ***]',
      '- email (text) - 邮箱 [示例: s*******@*******.***, s********@*******.***]',
      '- grade (text) - 等级； 含"引号" [示例: B, A]',
    ]);
    expect(detail).toContain('- grade 为枚举字段，包含取值：A、B');
    expect(detail).toContain('- 被引用于 sales.orders：sales.orders.customer_id = customers.id（一对多）');
    expect(detail).not.toContain('');
    expect(files.get('Order_Details_detail.md')).toContain('[示例: line\\nbreak]');
    expect(files.get('Order_Details_detail.md')).toContain(
      '- SQL 中必须加双引号的名称："Order Details", "Order", "a-b"\n',
    );
    for (const [name, text] of files) {
      expect(text).not.toMatch(/someone\d+@example/);
      if (name.endsWith('.ddl') || name.endsWith('.sql') || name === 'metadata.txt') {
        await expect(parse(text)).resolves.toBeDefined();
      }
    }
    const themes = await parseMetadata(files.get('metadata.txt') ?? '');
    expect(new Set(themes.flatMap(({ relatedTables }) => relatedTables)).size).toBe(7);
    expect(files.get('metadata.txt')).toContain('-- 生成时间: 2025-07-21 21:36:27');
    expect(files.get('db_query_decision_prompt.txt')).toMatch(
      /^=== 数据库业务范围 ===\n当前数据库存储的是商城订单的相关数据/,
    );
  });

  it('writes English for an English context', async () => {
    const { context, files } = surroundings();
    await offline.run(input(['sales.orders'], { business_context: 'a shop' }), context);
    expect(files.get('sales_orders.ddl')).toMatch(
      /^-- Name: orders\n-- Also called: 订单, 单据\ncreate table sales\.orders \(/,
    );
    expect(files.get('sales_orders_detail.md')).toMatch(
      /^## sales\.orders \(table\)\nsales\.orders table: Each row is one order, identified by id\.\nColumns:\n- id \(integer\) \[primary key/,
    );
    // The model and the lines of other names have those of both languages.
    const inOneLanguage = [...files]
      .filter(([name]) => !/^(filename_mapping|semantic_model|schema_state)\./.test(name))
      .map(([, text]) => text.replace(/^-- Also called: .*$/m, '').replace(/\nAlso called:\n.*$/s, ''));
    expect(inOneLanguage.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
  });

  it('gives the same files for the same run, in whatever order the tables are listed', async () => {
    const first = surroundings();
    const second = surroundings();
    await offline.run(input(TABLES), first.context);
    await offline.run(input([...TABLES].reverse()), second.context);
    expect(Object.fromEntries(second.files)).toEqual(Object.fromEntries(first.files));
  });

  it('fails naming every missing table and what it may have meant', async () => {
    const { context, files } = surroundings();
    await expect(offline.run(input(['custmers', 'orders', 'nope.*', 'zzz']), context)).rejects.toMatchObject({
      code: 'table_list_tables_not_found',
      details: {
        missing: [
          { table: 'custmers', near: ['public.customers'] },
          { table: 'nope.*', near: [] },
          { table: 'zzz', near: [] },
        ],
      },
    });
    expect(files.size).toBe(0);
  });

  it('goes on without them when told to', async () => {
    const { context, files, warnings } = surroundings();
    const result = await offline.run(input(['custmers', 'sales.orders'], { continue_on_error: true }), context);
    expect(result).toMatchObject({ total_tables: 2, processed_successfully: 1, failed: 1 });
    expect(result['failed_tables']).toEqual([{ table: 'custmers', reason: '表不存在，是否指：public.customers' }]);
    expect(warnings.join()).toContain('custmers');
    expect([...files.keys()].filter((name) => name.endsWith('.ddl'))).toEqual(['sales_orders.ddl']);
  });

  it('names table by table what the role may not read', async () => {
    const asRole = new URL(url);
    asRole.username = database;
    const { context } = surroundings(undefined, undefined, asRole.toString());
    const run = offline.run(input([...TABLES, 'secret.hidden']), context);
    await expect(run).rejects.toMatchObject({
      code: 'ddl_select_denied',
      params: { role: database, count: 6 },
      details: { tables: expect.arrayContaining(['secret.hidden', 'public.wide', 'sales.per_day']) },
    });
    const allowed = await offline.run(input(['orders', 'customers']), context);
    expect(allowed).toMatchObject({ processed_successfully: 2 });
  });

  it('stops on cancel with the reason, and says when the database is away', async () => {
    const reason = new Error('cancelled by the user');
    await expect(offline.run(input(TABLES), surroundings(AbortSignal.abort(reason)).context)).rejects.toBe(reason);
    const nowhere = surroundings(undefined, undefined, 'postgres://u:hunter2@127.0.0.1:1/x');
    const away = offline.run(input(TABLES), nowhere.context);
    await expect(away).rejects.toMatchObject({ code: 'database_unreachable' });
    await expect(away).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
  });

  it('takes comments from a model by column name, keeps those of people, and survives its failures', async () => {
    const prompts: string[] = [];
    const chatModel: ChatModel = {
      name: 'test',
      completeJson: async ({ schema, schemaName, user }) => {
        if (schemaName === 'table_meanings') {
          return schema.parse({});
        }
        prompts.push(user);
        if (schemaName === 'business_themes' || user.includes('Table sales.orders')) {
          throw new DomainError(modelErrors.ddl_test_model_down);
        }
        return schema.parse({
          table_comment: '模型说的表',
          columns: [
            { name: 'C129', comment: '第129列' },
            { name: 'ghost', comment: '不存在' },
            { name: 'EMAIL', comment: '电子邮箱\n两行' },
            { name: 'grade', comment: '不该替换' },
            { name: 'full_name', comment: '姓名' },
          ],
        });
      },
    };
    const { context, files, warnings } = surroundings();
    const step = new DdlGenerationStep({ chatModel });
    const result = await step.run(input(['customers', 'wide', 'sales.orders']), context);
    expect(result).toMatchObject({ processed_successfully: 3, failed: 0 });
    const detail = files.get('customers_detail.md') ?? '';
    expect(detail).toContain('## customers（客户表）');
    expect(detail).toContain('- full_name (text) - 姓名');
    expect(detail).toContain('- email (text) - 电子邮箱 两行');
    expect(detail).toContain('- grade (text) - 等级');
    expect(detail).not.toMatch(/不该替换|不存在/);
    expect(files.get('wide.ddl')).toMatch(/c129 integer +-- 第129列/);
    expect(files.get('sales_orders.ddl')).toContain('-- 客户编号，外键');
    expect(warnings.filter((warning) => warning.includes('模型不可用'))).toHaveLength(2);
    expect(prompts.filter((prompt) => prompt.includes('Table public.wide'))).toHaveLength(3);
    const prompt = (table: string): string => prompts.find((text) => text.includes(`Table ${table}`)) ?? '';
    expect(prompt('public.customers')).toContain('\nReferred to by sales.orders by customer_id');
    expect(prompt('sales.orders')).toContain('\nRefers to public.customers by customer_id (客户表，记录客户资料');
    expect(prompts.join()).not.toMatch(/someone\d+@example/);
    const sources = JSON.parse(files.get('comment_sources.json') ?? '') as Record<string, unknown>;
    expect(sources['public.customers']).toEqual({
      table: 'catalog',
      columns: { id: 'rule', full_name: 'model', email: 'model', grade: 'catalog' },
    });
  });

  it('refuses comments of a weak model that only echo, and names the reasons', async () => {
    const chatModel: ChatModel = {
      name: 'weak',
      completeJson: async ({ schema, schemaName }) => {
        if (schemaName === 'table_meanings') {
          return schema.parse({});
        }
        if (schemaName === 'business_themes') {
          throw new DomainError(modelErrors.ddl_test_model_down);
        }
        return schema.parse({
          table_comment: 'Description: table/Shop/Wide',
          columns: [
            { name: 'c1', comment: 'column_comment' },
            { name: 'c2', comment: 'c2' },
            { name: 'c3', comment: 'The third column' },
            { name: 'c4', comment: '字段：第四列' },
          ],
        });
      },
    };
    const { context, files, warnings } = surroundings();
    await new DdlGenerationStep({ chatModel }).run(input(['wide']), context);
    expect(files.get('wide.ddl')).not.toMatch(/Description|Shop|column_comment|third/);
    expect(files.get('wide.ddl')).toMatch(/c4 .*-- 第四列/);
    for (const reason of ['路径', '提示词', '表名或字段名', '语言']) {
      expect(warnings.filter((warning) => warning.includes(reason))).toHaveLength(1);
    }
  });

  describe('run again', () => {
    let client: pg.Client;
    const rerun = (earlier: Map<string, string>): Surroundings => surroundings(undefined, earlier);
    const inSchema = (parameters: object = {}, executionId = 'second'): StepInput => ({
      ...input(['shop.*'], parameters),
      executionId,
    });
    const changesOf = (files: ReadonlyMap<string, string>): Record<string, unknown> =>
      JSON.parse(files.get('schema_changes.json') ?? '{}') as Record<string, unknown>;

    beforeEach(async () => {
      client = new pg.Client({ connectionString: url });
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
});
