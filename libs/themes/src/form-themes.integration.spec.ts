import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { readCatalog, relationName, listRelations, type Catalog } from '#libs/catalog';
import { render } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { withDatabase } from '#libs/postgres';
import { deriveSemanticModel, findJoins, type SemanticModel } from '#libs/semantic-model';
import { parseMetadata, renderMetadata } from '#libs/step-files';
import { formThemes, formThemesWithModel } from './index.js';

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const server = process.env['TEST_DATABASE_URL'];
const database = `themes_${randomBytes(6).toString('hex')}`;
const options = { count: 3, language: 'zh' as const, businessContext: '商城' };

const SCHEMA = `
create table orders (id int primary key, customer_id int not null, ordered_at date, amount numeric(10,2));
comment on table orders is '订单表，记录客户下单';
comment on column orders.amount is '订单金额';
create table customers (id int primary key, name text);
comment on table customers is '客户信息表';
create table products (id int primary key, name text, price numeric);
create table order_products (order_id int references orders, product_id int references products, primary key (order_id, product_id));
create table lonely (note text);
create schema sales;
create table sales.regions (id int primary key, name text);
create table metadata_target ();
`;

describe('themes of a database', () => {
  let admin: pg.Client;
  let client: pg.Client;
  let catalog: Catalog;
  let model: SemanticModel;

  beforeAll(async () => {
    if (!server) {
      throw new Error('TEST_DATABASE_URL is not set');
    }
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create database ${database}`);
    client = new pg.Client({ connectionString: withDatabase(server, database) });
    await client.connect();
    await client.query(SCHEMA);
    const found = await findJoins(client, await readCatalog(client, await listRelations(client)));
    catalog = found.catalog;
    model = deriveSemanticModel(catalog, () => undefined, found);
  });

  afterAll(async () => {
    await client.end();
    await admin.query(`drop database ${database} with (force)`);
    await admin.end();
  });

  const allTables = (): string[] => catalog.relations.map(relationName);

  it('puts every table into at least one theme, and says the same twice', () => {
    const themes = formThemes(catalog, model, options);
    expect(new Set(themes.flatMap(({ relatedTables }) => relatedTables))).toEqual(new Set(allTables()));
    expect(themes).toHaveLength(3);
    expect(formThemes(catalog, model, options)).toEqual(themes);
    expect(new Set(themes.map(({ topicName }) => topicName)).size).toBe(3);
  });

  it('follows keys, inferred ones too, and tables that only connect', () => {
    const orders = formThemes(catalog, model, options).find(
      ({ relatedTables }) => relatedTables[0] === 'public.orders',
    );
    expect(orders).toMatchObject({ topicName: '销售' });
    expect(orders?.bizMetrics).toContain('订单金额');
    expect(orders?.bizEntities).toEqual(expect.arrayContaining(['订单', '客户', '产品']));
    expect(orders?.relatedTables).toEqual(
      expect.arrayContaining(['public.order_products', 'public.products', 'public.customers']),
    );
  });

  it('never makes more themes than tables, and none without tables', () => {
    expect(formThemes(catalog, model, { ...options, count: 100 }).length).toBeLessThanOrEqual(allTables().length);
    expect(formThemes({ ...catalog, relations: [] }, { ...model, entities: [], relationships: [] }, options)).toEqual(
      [],
    );
  });

  it('writes metadata.txt that PostgreSQL runs', async () => {
    const themes = formThemes(catalog, model, options);
    const text = renderMetadata(themes, { ...options, database, generatedAt: '2025-07-22 16:55:43' });
    await client.query('create schema run; set search_path = run');
    await client.query(text);
    const { rows } = await client.query<{ topic_name: string; related_tables: string[] }>(
      'select topic_name, related_tables from run.metadata order by id',
    );
    await client.query('reset search_path; drop schema run cascade');
    expect(rows).toEqual(
      themes.map(({ topicName, relatedTables }) => ({ topic_name: topicName, related_tables: relatedTables })),
    );
    expect(await parseMetadata(text)).toEqual(themes);
  });

  it('corrects what a model proposes: made-up tables dropped with a warning, forgotten tables covered', async () => {
    const warnings: string[] = [];
    const proposal = {
      themes: [
        {
          topic_name: '订单',
          description: '订单',
          related_tables: ['orders', 'public.ghost'],
          biz_entities: [],
          biz_metrics: ['金额'],
        },
        { topic_name: '幻觉', description: '无', related_tables: ['nowhere'], biz_entities: [], biz_metrics: [] },
        {
          topic_name: '区域',
          description: '区域',
          related_tables: ['"sales"."REGIONS"'],
          biz_entities: ['区域'],
          biz_metrics: [],
        },
      ],
    };
    const chatModel: ChatModel = { name: 'test', completeJson: async ({ schema }) => schema.parse(proposal) };
    const themes = await formThemesWithModel(catalog, model, [], chatModel, {
      ...options,
      signal: new AbortController().signal,
      onWarning: (message) => warnings.push(render(message, 'zh')),
    });
    expect(themes.map(({ topicName }) => topicName)).toEqual(['订单', '区域']);
    expect(new Set(themes.flatMap(({ relatedTables }) => relatedTables))).toEqual(new Set(allTables()));
    expect(themes[0]?.relatedTables).toEqual(
      expect.arrayContaining(['public.orders', 'public.customers', 'public.order_products']),
    );
    expect(themes[0]?.bizMetrics).toEqual(['金额']);
    expect(themes[0]?.bizEntities).toContain('订单');
    expect(warnings.join('\n')).toMatch(/ghost[\s\S]*nowhere[\s\S]*幻觉/);
  });
});
