import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { VECTOR_DATABASES } from '../../../test/harness/vector-databases.js';
import type { TestDatabase } from '../../../test/harness/test-database.js';
import { withVectorDatabase } from './connection.js';
import { countRecords, listRecords, searchSimilar } from './read-store.js';
import { createSimilarityIndexes } from './similarity-index.js';
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

/** Merges, making vectors in small pages for as long as some are missing. */
async function embedAll(opened: VectorLoad, dimensions = DIMENSIONS) {
  let embedded = 0;
  for (;;) {
    const result = await opened.merge();
    if (result.merged) {
      return { embedded, result };
    }
    for (let page = await opened.nextPending(50); page.length > 0; page = await opened.nextPending(50)) {
      await opened.addVectors(
        page,
        page.map(({ document }) => vectorOf(document, dimensions)),
      );
      embedded += page.length;
    }
  }
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
      const settings = { taskId: 'task_a', model: 'model-1', replace: null, ...options };
      const opened = await VectorLoad.open(client, tables, records, settings);
      try {
        const { embedded, result } = await embedAll(opened, dimensions);
        return { embedded, ...result };
      } finally {
        await opened.close();
      }
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
  beforeEach(() =>
    onStore((client) =>
      client.query(`TRUNCATE langchain_pg_embedding;
        DROP INDEX IF EXISTS data_pipeline_hnsw_sql_8, data_pipeline_hnsw_ddl_8, data_pipeline_hnsw_ddl_5`),
    ),
  );

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
        cmetadata: {
          id: ddl.id,
          source: 'shop/ddl/orders.ddl',
          embedding_model: 'model-1',
          embedding: { dimensions: DIMENSIONS, normalized: true, document_prefix: '' },
          tasks: ['task_a'],
        },
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
          embedding: { dimensions: DIMENSIONS, normalized: true, document_prefix: '' },
          tasks: ['task_a'],
        },
      }),
    ]);
  });

  it('embeds and writes nothing the second time', async () => {
    const records = [record('a', 'A'), record('b', 'B')];
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

  it('refuses a dimension that differs from rows of other tasks, before any vector is staged', async () => {
    await onStore(async (client, tables) => {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO langchain_pg_embedding VALUES ('x-sql', $1, '[1,2,3]', '{}', '{"id": "x-sql"}')`,
        [tables.collectionIds.sql],
      );
      await client.query('COMMIT');
      const options = { taskId: 't', model: 'm', replace: 'task' as const };
      const opened = await VectorLoad.open(client, tables, [record('q', 'Q', 'sql')], options);
      await opened.merge();
      await expect(opened.checkFit(4)).rejects.toMatchObject({ code: 'vector_dimension_differs' });
      await expect(opened.checkFit(3)).resolves.toBeUndefined();
      // Other collections are searched apart from this one.
      const other = await VectorLoad.open(client, tables, [record('d', 'D')], options);
      await other.merge();
      await expect(other.checkFit(4)).resolves.toBeUndefined();
      await opened.close();
      await other.close();
    });
  });

  it('with replace removes what the task brought before, unless another task brought it too', async () => {
    await load([record('a', 'A'), record('b', 'B'), record('shared', 'S')]);
    await load([record('shared', 'S'), record('x', 'X')], { taskId: 'task_b' });
    expect(await load([record('a', 'A')], { replace: 'task' as const })).toMatchObject({
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

  it('with replace of a database removes what any task brought of it, and nothing of another database', async () => {
    await load([record('a', 'A'), record('b', 'B'), record('p', 'P', 'sql')]);
    await load([vectorRecord('ddl', { database: 'shop2', key: 'a' }, 'other database')], { taskId: 'task_b' });
    expect(await load([record('a', 'A')], { taskId: 'task_c', replace: { database: 'shop' } })).toMatchObject({
      embedded: 0,
      counts: { inserted: 0, updated: 0, unchanged: 1, removed: 2 },
    });
    expect((await rows()).map(({ document }) => document)).toEqual(['A', 'other database']);
  });

  it('leaves the store as it was when the disk is full in the middle', async () => {
    await load([record('a', 'A'), record('b', 'B')]);
    const before = await rows();
    await onStore((client) =>
      client.query(`
        CREATE FUNCTION fill_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF new.document = 'row 700' THEN
            RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100';
          END IF; RETURN new; END $$;
        CREATE TRIGGER fill_disk BEFORE INSERT ON langchain_pg_embedding FOR EACH ROW EXECUTE FUNCTION fill_disk();`),
    );
    const many = Array.from({ length: 1200 }, (_, index) => record(`r${index}`, `row ${index}`));
    await expect(load([record('a', 'A2'), ...many])).rejects.toMatchObject({
      code: 'vector_store_disk_full',
      kind: 'unavailable',
    });
    expect(await rows()).toEqual(before);
    await onStore((client) => client.query('DROP FUNCTION fill_disk CASCADE'));
  });

  it('builds an index of each collection that the cast query uses, once, and drops it for another dimension', async () => {
    await load([
      ...Array.from({ length: 300 }, (_, index) => record(`t${index}`, `T${index}`)),
      record('q', 'Q', 'sql'),
    ]);
    const build = () => onStore((client, tables) => createSimilarityIndexes(client, tables));
    expect(await build()).toEqual([
      { collection: 'sql', name: 'data_pipeline_hnsw_sql_8', outcome: 'created' },
      { collection: 'ddl', name: 'data_pipeline_hnsw_ddl_8', outcome: 'created' },
      { collection: 'documentation', name: 'data_pipeline_hnsw_documentation_8', outcome: 'empty' },
    ]);
    expect((await build()).map(({ outcome }) => outcome)).toEqual(['present', 'present', 'empty']);
    const plan = await onStore(async (client, tables) => {
      await client.query('BEGIN; SET LOCAL enable_seqscan = off');
      const { rows: lines } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT id FROM langchain_pg_embedding WHERE collection_id = '${tables.collectionIds.ddl}'
          ORDER BY embedding::vector(8) <=> '[1,0,0,0,0,0,0,0]' LIMIT 3`,
      );
      await client.query('COMMIT');
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('data_pipeline_hnsw_ddl_8');
    await load([record('t1', 'only one')], { model: 'model-2', replace: 'task' }, 5);
    expect((await build()).map(({ name, outcome }) => [name, outcome])).toEqual([
      ['data_pipeline_hnsw_sql_5', 'empty'],
      ['data_pipeline_hnsw_ddl_5', 'created'],
      ['data_pipeline_hnsw_documentation_5', 'empty'],
    ]);
  });

  it('builds no index over vectors of several dimensions', async () => {
    await load([record('a', 'A')]);
    await load([record('q', 'Q', 'sql')], {}, 5);
    await expect(onStore((client, tables) => createSimilarityIndexes(client, tables))).rejects.toMatchObject({
      code: 'vector_index_mixed_dimensions',
      params: { dimensions: '5, 8' },
    });
  });

  it('lets another task take over a record without losing the first', async () => {
    await load([record('a', 'A')]);
    await load([record('a', 'A2')], { taskId: 'task_b' });
    const listed = await onStore((client, tables) => listRecords(client, tables, { taskId: 'task_a', limit: 10 }));
    expect(listed).toMatchObject([{ document: 'A2', collection: 'ddl', tasks: ['task_a', 'task_b'] }]);
    const remove = (taskId: string) => onStore((client, tables) => removeTaskRecords(client, tables, taskId));
    expect(await remove('task_a')).toEqual({ deleted: 0, kept: 1 });
    expect(await rows()).toMatchObject([{ document: 'A2', cmetadata: { tasks: ['task_b'] } }]);
    expect(await remove('task_b')).toEqual({ deleted: 1, kept: 0 });
    expect(await rows()).toEqual([]);
  });

  it('asks for the vectors that a concurrent load took away', async () => {
    await load([record('a', 'A')]);
    await onStore(async (client, tables) => {
      const options = { taskId: 'task_b', model: 'model-1', replace: null };
      const opened = await VectorLoad.open(client, tables, [record('a', 'A'), record('b', 'B')], options);
      expect(await opened.merge()).toEqual({ merged: false, missing: 1 });
      const first = await opened.nextPending(10);
      expect(first).toMatchObject([{ id: record('b', 'B').id, document: 'B' }]);
      await opened.addVectors(first, [vectorOf('B')]);
      await removeTaskRecords(client, tables, 'task_a');
      expect(await opened.merge()).toEqual({ merged: false, missing: 1 });
      expect(await embedAll(opened)).toMatchObject({ embedded: 1, result: { merged: true, counts: { inserted: 2 } } });
      await opened.close();
    });
  });

  it('takes concurrent loads of the same and of other records without deadlock or duplicate', async () => {
    const common = Array.from({ length: 60 }, (_, index) => record(`common${index}`, `C${index}`));
    await Promise.all(
      [1, 2, 3, 4].map((task) =>
        load([...(task % 2 ? common : common.toReversed()), record(`own${task}`, `own ${task}`)], {
          taskId: `task_${task}`,
          replace: task > 2 ? 'task' : null,
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
        replace: null,
      });
      await opened.merge();
      await opened.addVectors(await opened.nextPending(10), [vectorOf('A')]);
      controller.abort(reason);
      await opened.merge().finally(() => opened.close().catch(() => undefined));
    });
    await expect(aborted).rejects.toBe(reason);
    expect(await rows()).toEqual([]);
  });
});
