import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmbedder } from '#libs/language-model';
import { countTokens } from '#libs/reader-context';
import { loadStore, type StoreEntry } from '../harness/loaded-store.js';
import { openApiConformance, type CheckAnswer } from '../harness/openapi-conformance.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';
import { onDatabase, createTestDatabase, type TestDatabase } from '../harness/test-database.js';

const table = (name: string, columns: string): StoreEntry[] => [
  { collection: 'ddl', key: `${name}.ddl`, document: `create table public.${name} (\n  ${columns}\n)` },
  {
    collection: 'documentation',
    key: `${name}_detail.md`,
    document: `## ${name} (table)\n${name} table: Each row is one of ${name}.\nNotes:\n- status takes one of the values: open, closed`,
  },
];
const pair = (question: string, sql: string): StoreEntry => ({
  collection: 'sql',
  key: question,
  document: JSON.stringify({ question, sql }),
});
const ENTRIES: readonly StoreEntry[] = [
  ...table('customers', 'id integer primary key,\n  name text'),
  ...table('orders', 'id integer primary key,\n  customer_id integer references public.customers(id),\n  status text'),
  ...table('order_items', 'order_id integer references public.orders(id),\n  quantity integer'),
  ...table('holidays', 'day date'),
  pair('How many orders has each customer?', 'SELECT customer_id, count(*) FROM orders GROUP BY customer_id'),
  pair('有多少个客户？', 'SELECT count(*) FROM customers'),
];
const OTHER = table('orders', 'id integer primary key,\n  warehouse text');

interface Found {
  readonly mode: string;
  readonly embedding_model: string;
  readonly notes: string[];
  readonly ddl: {
    readonly document: string;
    readonly score: number;
    readonly db_name: string;
    readonly tasks: string[];
  }[];
  readonly documents: readonly object[];
  readonly pairs: {
    readonly question: string;
    readonly sql: string;
    readonly vector_rank: number;
    readonly matched_terms: string[];
  }[];
}
interface Context {
  readonly tokens: number;
  readonly text?: string;
  readonly tables?: {
    readonly name: string;
    readonly db_name: string;
    readonly ddl: string;
    readonly document: string;
  }[];
  readonly joins?: { readonly condition: string }[];
  readonly pairs?: { readonly question: string }[];
  readonly left_out: readonly object[];
}

