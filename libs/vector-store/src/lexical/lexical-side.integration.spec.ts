import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { VECTOR_DATABASES } from '../../../../test/harness/vector-databases.js';
import type { TestDatabase } from '../../../../test/harness/test-database.js';
import { withVectorDatabase } from '../connection.js';
import { reembedStore } from '../reembed-store.js';
import { searchStore } from '../search/search-store.js';
import { removeTaskRecords, VectorLoad, type LoadOptions } from '../vector-load.js';
import { vectorRecord, type VectorRecord } from '../vector-record.js';
import { ensureVectorTables, type VectorTables } from '../vector-tables.js';
import { addLexicalSide, catchUpLexicalRows } from './catch-up.js';

jest.setTimeout(120_000);

const { signal } = new AbortController();

function record(key: string, document: string): VectorRecord {
  return vectorRecord('ddl', { database: 'shop', key }, document);
}

const FIRST = [record('a', 'invoices of customers'), record('b', 'parcels, parcels and couriers')];

describe.each(VECTOR_DATABASES)('the lexical side in %s', (_name, create) => {
  let database: TestDatabase;

  const onStore = <T>(work: (client: pg.Client, tables: VectorTables) => Promise<T>): Promise<T> =>
    withVectorDatabase(database.url, signal, async (client) => work(client, await ensureVectorTables(client)));

  const load = (records: VectorRecord[], options: Partial<LoadOptions> = {}) =>
    onStore(async (client, tables) => {
      const settings = { taskId: 'task_a', model: 'm', replace: null, ...options };
      const opened = await VectorLoad.open(client, tables, records, settings);
      try {
        while (!(await opened.merge()).merged) {
          const page = await opened.nextPending(100);
          await opened.addVectors(
            page,
            page.map(() => Float32Array.of(0.6, 0.8)),
          );
        }
      } finally {
        await opened.close();
      }
    });

  const catchUp = () => onStore((client, tables) => catchUpLexicalRows(client, tables));

  const find = (text: string) =>
    onStore(async (client) => {
      const vector = Float32Array.of(0.6, 0.8);
      const { mode, hits } = await searchStore(client, { text, vector, limits: { ddl: 10 }, mode: 'hybrid' });
      const byWords = hits.ddl.filter(({ lexicalRank }) => lexicalRank !== undefined);
      return { mode, found: byWords.map(({ document }) => document) };
    });

  /** Records with their terms, and whether the counts are those of the terms. */
  const state = () =>
    onStore(async (client) => {
      await client.query('BEGIN');
      const { rows } = await client.query<{ document: string | null; terms: string }>(
        `SELECT e.document, l.terms::text AS terms FROM data_pipeline_lexical_record l
           LEFT JOIN langchain_pg_embedding e ON e.id = l.record ORDER BY 1`,
      );
      const wrong = await client.query(
        `SELECT * FROM data_pipeline_lexical_term t
           FULL JOIN (SELECT collection, lexeme AS term, count(*) AS counted
                        FROM data_pipeline_lexical_record, unnest(terms) GROUP BY 1, 2
                      UNION ALL SELECT collection, '', count(*) FROM data_pipeline_lexical_record GROUP BY 1) AS c
             USING (collection, term) WHERE t.records IS DISTINCT FROM c.counted`,
      );
      await client.query('COMMIT');
      return { records: rows.map(({ document }) => document), wrongCounts: wrong.rows };
    });

  const inStep = (...documents: string[]) => ({ records: documents.toSorted(), wrongCounts: [] });

  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.drop());
  beforeEach(() =>
    onStore((client) =>
      client.query('TRUNCATE langchain_pg_embedding, data_pipeline_lexical_record, data_pipeline_lexical_term'),
    ),
  );

  it('has the terms of each record, with their frequencies', async () => {
    await load(FIRST);
    const terms = await onStore(async (client) => {
      const { rows } = await client.query<{ terms: string }>(
        `SELECT terms::text AS terms FROM data_pipeline_lexical_record ORDER BY terms::text`,
      );
      return rows.map((row) => row.terms);
    });
    expect(terms).toEqual([`'courier':1 'parcel':1,2`, `'customer':1 'invoice':1`]);
    expect(await state()).toEqual(inStep('invoices of customers', 'parcels, parcels and couriers'));
  });

  it('follows changes, replacements and removals', async () => {
    await load(FIRST);
    await load([record('a', 'invoices of tenants')]);
    expect(await state()).toEqual(inStep('invoices of tenants', 'parcels, parcels and couriers'));
    await load([record('c', 'wards')], { replace: 'task' });
    expect(await state()).toEqual(inStep('wards'));
    await load([record('c', 'wards'), record('d', 'beds')], { taskId: 'task_b', model: 'm' });
    await onStore((client, tables) => removeTaskRecords(client, tables, 'task_b'));
    expect(await state()).toEqual(inStep('wards'));
  });

  it('stays as it is when all records are embedded again', async () => {
    await load(FIRST);
    const before = await state();
    await onStore((client, tables) =>
      reembedStore(client, [tables], {
        embedder: { model: 'other' },
        embed: async (texts) => texts.map(() => Float32Array.of(1, 0, 0)),
        progress: () => undefined,
      }),
    );
    expect(await state()).toEqual(before);
    await load(FIRST, { model: 'other' });
    expect(await catchUp()).toBe(0);
    expect(await state()).toEqual(before);
  });

  it('is rolled back with the load', async () => {
    await load(FIRST);
    await expect(
      onStore(async (client, tables) => {
        const settings = { taskId: 'task_a', model: 'm', replace: 'task' as const };
        const opened = await VectorLoad.open(client, tables, [record('x', 'new things')], settings);
        try {
          await opened.merge();
          await opened.addVectors(await opened.nextPending(10), [Float32Array.of(0.6, 0.8)]);
          // The merge fails at its last table.
          await client.query('ALTER TABLE data_pipeline_lexical_term ADD CONSTRAINT none CHECK (term <> $$thing$$)');
          await opened.merge();
        } finally {
          await opened.close();
        }
      }),
    ).rejects.toThrow();
    await onStore((client) => client.query('ALTER TABLE data_pipeline_lexical_term DROP CONSTRAINT none'));
    expect(await state()).toEqual(inStep('invoices of customers', 'parcels, parcels and couriers'));
  });

  it('catches up with records that another program wrote, changed and removed', async () => {
    await load(FIRST);
    await onStore((client, { collectionIds }) =>
      client.query(`
        INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
        VALUES ('v-ddl', '${collectionIds.ddl}', '[0.6,0.8]', 'suppliers of our vanna', '{}');
        UPDATE langchain_pg_embedding SET document = 'bills of clients' WHERE document LIKE 'invoices%';
        DELETE FROM langchain_pg_embedding WHERE document LIKE 'parcels%';`),
    );
    expect(await find('couriers')).toMatchObject({ found: [] });
    expect(await catchUp()).toBe(2);
    expect(await state()).toEqual(inStep('suppliers of our vanna', 'bills of clients'));
    expect(await find('which suppliers')).toMatchObject({ found: ['suppliers of our vanna'] });
    expect(await catchUp()).toBe(0);
  });

  it('is added to a store that was filled without it', async () => {
    await load(FIRST);
    await onStore((client) => client.query('DROP TABLE data_pipeline_lexical_record, data_pipeline_lexical_term'));
    const search = withVectorDatabase(database.url, signal, (client) =>
      searchStore(client, { text: 'couriers', vector: Float32Array.of(0.6, 0.8), limits: { ddl: 3 }, mode: 'hybrid' }),
    );
    expect(await search).toMatchObject({ mode: 'vector', hits: { ddl: [{ vectorRank: 1 }, { vectorRank: 2 }] } });
    expect(await withVectorDatabase(database.url, signal, addLexicalSide)).toBe(2);
    expect(await state()).toEqual(inStep('invoices of customers', 'parcels, parcels and couriers'));
  });

  it('lets other programs truncate their tables', async () => {
    await load(FIRST);
    await onStore((client) => client.query('TRUNCATE langchain_pg_embedding'));
    expect(await find('couriers')).toEqual({ mode: 'hybrid', found: [] });
    await load([record('n', 'couriers again')]);
    expect(await find('couriers')).toMatchObject({ found: ['couriers again'] });
    await catchUp();
    expect(await state()).toEqual(inStep('couriers again'));
  });

  it.each([
    `o'brien's back\\slash "quoted" & | ! <-> (:*)`,
    'emoji 🚚🚚 and 𠮷𠮷 characters',
    '很'.repeat(3_000),
    `${'x'.repeat(5_000)} ${Array.from({ length: 20_000 }, (_, at) => `w${String.fromCharCode(97 + (at % 26))}${at.toString(36).replaceAll(/\d/g, 'q')}`).join(' ')}`,
  ])('takes any text: %#', async (text) => {
    await load([record('odd', text)]);
    expect((await state()).wrongCounts).toEqual([]);
    const { mode } = await find(text);
    expect(mode).toBe('hybrid');
  });

  it('finds simplified Chinese by traditional characters, and the reverse', async () => {
    const [simplified, traditional] = ['订单明细与客户电话', '倉庫的庫存數量'];
    await load([record('s', simplified), record('t', traditional)]);
    expect(await find('客戶的電話')).toMatchObject({ found: [simplified] });
    expect(await find('库存数量')).toMatchObject({ found: [traditional] });
  });
});
