import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { VECTOR_DATABASES } from '../../../test/harness/vector-databases.js';
import type { TestDatabase } from '../../../test/harness/test-database.js';
import { withVectorDatabase } from './connection.js';
import { countRecords, listRecords, searchSimilar } from './read-store.js';
import { removeTaskRecords, VectorLoad, type LoadOptions } from './vector-load.js';
import { vectorRecord, type Collection, type VectorRecord } from './vector-record.js';
import { ensureVectorTables, type VectorTables } from './vector-tables.js';

// PGlite compiles and initialises itself in seconds, many of them on a busy machine.
jest.setTimeout(120_000);

const { signal } = new AbortController();
const DIMENSIONS = 8;

/** A unit vector that depends on the text, exact in float4. */
function vectorOf(text: string, dimensions = DIMENSIONS): Float32Array {
  const vector = new Float32Array(dimensions);
  const sum = [...text].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  vector[sum % dimensions] = 0.6;
  vector[(sum + 1) % dimensions] = 0.8;
  return vector;
}

function record(key: string, document: string, collection: Collection = 'ddl'): VectorRecord {
  return vectorRecord(collection, { database: 'shop', key }, document);
}

describe.each(VECTOR_DATABASES)('a load into %s', (_name, create) => {
  let database: TestDatabase;

  const onStore = <T>(work: (client: pg.Client, tables: VectorTables) => Promise<T>): Promise<T> =>
    withVectorDatabase(database.url, signal, async (client) => work(client, await ensureVectorTables(client)));

  /** Loads the records as a step does; `embedded` counts the vectors that had to be made. */
  const load = (records: VectorRecord[], options: Partial<LoadOptions> = {}, dimensions = DIMENSIONS) =>
    onStore(async (client, tables) => {
      const settings = { taskId: 'task_a', model: 'model-1', replace: false, ...options };
      const opened = await VectorLoad.open(client, tables, records, settings);
      const documents = new Map(records.map(({ id, document }) => [id, document]));
      const missing = await opened.missing();
      const embedded = missing.map((id) => ({ id, vector: vectorOf(documents.get(id) ?? '', dimensions) }));
      await opened.addVectors(embedded);
      const result = await opened.merge(embedded.length > 0 ? dimensions : null);
      await opened.close();
      return { embedded: embedded.length, ...result };
    });

  const rows = (): Promise<Record<string, unknown>[]> =>
    onStore(async (client) => {
      await client.query('BEGIN');
      const result = await client.query<Record<string, unknown>>(
        `SELECT e.id, c.name, e.document, e.embedding::text, e.cmetadata, e.xmin::text FROM langchain_pg_embedding e
           JOIN langchain_pg_collection c ON c.uuid = e.collection_id ORDER BY e.document, e.id`,
      );
      await client.query('COMMIT');
      return result.rows;
    });

  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.drop());
  beforeEach(() => onStore((client) => client.query('TRUNCATE langchain_pg_embedding')));

  it('writes what Vanna reads', async () => {
    const ddl = record('orders.ddl', 'create table orders (id integer)');
    const pair = record('q1', '{"question": "多少订单？", "sql": "SELECT 1;"}', 'sql');
    expect(await load([ddl, pair])).toEqual({
      embedded: 2,
      merged: true,
      counts: { inserted: 2, updated: 0, unchanged: 0, removed: 0 },
    });
    expect(await rows()).toEqual([
      {
        id: ddl.id,
        name: 'ddl',
        document: ddl.document,
        embedding: `[${vectorOf(ddl.document)
          .join(',')
          .replaceAll(/0\.(\d)\d+/g, '0.$1')}]`,
        cmetadata: { id: ddl.id, source: 'shop/ddl/orders.ddl', embedding_model: 'model-1', tasks: ['task_a'] },
        xmin: expect.any(String),
      },
      expect.objectContaining({
        id: pair.id,
        name: 'sql',
        cmetadata: {
          id: pair.id,
          createdat: null,
          source: 'shop/sql/q1',
          embedding_model: 'model-1',
          tasks: ['task_a'],
        },
      }),
    ]);
  });

  it('embeds and writes nothing the second time', async () => {
    const records = [record('a', 'A'), record('b', 'B'), record('b', 'B')];
    await load(records);
    const before = await rows();
    expect(await load(records)).toMatchObject({
      embedded: 0,
      counts: { inserted: 0, updated: 0, unchanged: 2, removed: 0 },
    });
    expect(await rows()).toEqual(before);
  });

  it('keeps hostile text as it is', async () => {
    const text = `it's "null" true \\ \n\t emoji 😀 中文 $1 '); DROP TABLE x; -- {"a": null}`;
    await load([record('o\'brien\n"x"', text)]);
    expect(await rows()).toMatchObject([{ document: text, cmetadata: { source: `shop/ddl/o'brien\n"x"` } }]);
  });

  it('replaces the earlier version of the same thing, and nothing else', async () => {
    await load([record('a', 'A'), record('b', 'B'), record('a', 'other kind', 'documentation')]);
    expect(await load([record('a', 'A2')])).toMatchObject({
      embedded: 1,
      counts: { inserted: 0, updated: 1, removed: 0 },
    });
    expect((await rows()).map(({ document }) => document)).toEqual(['A2', 'B', 'other kind']);
  });

  it('counts parts that have no successor as removed', async () => {
    await load([record('doc', 'part 1'), record('doc', 'part 2'), record('doc', 'part 3')]);
    expect(await load([record('doc', 'part 1'), record('doc', 'part 2b')])).toMatchObject({
      embedded: 1,
      counts: { inserted: 0, updated: 1, unchanged: 1, removed: 1 },
    });
    expect((await rows()).map(({ document }) => document)).toEqual(['part 1', 'part 2b']);
  });

  it('embeds again for another model only when nothing of the old one stays', async () => {
    await load([record('a', 'A'), record('b', 'B')]);
    await expect(load([record('a', 'A')], { model: 'model-2' })).rejects.toMatchObject({
      code: 'vector_model_differs',
      params: { collection: 'ddl', existing: 'model-1', model: 'model-2' },
    });
    expect(await load([record('a', 'A'), record('b', 'B')], { model: 'model-2' }, 5)).toMatchObject({
      embedded: 2,
      counts: { inserted: 0, updated: 2, unchanged: 0, removed: 0 },
    });
  });

  it('refuses another dimension and leaves the store as it was', async () => {
    await load([record('a', 'A'), record('b', 'B')]);
    const before = await rows();
    await expect(load([record('a', 'A2'), record('c', 'C')], {}, 5)).rejects.toMatchObject({
      code: 'vector_dimension_differs',
      params: { collection: 'ddl', existing: 8, offered: 5 },
    });
    expect(await rows()).toEqual(before);
  });

  it('refuses another dimension beside rows of others, and checks before any vector is staged', async () => {
    await onStore(async (client, tables) => {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO langchain_pg_embedding VALUES ('x-sql', $1, '[1,2,3]', '{}', '{"id": "x-sql"}')`,
        [tables.collectionIds.sql],
      );
      await client.query('COMMIT');
      const options = { taskId: 't', model: 'm', replace: true };
      const opened = await VectorLoad.open(client, tables, [record('q', 'Q', 'sql')], options);
      await expect(opened.checkFit(4)).rejects.toMatchObject({ code: 'vector_dimension_differs' });
      await expect(opened.checkFit(3)).resolves.toBeUndefined();
      // Other collections are searched apart from this one.
      const other = await VectorLoad.open(client, tables, [record('d', 'D')], options);
      await expect(other.checkFit(4)).resolves.toBeUndefined();
    });
  });

  it('with replace removes what the task brought before, unless another task brought it too', async () => {
    await load([record('a', 'A'), record('b', 'B'), record('shared', 'S')]);
    await load([record('shared', 'S'), record('x', 'X')], { taskId: 'task_b' });
    expect(await load([record('a', 'A')], { replace: true })).toMatchObject({
      embedded: 0,
      counts: { inserted: 0, updated: 0, unchanged: 1, removed: 1 },
    });
    const owners = (await rows()).map(({ document, cmetadata }) => [
      document,
      (cmetadata as { tasks: string[] }).tasks,
    ]);
    expect(owners).toEqual([
      ['A', ['task_a']],
      ['S', ['task_b']],
      ['X', ['task_b']],
    ]);
  });

  it('lets another task take over a record without losing the first', async () => {
    await load([record('a', 'A')]);
    await load([record('a', 'A2')], { taskId: 'task_b' });
    const listed = await onStore((client, tables) => listRecords(client, tables, { taskId: 'task_a', limit: 10 }));
    expect(listed).toMatchObject([{ document: 'A2', collection: 'ddl', tasks: ['task_a', 'task_b'] }]);
    await onStore((client, tables) => removeTaskRecords(client, tables, 'task_a'));
    expect(await rows()).toMatchObject([{ document: 'A2', cmetadata: { tasks: ['task_b'] } }]);
    expect(await onStore((client, tables) => removeTaskRecords(client, tables, 'task_b'))).toBe(1);
    expect(await rows()).toEqual([]);
  });

  it('asks for the vectors that a concurrent load took away', async () => {
    await load([record('a', 'A')]);
    await onStore(async (client, tables) => {
      const options = { taskId: 'task_b', model: 'model-1', replace: false };
      const opened = await VectorLoad.open(client, tables, [record('a', 'A')], options);
      expect(await opened.missing()).toEqual([]);
      await removeTaskRecords(client, tables, 'task_a');
      expect(await opened.merge(null)).toEqual({ merged: false, missing: [record('a', 'A').id] });
      await opened.addVectors([{ id: record('a', 'A').id, vector: vectorOf('A') }]);
      expect(await opened.merge(DIMENSIONS)).toMatchObject({ merged: true, counts: { inserted: 1 } });
    });
  });

  it('takes concurrent loads of the same and of other records without deadlock or duplicate', async () => {
    const common = Array.from({ length: 60 }, (_, index) => record(`common${index}`, `C${index}`));
    await Promise.all(
      [1, 2, 3, 4].map((task) =>
        load([...(task % 2 ? common : common.toReversed()), record(`own${task}`, `own ${task}`)], {
          taskId: `task_${task}`,
          replace: task > 2,
        }),
      ),
    );
    const stored = await rows();
    expect(stored).toHaveLength(64);
    const shared = stored.filter(({ document }) => String(document).startsWith('C'));
    expect(shared.every(({ cmetadata }) => (cmetadata as { tasks: string[] }).tasks.length === 4)).toBe(true);
  });

  it('finds the nearest record of a collection first and counts by collection', async () => {
    const questions = Array.from({ length: 8 }, (_, index) =>
      record(`q${index}`, String.fromCharCode(97 + index), 'sql'),
    );
    await load([...questions, record('d', 'c')]);
    const [first, second] = await onStore((client, tables) => searchSimilar(client, tables, 'sql', vectorOf('c'), 2));
    expect(first).toMatchObject({ document: 'c', id: questions[2]?.id });
    expect(first?.similarity).toBeCloseTo(1, 6);
    expect(second?.similarity).toBeLessThan(0.9);
    expect(await onStore((client) => countRecords(client))).toEqual({
      total: 9,
      byCollection: { sql: 8, ddl: 1, documentation: 0 },
    });
  });

  it('leaves nothing behind when it is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const aborted = withVectorDatabase(database.url, controller.signal, async (client) => {
      const tables = await ensureVectorTables(client);
      const opened = await VectorLoad.open(client, tables, [record('a', 'A')], {
        taskId: 't',
        model: 'm',
        replace: false,
      });
      await opened.addVectors([{ id: record('a', 'A').id, vector: vectorOf('A') }]);
      controller.abort(reason);
      await opened.merge(DIMENSIONS);
    });
    await expect(aborted).rejects.toBe(reason);
    expect(await rows()).toEqual([]);
  });
});
