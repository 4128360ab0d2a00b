import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { eventually } from '../../../test/harness/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { withVectorDatabase } from './connection.js';
import { countRecords } from './read-store.js';
import { createSimilarityIndexes } from './similarity-index.js';
import { VectorLoad } from './vector-load.js';
import { vectorRecord, type VectorRecord } from './vector-record.js';
import { ensureVectorTables } from './vector-tables.js';

jest.setTimeout(60_000);

const { signal } = new AbortController();

function recordsOf(name: string, count: number): VectorRecord[] {
  return Array.from({ length: count }, (_, index) =>
    vectorRecord('sql', { database: 'shop', key: `${name} ${index}` }, `${name} ${index}`),
  );
}

describe('on a server that others use too', () => {
  let database: TestDatabase;

  const onDatabase = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
    withVectorDatabase(database.url, signal, work);

  const load = (taskId: string, records: VectorRecord[]): Promise<void> =>
    onDatabase(async (client) => {
      const tables = await ensureVectorTables(client);
      const opened = await VectorLoad.open(client, tables, records, { taskId, model: 'm', replace: 'task' });
      try {
        while (!(await opened.merge()).merged) {
          const page = await opened.nextPending(10_000);
          await opened.addVectors(
            page,
            page.map(() => Float32Array.of(0.6, 0.8)),
          );
        }
      } finally {
        await opened.close().catch(() => undefined);
      }
    });

  const count = () => onDatabase(async (client) => (await countRecords(client)).total);

  /** Resolves when as many other sessions are in that state. */
  const sessions = (count: number, state: string) =>
    // Not within the transaction of a test, which would see the same all the time.
    onDatabase((client) =>
      eventually(async () => {
        const { rowCount } = await client.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${state}`,
        );
        expect(rowCount).toBe(count);
      }),
    );

  const indexes = async (client: pg.Client) => {
    const { rows } = await client.query<{ name: string; valid: boolean }>(
      `SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE starts_with(c.relname, 'data_pipeline_hnsw')`,
    );
    return rows;
  };

  beforeEach(async () => {
    database = await createTestDatabase('vector_others');
    await onDatabase(ensureVectorTables);
  });
  afterEach(() => database.drop());

  it('twenty loads at once neither deadlock nor bring anything twice', async () => {
    const common = recordsOf('common', 40);
    const tasks = Array.from({ length: 20 }, (_, index) => `task_${index}`);
    await Promise.all(
      tasks.map((task, index) => load(task, [...(index % 2 ? common : common.toReversed()), ...recordsOf(task, 2)])),
    );
    const { rows } = await onDatabase((client) =>
      client.query(
        `SELECT count(*)::int, count(DISTINCT document)::int AS documents,
                count(*) FILTER (WHERE jsonb_array_length(cmetadata -> 'tasks') = 20)::int AS common
           FROM langchain_pg_embedding`,
      ),
    );
    expect(rows).toEqual([{ count: 80, documents: 80, common: 40 }]);
  });

  it('a load whose connection is killed in the middle of its merge leaves the store as it was', async () => {
    await load('task_a', recordsOf('first', 5));
    await onDatabase((client) =>
      client.query(`
        CREATE FUNCTION kill_session() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF new.document = 'second 700' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
          RETURN new; END $$;
        CREATE TRIGGER kill_session BEFORE INSERT ON langchain_pg_embedding
          FOR EACH ROW EXECUTE FUNCTION kill_session();`),
    );
    const second = recordsOf('second', 1000);
    await expect(load('task_a', second)).rejects.toMatchObject({ code: 'database_unreachable', kind: 'unavailable' });
    expect(await count()).toBe(5);
    await onDatabase((client) => client.query('DROP FUNCTION kill_session CASCADE'));
    await load('task_a', second);
    expect(await count()).toBe(1000);
  });

  it('a load waits for a backup that truncates, before it holds anything that the backup needs', async () => {
    await load('task_a', recordsOf('old', 5));
    await onDatabase(async (backup) => {
      await backup.query('BEGIN');
      await backup.query('LOCK TABLE langchain_pg_collection, langchain_pg_embedding IN SHARE ROW EXCLUSIVE MODE');
      const loading = load('task_b', recordsOf('new', 3));
      await sessions(1, `wait_event_type = 'Lock' AND wait_event = 'relation'`);
      await backup.query('TRUNCATE langchain_pg_embedding');
      await backup.query('COMMIT');
      await loading;
    });
    expect(await count()).toBe(3);
  });

  it('one index is built for all who ask for it at the same time', async () => {
    await load('task_a', recordsOf('a', 20));
    const build = () => onDatabase(async (client) => createSimilarityIndexes(client, await ensureVectorTables(client)));
    const [first, ...others] = await onDatabase(async (writer) => {
      await writer.query('BEGIN; UPDATE langchain_pg_embedding SET document = document');
      const building = build();
      // The build waits for the writer: its index is there and not valid.
      await sessions(1, `wait_event_type = 'Lock' AND wait_event = 'virtualxid'`);
      const further = [build(), build()];
      await sessions(2, `query LIKE '%pg_try_advisory_lock%'`);
      await writer.query('COMMIT');
      return Promise.all([building, ...further]);
    });
    expect(first?.[0]).toMatchObject({ collection: 'sql', outcome: 'created' });
    expect(others.map((made) => made[0]?.outcome)).toEqual(['present', 'present']);
    expect(await onDatabase(indexes)).toEqual([{ name: 'data_pipeline_hnsw_sql_2', valid: true }]);
  });

  it('a build that fails leaves no index behind', async () => {
    await load('task_a', recordsOf('a', 20));
    await onDatabase(async (client) => {
      const tables = await ensureVectorTables(client);
      const query = client.query.bind(client);
      const spy = jest.spyOn(client, 'query').mockImplementation((async (text: string, values?: unknown[]) => {
        if (text.startsWith('CREATE INDEX')) {
          // Another writer inserts a vector of another dimension after the check.
          await query(`INSERT INTO langchain_pg_embedding VALUES ('x-sql', $1, '[1,2,3]', '', '{}')`, [
            tables.collectionIds.sql,
          ]);
        }
        return query(text, values);
      }) as never);
      await expect(createSimilarityIndexes(client, tables)).rejects.toThrow(/dimensions/);
      spy.mockRestore();
      expect(await indexes(client)).toEqual([]);
    });
  });
});
