import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { loadConfig, type S3Config } from '#libs/config';
import { eventually } from '../../../../test/harness/eventually.js';
import { startS3Server, type S3Server } from '../../../../test/harness/s3-server.js';
import { openStorage } from '../storage/open-storage.js';
import { LONG_STORAGE_WAITS } from '../storage/storage-waits.js';
import type { Storage, StorageFolder } from '../storage/storage.js';
import { S3Bucket } from './s3-bucket.js';

const MIB = 1024 * 1024;

/** Bytes that are nowhere the same, so that a part in the wrong place shows. */
function bytesOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) {
    bytes.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  }
  return bytes;
}

// Megabytes go through two servers and a proxy: on a busy machine that takes its time.
jest.setTimeout(120_000);

describe('storage in a bucket', () => {
  let server: S3Server;
  let prefix: string;
  let storage: Storage;
  let folder: StorageFolder;

  beforeAll(async () => {
    server = await startS3Server();
  });

  afterAll(async () => {
    await server?.stop();
  });

  beforeEach(() => {
    prefix = `install/${randomUUID()}`;
    storage = open(prefix);
    folder = storage.folder('vector_bak');
  });

  afterEach(() => {
    server.faults.length = 0;
  });

  function open(at: string): Storage {
    return openStorage(loadConfig({ STORAGE_URL: server.urlOf(at), ...server.credentials }).storage);
  }

  async function names(): Promise<string[]> {
    return (await folder.list()).map(({ name }) => name);
  }

  async function keys(): Promise<string[]> {
    return (await server.keys(prefix)).map((key) => key.slice(prefix.length + 1));
  }

  describe('a folder of large files', () => {
    it('shows a file when it is published, and not before', async () => {
      const content = bytesOf(20 * MIB + 12);
      const file = await folder.begin('large.csv');
      for (let at = 0; at < content.length; at += 3 * MIB) {
        const piece = Buffer.from(content.subarray(at, at + 3 * MIB));
        await file.write(piece);
        piece.fill(0);
      }
      await file.finish();
      expect(await folder.find('large.csv')).toBeNull();
      expect(await names()).toEqual(['large.csv.tmp']);
      expect(await server.openUploads(prefix)).toEqual([`${prefix}/vector_bak/large.csv`]);
      await folder.publish(['large.csv']);
      expect(await folder.list()).toMatchObject([{ name: 'large.csv', size: content.length }]);
      expect(await server.openUploads(prefix)).toEqual([]);
      expect((await buffer(folder.stream('large.csv'))).equals(content)).toBe(true);
      const part = await buffer(folder.stream('large.csv', { start: 8 * MIB - 2, end: 8 * MIB + 5 }));
      expect(part.equals(content.subarray(8 * MIB - 2, 8 * MIB + 6))).toBe(true);
    });

    it('publishes small and empty files in one request each', async () => {
      for (const text of ['', '{"a": "中文"}']) {
        const file = await folder.begin('small.json');
        await file.write(Buffer.from(text));
        await file.finish();
        expect(await keys()).not.toContain('vector_bak/small.json.tmp');
        await folder.publish(['small.json']);
        expect(await folder.readText('small.json')).toBe(text);
      }
      expect(server.requests.filter((line) => line.includes(prefix) && line.includes('uploads'))).toEqual([]);
    });

    it('has nothing in it when there is nothing', async () => {
      expect(await folder.exists()).toBe(false);
      expect(await folder.list()).toEqual([]);
      expect(await folder.readText('none')).toBeNull();
      expect(await storage.folderNames()).toEqual([]);
      await expect(buffer(folder.stream('none'))).rejects.toMatchObject({ code: 'file_not_found' });
      await folder.remove(['none']);
    });

    it('gives a name to one of several that claim it', async () => {
      const claims = await Promise.all(
        Array.from({ length: 6 }, () => storage.folder('vector_bak').claim('manifest', 'one')),
      );
      // All may lose against each other; two may not win.
      expect(claims.filter(Boolean).length).toBeLessThanOrEqual(1);
      await folder.remove(['manifest']);
      expect(await folder.claim('manifest', 'one')).toBe(true);
      expect(await storage.folder('vector_bak').claim('manifest', 'two')).toBe(false);
      expect(await names()).toEqual(['manifest.tmp']);
      await folder.removeUnfinished(['manifest']);
      expect(await keys()).toEqual([]);
    });

    it('takes back the claims of an owner that died, and no others', async () => {
      expect(await folder.claim('first', 'one')).toBe(true);
      expect(await folder.claim('second', 'one')).toBe(true);
      expect(await folder.claim('third', 'two')).toBe(true);
      await storage.folder('vector_bak').withdraw('one');
      expect(await names()).toEqual(['third.tmp']);
    });

    it('leaves nothing of a file that is given up, also by a process that died', async () => {
      const file = await folder.begin('given-up.csv');
      await file.write(bytesOf(17 * MIB));
      await file.abandon();
      await folder.removeUnfinished(['given-up.csv']);
      const lost = await folder.begin('lost.csv');
      await lost.write(bytesOf(9 * MIB));
      await lost.finish();
      expect(await server.openUploads(prefix)).toEqual([`${prefix}/vector_bak/lost.csv`]);
      await storage.folder('vector_bak').remove(['lost.csv']);
      expect(await server.openUploads(prefix)).toEqual([]);
      expect(await keys()).toEqual([]);
      await expect(folder.publish(['lost.csv'])).rejects.toMatchObject({ code: 'storage_unavailable' });
      expect(await keys()).toEqual([]);
    });

    it.each<[string, RegExp, 500 | 'cut']>([
      ['an error at the begin', /POST .*\?uploads/, 500],
      ['a connection cut in a part', /PUT .*partNumber=2/, 'cut'],
      ['an error at the end', /POST .*uploadId=/, 500],
    ])('survives %s that passes', async (_, request, answer) => {
      server.faults.push({ request, answer, times: 2 });
      const content = bytesOf(17 * MIB);
      const file = await folder.begin('survivor.csv');
      await file.write(content);
      await file.finish();
      await folder.publish(['survivor.csv']);
      expect((await buffer(folder.stream('survivor.csv'))).equals(content)).toBe(true);
    });

    it('takes a completion for done whose answer was lost', async () => {
      server.faults.push({ request: /POST .*uploadId=/, answer: { cutAfter: 0 }, times: 1 });
      const file = await folder.begin('done.csv');
      await file.write(bytesOf(9 * MIB));
      await file.finish();
      await folder.publish(['done.csv']);
      expect(await folder.find('done.csv')).toMatchObject({ size: 9 * MIB });
    });

    it('says what is wrong when a fault stays, and can be cleaned up after it', async () => {
      server.faults.push({ request: /PUT .*partNumber=1&/, answer: 500 });
      const file = await folder.begin('broken.csv');
      const writing = file.write(bytesOf(9 * MIB)).then(() => file.finish());
      await expect(writing).rejects.toMatchObject({
        code: 'storage_unavailable',
        params: { reason: `s3://${server.bucket}: InternalError 500` },
      });
      await file.abandon();
      await folder.removeUnfinished(['broken.csv']);
      expect(await server.openUploads(prefix)).toEqual([]);
    });

    it('goes on reading where a connection broke', async () => {
      const content = bytesOf(5 * MIB);
      const file = await folder.begin('read.csv');
      await file.write(content);
      await file.finish();
      await folder.publish(['read.csv']);
      server.faults.push(
        { request: /GET .*read\.csv/, answer: { cutAfter: 2 * MIB }, times: 1 },
        { request: /GET .*read\.csv/, answer: { cutAfter: 1 * MIB }, times: 1 },
        { request: /GET .*read\.csv/, answer: 'cut', times: 1 },
      );
      expect((await buffer(folder.stream('read.csv'))).equals(content)).toBe(true);
      server.faults.push({ request: /GET .*read\.csv/, answer: { cutAfter: 1 * MIB }, times: 1 });
      const part = await buffer(folder.stream('read.csv', { start: MIB, end: 4 * MIB - 1 }));
      expect(part.equals(content.subarray(MIB, 4 * MIB))).toBe(true);
    });

    it('stops at once, also while nothing comes', async () => {
      await folder.write('read.csv', 'x'.repeat(4 * MIB));
      server.faults.push(
        { request: /GET .*read\.csv/, answer: 'hang' },
        { request: /PUT .*partNumber=/, answer: 'hang' },
      );
      const stream = folder.stream('read.csv');
      const reading = buffer(stream);
      reading.catch(() => undefined);
      await eventually(() => expect(server.requests.at(-1)).toMatch(/^GET .*read\.csv/));
      stream.destroy();
      await expect(reading).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
      const file = await folder.begin('hanging.csv');
      const writing = file.write(bytesOf(30 * MIB));
      writing.catch(() => undefined);
      await eventually(() => expect(server.requests.at(-1)).toMatch(/partNumber=/), 60_000);
      await file.abandon();
      await expect(writing).rejects.toThrow();
      await folder.removeUnfinished(['hanging.csv']);
      expect(await server.openUploads(prefix)).toEqual([]);
    });

    it('never mixes an object with the one that replaced it', async () => {
      await folder.write('replaced.csv', 'a'.repeat(4 * MIB));
      server.faults.push(
        { request: /GET .*replaced\.csv/, answer: { cutAfter: 1 * MIB }, times: 1 },
        {
          request: /GET .*replaced\.csv/,
          before: () => folder.write('replaced.csv', 'b'.repeat(4 * MIB)),
          times: 1,
        },
      );
      await expect(buffer(folder.stream('replaced.csv'))).rejects.toMatchObject({ code: 'storage_unavailable' });
    });
  });

  describe('the files of a task', () => {
    const task = 'task_20250721_213627';

    it('publishes what is staged, all of it or what is left of it', async () => {
      const { files } = storage;
      await files.createFolder(task);
      expect([await files.list(task), await storage.folder(task).exists()]).toEqual([[], true]);
      const written = await files.stage(task, 'execution', 'a 文.ddl', 'create table a ();');
      const sha256 = createHash('sha256').update('create table a ();').digest('hex');
      expect(written).toEqual({ name: 'a 文.ddl', size: 18, sha256 });
      await files.stageStream(task, 'execution', 'sub/b.md', Readable.from([Buffer.from('# '), Buffer.from('b')]));
      expect(await files.readStaged(task, 'execution', 'sub/b.md')).toBe('# b');
      expect(await files.list(task)).toEqual([]);
      expect(await files.stagedAreas(task)).toMatchObject([{ area: 'execution', size: 21 }]);
      const names = ['a 文.ddl', 'sub/b.md'];
      expect(await files.publish(task, 'execution', names)).toEqual([]);
      expect((await files.publish(task, 'execution', names)).sort()).toEqual(names);
      expect(await files.list(task)).toMatchObject([
        { name: 'a 文.ddl', size: 18 },
        { name: 'sub/b.md', size: 3 },
      ]);
      expect(await files.stagedAreas(task)).toEqual([]);
      await files.stage(task, 'other', 'c', 'c');
      await files.discardStaged(task, 'other');
      expect(await keys()).toEqual([`${task}/.folder`, `${task}/a 文.ddl`, `${task}/sub/b.md`]);
    });

    it('serves what it holds, and says what it does not', async () => {
      const { files } = storage;
      await files.write(task, 'a.ddl', 'create table a ();');
      server.faults.push({ request: /GET .*a\.ddl/, answer: { cutAfter: 5 }, times: 1 });
      expect(await files.readText(task, 'a.ddl')).toBe('create table a ();');
      expect(await files.has(task, 'a.ddl')).toBe(true);
      const opened = await files.open(task, 'a.ddl');
      expect([opened.size, (await buffer(opened.stream)).toString()]).toEqual([18, 'create table a ();']);
      expect((await buffer(files.stream(task, 'a.ddl', { start: 7, end: 11 }))).toString()).toBe('table');
      await files.write(task, 'empty.txt', '');
      expect((await buffer((await files.open(task, 'empty.txt')).stream)).length).toBe(0);
      for (const method of ['readText', 'open', 'stat'] as const) {
        await expect(files[method](task, 'b')).rejects.toMatchObject({ code: 'file_not_found' });
      }
      expect(() => files.stream(task, '../other/a.ddl')).toThrow();
    });

    it('keeps a copy under a name that is free', async () => {
      const { files } = storage;
      await files.write(task, 'a.txt', 'first');
      expect(await files.keepUnder(task, 'a.txt', 'a.txt_bak1')).toBe(true);
      await files.write(task, 'a.txt', 'second');
      expect(await files.keepUnder(task, 'a.txt', 'a.txt_bak1')).toBe(false);
      expect(await files.readText(task, 'a.txt_bak1')).toBe('first');
      await expect(files.keepUnder(task, 'none', 'other')).rejects.toMatchObject({ code: 'file_not_found' });
    });

    it('appends in order under concurrent appends', async () => {
      const { files } = storage;
      await expect(files.append(task, 'data_pipeline.log', 'of a task that is gone')).rejects.toMatchObject({
        code: 'file_not_found',
      });
      await files.createFolder(task);
      const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\n`);
      await Promise.all(lines.map((line) => files.append(task, 'data_pipeline.log', line)));
      expect(await files.readText(task, 'data_pipeline.log')).toBe(lines.join(''));
      await files.append(task, 'data_pipeline.log', 'end\n');
      expect(await files.readText(task, 'data_pipeline.log')).toBe(`${lines.join('')}end\n`);
      server.faults.push({ request: /PUT .*data_pipeline\.log/, answer: 500 });
      await expect(files.append(task, 'data_pipeline.log', 'lost')).rejects.toMatchObject({
        code: 'storage_unavailable',
      });
      server.faults.length = 0;
      await files.append(task, 'data_pipeline.log', 'again\n');
      expect(await files.readText(task, 'data_pipeline.log')).toMatch(/end\nagain\n$/);
    });

    it('takes a folder away, gives it back, and ends what a process that died had begun', async () => {
      const { files } = storage;
      await files.write(task, 'a.txt', 'a');
      await files.write('task_2', 'b.txt', 'b');
      const removed = await files.removeFolder(task);
      expect(removed?.files).toMatchObject([{ name: 'a.txt', size: 1 }]);
      await files.putBack(task);
      await files.emptyTrash(new Date(Date.now() + 60_000), new Set());
      expect(await files.readText(task, 'a.txt')).toBe('a');
      await (await files.removeFolder(task))?.erase();
      expect(await files.list(task)).toEqual([]);
      expect(await files.removeFolder(task)).toBeNull();
      await files.removeFolder('task_2');
      await files.emptyTrash(new Date(0), new Set());
      await files.emptyTrash(new Date(Date.now() + 60_000), new Set(['task_2']));
      expect((await files.folders()).map(({ taskId }) => taskId)).toEqual(['task_2']);
      await files.emptyTrash(new Date(Date.now() + 60_000), new Set());
      expect(await keys()).toEqual([]);
    });
  });

  it('lists as many pages as there are', async () => {
    const config = loadConfig({ STORAGE_URL: server.urlOf(prefix), ...server.credentials }).storage;
    const bucket = new S3Bucket(config as S3Config, LONG_STORAGE_WAITS, 2);
    for (const key of ['a/1', 'a/2', 'b/1', 'b/2', 'c/1']) {
      await bucket.put(key, Buffer.from(key));
    }
    expect((await bucket.list('')).map(({ name }) => name)).toEqual(['a/1', 'a/2', 'b/1', 'b/2', 'c/1']);
    expect((await bucket.list('b')).map(({ name }) => name)).toEqual(['b/1', 'b/2']);
    expect(await bucket.folderNames()).toEqual(['a', 'b', 'c']);
  });

  it('is ready when the bucket answers, and says why not', async () => {
    const before = await keys();
    await storage.files.check();
    expect(await keys()).toEqual(before);
    const absent = loadConfig({
      STORAGE_URL: server.urlOf('').replace(server.bucket, 'no-such-bucket'),
      ...server.credentials,
    });
    await expect(openStorage(absent.storage).files.check()).rejects.toMatchObject({
      code: 'storage_unavailable',
      params: { reason: 's3://no-such-bucket: NoSuchBucket 404' },
    });
  });
});
