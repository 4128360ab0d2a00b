import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { withVectorDatabase } from './connection.js';
import { loadRecords, vectorOf } from './load.fixture.js';
import { reembedStore } from './reembed-store.js';
import type { LoadOptions } from './vector-load.js';
import { vectorRecord, type VectorRecord } from './vector-record.js';
import { ensureVectorTables, type VectorTables } from './vector-tables.js';

jest.setTimeout(60_000);

const { signal } = new AbortController();
const FIRST = vectorRecord('ddl', { database: 'shop', key: 'a' }, 'create table a ()');
const SECOND = vectorRecord('ddl', { database: 'shop', key: 'b' }, 'create table b ()');
const PREFIXED = { model: 'model-1', documentPrefix: 'passage: ', queryModel: 'model-1', queryPrefix: 'query: ' };

describe('the embedder of a store', () => {
  let database: TestDatabase;

  const onStore = <T>(work: (client: pg.Client, tables: VectorTables) => Promise<T>): Promise<T> =>
    withVectorDatabase(database.url, signal, async (client) => work(client, await ensureVectorTables(client)));
  const load = (records: VectorRecord[], options: Partial<LoadOptions> = {}) =>
    onStore((client, tables) => loadRecords(client, tables, records, options));
  const described = () =>
    onStore(async (client) => {
      const { rows } = await client.query<{ embedding: unknown; record: unknown }>(
        `SELECT DISTINCT c.cmetadata::jsonb -> 'embedding' AS embedding, e.cmetadata -> 'embedding' AS record
           FROM langchain_pg_collection c JOIN langchain_pg_embedding e ON e.collection_id = c.uuid`,
      );
      return rows;
    });

  beforeAll(async () => {
    database = await createTestDatabase('vector');
  });
  afterAll(() => database.drop());
  beforeEach(() => onStore((client) => client.query('TRUNCATE langchain_pg_embedding, langchain_pg_collection')));

  it('is in the records and the collections, with its prefixes', async () => {
    await load([FIRST], PREFIXED);
    expect(await described()).toEqual([
      {
        embedding: {
          model: 'model-1',
          query_model: 'model-1',
          dimensions: 8,
          normalized: true,
          document_prefix: 'passage: ',
          query_prefix: 'query: ',
        },
        record: { dimensions: 8, normalized: true, document_prefix: 'passage: ' },
      },
    ]);
  });

  it.each([
    ['with a prefix', {}, PREFIXED, 'model-1', 'model-1 ("passage: ")'],
    ['without one', PREFIXED, {}, 'model-1 ("passage: ")', 'model-1'],
    ['with another one', PREFIXED, { documentPrefix: '文档：' }, 'model-1 ("passage: ")', 'model-1 ("文档：")'],
  ])('is another one %s', async (_how, before, after, existing, model) => {
    await load([FIRST], before);
    const stored = await described();
    const refused = { code: 'vector_model_differs', params: { collection: 'ddl', existing, model } };
    await expect(load([SECOND], after)).rejects.toMatchObject(refused);
    expect(await described()).toEqual(stored);
  });

  it('is the same one where only the side of the questions has changed, which the collection then says', async () => {
    await load([FIRST], PREFIXED);
    const changed = { ...PREFIXED, queryModel: 'model-q', queryPrefix: 'q: ' };
    expect(await load([FIRST], changed)).toMatchObject({ embedded: 0, unchanged: 1 });
    expect(await described()).toMatchObject([
      { embedding: { model: 'model-1', query_model: 'model-q', query_prefix: 'q: ', dimensions: 8 } },
    ]);
    expect(await load([FIRST, SECOND], changed)).toMatchObject({ embedded: 1, unchanged: 1 });
  });

  it('is written to the collections of earlier versions, too, though nothing is new', async () => {
    await load([FIRST]);
    await onStore((client) => client.query('UPDATE langchain_pg_collection SET cmetadata = NULL'));
    expect(await load([FIRST])).toMatchObject({ embedded: 0, unchanged: 1 });
    expect(await described()).toMatchObject([{ embedding: { model: 'model-1', dimensions: 8, document_prefix: '' } }]);
  });

  it('of records of earlier versions had no prefix', async () => {
    await load([FIRST]);
    await onStore((client) => client.query(`UPDATE langchain_pg_embedding SET cmetadata = cmetadata - 'embedding'`));
    expect(await load([FIRST, SECOND])).toMatchObject({ embedded: 1, unchanged: 1 });
    await onStore((client) => client.query(`UPDATE langchain_pg_embedding SET cmetadata = cmetadata - 'embedding'`));
    await expect(load([FIRST], PREFIXED)).rejects.toMatchObject({ code: 'vector_model_differs' });
    expect(await load([FIRST, SECOND], PREFIXED)).toMatchObject({ embedded: 2, updated: 2 });
  });

  it('changes with its prefix by embedding all again', async () => {
    await load([FIRST, SECOND]);
    const changed = await onStore((client, tables) =>
      reembedStore(client, [tables], {
        embedder: PREFIXED,
        embed: (texts) => Promise.resolve(texts.map((text) => vectorOf(text, 8))),
        progress: () => undefined,
      }),
    );
    expect(changed).toBe(2);
    expect(await load([FIRST, SECOND], PREFIXED)).toMatchObject({ embedded: 0, unchanged: 2 });
  });
});
