import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { LocalStorage } from '#libs/files';
import { createBackup } from '../backup/create-backup.js';
import { BackupLocations } from '../folder/backup-locations.js';
import { listBackups, type ListedBackup } from '../folder/list-backups.js';
import { KEEP_NEWEST, clockOf } from '../folder/plan-retention.fixture.js';
import { explainRetention, lastVerified, previewRetention, removeOldBackups } from '../folder/retention.js';
import { backupOptions, contextOf } from '../operation-options.fixture.js';
import { connectTo, fillVectorTables } from '../vector-rows.fixture.js';
import { verifyBackup, type VerifyResult } from './verify-backup.js';

describe('a backup that is verified again', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let root: string;
  let directory: string;
  let locations: BackupLocations;

  beforeAll(async () => {
    database = await createTestDatabase('verify_again');
    client = await connectTo(database.url);
    await fillVectorTables(client, 5);
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'data-pipeline-again-'));
    directory = join(root, 'vector_bak');
    locations = new BackupLocations(new LocalStorage(root));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  async function backUp(): Promise<string> {
    const folder = locations.folder(null);
    const made = await createBackup(backupOptions({ connectionString: database.url, folder }), contextOf());
    return made.backup_timestamp;
  }

  const verify = (timestamp: string, connectionString = database.url): Promise<VerifyResult> =>
    verifyBackup({ connectionString, folder: locations.folder(null), timestamp, timeZone: 'UTC' }, contextOf());

  const listed = async (): Promise<readonly ListedBackup[]> =>
    (await listBackups(locations, { globalOnly: true, taskId: null }, 'UTC'))[0]?.backups ?? [];

  /** Changes one byte of its rows, not their number. */
  async function damage(timestamp: string): Promise<() => Promise<void>> {
    const file = join(directory, `langchain_pg_embedding_${timestamp}.csv`);
    const content = await readFile(file);
    const bad = Buffer.from(content);
    bad[100] = (bad[100] ?? 0) ^ 1;
    await writeFile(file, bad);
    return () => writeFile(file, content);
  }

  it('has the time that its restore took, without the comparison', async () => {
    const timestamp = await backUp();
    const result = await verify(timestamp);
    expect(result.restore_seconds).toBeGreaterThan(0);
    expect(result.restore_seconds).toBeLessThanOrEqual(result.duration);
    const kept = JSON.parse(await readFile(join(directory, `verification_${timestamp}.json`), 'utf8')) as VerifyResult;
    expect(kept).toEqual(result);
    const { restore_seconds: restoreSeconds, duration: seconds } = result;
    expect(await listed()).toMatchObject([{ damage: null, verification: { restoreSeconds, seconds }, rows: 17 }]);
  });

  it('is not verified any more once it is found bad, until it is whole again', async () => {
    const [old, timestamp] = [await backUp(), await backUp()];
    await verify(old);
    await verify(timestamp);
    const repair = await damage(timestamp);
    await expect(verify(timestamp)).rejects.toMatchObject({ code: 'vector_backup_damaged' });
    expect(await readdir(directory)).not.toContain(`verification_${timestamp}.json`);
    const [newest] = await listed();
    expect(newest).toMatchObject({ verification: null, problem: null, damage: { code: 'vector_backup_damaged' } });
    expect(newest?.damage?.reason.en).toContain('SHA-256');
    expect(await lastVerified(locations.folder(null))).toBe(old);
    // The good one is not given for the bad one.
    expect(await removeOldBackups(locations.folder(null), KEEP_NEWEST, clockOf(timestamp))).toEqual([]);

    await repair();
    await verify(timestamp);
    expect(await readdir(directory)).not.toContain(`damaged_${timestamp}.json`);
    expect((await listed())[0]).toMatchObject({ damage: null, verification: {} });
    expect(await lastVerified(locations.folder(null))).toBe(timestamp);
    expect(await removeOldBackups(locations.folder(null), KEEP_NEWEST, clockOf(timestamp))).toEqual([old]);
  });

  it('keeps its result when the server, not the backup, is in the way', async () => {
    const timestamp = await backUp();
    const { verified_at: at } = await verify(timestamp);
    await expect(verify(timestamp, 'postgresql://nobody@127.0.0.1:1/none')).rejects.toMatchObject({
      code: 'vector_database_unreachable',
    });
    expect((await listed())[0]?.verification?.at).toEqual(new Date(at));
  });

  it('leaves no note about a backup that is gone', async () => {
    await backUp();
    await expect(verify('20200101_000000')).rejects.toMatchObject({ code: 'vector_backup_not_found' });
    expect((await readdir(directory)).filter((name) => name.includes('20200101'))).toEqual([]);
  });

  it('is shown with the reason why it stays or goes, and nothing is removed by looking', async () => {
    const timestamps = [await backUp(), await backUp(), await backUp()];
    await verify(timestamps[0] ?? '');
    const files = await readdir(directory);
    const clock = { now: new Date(), timeZone: 'UTC' };
    const [preview, ...others] = await previewRetention(locations, KEEP_NEWEST, clock);
    expect(others).toEqual([]);
    expect(preview?.decisions.map(({ backup, keeps, reasons }) => [backup.timestamp, keeps, reasons])).toEqual([
      [timestamps[2], true, ['newest', 'count']],
      [timestamps[1], false, ['no_rule']],
      [timestamps[0], true, ['last_verified']],
    ]);
    expect(explainRetention(preview!.decisions[0]!, KEEP_NEWEST, 'en')).toBe('the newest backup; one of the newest 1');
    expect(explainRetention(preview!.decisions[1]!, KEEP_NEWEST, 'zh')).toBe('没有规则保留它');
    expect(preview?.decisions[1]?.backup.bytes).toBeGreaterThan(0);
    expect(await readdir(directory)).toEqual(files);
  });

  it('is no more than a copy of one table: that takes no place of a whole backup', async () => {
    const whole = await backUp();
    const options = backupOptions({ connectionString: database.url, folder: locations.folder(null) });
    const part = await createBackup({ ...options, tables: ['langchain_pg_collection'] }, contextOf());
    const clock = clockOf(part.backup_timestamp);
    expect(await removeOldBackups(locations.folder(null), KEEP_NEWEST, clock)).toEqual([]);
    const newest = await backUp();
    expect((await removeOldBackups(locations.folder(null), KEEP_NEWEST, clockOf(newest))).sort()).toEqual([
      whole,
      part.backup_timestamp,
    ]);
    expect((await readdir(directory)).every((name) => name.includes(newest) || name === 'vector_backup_log.txt')).toBe(
      true,
    );
  });
});
