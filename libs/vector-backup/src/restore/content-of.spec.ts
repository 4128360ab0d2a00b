import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { BackupFolder } from '../folder/backup-folder.js';
import { contentOf } from './backup-set.js';

type DataFile = Parameters<typeof contentOf>[1];

describe('contentOf', () => {
  it.each(['gzip', 'zstd'] as const)(
    'keeps the error of a %s file that breaks before it is read',
    async (compression) => {
      const stored = new Readable({ read: () => undefined });
      const folder = { stream: () => stored } as unknown as BackupFolder;
      const content = contentOf({ folder, key: null }, { name: 'a.csv', compression } as DataFile);
      stored.destroy(new Error('the disk is gone'));
      await turn();
      await turn();
      const reading = (async () => {
        for await (const piece of content) {
          expect(piece).toBeUndefined();
        }
      })();
      await expect(reading).rejects.toThrow('the disk is gone');
      expect(content.destroyed && stored.destroyed).toBe(true);
    },
  );

  it('closes the file when its reader leaves', async () => {
    const stored = new Readable({ read: () => undefined });
    const folder = { stream: () => stored } as unknown as BackupFolder;
    contentOf({ folder, key: null }, { name: 'a.csv', compression: 'gzip' } as DataFile).destroy();
    await turn();
    await turn();
    expect(stored.destroyed).toBe(true);
  });
});
