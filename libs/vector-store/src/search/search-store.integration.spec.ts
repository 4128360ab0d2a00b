import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import { BuiltInEmbedder } from '#libs/retrieval';
import { VECTOR_DATABASES } from '../../../../test/harness/vector-databases.js';
import type { TestDatabase } from '../../../../test/harness/test-database.js';
import { withVectorDatabase } from '../connection.js';
import { VectorConnections } from '../vector-connections.js';
import { VectorLoad } from '../vector-load.js';
import { vectorRecord, type Collection, type VectorRecord } from '../vector-record.js';
import { ensureVectorTables } from '../vector-tables.js';
import type { StoreSearch } from './search-request.js';
import { searchStore } from './search-store.js';
import { readIndex } from './store-index.js';

jest.setTimeout(120_000);

const { signal } = new AbortController();
const embedder = new BuiltInEmbedder();

function vectorOf(text: string): Float32Array {
  return embedder.embed(text) ?? new Float32Array();
}

/** Vectors of the embedder have the length 1. */
function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

function record(collection: Collection, key: string, document: string, database = 'shop'): VectorRecord {
  return vectorRecord(collection, { database, key }, document);
}

const DOCUMENTS = {
  orders: 'create table sales_orders (order_no text, buyer_id bigint, freight numeric);',
  wards: 'create table hospital_wards (ward_code text, beds integer);',
  visits: 'create table patient_visits (visit_id bigint, diagnosis text);',
};
const RECORDS = [
  ...Object.entries(DOCUMENTS).map(([key, document]) => record('ddl', key, document)),
  record('sql', 'q1', '{"question": "How many beds has each ward?", "sql": "SELECT 1"}'),
];

