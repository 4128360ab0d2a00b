import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, testServerUrl, type TestDatabase } from '../../../test/harness/test-database.js';
import { startDatabaseWithoutVector, VECTOR_DATABASES } from '../../../test/harness/vector-databases.js';
import { withVectorDatabase } from './connection.js';
import { listRecords } from './read-store.js';
import { VectorLoad } from './vector-load.js';
import { vectorRecord } from './vector-record.js';
import { ensureVectorTables, findVectorTables } from './vector-tables.js';

// PGlite compiles and initialises itself in seconds, many of them on a busy machine.
jest.setTimeout(120_000);

const { signal } = new AbortController();
const ROLE = `test_vector_${randomBytes(6).toString('hex')}`;

describe('the vector tables', () => {
  let database: TestDatabase;
  const onDatabase = <T>(work: (client: pg.Client) => Promise<T>, url = database.url): Promise<T> =>
    withVectorDatabase(url, signal, work);

  beforeEach(async () => {
    database = await createTestDatabase('vector_tables');
  });
  afterEach(() => database.drop());
  afterAll(() => onDatabase((client) => client.query(`DROP ROLE IF EXISTS ${ROLE}`), testServerUrl()));

  it('are made as langchain_postgres makes them, once, however many start together', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => onDatabase(ensureVectorTables)));
    expect(new Set(made.map((tables) => JSON.stringify(tables))).size).toBe(1);
    expect(made[0]).toMatchObject({ idColumn: 'id', keyColumn: 'id', metadataType: 'jsonb', declaredDimensions: null });
    const { rows } = await onDatabase((client) =>
      client.query(`
        SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
         WHERE conrelid::regclass::text LIKE 'langchain%' AND contype <> 'n'
        UNION ALL
        SELECT indexname, regexp_replace(indexdef, '.* USING ', '') FROM pg_indexes WHERE indexname LIKE 'ix_%'
        UNION ALL
        SELECT relname, string_agg(attname || ' ' || format_type(atttypid, atttypmod) ||
                        CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY attnum)
          FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
         WHERE relname IN ('langchain_pg_collection', 'langchain_pg_embedding') AND attnum > 0 GROUP BY relname
        ORDER BY 1`),
    );
    expect(rows).toEqual([
      { name: 'ix_cmetadata_gin', definition: 'gin (cmetadata jsonb_path_ops)' },
      {
        name: 'langchain_pg_collection',
        definition: 'uuid uuid NOT NULL, name character varying NOT NULL, cmetadata json',
      },
      { name: 'langchain_pg_collection_name_key', definition: 'UNIQUE (name)' },
      { name: 'langchain_pg_collection_pkey', definition: 'PRIMARY KEY (uuid)' },
      {
        name: 'langchain_pg_embedding',
        definition:
          'id character varying NOT NULL, collection_id uuid, embedding vector, document character varying, cmetadata jsonb',
      },
      {
        name: 'langchain_pg_embedding_collection_id_fkey',
        definition: 'FOREIGN KEY (collection_id) REFERENCES langchain_pg_collection(uuid) ON DELETE CASCADE',
      },
      { name: 'langchain_pg_embedding_pkey', definition: 'PRIMARY KEY (id)' },
    ]);
  });

  it('keep the collections that are there, error_sql among them', async () => {
    await onDatabase(async (client) => {
      await ensureVectorTables(client);
      await client.query(`DELETE FROM langchain_pg_collection WHERE name = 'ddl'`);
      await client.query(`INSERT INTO langchain_pg_collection VALUES (gen_random_uuid(), 'error_sql', '{"a": 1}')`);
      const before = await client.query(`SELECT * FROM langchain_pg_collection WHERE name <> 'ddl' ORDER BY name`);
      expect(await findVectorTables(client)).toBeNull();
      await ensureVectorTables(client);
      const after = await client.query(`SELECT * FROM langchain_pg_collection WHERE name <> 'ddl' ORDER BY name`);
      expect(after.rows).toEqual(before.rows);
      expect(await findVectorTables(client)).not.toBeNull();
    });
  });

  it('of another shape are refused with every difference, and left as they are', async () => {
    await onDatabase(async (client) => {
      await client.query(`CREATE TABLE langchain_pg_embedding (
        id integer PRIMARY KEY, collection_id uuid, embedding float4[], document text, tenant text NOT NULL)`);
      await expect(ensureVectorTables(client)).rejects.toMatchObject({
        code: 'vector_tables_unknown_shape',
        details: {
          differences: [
            'langchain_pg_embedding.id is integer',
            'langchain_pg_embedding.embedding is real[]',
            'langchain_pg_embedding.cmetadata is missing',
            'langchain_pg_embedding.tenant is unknown and must not be null',
          ],
        },
      });
      const { rows } = await client.query(`SELECT to_regclass('langchain_pg_collection') AS made`);
      expect(rows).toEqual([{ made: null }]);
    });
  });

  it('of the older LangChain layout are written as that layout wants', async () => {
    await onDatabase(async (client) => {
      await client.query(`
        CREATE EXTENSION vector;
        CREATE TABLE langchain_pg_collection (name varchar, cmetadata json, uuid uuid PRIMARY KEY);
        CREATE TABLE langchain_pg_embedding (
          collection_id uuid REFERENCES langchain_pg_collection (uuid) ON DELETE CASCADE,
          embedding vector, document varchar, cmetadata json, custom_id varchar, uuid uuid PRIMARY KEY);`);
      await Promise.all([1, 2].map(() => onDatabase(ensureVectorTables)));
      const tables = await ensureVectorTables(client);
      const names = await client.query('SELECT name FROM langchain_pg_collection ORDER BY name');
      expect(names.rows).toEqual([{ name: 'ddl' }, { name: 'documentation' }, { name: 'sql' }]);
      expect(tables).toMatchObject({ idColumn: 'custom_id', keyColumn: 'uuid', metadataType: 'json' });
      const options = { taskId: 'task_a', model: 'm', replace: 'task' as const };
      for (const document of ['v1', 'v2', 'v2']) {
        const record = vectorRecord('sql', { database: 'shop', key: 'q' }, document);
        const load = await VectorLoad.open(client, tables, [record], options);
        if (!(await load.merge()).merged) {
          await load.checkFit(2);
          const missing = await load.nextPending(10);
          await load.addVectors(
            missing,
            missing.map(() => Float32Array.of(0, 1)),
          );
        }
        expect(await load.merge()).toMatchObject({ merged: true });
        await load.close();
      }
      const { rows } = await client.query(`SELECT uuid::text, custom_id, document FROM langchain_pg_embedding`);
      const { id } = vectorRecord('sql', { database: 'shop', key: 'q' }, 'v2');
      expect(rows).toEqual([{ uuid: id.slice(0, 36), custom_id: id, document: 'v2' }]);
      expect(await listRecords(client, tables, { taskId: 'task_a', limit: 5 })).toMatchObject([{ id }]);
    });
  });

  it('with a declared dimension refuse another', async () => {
    await onDatabase(async (client) => {
      await ensureVectorTables(client);
      await client.query('ALTER TABLE langchain_pg_embedding ALTER COLUMN embedding TYPE vector(4)');
      const tables = await ensureVectorTables(client);
      expect(tables.declaredDimensions).toBe(4);
      const record = vectorRecord('sql', { database: 'shop', key: 'q' }, 'Q');
      const load = await VectorLoad.open(client, tables, [record], { taskId: 't', model: 'm', replace: null });
      await load.merge();
      await expect(load.checkFit(3)).rejects.toMatchObject({
        code: 'vector_dimension_differs',
        params: { existing: 4 },
      });
      await expect(load.checkFit(4)).resolves.toBeUndefined();
      await load.close();
    });
  });

  it('in a read-only database are refused with that reason', async () => {
    await onDatabase((client) =>
      client.query(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$`,
      ),
    );
    await expect(onDatabase(ensureVectorTables)).rejects.toMatchObject({ code: 'vector_store_read_only' });
  });

  it('are refused to a role that may not create the extension, with the remedy', async () => {
    const url = await asPlainRole(database);
    await expect(onDatabase(ensureVectorTables, url)).rejects.toMatchObject({
      code: 'vector_extension_forbidden',
      params: { database: new URL(database.url).pathname.slice(1) },
    });
  });

  it('are refused on a server without pgvector, with the way to install it', async () => {
    const bare = await startDatabaseWithoutVector();
    try {
      const error = await onDatabase(ensureVectorTables, bare.url).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'vector_extension_missing', kind: 'validation' });
      expect(String(error)).toMatch(/postgresql-\d\d-pgvector/);
    } finally {
      await bare.drop();
    }
  });

  it('are refused to a role that may not create tables', async () => {
    await onDatabase((client) => client.query('CREATE EXTENSION vector'));
    const url = await asPlainRole(database);
    await expect(onDatabase(ensureVectorTables, url)).rejects.toMatchObject({ code: 'vector_store_forbidden' });
  });

  it('cannot be reached where no server listens', async () => {
    const nowhere = 'postgres://postgres:secret-word@127.0.0.1:1/vectors';
    const error = await onDatabase(ensureVectorTables, nowhere).catch((caught: unknown) => caught);
    expect(String(error)).toContain('connection refused');
    expect(String(error)).not.toContain('secret-word');
  });
});

describe.each(VECTOR_DATABASES)('on %s', (_name, create) => {
  it('the tables are made, and found again', async () => {
    const database = await create();
    try {
      const made = await withVectorDatabase(database.url, signal, ensureVectorTables);
      await expect(withVectorDatabase(database.url, signal, findVectorTables)).resolves.toEqual(made);
    } finally {
      await database.drop();
    }
  });
});

/** The database as a role that may log in and nothing else; dropped in the end, for roles belong to the server. */
async function asPlainRole(database: TestDatabase): Promise<string> {
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query(
    `DO $$ BEGIN CREATE ROLE ${ROLE} LOGIN PASSWORD 'plain'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  );
  await client.end();
  const url = new URL(database.url);
  url.username = ROLE;
  url.password = 'plain';
  return url.toString();
}
