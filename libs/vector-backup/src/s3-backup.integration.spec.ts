import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { loadConfig } from '#libs/config';
import { openStorage, type Storage } from '#libs/files';
import { eventually } from '../../../test/harness/eventually.js';
import { startS3Server, type S3Server } from '../../../test/harness/s3-server.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import type { BackupOptions } from './backup/backup-options.js';
import { createBackup } from './backup/create-backup.js';
import { BackupLocations } from './folder/backup-locations.js';
import { listBackups } from './folder/list-backups.js';
import { clockOf, KEEP_NEWEST } from './folder/plan-retention.fixture.js';
import { removeBackups, removeOldBackups } from './folder/retention.js';
import { restoreBackup } from './restore/restore-backup.js';
import type { RestoreOptions } from './restore/restore-options.js';
import { EMBEDDING_TABLE } from './tables.js';
import { backupOptions, contextOf, restoreOptions } from './operation-options.fixture.js';
import { addRows, connectTo, contentOf, fillVectorTables } from './vector-rows.fixture.js';
import { verifyBackup } from './verify/verify-backup.js';

const TIMESTAMP = '20250721_234914';
/** With their dimensions more than 8 MiB, which is one part of an upload: as CSV, and in each format. */
const MANY_ROWS = 1_000;
const MORE_ROWS = 2_200;
const DIMENSIONS = 1_024;

// Megabytes go through two servers and a proxy: on a busy machine that takes its time.
jest.setTimeout(240_000);

