import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startS3Server, type S3Server } from '../../../test/harness/s3-server.js';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { loadConfig } from '#libs/config';
import { dataSourceOptions } from '#libs/database';
import { openStorage, type Storage } from '#libs/files';
import { StorageMark } from './storage-mark.js';

jest.setTimeout(60_000);

describe.each(['a folder', 'a bucket'])('the mark of %s', (kind) => {
  let installation: TestInstallation;
  let dataSource: DataSource;
  let server: S3Server | null;

  /** A storage of this name, and a process that has it. */
  const seenAtStorage = (name: string): Storage => {
    const url = server === null ? `file://${join(installation.storageDirectory, name)}` : server.urlOf(name);
    const { storage } = loadConfig({ STORAGE_URL: url, ...server?.credentials });
    return openStorage(storage);
  };
  const seenAt = (name: string): StorageMark => new StorageMark(dataSource, seenAtStorage(name));
  const codeAt = async (name: string): Promise<string | null> => (await seenAt(name).check())?.code ?? null;

  beforeAll(async () => {
    server = kind === 'a bucket' ? await startS3Server() : null;
    installation = await createTestInstallation('mark', 'postgres');
    dataSource = await new DataSource(dataSourceOptions(installation.config.databaseUrl, 4, 'test')).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await installation.remove();
    await server?.stop();
  });

  it('is made once, however many API processes start', async () => {
    // The API of an older release never marks: what it asks for is done, also somewhere else.
    const early = seenAt('elsewhere');
    expect(await early.check()).toBeNull();
    expect(early.notice?.code).toBe('storage_not_marked');
    await Promise.all([1, 2, 3].map(() => seenAt('here').mark()));
    expect(await codeAt('here')).toBeNull();
    expect((await early.check())?.code).toBe('storage_without_mark');
    expect(early.notice).toBeNull();
    expect(await dataSource.query('SELECT count(*)::int AS count FROM data_pipeline_storage_marks')).toEqual([
      { count: 1 },
    ]);
  });

  it('is missing below another prefix, which an API does not mark', async () => {
    await seenAt('elsewhere').mark();
    const mark = seenAt('elsewhere');
    expect((await mark.check())?.code).toBe('storage_without_mark');
    // Paths are for the log.
    expect(mark.problem?.message).not.toContain('elsewhere');
    expect(mark.where).toMatch(/here: .*elsewhere, marked: .*here/);
  });

  it('is that of another installation, until an operator adopts the storage', async () => {
    await dataSource.query(`UPDATE data_pipeline_storage_marks SET mark = gen_random_uuid()`);
    await seenAt('here').mark();
    expect(await codeAt('here')).toBe('storage_of_another');
    await seenAt('here').adopt();
    expect(await codeAt('here')).toBeNull();
  });

  it('survives the loss of the task database', async () => {
    await dataSource.query('DELETE FROM data_pipeline_storage_marks');
    await seenAt('here').mark();
    expect(await codeAt('here')).toBeNull();
  });

  it('is compared with what the database held last, while the database is away', async () => {
    let isAway = false;
    const database = {
      query: <T>(sql: string, parameters?: unknown[]): Promise<T> =>
        isAway ? Promise.reject(new Error('connection refused')) : dataSource.query(sql, parameters),
    };
    const markAt = async (name: string): Promise<StorageMark> => {
      const mark = new StorageMark(database, seenAtStorage(name));
      await mark.check();
      return mark;
    };
    const [right, wrong] = [await markAt('here'), await markAt('nowhere')];
    isAway = true;
    await expect(right.check()).rejects.toThrow('connection refused');
    expect(await right.checkStorage()).toBeNull();
    expect((await wrong.checkStorage())?.code).toBe('storage_without_mark');
  });

  it('is missed on a volume that was replaced, and found when it is back', async () => {
    if (server !== null) {
      return;
    }
    const folder = join(installation.storageDirectory, 'here');
    await rename(folder, `${folder}.unmounted`);
    await mkdir(folder);
    expect(await codeAt('here')).toBe('storage_without_mark');
    await rm(folder, { recursive: true });
    await rename(`${folder}.unmounted`, folder);
    expect(await codeAt('here')).toBeNull();
  });
});
