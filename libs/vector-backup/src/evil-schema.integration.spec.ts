import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putEvilSchemaFirst } from '../../../test/harness/evil-schema.js';
import { createTestDatabase, onDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { LocalFolder } from '#libs/files';
import { createBackup } from './backup/create-backup.js';
import { BackupFolder } from './folder/backup-folder.js';
import { backupOptions, contextOf, restoreOptions } from './operation-options.fixture.js';
import { restoreBackup } from './restore/restore-backup.js';
import { fillVectorTables } from './vector-rows.fixture.js';

describe('a vector database whose owner put a schema before pg_catalog', () => {
  let database: TestDatabase;
  let directory: string;

  beforeAll(async () => {
    database = await createTestDatabase('evil_backup');
    await onDatabase(database.url, (client) => fillVectorTables(client, 20));
    await putEvilSchemaFirst(database);
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-evil-'));
  });

  afterAll(async () => {
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  it('has its functions called by others', async () => {
    await expect(runSql(database.url, "select to_regclass('x')")).rejects.toThrow('evil: to_regclass');
  });

  it('has none of them called by a backup, a restore and the comparison behind it', async () => {
    const place = { connectionString: database.url, folder: new BackupFolder(new LocalFolder(directory)) };
    const backup = await createBackup(backupOptions({ ...place, truncate: true }), contextOf());
    expect(backup).toMatchObject({ errors: [], truncate_performed: true });
    const timestamp = '20250721_234914';
    const restored = await restoreBackup(
      restoreOptions({ ...place, timestamp, rebuildIndexes: 'always' }),
      contextOf(),
    );
    expect(restored.verification).toMatchObject({ rows_compared: 32 });
  });

  it('has none of them called by a restore into no tables', async () => {
    const place = { connectionString: database.url, folder: new BackupFolder(new LocalFolder(directory)) };
    await runSql(database.url, 'drop table langchain_pg_embedding, langchain_pg_collection');
    const restored = await restoreBackup(
      restoreOptions({ ...place, timestamp: '20250721_234914', truncateBefore: false }),
      contextOf(),
    );
    expect(restored.restore_performed).toBe(true);
    const { rows } = await runSql(
      database.url,
      "select from pg_tables where schemaname = 'public' and tablename like 'langchain%'",
    );
    expect(rows).toHaveLength(2);
  });
});
