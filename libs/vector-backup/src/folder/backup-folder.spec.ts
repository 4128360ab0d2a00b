import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalFolder } from '#libs/files';
import { BackupFolder } from './backup-folder.js';

const BASE = '20250721_154914';

describe('timestamps of backups that fall in one second', () => {
  let directory: string;
  let folder: BackupFolder;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-backups-'));
    folder = new BackupFolder(new LocalFolder(directory));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  const reserve = (avoid: string | null = null): Promise<string> => folder.reserveTimestamp(BASE, avoid, 'operation');

  it('are numbered in their order, those that are only reserved included', async () => {
    expect(await reserve()).toBe(BASE);
    expect(await reserve()).toBe(`${BASE}_2`);
    expect(await reserve(`${BASE}_3`)).toBe(`${BASE}_4`);
    expect(await folder.reserveTimestamp('20250721_154915', null, 'operation')).toBe('20250721_154915');
  });

  it('are later than every backup that is still there, also when earlier ones were removed', async () => {
    await writeFile(join(directory, `manifest_${BASE}_9.json`), '{}');
    await writeFile(join(directory, `langchain_pg_embedding_${BASE}_10.csv`), '');
    expect(await reserve()).toBe(`${BASE}_11`);
  });
});
