import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { LocalFolder } from '#libs/files';
import { createBackup } from '../backup/create-backup.js';
import { readTableShapes } from '../backup/table-shape.js';
import { BackupFolder } from '../folder/backup-folder.js';
import type { Manifest } from '../manifest.js';
import { backupOptions, contextOf, restoreOptions } from '../operation-options.fixture.js';
import { restoreBackup } from '../restore/restore-backup.js';
import type { RestoreOptions } from '../restore/restore-options.js';
import type { RestoreResult } from '../restore/restore-result.js';
import { VECTOR_TABLES, type BackupFormat } from '../tables.js';
import { connectTo, contentOf } from '../vector-rows.fixture.js';
import { verifyBackup } from '../verify/verify-backup.js';
import { isSafeExpression } from './safe-expression.js';

const TIMESTAMP = '20250721_234914';
const COLLECTION = `CREATE TABLE langchain_pg_collection (uuid uuid PRIMARY KEY, name varchar NOT NULL UNIQUE, cmetadata json)`;
const FIRST = `'00000000-0000-0000-0000-00000000000a'`;
const ROWS = `INSERT INTO langchain_pg_collection VALUES (${FIRST}, 'sql', NULL);
  INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
  SELECT 'row ' || i, ${FIRST}, ('[' || i || ',1,2]')::VECTOR_TYPE, 'text ' || i, '{"k": 1}' FROM generate_series(1, 50) AS i`;

/** Layouts that people have, each with rows. */
const LAYOUTS: Readonly<Record<string, string>> = {
  'generated, identity and default columns': `${COLLECTION};
    CREATE TABLE langchain_pg_embedding (
      id varchar PRIMARY KEY, collection_id uuid REFERENCES langchain_pg_collection ON DELETE CASCADE,
      embedding vector(3), document varchar, cmetadata jsonb,
      words tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(document, ''))) STORED,
      number bigint GENERATED ALWAYS AS IDENTITY, stored_at timestamptz NOT NULL DEFAULT now(),
      state varchar(9) DEFAULT 'it''s new', more json, CONSTRAINT "Short" CHECK (length(document) < 1000));
    CREATE INDEX ON langchain_pg_embedding USING gin (words);
    CREATE INDEX near ON langchain_pg_embedding USING hnsw (embedding vector_cosine_ops) WITH (m = 8, ef_construction = 32);
    CREATE INDEX ON langchain_pg_embedding (stored_at DESC, state);
    ${ROWS.replace('VECTOR_TYPE', 'vector')}`,
  halfvec: `${COLLECTION};
    CREATE TABLE langchain_pg_embedding (
      id varchar PRIMARY KEY, collection_id uuid REFERENCES langchain_pg_collection ON DELETE CASCADE,
      embedding halfvec(3), document varchar, cmetadata jsonb);
    CREATE INDEX ON langchain_pg_embedding USING hnsw (embedding halfvec_l2_ops);
    ${ROWS.replace('VECTOR_TYPE', 'halfvec')}`,
  'the layout before langchain_postgres': `
    CREATE TABLE langchain_pg_collection (uuid uuid PRIMARY KEY, name varchar, cmetadata json);
    CREATE TABLE langchain_pg_embedding (
      uuid uuid PRIMARY KEY, collection_id uuid REFERENCES langchain_pg_collection ON DELETE CASCADE,
      embedding vector, document varchar, cmetadata json, custom_id varchar);
    INSERT INTO langchain_pg_collection VALUES
      (${FIRST}, 'sql', NULL), ('00000000-0000-0000-0000-00000000000b', 'sql', '{"second":  true}'),
      ('00000000-0000-0000-0000-00000000000c', NULL, NULL);
    INSERT INTO langchain_pg_embedding
    SELECT gen_random_uuid(), ('00000000-0000-0000-0000-00000000000' || substr('abc', 1 + i % 3, 1))::uuid,
           ('[' || i || ',1]')::vector, 'text ' || i, '{"b": 1,   "a": 2, "a": 1.0}', nullif('same ' || i % 3, 'same 0')
      FROM generate_series(1, 60) AS i`,
  'the layout of langchain_postgres': `${COLLECTION};
    CREATE TABLE langchain_pg_embedding (
      id varchar PRIMARY KEY, collection_id uuid REFERENCES langchain_pg_collection ON DELETE CASCADE,
      embedding vector, document varchar, cmetadata jsonb);
    CREATE INDEX ix_cmetadata_gin ON langchain_pg_embedding USING gin (cmetadata jsonb_path_ops);
    ${ROWS.replace('VECTOR_TYPE', 'vector')}`,
};

