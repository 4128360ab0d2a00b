import { describe, expect, it } from '@jest/globals';
import { buildContext } from './build-context.js';
import { DEFAULT_CONTEXT, type ContextSources } from './context-sources.js';
import { countTokens } from './count-tokens.js';
import { renderContext } from './render-context.js';
import { shopGraph } from './shop-store.fixture.js';

const record = (name: string) => ({ id: `shop-${name}`, document: '', source: `shop/ddl/${name}.ddl` });
const pair = (question: string, sql: string) => ({ question, sql, database: 'shop' });

async function sources(more: Partial<ContextSources> = {}): Promise<ContextSources> {
  return {
    graph: await shopGraph(),
    ddl: ['customers', 'order_items'].map(record),
    documents: [],
    pairs: [],
    documentsOf: async (tables) => new Map(tables.map(({ key, name }) => [key, `${name} table: about ${name}.`])),
    ...more,
  };
}

const tableNames = (tables: readonly { readonly table: { readonly name: string } }[]) =>
  tables.map(({ table }) => table.name);

describe('the context of a prompt', () => {
  it('has the tables that were found and those between them, each with its document', async () => {
    const context = await buildContext('items of customers', await sources(), DEFAULT_CONTEXT);
    expect(context.tables.map(({ table, reason }) => [table.name, reason])).toEqual([
      ['public.customers', 'found'],
      ['public.order_items', 'found'],
      ['public.orders', 'join'],
    ]);
    expect(context.tables[0]?.document).toBe('public.customers table: about public.customers.');
    expect(context.joins).toEqual([
      { condition: 'public.orders.customer_id = public.customers.id', declared: true },
      { condition: 'public.order_items.order_id = public.orders.id', declared: false },
    ]);
    expect(context.leftOut).toEqual([]);
  });

  it('has pairs of different skeletons first, and the tables that they read', async () => {
    const pairs = [
      pair('How many customers?', 'SELECT count(*) FROM customers'),
      pair('How many regions?', 'SELECT count(*) FROM regions'),
      pair('Names of products?', 'SELECT "Title" FROM products ORDER BY "Title"'),
      pair('Of a table that the store lost', 'SELECT max(x) FROM gone GROUP BY y'),
    ];
    const context = await buildContext('x', await sources({ ddl: [record('customers')], pairs }), {
      ...DEFAULT_CONTEXT,
      maxTables: 1,
      maxPairs: 3,
    });
    expect(context.pairs.map(({ question }) => question)).toEqual([
      'How many customers?',
      'Names of products?',
      'Of a table that the store lost',
    ]);
    expect(context.tables.map(({ table, reason }) => [table.name, reason])).toEqual([
      ['public.customers', 'found'],
      ['public.products', 'pair'],
    ]);
  });

  it('has documents of people, and the tables that they begin with; not those of tables that are gone', async () => {
    const documents = [
      { id: '1', document: 'Revenue means paid orders only.', source: null },
      { id: '2', document: '## gone (table)', source: 'shop/documentation/gone_detail.md' },
      { id: '3', document: '## holidays (table)\nholidays table: days off.', source: null },
    ];
    const context = await buildContext('x', await sources({ ddl: [], documents }), DEFAULT_CONTEXT);
    expect(context.documents).toEqual([documents[0]?.document, documents[2]?.document]);
    expect(tableNames(context.tables)).toEqual(['public.orders', 'public.holidays']);
  });

  it.each([100, 180, 250, 400, 14_000])('stays within %i tokens, and says what it left out', async (maxTokens) => {
    const pairs = Array.from({ length: 30 }, (_, place) =>
      pair(`question ${place}`, `SELECT ${'count(*), '.repeat(place)} 1 FROM orders`),
    );
    const options = { ...DEFAULT_CONTEXT, maxTokens, maxPairs: 30 };
    const context = await buildContext('items of customers', await sources({ pairs }), options);
    expect(countTokens(renderContext(context, 'en'))).toBeLessThanOrEqual(maxTokens);
    expect(context.leftOut.length > 0).toBe(maxTokens < 14_000);
  });

  it('is empty where nothing was found', async () => {
    const context = await buildContext('x', await sources({ ddl: [] }), DEFAULT_CONTEXT);
    expect(renderContext(context, 'zh')).toBe('');
  });
});

describe('the text of a context', () => {
  it('has each part under its heading, in the language of the reader', async () => {
    const pairs = [pair('How many\ncustomers?', 'SELECT count(*) FROM customers;')];
    const context = await buildContext('x', await sources({ ddl: [record('customers')], pairs }), DEFAULT_CONTEXT);
    const text = renderContext(context, 'zh');
    expect(text).toMatch(/^## 表\n\n-- Name: customers\ncreate table [^;]*\);\n\n## 说明\n\npublic\.customers table/);
    expect(text).toMatch(/## 相似问题及其 SQL\n\n-- How many customers\?\nSELECT count\(\*\) FROM customers;$/);
    expect(renderContext(context, 'en')).toContain('## Similar questions and their SQL');
  });
});
