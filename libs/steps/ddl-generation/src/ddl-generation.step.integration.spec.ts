import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'libpg-query';
import { parseMetadata } from '#libs/step-files';
import { input, offline, StepDatabase, TABLES } from '../../../../test/harness/ddl-step-database.js';

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const database = new StepDatabase();
const surroundings = database.surroundings.bind(database);

describe('ddl_generation', () => {
  beforeAll(() => database.create());

  afterAll(() => database.drop());

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
      'column_profiles.jsonl',
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
        '  full_name text,             -- 姓名',
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
      '- full_name (text) - 姓名 [示例: **, ***]',
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
      /^-- Name: orders\n-- Also called: 订单\ncreate table sales\.orders \(/,
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
});