describe.each(VECTOR_DATABASES)('a search in %s', (_name, create) => {
  let database: TestDatabase;

  const onStore = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
    withVectorDatabase(database.url, signal, work);

  const load = (records: VectorRecord[], taskId = 'task_a') =>
    onStore(async (client) => {
      const tables = await ensureVectorTables(client);
      const opened = await VectorLoad.open(client, tables, records, { taskId, model: 'm', replace: null });
      while (!(await opened.merge()).merged) {
        const page = await opened.nextPending(100);
        await opened.addVectors(
          page,
          page.map(({ document }) => vectorOf(document)),
        );
      }
      await opened.close();
    });

  const search = (text: string, more: Partial<StoreSearch> = {}) =>
    onStore((client) =>
      searchStore(client, { text, vector: vectorOf(text), limits: { ddl: 10, sql: 5 }, mode: 'hybrid', ...more }),
    );

  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.drop());
  beforeEach(() =>
    onStore(async (client) => {
      await ensureVectorTables(client);
      await client.query('TRUNCATE langchain_pg_embedding');
    }),
  );

  it('says of each hit where it came from', async () => {
    await load(RECORDS);
    const { mode, hits } = await search('freight of orders');
    expect(mode).toBe('hybrid');
    expect(hits.documentation).toEqual([]);
    expect(hits.sql).toHaveLength(1);
    expect(hits.ddl[0]).toMatchObject({
      document: DOCUMENTS.orders,
      metadata: { source: 'shop/ddl/orders', tasks: ['task_a'] },
      vectorRank: 1,
      lexicalRank: 1,
      matchedTerms: ['freight', 'order'],
    });
    const scores = hits.ddl.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('keeps the terms of all records in memory, and none where they are too many', async () => {
    await load(RECORDS);
    const [all, none] = await onStore(async (client) => [await readIndex(client), await readIndex(client, 3)] as const);
    expect(all.counts.isComplete).toBe(true);
    expect(all.counts.of('ddl', 'order')).toBe(1);
    expect(none.counts.isComplete).toBe(false);
    expect(none.counts.of('ddl', '')).toBe(0);
    expect(none.version).toBe(all.version);
  });

  it('by vectors alone gives the order of Vanna', async () => {
    await load(RECORDS);
    const { mode, hits } = await search('freight of orders', { mode: 'vector' });
    expect(mode).toBe('vector');
    expect(hits.ddl.map(({ vectorRank }) => vectorRank)).toEqual([1, 2, 3]);
    expect(hits.ddl[0]?.score).toBe(hits.ddl[0]?.similarity);
    expect(hits.ddl[0]).not.toHaveProperty('lexicalRank');
  });

  it('keeps to the limits and to the filter', async () => {
    await load([...RECORDS, record('ddl', 'orders', DOCUMENTS.orders, 'clinic')]);
    await load([record('ddl', 'more', 'create table orders_archive (id bigint)')], 'task_b');
    const few = await search('orders', { limits: { ddl: 2, documentation: 0 } });
    expect(few.hits.ddl).toHaveLength(2);
    expect(few.hits.sql).toEqual([]);
    const ofClinic = await search('orders', { filter: { database: 'clinic' } });
    expect(ofClinic.hits.ddl.map(({ metadata }) => metadata['source'])).toEqual(['clinic/ddl/orders']);
    const ofTask = await search('orders', { filter: { taskId: 'task_b' } });
    expect(ofTask.hits.ddl.map(({ metadata }) => metadata['source'])).toEqual(['shop/ddl/more']);
  });

  it('brings the table that a good hit joins, of the same database and within the filter', async () => {
    const visits = 'create table patient_visits (patient_id bigint references public.people(id), diagnosis text);';
    const people = 'create table public.people (id bigint, born date);';
    const others = Array.from({ length: 60 }, (_, at) =>
      record('ddl', `o${at}`, `create table diagnosis_${at} (a int);`),
    );
    await load([record('ddl', 'visits', visits), ...others]);
    await load([record('ddl', 'people', people), record('ddl', 'people', people, 'clinic')], 'task_b');
    const { hits } = await search('diagnosis of patient visits');
    const found = hits.ddl.filter(({ document }) => document === people);
    expect(found).toMatchObject([{ metadata: { source: 'shop/ddl/people' }, joinedTo: 'patient_visits' }]);
    const ofTask = await search('diagnosis of patient visits', { filter: { taskId: 'task_a' } });
    expect(ofTask.hits.ddl.map(({ document }) => document)).not.toContain(people);
  });

  it('with a vector of another length is refused, with the model of the store', async () => {
    await load(RECORDS);
    await expect(search('orders', { vector: Float32Array.of(1, 0) })).rejects.toMatchObject({
      code: 'vector_search_dimension_differs',
      params: { existing: 768, offered: 2, existing_model: 'm' },
    });
  });

  it('gives a default Vanna, whose vectors have 384 dimensions, an error and no neighbours', async () => {
    await load(RECORDS);
    // As `similarity_search` of langchain_postgres writes it.
    const ask = (client: pg.Client) =>
      client.query(
        `SELECT document, embedding <=> $1 AS distance FROM langchain_pg_embedding e
           JOIN langchain_pg_collection c ON c.uuid = e.collection_id
          WHERE c.name = 'ddl' ORDER BY distance LIMIT 10`,
        [`[${Array.from({ length: 384 }, () => 0.05).join(',')}]`],
      );
    await onStore((client) =>
      expect(inTransaction(client, () => ask(client))).rejects.toThrow('different vector dimensions 768 and 384'),
    );
  });

  it.each(['', '!?', '的', 'of the', '订单'.repeat(30_000)])('takes any text', async (text) => {
    await load(RECORDS);
    const { hits } = await search('', { text, vector: vectorOf('orders') });
    expect(hits.ddl).toHaveLength(3);
  });

  describe('on connections that stay open', () => {
    let connections: VectorConnections;
    const ask = (text: string, more: Partial<StoreSearch> = {}) =>
      connections.use(signal, (client, lender) =>
        searchStore(client, { text, vector: vectorOf(text), limits: { ddl: 10 }, mode: 'hybrid', ...more }, lender),
      );

    beforeEach(() => {
      connections = new VectorConnections(database.url);
    });
    afterEach(() => connections.close());

    it('finds the same', async () => {
      await load(RECORDS);
      const [alone, apart] = [
        await search('freight of orders', { limits: { ddl: 10 } }),
        await ask('freight of orders'),
      ];
      expect(apart).toEqual(alone);
      const all = await Promise.all(Array.from({ length: 20 }, () => ask('freight of orders')));
      expect(all).toEqual(Array(20).fill(alone));
    });

    it('finds the same of several collections, each with the similarity of its vector', async () => {
      await load(RECORDS);
      const limits = { ddl: 10, documentation: 10, sql: 10 };
      const [alone, apart] = [
        await search('freight of orders', { limits }),
        await ask('freight of orders', { limits }),
      ];
      expect(apart).toEqual(alone);
      const [asked, own] = [vectorOf('freight of orders'), vectorOf(DOCUMENTS.orders)];
      expect(apart.hits.sql).toHaveLength(1);
      expect(apart.hits.ddl[0]?.similarity).toBeCloseTo(cosine(asked, own), 5);
      await expect(ask('orders', { limits, vector: Float32Array.of(1, 0) })).rejects.toMatchObject({
        code: 'vector_search_dimension_differs',
      });
      expect(await ask('freight of orders', { limits })).toEqual(alone);
    });

    it('finds the records of a store that was made again meanwhile', async () => {
      await load(RECORDS);
      await ask('orders');
      await onStore((client) =>
        client.query(`DROP TABLE langchain_pg_embedding, langchain_pg_collection;
                      TRUNCATE data_pipeline_lexical_record, data_pipeline_lexical_term`),
      );
      await expect(ask('orders')).rejects.toMatchObject({ code: 'vector_store_absent' });
      await load(RECORDS);
      expect((await ask('freight of orders')).hits.ddl[0]).toMatchObject({ vectorRank: 1, lexicalRank: 1 });
    });

    it('passes over records that are gone, also where these are the best', async () => {
      const gone = Array.from({ length: 9 }, (_, at) =>
        record('ddl', `gone${at}`, `orders orders orders ${'x'.repeat(at + 1)}`),
      );
      await load([...RECORDS, ...gone]);
      await onStore((client) =>
        client.query(`DELETE FROM langchain_pg_embedding WHERE document LIKE 'orders orders%'`),
      );
      const { hits } = await ask('orders', { limits: { ddl: 5 } });
      expect(hits.ddl.map(({ document }) => document).toSorted()).toEqual(Object.values(DOCUMENTS).toSorted());
    });

    it('compares vectors alone without the lexical side, and answers after a refusal', async () => {
      await load(RECORDS);
      await expect(ask('orders', { vector: Float32Array.of(1, 0) })).rejects.toMatchObject({
        code: 'vector_search_dimension_differs',
      });
      await onStore((client) => client.query('DROP TABLE data_pipeline_lexical_term'));
      expect(await ask('orders')).toMatchObject({ mode: 'vector', hits: { ddl: { length: 3 } } });
      await onStore((client) => client.query('DROP TABLE data_pipeline_lexical_record'));
      await load(RECORDS);
    });

    it('ends at an abort', async () => {
      const controller = new AbortController();
      const waiting = connections.use(controller.signal, (client) => client.query('SELECT pg_sleep(60)'));
      controller.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
      await load(RECORDS);
      expect((await ask('orders')).hits.ddl).toHaveLength(3);
    });
  });

  it('of a database without a store is refused', async () => {
    await onStore((client) => client.query('DROP TABLE langchain_pg_embedding, langchain_pg_collection'));
    await expect(search('orders')).rejects.toMatchObject({ code: 'vector_store_absent', kind: 'not_found' });
  });
});