describe('tables that a restore creates', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let folder: BackupFolder;

  beforeAll(async () => {
    database = await createTestDatabase('recreated');
    client = await connectTo(database.url);
    await client.query('CREATE EXTENSION IF NOT EXISTS vector');
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    await drop();
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-recreated-'));
    folder = new BackupFolder(new LocalFolder(directory));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  const drop = (): Promise<unknown> =>
    client.query('DROP TABLE IF EXISTS langchain_pg_embedding, langchain_pg_collection');

  const backUp = (format: BackupFormat): Promise<unknown> =>
    createBackup(backupOptions({ connectionString: database.url, folder, format }), contextOf());

  const restore = (options: Partial<RestoreOptions> = {}): Promise<RestoreResult> => {
    const place = { connectionString: database.url, folder, timestamp: TIMESTAMP, truncateBefore: false };
    return restoreBackup(restoreOptions({ ...place, ...options }), contextOf());
  };

  const verify = (): Promise<{ not_recreated: readonly string[] }> =>
    verifyBackup({ connectionString: database.url, folder, timestamp: TIMESTAMP, timeZone: 'UTC' }, contextOf());

  async function structures(): Promise<unknown> {
    return (await readTableShapes(client, VECTOR_TABLES, null)).map(({ table, structure }) => ({ table, structure }));
  }

  async function change(edit: (manifest: Manifest) => void): Promise<void> {
    const path = join(directory, `manifest_${TIMESTAMP}.json`);
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
    edit(manifest);
    await writeFile(path, JSON.stringify(manifest));
  }

  describe.each(Object.entries(LAYOUTS))('of %s', (_, layout) => {
    it.each(['csv', 'binary'] as const)('are what they were, rows and structure: %s', async (format) => {
      await client.query(layout);
      const [rows, before] = [await contentOf(client), await structures()];
      await backUp(format);
      expect((await verify()).not_recreated).toEqual([]);
      await drop();
      const result = await restore();
      expect(result.errors).toEqual([]);
      expect(await contentOf(client)).toEqual(rows);
      expect(await structures()).toEqual(before);
      await client.query('DROP SCHEMA IF EXISTS elsewhere CASCADE');
      await restore({ schema: 'elsewhere' });
      expect(await contentOf(client, 'elsewhere')).toEqual(rows);
      await client.query('DROP SCHEMA elsewhere CASCADE');
    });
  });

  it('go on counting after the largest identity', async () => {
    await client.query(LAYOUTS['generated, identity and default columns']!);
    await backUp('csv');
    await drop();
    await restore();
    const { rows } = await client.query<{ number: string }>(
      `INSERT INTO langchain_pg_embedding (id, document) VALUES ('next', 'x') RETURNING number`,
    );
    expect(rows[0]?.number).toBe('51');
  });

  it('are refused before a row is loaded where an expression is not known to be harmless', async () => {
    await client.query(`CREATE FUNCTION own_default() RETURNS text LANGUAGE sql AS $$SELECT 'x'$$`);
    await client.query(LAYOUTS['the layout of langchain_postgres']!);
    await client.query('ALTER TABLE langchain_pg_embedding ADD COLUMN own text DEFAULT own_default()');
    await backUp('csv');
    expect((await verify()).not_recreated).toEqual(['langchain_pg_embedding.own own_default()']);
    await drop();
    await expect(restore()).rejects.toMatchObject({
      code: 'vector_structure_unknown',
      kind: 'validation',
      message: expect.stringContaining('create the tables first'),
    });
    await client.query('DROP FUNCTION own_default()');
  });

  it('lack an index of an expression, which the answer names', async () => {
    await client.query(LAYOUTS['the layout of langchain_postgres']!);
    await client.query(`CREATE INDEX by_kind ON langchain_pg_embedding ((cmetadata ->> 'k'))`);
    await backUp('csv');
    await drop();
    expect((await restore()).errors).toEqual([expect.stringContaining('by_kind')]);
  });

  it.each([
    ['binary', 'halfvec', 'vector(3)'],
    ['csv', 'halfvec', 'vector(3)'],
    ['binary', 'the layout of langchain_postgres', 'halfvec(3)'],
  ] as const)('are never silently of another type: %s, %s into %s', async (format, layout, type) => {
    await client.query(LAYOUTS[layout]!);
    await backUp(format);
    await drop();
    await client.query(`${COLLECTION}; CREATE TABLE langchain_pg_embedding (
      id varchar PRIMARY KEY, collection_id uuid, embedding ${type}, document varchar, cmetadata jsonb)`);
    await expect(restore()).rejects.toMatchObject({ code: 'vector_restore_shape', kind: 'validation' });
    expect(await contentOf(client)).toEqual([]);
  });

  it('may hold JSON of the other kind, which the answer says, but not in binary', async () => {
    const other = `${COLLECTION}; CREATE TABLE langchain_pg_embedding (
      id varchar PRIMARY KEY, collection_id uuid, embedding vector, document varchar, cmetadata json)`;
    for (const format of ['csv', 'binary'] as const) {
      await drop();
      await client.query(LAYOUTS['the layout of langchain_postgres']!);
      await backUp(format);
      await drop();
      await client.query(other);
      if (format === 'csv') {
        expect((await restore({ verify: false })).errors).toEqual([expect.stringContaining('cmetadata: jsonb / json')]);
      } else {
        await expect(restore({ timestamp: `${TIMESTAMP}_2` })).rejects.toMatchObject({ code: 'vector_restore_shape' });
      }
    }
  });

  it('are made from parts, never from the text of a manifest', async () => {
    await client.query(LAYOUTS['the layout of langchain_postgres']!);
    await backUp('csv');
    await drop();
    for (const attack of [
      `now()); DROP SCHEMA public CASCADE; --`,
      `(SELECT pg_sleep(1))`,
      `pg_read_file('x')`,
      `public.now()`,
    ]) {
      await change(({ tables }) => (tables[1]!.structure!.columns[3]!.default = attack));
      await expect(restore()).rejects.toMatchObject({ code: 'vector_structure_unknown' });
    }
    await change(({ tables }) => (tables[1]!.structure!.columns[3]!.default = `'x'::text`));
    await change(({ tables }) => (tables[1]!.structure!.indexes[0]!.options = { 'm) ; DROP': '1' }));
    await expect(restore()).rejects.toMatchObject({ code: 'vector_manifest_invalid' });
  });
});

describe('an expression of a manifest', () => {
  it.each([
    `now()`,
    `CURRENT_TIMESTAMP`,
    `'it''s'::character varying`,
    `to_tsvector('simple'::regconfig, COALESCE(document, ''::text))`,
    `((cmetadata ->> 'a'::text) || 'x'::text)`,
    `gen_random_uuid()`,
    `((length((document)::text) < 1000) AND (document IS NOT NULL))`,
    `'{}'::jsonb`,
    `0`,
  ])('is harmless: %s', async (expression) => expect(await isSafeExpression(expression)).toBe(true));

  it.each([
    `nextval('s'::regclass)`,
    `pg_read_file('/etc/passwd')`,
    `(SELECT 1)`,
    `now() FROM pg_class`,
    `1; DROP TABLE x`,
    `1) --`,
    `other.now()`,
    `lower('x') OVER ()`,
    `'a'::other.type`,
    `'x'::regclass`,
    `1, 2`,
    `1 AS x`,
    `1 LIMIT 1`,
    ``,
    `not sql (`,
  ])('is not executed: %s', async (expression) => expect(await isSafeExpression(expression)).toBe(false));
});
