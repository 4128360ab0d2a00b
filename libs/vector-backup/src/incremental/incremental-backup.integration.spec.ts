import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../../../test/harness/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { startEmbeddedStore } from '../../../../test/harness/vector-databases.js';
import { LocalFolder } from '#libs/files';
import type { BackupResult } from '../backup/backup-result.js';
import type { BackupOptions } from '../backup/backup-options.js';
import { createBackup } from '../backup/create-backup.js';
import { BackupFolder } from '../folder/backup-folder.js';
import { clockOf, KEEP_NEWEST } from '../folder/plan-retention.fixture.js';
import { removeOldBackups } from '../folder/retention.js';
import { restoreBackup } from '../restore/restore-backup.js';
import type { RestoreResult } from '../restore/restore-result.js';
import { COLLECTION_TABLE, EMBEDDING_TABLE } from '../tables.js';
import { backupOptions, contextOf, restoreOptions } from '../operation-options.fixture.js';
import { connectTo, contentOf, fillVectorTables } from '../vector-rows.fixture.js';
import { verifyBackup } from '../verify/verify-backup.js';

const context = contextOf();

describe.each<[string, () => Promise<TestDatabase>]>([
  ['PostgreSQL', () => createTestDatabase('incremental')],
  ['the embedded store', startEmbeddedStore],
])('incremental backups of %s', (kind, openDatabase) => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let folder: BackupFolder;
  let minute: number;

  beforeAll(async () => {
    database = await openDatabase();
    client = await connectTo(database.url);
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    await fillVectorTables(client, 20);
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-incremental-'));
    folder = new BackupFolder(new LocalFolder(directory));
    minute = 0;
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** Waits until every open transaction of the server is younger than these rows; otherwise they would be included again. */
  async function untilNobodyIsOlder(): Promise<void> {
    const { rows: own } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
    await eventually(async () => {
      const { rows } = await client.query<{ isLast: boolean }>(
        `SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS "isLast"`,
        [own[0]?.id],
      );
      expect(rows).toEqual([{ isLast: true }]);
    }, 40_000);
  }

  function backUp(options: Partial<BackupOptions> = {}): Promise<BackupResult> {
    minute += 1;
    const startedAt = new Date(Date.UTC(2025, 6, 21, 15, minute));
    const defaults = { connectionString: database.url, folder, startedAt, timeZone: 'UTC', incremental: true };
    return createBackup(backupOptions({ ...defaults, ...options }), context);
  }

  async function backUpSettled(options: Partial<BackupOptions> = {}): Promise<BackupResult> {
    await untilNobodyIsOlder();
    return backUp(options);
  }

  function restore(timestamp: string): Promise<RestoreResult> {
    return restoreBackup(restoreOptions({ connectionString: database.url, folder, timestamp }), context);
  }

  const rowsIn = ({ tables_backed_up }: BackupResult): number | undefined =>
    tables_backed_up[EMBEDDING_TABLE]?.row_count;

  it.each(['csv', 'binary'] as const)(
    'hold what is new, changed and deleted; a chain of %s restores',
    async (format) => {
      const full = await backUpSettled({ format });
      expect([rowsIn(full), full.incremental]).toEqual([29, null]);
      await client.query(`DELETE FROM langchain_pg_embedding WHERE id = 'hard 0' OR document = '文档 1'`);
      await client.query(`UPDATE langchain_pg_embedding SET document = 'changed' WHERE id = 'hard 1'`);
      await client.query(`INSERT INTO langchain_pg_embedding (id, document) VALUES ('new "1"', 'x'), ('new 2', NULL)`);
      const state = await contentOf(client);

      const first = await backUpSettled({ format, compression: 'zstd' });
      expect(rowsIn(first)).toBe(3);
      expect(first.incremental).toEqual({
        base_timestamp: full.backup_timestamp,
        deleted_file: `deleted_${first.backup_timestamp}.csv`,
        deleted_rows: 2,
        total_rows: 29,
      });
      await client.query(`DELETE FROM langchain_pg_embedding WHERE id = 'new 2'`);
      await client.query(`INSERT INTO langchain_pg_embedding (id, document) VALUES ('hard 0', 'again')`);
      const later = await contentOf(client);
      // The formats of a chain need not be the same.
      const second = await backUpSettled();
      expect([rowsIn(second), second.incremental?.base_timestamp]).toEqual([1, first.backup_timestamp]);
      expect(await readFile(join(directory, `deleted_${second.backup_timestamp}.csv`), 'utf8')).toBe('id\nnew 2\n');
      const third = await backUpSettled();
      expect([rowsIn(third), third.incremental?.deleted_rows, third.incremental?.total_rows]).toEqual([0, 0, 29]);

      await client.query('TRUNCATE langchain_pg_embedding');
      const restored = await restore(third.backup_timestamp);
      expect(restored.restore_results[EMBEDDING_TABLE]).toMatchObject({ rows_restored: 29 });
      expect(restored.verification).toEqual({
        tables_compared: [COLLECTION_TABLE, EMBEDDING_TABLE],
        rows_compared: 32,
      });
      expect(await contentOf(client)).toEqual(later);
      await restore(first.backup_timestamp);
      expect(await contentOf(client)).toEqual(state);
      const verified = await verifyBackup(
        { connectionString: database.url, folder, timestamp: third.backup_timestamp, timeZone: 'UTC' },
        context,
      );
      expect(verified.tables[EMBEDDING_TABLE]).toEqual({ rows: 29, content_compared: true });
    },
  );

  // The embedded store has one backend, so no other session can be in a transaction.
  if (kind === 'PostgreSQL') {
    it('see what a transaction wrote that was open while the base was made', async () => {
      const other = new pg.Client(database.url);
      await other.connect();
      await other.query('BEGIN; SAVEPOINT inner_one');
      await other.query(`UPDATE langchain_pg_embedding SET document = 'late' WHERE id = 'hard 1'`);
      await other.query('RELEASE inner_one');
      await backUp();
      await other.query('COMMIT');
      await other.end();
      const increment = await backUp();
      const file = increment.tables_backed_up[EMBEDDING_TABLE]?.backup_file ?? '';
      expect(await readFile(join(directory, file), 'utf8')).toMatch(/^hard 1,.*,late,/m);
    });
  }

  it('hold all rows where the base does not fit: another shape, a damaged file, recreated rows', async () => {
    const full = await backUp();
    await client.query('CREATE TABLE copy AS SELECT * FROM langchain_pg_embedding');
    await client.query('TRUNCATE langchain_pg_embedding');
    await client.query('INSERT INTO langchain_pg_embedding SELECT * FROM copy');
    await client.query('DROP TABLE copy');
    const reloaded = await backUp();
    expect([rowsIn(reloaded), reloaded.incremental?.deleted_rows]).toEqual([29, 0]);
    await client.query('ALTER TABLE langchain_pg_embedding ADD COLUMN note text');
    expect(await backUp()).toMatchObject({ incremental: null });
    await client.query('ALTER TABLE langchain_pg_embedding DROP COLUMN note');
    await writeFile(join(directory, full.tables_backed_up[EMBEDDING_TABLE]?.backup_file ?? ''), 'x');
    const whole = await backUp();
    expect([rowsIn(whole), whole.incremental]).toEqual([29, null]);
  });

  it('restore nothing when a part of the chain is missing or is not what it was', async () => {
    const full = await backUp();
    await client.query(`DELETE FROM langchain_pg_embedding WHERE id = 'hard 2'`);
    const increment = await backUp();
    const before = await contentOf(client);
    const path = (name: string): string => join(directory, name);
    const [deleted, manifest] = [path(increment.incremental?.deleted_file ?? ''), path(full.manifest_file)];
    const contents = new Map(
      await Promise.all([deleted, manifest].map(async (file) => [file, await readFile(file)] as const)),
    );
    for (const [file, content] of contents) {
      await writeFile(
        file,
        content.toString('utf8').replace('hard 2', 'hard 3').replace('"version": 1', '"version":1'),
      );
      await expect(restore(increment.backup_timestamp)).rejects.toMatchObject({ code: 'vector_backup_damaged' });
      await rm(file);
      await expect(restore(increment.backup_timestamp)).rejects.toMatchObject({
        code: expect.stringMatching(/vector_backup_(not_found|damaged)/),
      });
      await writeFile(file, content);
    }
    expect(await contentOf(client)).toEqual(before);
    await restore(increment.backup_timestamp);
  });

  it('keep what they are based on when old backups are removed', async () => {
    const [old, base, first, second] = [
      await backUp({ incremental: false }),
      await backUp({ incremental: false }),
      await backUp(),
      await backUp(),
    ];
    const removed = await removeOldBackups(folder, KEEP_NEWEST, clockOf(second.backup_timestamp));
    expect(removed).toEqual([old.backup_timestamp]);
    await restore(second.backup_timestamp);
    const newest = await backUp({ incremental: false });
    expect((await removeOldBackups(folder, KEEP_NEWEST, clockOf(newest.backup_timestamp))).sort()).toEqual(
      [base, first, second].map(({ backup_timestamp }) => backup_timestamp),
    );
    expect((await readdir(directory)).sort()).toEqual([
      ...Object.values(newest.tables_backed_up).map(({ backup_file }) => backup_file),
      newest.manifest_file,
      'vector_backup_log.txt',
      newest.log_file,
    ]);
  });
});
