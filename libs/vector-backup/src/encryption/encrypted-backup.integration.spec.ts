import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Decrypter, generateX25519Identity } from 'age-encryption';
import type pg from 'pg';
import { loadConfig } from '#libs/config';
import { errorText } from '#libs/domain-errors';
import { LocalStorage, openStorage, type Storage } from '#libs/files';
import { startS3Server, type S3Server } from '../../../../test/harness/s3-server.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import type { BackupOptions } from '../backup/backup-options.js';
import type { BackupResult } from '../backup/backup-result.js';
import { createBackup } from '../backup/create-backup.js';
import { BackupLocations } from '../folder/backup-locations.js';
import { listBackups, type ListedBackup } from '../folder/list-backups.js';
import { backupOptions, contextOf, restoreOptions } from '../operation-options.fixture.js';
import { restoreBackup } from '../restore/restore-backup.js';
import type { RestoreResult } from '../restore/restore-result.js';
import { EMBEDDING_TABLE } from '../tables.js';
import { connectTo, contentOf, fillVectorTables } from '../vector-rows.fixture.js';
import { verifyBackup, type VerifyResult } from '../verify/verify-backup.js';
import { BackupKeys } from './backup-keys.js';

describe('encrypted backups', () => {
  let server: S3Server;
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let storage: Storage;
  let identity: string;
  let minute: number;

  beforeAll(async () => {
    server = await startS3Server();
    database = await createTestDatabase('encrypted');
    client = await connectTo(database.url);
    identity = await generateX25519Identity();
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
    await server?.stop();
  });

  beforeEach(async () => {
    await fillVectorTables(client, 200);
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-encrypted-'));
    storage = new LocalStorage(directory);
    minute = 0;
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  const keysOf = (current: string | null, ...older: string[]): Promise<BackupKeys> => BackupKeys.open(current, older);

  async function backUp(keys: BackupKeys, options: Partial<BackupOptions> = {}): Promise<BackupResult> {
    minute += 1;
    const folder = new BackupLocations(storage, keys).folder(null);
    const startedAt = new Date(Date.UTC(2025, 6, 21, 15, minute));
    const place = { connectionString: database.url, folder, startedAt, timeZone: 'UTC' };
    return createBackup(backupOptions({ ...place, ...options }), contextOf());
  }

  function restore(keys: BackupKeys, timestamp: string): Promise<RestoreResult> {
    const folder = new BackupLocations(storage, keys).folder(null);
    return restoreBackup(restoreOptions({ connectionString: database.url, folder, timestamp }), contextOf());
  }

  function verify(keys: BackupKeys, timestamp: string): Promise<VerifyResult> {
    const folder = new BackupLocations(storage, keys).folder(null);
    return verifyBackup({ connectionString: database.url, folder, timestamp, timeZone: 'UTC' }, contextOf());
  }

  async function listed(keys: BackupKeys): Promise<readonly ListedBackup[]> {
    const locations = new BackupLocations(storage, keys);
    return (await listBackups(locations, { globalOnly: true, taskId: null }, 'UTC'))[0]?.backups ?? [];
  }

  const path = (name: string): string => join(directory, 'vector_bak', name);
  const fileOf = (result: BackupResult): string => result.tables_backed_up[EMBEDDING_TABLE]?.backup_file ?? '';

  it.each([
    ['csv', 'none', 'a folder'],
    ['csv', 'gzip', 'a folder'],
    ['csv', 'zstd', 'a bucket'],
    ['binary', 'none', 'a bucket'],
    ['binary', 'zstd', 'a folder'],
  ] as const)('of %s, %s, in %s restore and verify', async (format, compression, place) => {
    if (place === 'a bucket') {
      const url = server.urlOf(`encrypted/${randomUUID()}`);
      storage = openStorage(loadConfig({ STORAGE_URL: url, ...server.credentials }).storage);
    }
    const keys = await keysOf(identity);
    const before = await contentOf(client);
    const result = await backUp(keys, { format, compression });
    expect(result.encryption_key_id).toBe(keys.current?.id);
    await client.query('TRUNCATE langchain_pg_embedding');
    expect(await restore(keys, result.backup_timestamp)).toMatchObject({ verification: { rows_compared: 212 } });
    expect(await contentOf(client)).toEqual(before);
    expect((await verify(keys, result.backup_timestamp)).tables[EMBEDDING_TABLE]).toEqual({
      rows: 209,
      content_compared: true,
    });
    expect(await listed(keys)).toMatchObject([
      { encryption: { keyId: keys.current?.id, missing: null, isProven: true }, problem: null },
    ]);
  });

  it('leave no text of a row outside, nor the key; any tool of the age format reads them', async () => {
    const result = await backUp(await keysOf(identity));
    const incremental = await deleteAndBackUp(await keysOf(identity));
    for (const name of await readdir(path(''))) {
      const stored = await readFile(path(name), 'latin1');
      expect(stored).not.toContain('文档');
      expect(stored).not.toContain(Buffer.from('文档').toString('latin1'));
      expect(stored).not.toContain('hard 0');
      expect(stored).not.toContain(identity);
    }
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(await decrypter.decrypt(await readFile(path(fileOf(result))), 'text')).toContain('文档 1');
    const deleted = await readFile(path(`deleted_${incremental.backup_timestamp}.csv.age`));
    expect(await decrypter.decrypt(deleted, 'text')).toBe('id\nhard 0\n');
  });

  async function deleteAndBackUp(keys: BackupKeys): Promise<BackupResult> {
    await client.query(`DELETE FROM langchain_pg_embedding WHERE id = 'hard 0'`);
    return backUp(keys, { incremental: true, compression: 'zstd' });
  }

  it('form a chain across plain files and two keys; without one of the keys it is named', async () => {
    const [older, newer] = [identity, await generateX25519Identity()];
    await backUp(await keysOf(null));
    const second = await backUp(await keysOf(older), { incremental: true });
    const third = await deleteAndBackUp(await keysOf(newer, older));
    expect(second.incremental).not.toBeNull();
    expect(third.incremental?.base_timestamp).toBe(second.backup_timestamp);
    const state = await contentOf(client);
    await client.query('TRUNCATE langchain_pg_embedding');
    await restore(await keysOf(null, newer, older), third.backup_timestamp);
    expect(await contentOf(client)).toEqual(state);
    const olderId = (await keysOf(older)).current?.id;
    const missing = {
      code: 'vector_backup_key_missing',
      params: { timestamp: second.backup_timestamp, key_id: olderId },
    };
    await expect(restore(await keysOf(newer), third.backup_timestamp)).rejects.toMatchObject(missing);
    await expect(verify(await keysOf(newer), third.backup_timestamp)).rejects.toMatchObject(missing);
    expect(await contentOf(client)).toEqual(state);
    const [newest, base, plain] = await listed(await keysOf(newer));
    expect([newest?.encryption?.missing, plain?.encryption]).toEqual([null, null]);
    expect(errorText(base!.encryption!.missing!, 'en')).toMatch(new RegExp(`${olderId}.*VECTOR_BACKUP_OLD_KEYS`));
    // What it would be based on cannot be read: all rows are backed up.
    expect((await backUp(await keysOf(await generateX25519Identity()), { incremental: true })).incremental).toBeNull();
  });

  it('name a damaged chunk and a cut file, and change no row', async () => {
    const keys = await keysOf(identity);
    const result = await backUp(keys);
    const file = path(fileOf(result));
    const stored = await readFile(file);
    const before = await contentOf(client);
    const refused = async (code: string): Promise<void> => {
      await expect(restore(keys, result.backup_timestamp)).rejects.toMatchObject({ code });
      expect(await contentOf(client)).toEqual(before);
    };
    const flipped = Buffer.from(stored);
    flipped[stored.length - 30]! ^= 1;
    await writeFile(file, flipped);
    await refused('vector_backup_chunk_damaged');
    await expect(verify(keys, result.backup_timestamp)).rejects.toMatchObject({ code: 'vector_backup_chunk_damaged' });
    await writeFile(file, stored);
    await truncate(file, stored.length - 20);
    await refused('vector_backup_chunk_damaged');
    await truncate(file, 30);
    await refused('vector_backup_cut');
  });

  it('do not take a file of another backup, nor a manifest that was changed without the key', async () => {
    const keys = await keysOf(identity);
    const [first, second] = [await backUp(keys), await backUp(keys)];
    await rename(path(fileOf(first)), path(fileOf(second)));
    await expect(restore(keys, second.backup_timestamp)).rejects.toMatchObject({ code: 'vector_backup_damaged' });
    const other = await readFile(path(fileOf(second)));
    const manifest = await readFile(path(second.manifest_file), 'utf8');
    const sha256 = second.tables_backed_up[EMBEDDING_TABLE]?.sha256 ?? '';
    await writeFile(
      path(second.manifest_file),
      manifest.replace(sha256, createHash('sha256').update(other).digest('hex')),
    );
    await expect(restore(keys, second.backup_timestamp)).rejects.toMatchObject({
      code: 'vector_manifest_invalid',
      params: { reason: 'encryption.mac' },
    });
  });

  it('name the key that a forged manifest claims', async () => {
    const other = await generateX25519Identity();
    const keys = await keysOf(identity, other);
    const result = await backUp(keys);
    const foreign = await backUp(await keysOf(other));
    await rename(path(fileOf(foreign)), path(fileOf(result)));
    await expect(restore(keys, result.backup_timestamp)).rejects.toMatchObject({
      code: 'vector_backup_key_wrong',
      params: { file: fileOf(result), key_id: keys.current?.id },
    });
  });
});
