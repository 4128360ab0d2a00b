import { createHash, type Hash } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LocalFolder } from './local-folder.js';

const MEGABYTE = 1024 * 1024;
/** More than the bytes after which the disk is told to start writing. */
const MANY = 70;

describe('a large file in a folder', () => {
  let directory: string;
  let folder: LocalFolder;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-folder-'));
    folder = new LocalFolder(directory);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(directory, { recursive: true, force: true });
  });

  async function write(pieces: number): Promise<void> {
    const file = await folder.begin('large.csv');
    const piece = Buffer.alloc(MEGABYTE);
    try {
      for (let number = 0; number < pieces; number += 1) {
        await file.write(piece.fill(number));
      }
      await file.finish();
    } catch (error) {
      await file.abandon();
      throw error;
    }
    await folder.publish(['large.csv']);
  }

  it('holds every piece in its place', async () => {
    await write(MANY);
    const content = await readFile(join(directory, 'large.csv'));
    expect(content.length).toBe(MANY * MEGABYTE);
    expect(Array.from({ length: MANY }, (_, number) => content[number * MEGABYTE + 1])).toEqual(
      Array.from({ length: MANY }, (_, number) => number),
    );
  });

  it('is read piece by piece, also by who stops early', async () => {
    await write(5);
    const sha256 = (): Hash => createHash('sha256');
    const pieces = sha256();
    for await (const piece of folder.pieces('large.csv')) {
      pieces.update(piece);
    }
    const content = await readFile(join(directory, 'large.csv'));
    expect(pieces.digest('hex')).toBe(sha256().update(content).digest('hex'));
    for await (const piece of folder.pieces('large.csv')) {
      expect(piece[0]).toBe(0);
      break;
    }
    const stopped = new AbortController();
    const reading = folder.pieces('large.csv', stopped.signal);
    await reading.next();
    stopped.abort(new Error('stopped'));
    await expect(reading.next()).rejects.toThrow('stopped');
    await expect(folder.pieces('none.csv').next()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('gives a name to one owner, and takes back what is claimed and not begun', async () => {
    expect(await folder.claim('first', 'one')).toBe(true);
    expect(await folder.claim('first', 'two')).toBe(false);
    expect(await folder.claim('second', 'two')).toBe(true);
    expect(await folder.claim('third', 'one')).toBe(true);
    await (await folder.begin('third')).finish();
    await folder.withdraw('one');
    expect((await folder.list()).map(({ name }) => name)).toEqual(['second.tmp', 'third.tmp']);
  });

  it('is never seen claimed without its owner, and drafts of claims are taken back', async () => {
    let seen: string | null = '';
    let isOver = false;
    const look = async (): Promise<void> => {
      while (!isOver && seen !== null && ['', 'one'].includes(seen)) {
        seen = await readFile(join(directory, 'watched.tmp'), 'utf8').catch(() => 'one');
        seen = seen === '' ? null : seen;
      }
    };
    const looks = [look(), look(), look()];
    for (let round = 0; round < 300; round += 1) {
      expect(await folder.claim('watched', 'one')).toBe(true);
      await folder.removeUnfinished(['watched']);
    }
    isOver = true;
    await Promise.all(looks);
    expect(seen).toBe('one');

    await writeFile(join(directory, 'claim_one_1.tmp'), '');
    await writeFile(join(directory, 'claim_two_1.tmp'), '');
    await folder.withdraw('one');
    expect((await folder.list()).map(({ name }) => name)).toEqual(['claim_two_1.tmp']);
  });

  it('is not finished when the disk said once, in passing, that it could not keep a part', async () => {
    const handle = await open(directory, 'r');
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const failure = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
    jest.spyOn(prototype, 'datasync').mockRejectedValueOnce(failure);
    await expect(write(40)).rejects.toMatchObject({ code: 'storage_unavailable', params: { reason: 'EIO' } });
    expect(await folder.find('large.csv')).toBeNull();
  });
});
