import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import type { TestDatabase } from '../../../test/harness/test-database.js';
import { VECTOR_DATABASES } from '../../../test/harness/vector-databases.js';
import { withVectorDatabase } from './connection.js';
import { loadRecords, vectorOf } from './load.fixture.js';
import { countRecords, listRecords, searchSimilar } from './read-store.js';
import { ensureRecordTable, findRecordTable } from './record-table.js';
import { reembedStore } from './reembed-store.js';
import { createSimilarityIndexes } from './similarity-index.js';
import { requireSameEmbedder } from './store-fit.js';
import { removeTaskRecords, type LoadOptions } from './vector-load.js';
import { vectorRecord, type VectorRecord } from './vector-record.js';
import { ensureVectorTables, type VectorTables } from './vector-tables.js';

// PGlite compiles and initialises itself in seconds, many of them on a busy machine.
jest.setTimeout(120_000);

const { signal } = new AbortController();
const ORDERS = vectorRecord(
  'ddl',
  { database: 'shop', key: 'orders.ddl' },
  '-- 订单表\ncreate table order_items (id int)',
);
const PAIR = vectorRecord('sql', { database: 'shop', key: 'q1' }, '{"question": "各服务区的收入", "sql": "SELECT 1;"}');

describe.each(VECTOR_DATABASES)('the table of PGVectorStore in %s', (_name, create) => {
  let database: TestDatabase;

  const onTable = <T>(work: (client: pg.Client, tables: VectorTables) => Promise<T>): Promise<T> =>
    withVectorDatabase(database.url, signal, async (client) => work(client, await ensureRecordTable(client, 8)));
  const load = (records: VectorRecord[], options: Partial<LoadOptions> = {}, dimensions = 8) =>
    onTable((client, tables) => loadRecords(client, tables, records, options, dimensions));
  const query = <T extends pg.QueryResultRow>(sql: string): Promise<T[]> =>
    onTable(async (client) => {
      await client.query('BEGIN');
      const { rows } = await client.query<T>(sql);
      await client.query('COMMIT');
      return rows;
    });
  const found = async (words: string): Promise<string[]> => {
    const rows = await query<{ content: string }>(
      `SELECT content FROM data_pipeline_records WHERE content_tsv @@ plainto_tsquery('simple', '${words}') ORDER BY 1`,
    );
    return rows.map(({ content }) => content);
  };

  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.drop());
  beforeEach(() =>
    withVectorDatabase(database.url, signal, (client) =>
      client.query('DROP TABLE IF EXISTS data_pipeline_records, langchain_pg_embedding, langchain_pg_collection'),
    ),
  );

  it('is not there before the first load, and looking for it makes nothing', async () => {
    const look = () => withVectorDatabase(database.url, signal, findRecordTable);
    expect(await look()).toBeNull();
    expect(await look()).toBeNull();
    expect(await onTable((_client, tables) => Promise.resolve(tables))).toMatchObject({ declaredDimensions: 8 });
    expect(await look()).toMatchObject({ table: 'data_pipeline_records', declaredDimensions: 8 });
  });

  it('gets what its readers expect, once', async () => {
    expect(await load([ORDERS, PAIR])).toEqual({ embedded: 2, inserted: 2, updated: 0, unchanged: 0, removed: 0 });
    const rows = await query('SELECT * FROM data_pipeline_records ORDER BY collection');
    expect(rows).toEqual([
      expect.objectContaining({
        langchain_id: ORDERS.id,
        content: ORDERS.document,
        collection: 'ddl',
        database: 'shop',
      }),
      expect.objectContaining({
        langchain_id: PAIR.id,
        content: PAIR.document,
        embedding_model: 'model-1',
        langchain_metadata: {
          id: PAIR.id,
          createdat: null,
          source: 'shop/sql/q1',
          embedding_model: 'model-1',
          embedding: { dimensions: 8, normalized: true, document_prefix: '' },
          tasks: ['task_a'],
        },
      }),
    ]);
    const before = await query('SELECT langchain_id, xmin::text FROM data_pipeline_records ORDER BY 1');
    expect(await load([ORDERS, PAIR])).toMatchObject({ embedded: 0, unchanged: 2 });
    expect(await query('SELECT langchain_id, xmin::text FROM data_pipeline_records ORDER BY 1')).toEqual(before);
    const listed = await onTable((client, tables) => listRecords(client, tables, { taskId: 'task_a', limit: 10 }));
    expect(listed.map(({ collection }) => collection).toSorted()).toEqual(['ddl', 'sql']);
    expect(await onTable((client, tables) => countRecords(client, tables))).toEqual({
      total: 2,
      byCollection: { sql: 1, ddl: 1, documentation: 0 },
    });
    const [nearest] = await onTable((client, tables) =>
      searchSimilar(client, tables, 'ddl', vectorOf(ORDERS.document, 8), 1),
    );
    expect(nearest?.id).toBe(ORDERS.id);
  });

  it.each([
    ['收入', PAIR],
    ['服务区', PAIR],
    ['服务区 收入', PAIR],
    ['订单', ORDERS],
    ['order items', ORDERS],
    ['order_item', ORDERS],
    ['ORDERS', null],
    ['收入 退款', null],
  ])('is found by the words %s', async (words, record) => {
    await load([ORDERS, PAIR]);
    expect(await found(words)).toEqual(record ? [record.document] : []);
  });

  it('replaces earlier versions, and on request all that the load does not have', async () => {
    await load([ORDERS, PAIR]);
    const changed = vectorRecord('ddl', { database: 'shop', key: 'orders.ddl' }, 'create table orders (id bigint)');
    expect(await load([changed])).toMatchObject({ updated: 1, inserted: 0, removed: 0 });
    expect(await load([changed], { replace: 'task' })).toMatchObject({ unchanged: 1, removed: 1 });
    await load([PAIR], { taskId: 'task_b' });
    expect(await load([changed], { replace: { database: 'shop' } })).toMatchObject({ unchanged: 1, removed: 1 });
  });

  it('loses the records of a task, except those that another task loaded', async () => {
    await load([ORDERS, PAIR]);
    await load([PAIR], { taskId: 'task_b' });
    expect(await onTable((client, tables) => removeTaskRecords(client, tables, 'task_a'))).toEqual({
      deleted: 1,
      kept: 1,
    });
    const [left] = await query<{ tasks: string[] }>(
      `SELECT langchain_metadata -> 'tasks' AS tasks FROM data_pipeline_records`,
    );
    expect(left?.tasks).toEqual(['task_b']);
  });

  it.each([
    ['another length', { model: 'model-2' }, 5, 'vector_dimension_differs'],
    ['another model', { model: 'model-2' }, 8, 'vector_model_differs'],
    ['another prefix', { documentPrefix: 'passage: ' }, 8, 'vector_model_differs'],
  ])('refuses vectors of %s, and stays as it was', async (_what, options, dimensions, code) => {
    await load([ORDERS]);
    const before = await query('TABLE data_pipeline_records');
    await expect(load([PAIR], options, dimensions)).rejects.toMatchObject({ code });
    expect(await query('TABLE data_pipeline_records')).toEqual(before);
  });

  it('refuses to stand next to records of another embedder in the tables of Vanna, and the reverse', async () => {
    await onTable(async (client, tables) => {
      const vanna = await ensureVectorTables(client);
      await loadRecords(client, vanna, [ORDERS]);
      await requireSameEmbedder(client, vanna, { model: 'model-1' });
      const refused = { code: 'vector_model_differs', params: { existing: 'model-1', model: 'model-1 ("passage: ")' } };
      await expect(
        requireSameEmbedder(client, vanna, { model: 'model-1', documentPrefix: 'passage: ' }),
      ).rejects.toMatchObject(refused);
      await loadRecords(client, tables, [PAIR], { model: 'model-2' });
      await expect(requireSameEmbedder(client, tables, { model: 'model-1' })).rejects.toMatchObject({
        code: 'vector_model_differs',
        params: { existing: 'model-2', model: 'model-1' },
      });
    });
  });

  it('is embedded again together with the tables of Vanna, with rows of its readers and with another length', async () => {
    await load([ORDERS, PAIR]);
    await query(`INSERT INTO data_pipeline_records (langchain_id, content, embedding, langchain_metadata)
      VALUES ('theirs', 'their own', '[1,0,0,0,0,0,0,0]', '{"who": "them"}') RETURNING langchain_id`);
    await onTable(async (client, tables) => {
      await createSimilarityIndexes(client, tables);
      const vanna = await ensureVectorTables(client);
      await loadRecords(client, vanna, [ORDERS]);
      const told: [number, number][] = [];
      const changed = await reembedStore(client, [vanna, tables], {
        embedder: { model: 'model-2', documentPrefix: 'passage: ' },
        embed: (texts) => Promise.resolve(texts.map((text) => vectorOf(text, 5))),
        progress: (done, total) => told.push([done, total]),
      });
      expect(changed).toBe(4);
      expect(told).toEqual([
        [1, 4],
        [4, 4],
      ]);
    });
    const embedders = `SELECT DISTINCT vector_dims(embedding) AS dimensions, %m ->> 'embedding_model' AS model,
      %m #>> '{embedding,document_prefix}' AS prefix FROM %t`;
    for (const [table, metadata] of [
      ['data_pipeline_records', 'langchain_metadata'],
      ['langchain_pg_embedding', 'cmetadata'],
    ]) {
      const sql = embedders.replaceAll('%m', metadata ?? '').replace('%t', table ?? '');
      expect(await query(sql)).toEqual([{ dimensions: 5, model: 'model-2', prefix: 'passage: ' }]);
    }
    const [theirs] = await query(`SELECT * FROM data_pipeline_records WHERE langchain_id = 'theirs'`);
    expect(theirs).toMatchObject({
      content: 'their own',
      embedding_model: 'model-2',
      langchain_metadata: { who: 'them' },
    });
    expect(await load([ORDERS, PAIR], { model: 'model-2', documentPrefix: 'passage: ' }, 5)).toMatchObject({
      embedded: 0,
      unchanged: 2,
    });
  });

  it('is left as it was when the tables of Vanna cannot be embedded again', async () => {
    await load([ORDERS]);
    const before = await query('TABLE data_pipeline_records');
    await onTable(async (client, tables) => {
      const vanna = await ensureVectorTables(client);
      await loadRecords(client, vanna, [PAIR]);
      let calls = 0;
      const broken = reembedStore(client, [tables, vanna], {
        embedder: { model: 'model-2' },
        embed: (texts) =>
          ++calls === 2
            ? Promise.reject(new Error('the embedder broke'))
            : Promise.resolve(texts.map((text) => vectorOf(text, 5))),
        progress: () => undefined,
      });
      await expect(broken).rejects.toThrow('the embedder broke');
    });
    expect(await query('TABLE data_pipeline_records')).toEqual(before);
  });

  it('is indexed as its readers search it, once', async () => {
    await load([ORDERS, PAIR]);
    const build = () => onTable((client, tables) => createSimilarityIndexes(client, tables));
    expect(await build()).toEqual([{ collection: null, name: 'data_pipeline_records_hnsw', outcome: 'created' }]);
    expect(await build()).toMatchObject([{ outcome: 'present' }]);
    const plan = await onTable(async (client) => {
      await client.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT content FROM data_pipeline_records ORDER BY embedding <=> '[1,0,0,0,0,0,0,0]' LIMIT 2`,
      );
      await client.query('ROLLBACK');
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('data_pipeline_records_hnsw');
  });

  it('of another shape is refused with every difference', async () => {
    await query('SELECT 1');
    await withVectorDatabase(database.url, signal, (client) =>
      client.query(`DROP TABLE data_pipeline_records;
        CREATE TABLE data_pipeline_records (langchain_id uuid PRIMARY KEY, content text, embedding vector(8))`),
    );
    await expect(load([ORDERS])).rejects.toMatchObject({
      code: 'vector_tables_unknown_shape',
      params: { differences: expect.stringMatching(/langchain_id is uuid.*content_tsv is missing/) },
    });
  });
});