describe('a store that readers search', () => {
  let services: SampleServices;
  let service: TestService;
  let check: CheckAnswer;
  let empty: TestDatabase;

  beforeAll(async () => {
    services = await createSampleServices('search');
    await loadStore(services.vectorUrl, createEmbedder(null), ENTRIES);
    await loadStore(services.vectorUrl, createEmbedder(null), OTHER, { taskId: 'task_b', database: 'depot' });
    empty = await createTestDatabase('search_empty');
    service = await startService(services.variables, 0);
    check = await openApiConformance();
  });

  afterAll(async () => {
    await service?.stop();
    await Promise.all([services?.remove(), empty?.drop()]);
  });

  const ask = async <T>(path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await service.client.post<T>(path, body, headers);
    const given = { status: answer.status, contentType: 'application/json', body: JSON.stringify(answer.body) };
    expect(check('POST', `/api/v0/data_pipeline${path}`, given)).toEqual([]);
    return answer;
  };

  it.each([
    '每个客户有多少订单？',
    'orders of each customer',
    'orders 按客户 customer 统计',
    '🛒 每个客户 ｃｕｓｔｏｍｅｒ 有多少 orders？ كم طلبًا لكل عميل',
    '\u202eעברית\u202c 👩‍👩‍👧 ＯＲＤＥＲＳ of each ｃｕｓｔｏｍｅｒ 客户',
  ])('gives the records that answer %j, and why', async (question) => {
    const { status, body } = await ask<Found>('/search', { question });
    expect([status, body.data.mode, body.data.embedding_model]).toEqual([200, 'hybrid', 'built-in-zh-en-v1-768']);
    expect(body.data.pairs[0]?.sql).toContain('GROUP BY customer_id');
    expect(body.data.ddl.length).toBe(5);
    expect(body.data.pairs[0]?.vector_rank).toBeGreaterThan(0);
    expect(body.data.pairs[0]?.matched_terms.length).toBeGreaterThan(0);
  });

  it('is searched by vectors alone when asked, and for as many records as asked', async () => {
    const { body } = await ask<Found>('/search', {
      question: 'orders',
      mode: 'vector',
      ddl: 2,
      documents: 0,
      pairs: 1,
    });
    expect(body.data).toMatchObject({ mode: 'vector', notes: [], documents: [] });
    expect([body.data.ddl.length, body.data.pairs.length]).toEqual([2, 1]);
    expect(body.data.pairs[0]?.matched_terms).toEqual([]);
  });

  it('is searched for one task or one database', async () => {
    for (const filter of [{ task_id: 'task_b' }, { db_name: 'depot' }]) {
      const { body } = await ask<Found>('/search', { question: 'orders', ...filter });
      expect(body.data.ddl.map(({ db_name, tasks }) => [db_name, tasks])).toEqual([['depot', ['task_b']]]);
    }
    const { body } = await ask<Found>(
      '/search',
      { question: 'orders', db_name: 'nothing' },
      { 'accept-language': 'en' },
    );
    expect(body.data).toMatchObject({ ddl: [], notes: [expect.stringContaining('db_name')] });
  });

  it('gives a context: tables closed under their joins, documents and pairs', async () => {
    const body = { question: 'quantity of order items by name of the customers', db_name: 'shop' };
    const { body: answer } = await ask<Context>('/context', { ...body, max_pairs: 1 });
    const { tables = [], joins = [], pairs = [], left_out } = answer.data;
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['public.customers', 'public.order_items', 'public.orders']),
    );
    expect(joins.map(({ condition }) => condition)).toContain('public.orders.customer_id = public.customers.id');
    expect(tables[0]).toMatchObject({ db_name: 'shop', document: expect.stringContaining('values: open, closed') });
    expect([pairs.length, left_out]).toEqual([1, []]);
  });

  it('gives the same as text, in the language of the reader, within the tokens', async () => {
    const body = { question: '每个客户的订单', db_name: 'shop', format: 'text', max_tokens: 500 };
    const { body: answer } = await ask<Context>('/context', body);
    const { text = '', tokens, tables } = answer.data;
    expect(text).toMatch(/^## 表\n\ncreate table public\./);
    expect([tokens, tables]).toEqual([countTokens(text), undefined]);
    expect(tokens).toBeLessThanOrEqual(500);
    const english = await ask<Context>('/context', { ...body, language: 'en' });
    expect(english.body.data.text).toMatch(/^## Tables/);
  });

  it.each([
    ['an empty question', '/search', { question: '' }],
    ['a question of 100 KB', '/search', { question: 'x'.repeat(102_400) }],
    ['too many hits', '/search', { question: 'a', ddl: 101 }],
    ['an unknown mode', '/search', { question: 'a', mode: 'lexical' }],
    ['no question', '/search', {}],
    ['a blank question', '/context', { question: ' ' }],
    ['a Chinese question of 100 KB', '/context', { question: '表'.repeat(34_000) }],
    ['too few tokens', '/context', { question: 'a', max_tokens: 10 }],
    ['an unknown format', '/context', { question: 'a', format: 'xml' }],
    ['an unknown field', '/context', { question: 'a', limit: 3 }],
  ])('refuses %s', async (_, path, body) => {
    const { status, body: answer } = await ask(path, body);
    expect([status, answer['error_type']]).toEqual([400, 'validation_error']);
  });

  it('answers a question of 10,000 characters', async () => {
    const question = '每个客户 orders of each customer '.repeat(400).slice(0, 10_000);
    expect((await ask('/search', { question })).status).toBe(200);
    expect((await ask('/context', { question })).status).toBe(200);
  });

  it('that is absent, or made by another embedder, is refused with what to do', async () => {
    const withStore = async (variables: Record<string, string>, work: () => Promise<void>) => {
      const before = service;
      service = await startService({ ...services.variables, ...variables }, 0);
      try {
        await work();
      } finally {
        await service.stop();
        service = before;
      }
    };
    await withStore({ VECTOR_DATABASE_URL: empty.url }, async () => {
      for (const path of ['/search', '/context']) {
        const { status, body } = await ask(path, { question: 'a' });
        expect([status, body.message]).toEqual([404, expect.stringContaining('training_load')]);
      }
    });
    const endpoint = { EMBEDDING_BASE_URL: 'http://127.0.0.1:1/v1', EMBEDDING_MODEL: 'bge-m3', EMBEDDING_API_KEY: 'k' };
    await withStore(endpoint, async () => {
      for (const path of ['/search', '/context']) {
        const { status, body } = await ask(path, { question: 'a' });
        expect([status, body.message]).toEqual([409, expect.stringMatching(/built-in-zh-en-v1-768.*bge-m3.*reembed/)]);
      }
    });
  });

  it('without words is searched by vectors alone, and the answer says so', async () => {
    await onDatabase(services.vectorUrl, (client) =>
      client.query('DROP TABLE data_pipeline_lexical_term, data_pipeline_lexical_record'),
    );
    for (const path of ['/search', '/context']) {
      for (const language of ['zh', 'en']) {
        const { body } = await ask<Found>(path, { question: 'orders' }, { 'accept-language': language });
        expect(body.data).toMatchObject({ mode: 'vector', notes: [expect.stringContaining('vector -- words')] });
      }
      const { body } = await ask<Found>(path, { question: 'orders', mode: 'vector' });
      expect(body.data).toMatchObject({ mode: 'vector', notes: [] });
    }
  });

  it('may hold records of other programs', async () => {
    await onDatabase(services.vectorUrl, async (client) => {
      await client.query(
        `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
         SELECT gen_random_uuid() || '-x', c.uuid, (SELECT embedding FROM langchain_pg_embedding LIMIT 1), text, metadata
           FROM langchain_pg_collection c,
                (VALUES ('no sql, no json', '{}'::jsonb), ('{"question": 1}', NULL), ('', '{"source": 5, "tasks": 7}')) AS r(text, metadata)`,
      );
    });
    const { body } = await ask<Found>('/search', { question: 'no sql, no json' });
    expect(body.data.pairs).toContainEqual(expect.objectContaining({ question: null, sql: 'no sql, no json' }));
    expect((await ask('/context', { question: 'no sql, no json' })).status).toBe(200);
  });
});
