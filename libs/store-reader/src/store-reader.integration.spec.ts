import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEmbedder } from '#libs/language-model';
import { ensureRecordTable, withVectorDatabase } from '#libs/vector-store';
import { loadStore } from '../../../test/harness/loaded-store.js';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { StoreReader } from './store-reader.js';

const { signal } = new AbortController();
const embedder = createEmbedder(null);
const question = { text: 'orders', mode: 'hybrid' as const };
let database: TestDatabase;
let reader: StoreReader;

beforeAll(async () => {
  database = await createTestDatabase('store_reader');
  await runSql(database.url, 'CREATE EXTENSION vector');
  reader = new StoreReader(database.url, embedder);
});
afterAll(async () => {
  await reader.onApplicationShutdown();
  await database.drop();
});

const askAll = () =>
  Promise.allSettled([
    reader.search({ ...question, limits: { ddl: 1 } }, signal),
    reader.context(question, { maxTokens: 1_000, language: 'en' } as never, signal),
    reader.records(signal).next(),
  ]);
const refusals = (code: string) =>
  Array.from({ length: 3 }, () => ({ status: 'rejected', reason: expect.objectContaining({ code }) }));

it('tells a store without training data from one that only PGVectorStore can read', async () => {
  expect(await askAll()).toEqual(refusals('vector_store_absent'));
  await withVectorDatabase(database.url, signal, (client) => ensureRecordTable(client, 768));
  expect(await askAll()).toEqual(refusals('vector_store_absent'));
  await loadStore(
    database.url,
    embedder,
    [{ collection: 'ddl', key: 'orders.ddl', document: 'create table public.orders (id integer)' }],
    { ensureTables: (client) => ensureRecordTable(client, 768) },
  );
  expect(await askAll()).toEqual(refusals('store_for_other_readers'));
});
