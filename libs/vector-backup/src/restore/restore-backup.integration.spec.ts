import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { startDatabaseWithoutVector, startEmbeddedStore } from '../../../../test/harness/vector-databases.js';
import type { BackupOptions } from '../backup/backup-options.js';
import { createBackup } from '../backup/create-backup.js';
import { LocalFolder } from '#libs/files';
import { BackupFolder } from '../folder/backup-folder.js';
import type { Manifest } from '../manifest.js';
import { backupOptions, contextOf, restoreOptions } from '../operation-options.fixture.js';
import { addRows, connectTo, contentOf, fillVectorTables } from '../vector-rows.fixture.js';
import { verifyBackup } from '../verify/verify-backup.js';
import { restoreBackup } from './restore-backup.js';
import type { RestoreOptions } from './restore-options.js';

const TIMESTAMP = '20250721_234914';
const LEGACY = '20250722_173950';

const context = contextOf();

describe.each<[string, () => Promise<TestDatabase>]>([
  ['PostgreSQL', () => createTestDatabase('restore')],
  ['the embedded store', startEmbeddedStore],
])('a restore into %s', (kind, openDatabase) => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let backup: BackupOptions;
  let restore: RestoreOptions;

  beforeAll(async () => {
    database = await openDatabase();
    client = await connectTo(database.url);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  beforeEach(async () => {
    await client.query('DROP SCHEMA IF EXISTS elsewhere CASCADE');
    await fillVectorTables(client, 20);
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-restore-'));
    const folder = new BackupFolder(new LocalFolder(directory));
    const place = { connectionString: database.url, folder, lockTimeoutMs: 2_000 };
    backup = backupOptions(place);
    restore = restoreOptions({
      ...place,
      backupPath: 'data_pipeline/training_data/vector_bak',
      timestamp: TIMESTAMP,
      truncateBefore: false,
      verify: false,
    });
  });

  it.each([
    ['csv', 'none'],
    ['csv', 'gzip'],
    ['csv', 'zstd'],
    ['binary', 'none'],
    ['binary', 'zstd'],
  ] as const)(
    'restores every row of a %s backup (%s), and reports them verified only after comparing',
    async (format, compression) => {
      const before = await contentOf(client);
      await createBackup({ ...backup, format, compression }, context);
      await client.query("DELETE FROM langchain_pg_embedding WHERE id LIKE 'hard%'");
      await client.query(`UPDATE langchain_pg_embedding SET document = 'changed'`);
      const result = await restoreBackup(
        { ...restore, truncateBefore: true, verify: true, rebuildIndexes: 'always' },
        context,
      );
      expect(result).toMatchObject({
        restore_performed: true,
        truncate_performed: true,
        backup_info: { timestamp: TIMESTAMP, backup_date: '2025-07-21 23:49:14' },
        restore_results: {
          langchain_pg_collection: { success: true, rows_restored: 3 },
          langchain_pg_embedding: { success: true, rows_restored: 29 },
        },
        indexes_rebuilt: ['ix_cmetadata_gin'],
        verification: { tables_compared: ['langchain_pg_collection', 'langchain_pg_embedding'], rows_compared: 32 },
      });
      expect(await contentOf(client)).toEqual(before);
      const { rows } = await client.query(`SELECT FROM pg_indexes WHERE indexname = 'ix_cmetadata_gin'`);
      expect(rows).toHaveLength(1);
    },
  );

  it('makes the tables where they are absent, here and in another schema', async () => {
    const before = await contentOf(client);
    await createBackup(backup, context);
    await restoreBackup({ ...restore, schema: 'elsewhere', verify: true }, context);
    expect(await contentOf(client, 'elsewhere')).toEqual(before);
    await client.query('DROP TABLE langchain_pg_embedding, langchain_pg_collection');
    await restoreBackup(restore, context);
    expect(await contentOf(client)).toEqual(before);
  });

  it('matches collections by name where their ids differ, and maps the rows', async () => {
    await createBackup(backup, context);
    await client.query('TRUNCATE langchain_pg_embedding, langchain_pg_collection');
    await client.query(
      `INSERT INTO langchain_pg_collection (uuid, name) VALUES (gen_random_uuid(), 'sql'), (gen_random_uuid(), 'error_sql')`,
    );
    const result = await restoreBackup(restore, context);
    expect(result.restore_results.langchain_pg_collection).toMatchObject({ rows_restored: 2, rows_skipped: 1 });
    const { rows } = await client.query<{ name: string; rows: number }>(
      `SELECT c.name, count(e.id)::int AS rows FROM langchain_pg_collection c
         LEFT JOIN langchain_pg_embedding e ON e.collection_id = c.uuid GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { name: 'ddl', rows: 0 },
      { name: 'documentation', rows: 20 },
      { name: 'error_sql', rows: 0 },
      { name: 'sql', rows: 8 },
    ]);
  });

  it('refuses, skips or replaces rows that are there already', async () => {
    await createBackup(backup, context);
    await client.query(`UPDATE langchain_pg_embedding SET document = 'changed' WHERE id = 'hard 1'`);
    await client.query(`DELETE FROM langchain_pg_embedding WHERE id = 'hard 2'`);
    const before = await contentOf(client);
    await expect(restoreBackup(restore, context)).rejects.toMatchObject({
      code: 'vector_restore_conflict',
      kind: 'conflict',
    });
    expect(await contentOf(client)).toEqual(before);

    const skipped = await restoreBackup({ ...restore, onConflict: 'skip' }, context);
    expect(skipped.restore_results.langchain_pg_embedding).toMatchObject({ rows_restored: 1, rows_skipped: 28 });
    const document = async (): Promise<unknown> =>
      (await client.query(`SELECT document FROM langchain_pg_embedding WHERE id = 'hard 1'`)).rows[0];
    expect(await document()).toEqual({ document: 'changed' });
    await restoreBackup({ ...restore, onConflict: 'replace' }, context);
    expect(await document()).not.toEqual({ document: 'changed' });
  });

  it.each<[string, (file: string, manifest: string) => Promise<void>, string]>([
    [
      'a flipped byte',
      async (file) => {
        const bytes = await readFile(file);
        bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
        await writeFile(file, bytes);
      },
      'vector_backup_damaged',
    ],
    ['a file cut short', (file) => truncate(file, 500), 'vector_backup_damaged'],
    ['a missing file', (file) => rm(file), 'vector_backup_not_found'],
    ['a manifest that is no JSON', (_, manifest) => writeFile(manifest, '{'), 'vector_manifest_invalid'],
    [
      'a manifest that leads elsewhere',
      (_, manifest) => change(manifest, (value) => (value.tables[1]!.file = '../../etc/passwd')),
      'vector_manifest_invalid',
    ],
    [
      'a manifest of other columns',
      (_, manifest) => change(manifest, (value) => (value.tables[1]!.columns[0]!.name = 'other')),
      'vector_manifest_invalid',
    ],
    [
      'a manifest of other row counts',
      (_, manifest) => change(manifest, (value) => (value.tables[1]!.rows = 1)),
      'vector_manifest_invalid',
    ],
    [
      'a NUL in a text, hash made to fit',
      async (file, manifest) => {
        await writeFile(file, (await readFile(file, 'utf8')).replace('文档 1"', '文\0 1"').replace('文档 2', '文\0 2'));
        const content = await readFile(file);
        await change(manifest, (value) => {
          value.tables[1]!.bytes = content.length;
          value.tables[1]!.sha256 = createHash('sha256').update(content).digest('hex');
        });
      },
      'vector_restore_rejected',
    ],
    [
      'a manifest whose hash was made to fit other rows',
      async (file, manifest) => {
        const text = (await readFile(file, 'utf8')).replace('文档 1', '文档 一');
        await writeFile(file, `${text}not-a-uuid\n`);
        const content = await readFile(file);
        await change(manifest, (value) => {
          value.tables[1]!.bytes = content.length;
          value.tables[1]!.sha256 = createHash('sha256').update(content).digest('hex');
        });
      },
      'vector_backup_damaged',
    ],
  ])('refuses %s before anything is written', async (_, damage, code) => {
    await createBackup(backup, context);
    const before = await contentOf(client);
    await damage(
      join(directory, `langchain_pg_embedding_${TIMESTAMP}.csv`),
      join(directory, `manifest_${TIMESTAMP}.json`),
    );
    await expect(restoreBackup({ ...restore, truncateBefore: true }, context)).rejects.toMatchObject({ code });
    expect(await contentOf(client)).toEqual(before);
  });

  it('refuses vectors of another length', async () => {
    await createBackup(backup, context);
    await client.query('TRUNCATE langchain_pg_embedding');
    const { rows } = await client.query<{ uuid: string }>(
      `SELECT uuid FROM langchain_pg_collection WHERE name = 'sql'`,
    );
    await addRows(client, 3, rows[0]?.uuid ?? '', 4);
    await expect(restoreBackup(restore, context)).rejects.toMatchObject({ code: 'vector_restore_dimensions' });
    await client.query('TRUNCATE langchain_pg_embedding');
    await client.query('ALTER TABLE langchain_pg_embedding ALTER COLUMN embedding TYPE vector(4)');
    await expect(restoreBackup(restore, context)).rejects.toMatchObject({ code: 'vector_restore_dimensions' });
    expect(await contentOf(client)).toHaveLength(3);
  });

  it('refuses a target of another shape', async () => {
    await createBackup(backup, context);
    await client.query(
      'ALTER TABLE langchain_pg_embedding DROP COLUMN document, ADD COLUMN extra int NOT NULL DEFAULT 1',
    );
    await client.query('ALTER TABLE langchain_pg_embedding ALTER COLUMN extra DROP DEFAULT');
    await expect(restoreBackup(restore, context)).rejects.toMatchObject({
      code: 'vector_restore_shape',
      params: { reason: 'langchain_pg_embedding.document, langchain_pg_embedding.extra NOT NULL' },
    });
  });

  it('restores backups of the original: Python notation, CRLF, nothing for NULL', async () => {
    await writeLegacy(directory);
    const result = await restoreBackup({ ...restore, timestamp: LEGACY, truncateBefore: true }, context);
    expect(result.restore_results.langchain_pg_embedding?.rows_restored).toBe(3);
    const { rows } = await client.query('SELECT id, document, cmetadata FROM langchain_pg_embedding ORDER BY id');
    expect(rows).toEqual([
      {
        id: 'a-sql',
        document: `{"question": "它's 多少?", "sql": "SELECT 1;"}`,
        cmetadata: { id: 'a-sql', createdat: null },
      },
      {
        id: 'b-ddl',
        document: 'create table x (\n  id int\r\n)',
        cmetadata: { id: 'b-ddl', note: 'it\'s "both"', n: [1, true] },
      },
      { id: 'c', document: null, cmetadata: null },
    ]);
    const verified = await verifyBackup({ ...restore, timestamp: LEGACY, timeZone: 'UTC' }, context);
    expect(verified.tables.langchain_pg_embedding).toEqual({ rows: 3, content_compared: false });
  });

  it('restores a CSV whose manifest is missing, and compares nothing; other forms need theirs', async () => {
    const before = await contentOf(client);
    await createBackup(backup, context);
    await rm(join(directory, `manifest_${TIMESTAMP}.json`));
    const result = await restoreBackup({ ...restore, truncateBefore: true, verify: true }, context);
    expect(result.verification?.tables_compared ?? []).toEqual([]);
    expect(await contentOf(client)).toEqual(before);

    const needsIt = { code: 'vector_backup_not_found', params: { missing: `manifest_${TIMESTAMP}.json` } };
    // Without it the missing rows of the base would go unnoticed.
    await writeFile(join(directory, `deleted_${TIMESTAMP}.csv`), 'id\n');
    await expect(restoreBackup(restore, context)).rejects.toMatchObject(needsIt);
    await rm(join(directory, `deleted_${TIMESTAMP}.csv`));
    const csv = join(directory, `langchain_pg_embedding_${TIMESTAMP}.csv`);
    await rename(csv, csv.replace('.csv', '.pgcopy'));
    await expect(restoreBackup(restore, context)).rejects.toMatchObject(needsIt);
    expect(await contentOf(client)).toEqual(before);
  });

  it('verifies a backup in a scratch schema, leaves none, and keeps the result', async () => {
    for (const format of ['csv', 'binary'] as const) {
      const { backup_timestamp: timestamp } = await createBackup({ ...backup, format, compression: 'zstd' }, context);
      const result = await verifyBackup({ ...restore, timestamp, timeZone: 'Asia/Shanghai' }, context);
      expect(result.tables.langchain_pg_embedding).toEqual({ rows: 29, content_compared: true });
      expect(await readdir(directory)).toContain(`verification_${timestamp}.json`);
    }
    const { rows } = await client.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'data_pipeline_verify%'`);
    expect(rows).toEqual([]);
  });

  if (kind === 'PostgreSQL') {
    it('leaves everything as it was when its backend is ended, and gives up on locks of others', async () => {
      await createBackup(backup, context);
      const before = await contentOf(client);
      const kill = async (): Promise<void> => {
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'data-pipeline vector_backup'`,
        );
      };
      await expect(
        restoreBackup({ ...restore, truncateBefore: true }, { ...context, onLoaded: kill }),
      ).rejects.toMatchObject({ kind: 'database' });
      expect(await contentOf(client)).toEqual(before);
      await client.query('BEGIN; LOCK TABLE langchain_pg_embedding IN ROW EXCLUSIVE MODE');
      await expect(restoreBackup({ ...restore, lockTimeoutMs: 200 }, context)).rejects.toMatchObject({
        code: 'vector_tables_locked',
      });
      await client.query('ROLLBACK');
    });

    it('keeps backups and restores at the same time apart: each sees all of the other, or nothing', async () => {
      const { tables_backed_up: first } = await createBackup(backup, context);
      const before = await contentOf(client);
      const options = { ...restore, truncateBefore: true, lockTimeoutMs: 20_000 };
      const outcomes = await Promise.all([
        restoreBackup(options, context),
        createBackup(backup, context),
        restoreBackup(options, context),
        createBackup({ ...backup, lockTimeoutMs: 20_000 }, context),
      ]);
      const made = outcomes.flatMap((outcome) => ('tables_backed_up' in outcome ? [outcome.tables_backed_up] : []));
      expect(made.map((tables) => tables.langchain_pg_embedding?.row_count)).toEqual([29, 29]);
      expect(first.langchain_pg_embedding?.row_count).toBe(29);
      expect(await contentOf(client)).toEqual(before);
    });

    it('says that a server has no pgvector', async () => {
      await createBackup(backup, context);
      const other = await startDatabaseWithoutVector();
      try {
        const options = { ...restore, connectionString: other.url, timeZone: 'UTC' };
        await expect(verifyBackup(options, context)).rejects.toMatchObject({ code: 'vector_extension_absent' });
        await expect(restoreBackup(options, context)).rejects.toMatchObject({ code: 'vector_extension_absent' });
      } finally {
        await other.drop();
      }
    });
  }
});

async function change(path: string, edit: (manifest: Manifest) => void): Promise<void> {
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  edit(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

/** Two tables as the original's CSV writer wrote them. */
async function writeLegacy(directory: string): Promise<void> {
  const collection = 'f4e11877-44e7-4741-b511-fa0e2e399395';
  await writeFile(
    join(directory, `langchain_pg_collection_${LEGACY}.csv`),
    `uuid,name,cmetadata\r\n${collection},sql,\r\nf0b714ca-44a9-433a-8768-390740bd1a18,ddl,{'a': None}\r\n`,
  );
  const records = [
    'id,collection_id,embedding,document,cmetadata',
    `a-sql,${collection},"[0.041994203,-0.019086938]","{""question"": ""它's 多少?"", ""sql"": ""SELECT 1;""}","{'id': 'a-sql', 'createdat': None}"`,
    `b-ddl,,"[1,2]","create table x (\n  id int\r\n)","{'id': 'b-ddl', 'note': 'it\\'s ""both""', 'n': [1, True]}"`,
    'c,,,,',
  ];
  await writeFile(join(directory, `langchain_pg_embedding_${LEGACY}.csv`), `${records.join('\r\n')}\r\n`);
}
