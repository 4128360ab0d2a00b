import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ResolvedConfig } from '#libs/config';
import { TableListFolder } from './table-list-folder.js';

describe('TableListFolder', () => {
  let folder: string;
  let lists: TableListFolder;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'table-lists-'));
    lists = new TableListFolder({ tableListDirectory: folder } as ResolvedConfig);
    await writeFile(join(folder, 'tables.txt'), 'public.orders\n');
    await symlink(join(folder, 'tables.txt'), join(folder, 'linked.txt'));
    await mkdir(join(folder, 'folder'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await symlink('/dev/zero', join(folder, 'device'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['tables.txt', 'linked.txt'])('reads %s', async (file) => {
    expect(await lists.read(file)).toEqual(['public.orders']);
  });

  it.each([
    ['pipe', 'table_list_file_missing'],
    ['folder', 'table_list_file_missing'],
    ['device', 'table_list_file_outside'],
    ['none.txt', 'table_list_file_missing'],
  ])('refuses %s at once', async (file, code) => {
    await expect(lists.read(file)).rejects.toMatchObject({ code });
  });
});
