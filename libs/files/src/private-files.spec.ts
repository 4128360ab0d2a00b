import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalFileStore } from './local-file-store.js';
import { LocalFolder } from './storage/local-folder.js';

const NOT_FOUND = { code: 'file_not_found' };

describe('files of this machine', () => {
  let root: string;
  let store: LocalFileStore;
  let folder: LocalFolder;

  const modeOf = async (...path: string[]): Promise<string> =>
    ((await stat(join(root, ...path))).mode & 0o777).toString(8);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'private-files-'));
    store = new LocalFileStore(root);
    folder = new LocalFolder(join(root, 'backups', 'one'));
    await store.createFolder('task_1', [{ name: 'first.txt', content: 'first' }]);
    await folder.create();
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are closed to other users, however they are written', async () => {
    await store.write('task_1', 'deep/second.txt', 'second');
    await store.beginStaging('task_1', 'area');
    await store.stageStream('task_1', 'area', 'deep/third.txt', Readable.from(['third']));
    await store.append('task_1', 'log.txt', 'line');
    await store.createFolder('task_2');
    await folder.write('manifest.json', '{}');
    expect(await folder.claim('claimed', 'me')).toBe(true);
    const files = ['first.txt', 'deep/second.txt', '.staging/area/deep/third.txt', 'log.txt'];
    expect(await Promise.all(files.map((name) => modeOf('task_1', name)))).toEqual(files.map(() => '640'));
    const folders = ['task_1', 'task_1/deep', 'task_1/.staging', 'task_1/.staging/area', 'task_2', '.trash', 'backups'];
    expect(await Promise.all(folders.map((name) => modeOf(name)))).toEqual(folders.map(() => '750'));
    expect(await modeOf('backups/one')).toBe('750');
    expect(await modeOf('backups/one/manifest.json')).toBe('640');
    expect(await modeOf('backups/one/claimed.tmp')).toBe('640');
  });

  it.each(['a symbolic link', 'a linked folder', 'a FIFO', 'a folder'])('that are %s are not served', async (kind) => {
    await writeFile(join(root, 'outside.txt'), 'secret');
    let name = 'entry.txt';
    for (const place of [join(root, 'task_1'), folder.location]) {
      if (kind === 'a symbolic link') {
        await symlink(join(root, 'outside.txt'), join(place, name));
      } else if (kind === 'a linked folder') {
        await symlink(root, join(place, 'linked'));
        name = 'linked/outside.txt';
      } else if (kind === 'a FIFO') {
        execFileSync('mkfifo', [join(place, name)]);
      } else {
        await mkdir(join(place, name));
      }
    }
    await expect(store.open('task_1', name)).rejects.toMatchObject(NOT_FOUND);
    await expect(store.readText('task_1', name)).rejects.toMatchObject(NOT_FOUND);
    await expect(store.stat('task_1', name)).rejects.toMatchObject(NOT_FOUND);
    expect(await store.has('task_1', name)).toBe(false);
    if (kind !== 'a linked folder') {
      // A FIFO without a writer is at its end at once.
      expect(await text(store.stream('task_1', name)).catch(() => '')).toBe('');
      expect(await folder.find(name)).toBeNull();
      expect(await folder.readText(name)).toBeNull();
      expect(await text(folder.stream(name)).catch(() => '')).toBe('');
      await expect(folder.pieces(name).next()).rejects.toMatchObject({
        code: expect.stringMatching(/ELOOP|EISDIR/) as unknown,
      });
    }
    expect((await store.list('task_1')).map((file) => file.name)).toEqual(['first.txt']);
  });
});