describe('vector backups in a bucket', () => {
  let server: S3Server;
  let database: TestDatabase;
  let client: pg.Client;
  let prefix: string;
  let storage: Storage;
  let locations: BackupLocations;
  let backup: BackupOptions;
  let restore: RestoreOptions;

  beforeAll(async () => {
    server = await startS3Server();
    database = await createTestDatabase('s3backup');
    client = await connectTo(database.url);
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
    await server?.stop();
  });

  beforeEach(async () => {
    await fillVectorTables(client, 20);
    prefix = `vectors/${randomUUID()}`;
    storage = openStorage(loadConfig({ STORAGE_URL: server.urlOf(prefix), ...server.credentials }).storage);
    locations = new BackupLocations(storage);
    const place = { connectionString: database.url, folder: locations.folder(null), lockTimeoutMs: 2_000 };
    backup = backupOptions(place);
    restore = restoreOptions({ ...place, backupPath: locations.relativePath(null), timestamp: TIMESTAMP });
  });

  afterEach(() => {
    server.faults.length = 0;
  });

  /** Contents of this installation's bucket, with unfinished uploads. */
  async function inBucket(): Promise<string[]> {
    const keys = [...(await server.keys(prefix)), ...(await server.openUploads(prefix))];
    return keys.map((key) => key.slice(prefix.length + 1));
  }

  /** Of every row of both tables. */
  async function digest(): Promise<string> {
    const { rows } = await client.query<{ digest: string }>(
      `SELECT md5(string_agg(md5(r::text), '' ORDER BY md5(r::text))) AS digest FROM (
         SELECT c::text AS r FROM langchain_pg_collection c UNION ALL SELECT e::text FROM langchain_pg_embedding e) AS t`,
    );
    return rows[0]?.digest ?? '';
  }

  async function addManyRows(count = MANY_ROWS): Promise<void> {
    const { rows } = await client.query<{ uuid: string }>('SELECT uuid FROM langchain_pg_collection LIMIT 1');
    await addRows(client, count, rows[0]?.uuid ?? '', DIMENSIONS);
  }

  it.each([
    ['csv', 'none'],
    ['csv', 'zstd'],
    ['binary', 'none'],
  ] as const)('go there and come back, in several parts: %s, %s', async (format, compression) => {
    await addManyRows(MORE_ROWS);
    const before = await digest();
    const result = await createBackup({ ...backup, format, compression }, contextOf());
    expect(result.backup_directory).toBe(`s3://${server.bucket}/${prefix}/vector_bak`);
    expect(await server.openUploads(prefix)).toEqual([]);
    const [found, ...others] = await listBackups(locations, { globalOnly: false, taskId: null }, 'UTC');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      relativePath: `${prefix}/vector_bak`,
      backups: [{ timestamp: TIMESTAMP, format, compression, verification: null }],
    });
    const embedding = result.tables_backed_up[EMBEDDING_TABLE];
    expect(found?.backups[0]?.embedding.size).toBe(embedding?.file_size_bytes);
    await client.query('TRUNCATE langchain_pg_embedding');
    const restored = await restoreBackup(restore, contextOf());
    expect(restored.restore_results).toMatchObject({ [EMBEDDING_TABLE]: { rows_restored: 29 + MORE_ROWS } });
    expect(await digest()).toEqual(before);
    const verified = await verifyBackup({ ...backup, timestamp: TIMESTAMP }, contextOf());
    expect(verified.tables).toMatchObject({ [EMBEDDING_TABLE]: { rows: 29 + MORE_ROWS, content_compared: true } });
    expect(await backup.folder.find(`verification_${TIMESTAMP}.json`)).not.toBeNull();
    await removeBackups(backup.folder, [TIMESTAMP]);
    expect(await inBucket()).toEqual(['vector_bak/vector_backup_log.txt']);
  });

  it('are incremental, restored as a chain, and keep what they are based on', async () => {
    const later = (second: number): BackupOptions => ({
      ...backup,
      startedAt: new Date(Date.UTC(2025, 6, 21, 16, 0, second)),
    });
    const full = await createBackup(backup, contextOf());
    await client.query(`UPDATE langchain_pg_embedding SET document = 'changed' WHERE id = 'hard 0'`);
    await client.query(`DELETE FROM langchain_pg_embedding WHERE id = 'all null'`);
    await createBackup({ ...later(1), incremental: true }, contextOf());
    await client.query(`INSERT INTO langchain_pg_embedding (id, document) VALUES ('new', 'later')`);
    const newest = await createBackup({ ...later(2), incremental: true, compression: 'zstd' }, contextOf());
    expect(newest.incremental).toMatchObject({ base_timestamp: '20250722_000001', deleted_rows: 0, total_rows: 29 });
    const before = await digest();
    expect(await removeOldBackups(backup.folder, KEEP_NEWEST, clockOf(newest.backup_timestamp))).toEqual([]);
    await client.query('TRUNCATE langchain_pg_embedding, langchain_pg_collection');
    await restoreBackup({ ...restore, timestamp: newest.backup_timestamp }, contextOf());
    expect(await digest()).toBe(before);
    const verified = await verifyBackup({ ...backup, timestamp: newest.backup_timestamp }, contextOf());
    expect(verified.tables).toMatchObject({ [EMBEDDING_TABLE]: { rows: 29, content_compared: true } });

    await removeBackups(backup.folder, [full.backup_timestamp]);
    await expect(restoreBackup({ ...restore, timestamp: newest.backup_timestamp }, contextOf())).rejects.toMatchObject({
      code: 'vector_backup_not_found',
    });
    expect(await digest()).toBe(before);
  });

  it('are removed when they are old, with few looks at the bucket', async () => {
    const timestamps: string[] = [];
    for (let count = 1; count <= 4; count += 1) {
      timestamps.push((await createBackup(backup, contextOf())).backup_timestamp);
    }
    const other = await backup.folder.reserveTimestamp('20250722_000000', null, 'vector_other');
    const earlier = server.requests.length;
    const newest = timestamps.at(-1) ?? '';
    expect(await removeOldBackups(backup.folder, KEEP_NEWEST, clockOf(newest))).toEqual(
      timestamps.slice(0, 3).reverse(),
    );
    const looks = server.requests.slice(earlier).filter((request) => /^GET .*[?&](list-type|uploads)/.test(request));
    expect(looks).toHaveLength(4);
    const left = await inBucket();
    expect(left.filter((key) => key.endsWith('.csv') || key.endsWith('.json'))).toHaveLength(3);
    expect(left.filter((key) => key.includes(`manifest_${other}.json/`))).toHaveLength(1);
    await verifyBackup({ ...backup, timestamp: newest }, contextOf());
  });

  it('are known by the path that the list shows', async () => {
    await storage.files.createFolder('task_1');
    await createBackup({ ...backup, folder: locations.folder('task_1') }, contextOf());
    const filter = { globalOnly: false, taskId: null };
    expect((await listBackups(locations, filter, 'UTC')).map(({ taskId }) => taskId)).toEqual(['task_1']);
    expect(locations.parse(locations.relativePath('task_1'))).toBe('task_1');
    expect(locations.parse(locations.folder('task_1').location)).toBe('task_1');
    expect(locations.parse('vector_bak')).toBeNull();
    await locations.requireTaskFolder('task_1');
    await expect(locations.requireTaskFolder('task_2')).rejects.toMatchObject({
      code: 'vector_task_directory_missing',
    });
  });

  it('have names of their own when they fall in one second', async () => {
    const results = await Promise.all(
      Array.from({ length: 3 }, () => createBackup({ ...backup, folder: locations.folder(null) }, contextOf())),
    );
    const timestamps = results.map(({ backup_timestamp: timestamp }) => timestamp);
    expect(new Set(timestamps).size).toBe(3);
    for (const timestamp of timestamps) {
      await verifyBackup({ ...backup, timestamp }, contextOf());
    }
    expect((await inBucket()).filter((key) => key.includes('.claims'))).toEqual([]);
  });

  it('are read back before the table is emptied; where that fails, nothing is', async () => {
    server.faults.push({ request: /GET .*langchain_pg_embedding/, answer: 500 });
    await expect(createBackup({ ...backup, truncate: true }, contextOf())).rejects.toMatchObject({
      code: 'vector_storage_failed',
      details: { backup_performed: true, truncate_performed: false },
    });
    const { rows } = await client.query('SELECT FROM langchain_pg_embedding');
    expect(rows).toHaveLength(29);
    server.faults.length = 0;
    const result = await createBackup({ ...backup, truncate: true }, contextOf());
    expect(result).toMatchObject({ truncate_performed: true, backup_timestamp: `${TIMESTAMP}_2` });
    await restoreBackup({ ...restore, timestamp: `${TIMESTAMP}_2` }, contextOf());
    expect((await client.query('SELECT FROM langchain_pg_embedding')).rows).toHaveLength(29);
  });

  it.each<[string, RegExp, string[]]>([
    ['the bucket', /./, []],
    ['the begin of an upload', /POST .*\?uploads/, ['vector_bak/vector_backup_log.txt']],
    ['a part', /PUT .*partNumber=2/, ['vector_bak/vector_backup_log.txt']],
    ['the end of an upload', /POST .*uploadId=/, ['vector_bak/vector_backup_log.txt']],
    ['the manifest', /PUT .*\/manifest_[^/]*\.json\?/, ['vector_bak/vector_backup_log.txt']],
  ])('leave no file of theirs behind when %s fails, and say so', async (_, request, left) => {
    await addManyRows();
    const earlier = server.requests.length;
    server.faults.push({ request, answer: 500 });
    await expect(createBackup(backup, contextOf())).rejects.toMatchObject({
      code: 'vector_storage_failed',
      details: { backup_performed: false, truncate_performed: false },
    });
    expect(server.requests.length).toBeGreaterThan(earlier);
    expect(await inBucket()).toEqual(left);
    expect((await client.query('SELECT FROM langchain_pg_embedding')).rows).toHaveLength(29 + MANY_ROWS);
  });

  it('are made although their log cannot be written', async () => {
    server.faults.push({ request: /PUT .*vector_backup_log/, answer: 500 });
    const result = await createBackup(backup, contextOf({ language: 'en' }));
    expect(result).toMatchObject({
      backup_performed: true,
      errors: [expect.stringMatching(/^vector_backup_log\.txt: \P{Script=Han}+$/u)],
    });
    await verifyBackup({ ...backup, timestamp: TIMESTAMP }, contextOf());
  });

  it.each([
    ['csv', 'none'],
    ['binary', 'zstd'],
  ] as const)(
    'leave nothing behind when they are cancelled while an upload hangs: %s, %s',
    async (format, compression) => {
      // Incompressible data, larger than a part.
      await client.query(
        `INSERT INTO langchain_pg_embedding (id, document)
         SELECT 'long ' || n, (SELECT string_agg(md5(n || '-' || m), '') FROM generate_series(1, 20000) AS m)
           FROM generate_series(1, 40) AS n`,
      );
      const before = server.requests.length;
      server.faults.push({ request: /PUT .*partNumber=/, answer: 'hang' });
      const cancel = new AbortController();
      const running = createBackup({ ...backup, format, compression }, contextOf({ signal: cancel.signal }));
      running.catch(() => undefined);
      const isHanging = (): boolean => server.requests.slice(before).some((request) => /partNumber=/.test(request));
      await eventually(() => expect(isHanging()).toBe(true), 60_000);
      const reason = new Error('cancelled by the test');
      cancel.abort(reason);
      await expect(running).rejects.toBe(reason);
      expect(await inBucket()).toEqual([]);
    },
  );

  it('are not restored when a byte of them is another one', async () => {
    const before = await contentOf(client);
    const { tables_backed_up: tables } = await createBackup(backup, contextOf());
    const name = tables[EMBEDDING_TABLE]?.backup_file ?? '';
    const text = await backup.folder.readText(name);
    await backup.folder.write(name, (text ?? '').replace('文档 1', '文档 7'));
    await expect(restoreBackup(restore, contextOf())).rejects.toMatchObject({ code: 'vector_backup_damaged' });
    expect(await contentOf(client)).toEqual(before);
  });

  it('are restored although the connection breaks again and again', async () => {
    await addManyRows();
    const before = await digest();
    await createBackup(backup, contextOf());
    server.faults.push({ request: /GET .*langchain_pg_embedding/, answer: { cutAfter: 5_000_000 }, times: 3 });
    await restoreBackup({ ...restore, verify: false }, contextOf());
    expect(await digest()).toEqual(before);
  });
});
