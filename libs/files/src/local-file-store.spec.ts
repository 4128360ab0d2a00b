import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalFileStore } from './local-file-store.js';

describe('the folder of a new task', () => {
  let root: string;
  let store: LocalFileStore;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'local-file-store-'));
    store = new LocalFileStore(root);
  });

  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  const files = [
    { name: 'a.txt', content: 'new' },
    { name: 'b.log', content: '中文\n' },
  ];

  it('has its first files, and no temporary file remains', async () => {
    await store.createFolder('task_1', files);
    await store.createFolder('task_2', files);
    expect((await store.list('task_1')).map(({ name, size }) => [name, size])).toEqual([
      ['a.txt', 3],
      ['b.log', 7],
    ]);
    expect((await store.folders()).map(({ taskId }) => taskId).sort()).toEqual(['task_1', 'task_2']);
    expect(await readdir(join(root, '.trash'))).toEqual([]);
  });

  it('keeps what it has already', async () => {
    await store.createFolder('task_1');
    await store.createFolder('task_1', [{ name: 'c.md', content: 'stays' }]);
    await writeFile(join(root, 'task_1', 'a.txt'), 'old');
    await store.createFolder('task_1', files);
    expect(await readFile(join(root, 'task_1', 'a.txt'), 'utf8')).toBe('new');
    expect((await store.list('task_1')).map(({ name }) => name)).toEqual(['a.txt', 'b.log', 'c.md']);
    expect(await readdir(join(root, '.trash'))).toEqual([]);
  });

  it('names what is published, and nothing else', async () => {
    await store.createFolder('task_1', files);
    await store.write('task_1', 'deep/c.md', '');
    await store.stage('task_1', 'execution_1', 'd.md', '');
    expect(await store.names('task_1')).toEqual(['a.txt', 'b.log', 'deep/c.md']);
    expect(await store.names('task_2')).toEqual([]);
  });

  it('empties an area before new files are staged in it', async () => {
    for (const name of ['old.md', 'new.md']) {
      await store.beginStaging('task_1', 'execution_1');
      await store.stage('task_1', 'execution_1', name, name);
    }
    await store.publish('task_1', 'execution_1', ['old.md', 'new.md']);
    expect(await store.names('task_1')).toEqual(['new.md']);
  });

  it('leaves nothing of an area, whether all of it was published or not', async () => {
    for (const area of ['empty', 'full', 'inside/1']) {
      await store.beginStaging('task_1', area);
      await store.stage('task_1', area, 'deep/a.md', '');
      await store.stage('task_1', area, 'b.md', '');
    }
    const names = ['deep/a.md', 'b.md'];
    expect(await store.publish('task_1', 'empty', [...names, 'absent.md'])).toEqual(['absent.md']);
    for (const area of ['empty', 'full', 'inside/1', 'absent']) {
      await store.discardStaged('task_1', area);
    }
    expect(await store.stagedAreas('task_1')).toEqual([]);
    expect(await store.names('task_1')).toEqual(['b.md', 'deep/a.md']);
  });

  it('refuses a name that leads out of it, and leaves nothing', async () => {
    await expect(store.createFolder('task_1', [{ name: '../x', content: '' }])).rejects.toMatchObject({
      code: 'file_name_invalid',
    });
    expect(await store.folders()).toEqual([]);
  });

  it('keeps a removed folder while its removal may be withdrawn, and gives it back beside newer files', async () => {
    await store.createFolder('task_1', files);
    await store.write('task_1', 'deep/a.md', 'old');
    await store.removeFolder('task_1');
    await store.emptyTrash(new Date(Date.now() + 60_000), new Set(['task_1']));
    await store.write('task_1', 'deep/a.md', 'new');
    await store.putBack('task_2');
    expect(await store.names('task_1')).toEqual(['deep/a.md']);
    await store.putBack('task_1');
    await store.putBack('task_1');
    expect(await store.names('task_1')).toEqual(['deep/a.md', ...files.map(({ name }) => name)].sort());
    expect(await store.readText('task_1', 'deep/a.md')).toBe('new');
    expect(await readdir(join(root, '.trash'))).toEqual([]);
  });

  it('takes back what a process that died was preparing', async () => {
    await store.createFolder('task_1', files);
    await writeFile(join(root, '.trash', 'task_2-prepared'), '');
    await store.emptyTrash(new Date(Date.now() + 60_000), new Set());
    expect(await readdir(join(root, '.trash'))).toEqual([]);
    expect(await store.list('task_1')).toHaveLength(2);
  });
});

describe('the folder of all', () => {
  it('is made with those above it; in a place that takes no folders the check ends', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-root-'));
    try {
      await Promise.all([1, 2, 3].map(() => new LocalFileStore(join(directory, 'a', 'b', 'c')).check()));
      expect(await readdir(join(directory, 'a', 'b', 'c'))).toEqual([]);
      await writeFile(join(directory, 'file'), '');
      for (const place of [join(directory, 'file', 'x'), join(directory, 'file')]) {
        await expect(new LocalFileStore(place).check()).rejects.toMatchObject({ code: 'storage_unavailable' });
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    // `mkdir` of Node with `recursive` tries for ever here.
    const denied = process.platform === 'linux' ? '/proc/none/files' : '/dev/null/files';
    await expect(new LocalFileStore(denied).check()).rejects.toMatchObject({ code: 'storage_unavailable' });
  });
});
