import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putEvilSchemaFirst } from '../../../test/harness/evil-schema.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { withVectorDatabase } from './connection.js';
import { countRecords } from './read-store.js';
import { VectorConnections } from './vector-connections.js';
import { VectorLoad } from './vector-load.js';
import { vectorRecord } from './vector-record.js';
import { ensureVectorTables } from './vector-tables.js';

const { signal } = new AbortController();

describe('a store whose owner put a schema before pg_catalog', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase('evil_store');
    await putEvilSchemaFirst(database);
  });

  afterAll(() => database.drop());

  it('has none of its functions called by a load, nor by a reader of the pool', async () => {
    const records = [vectorRecord('ddl', { database: 'shop', key: 'a' }, 'CREATE TABLE a (b int)')];
    const count = await withVectorDatabase(database.url, signal, async (client) => {
      const tables = await ensureVectorTables(client);
      const load = await VectorLoad.open(client, tables, records, {
        taskId: 'task_a',
        model: 'model-1',
        replace: null,
      });
      try {
        await load.merge();
        const page = await load.nextPending(50);
        await load.addVectors(
          page,
          page.map(() => Float32Array.of(0.6, 0.8)),
        );
        await load.merge();
      } finally {
        await load.close();
      }
      return countRecords(client, tables);
    });
    expect(count).toMatchObject({ total: 1 });
    const connections = new VectorConnections(database.url);
    try {
      const { rows } = await connections.use(signal, (client) =>
        client.query<{ path: string }>(`select pg_catalog.current_setting('search_path') as path, to_regclass('x')`),
      );
      expect(rows[0]?.path).toBe('public, evil, pg_temp');
    } finally {
      await connections.close();
    }
  });
});
