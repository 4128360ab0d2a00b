import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { guarded, ignoreMissing, nullIfMissing, nullIfNotFound } from './disk.js';
import type { StoredFile } from './file-store.js';

/** Looks at a folder whose sub-folders come and go. */
const LOOKS = 50;

/** Files of a folder and its sub-folders, without hidden ones, sorted; none where there is no folder. */
export async function namesBelow(folder: string): Promise<string[]> {
  const entries = await entriesBelow(folder);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => !name.split('/').some((segment) => segment.startsWith('.')))
    .sort();
}

/** A sub-folder that is removed meanwhile, as those of staged files are, hides none of the other files. */
async function entriesBelow(folder: string): Promise<Dirent[]> {
  for (let look = 1; ; look += 1) {
    try {
      return await readdir(folder, { recursive: true, withFileTypes: true });
    } catch (error) {
      ignoreMissing(error as NodeJS.ErrnoException);
      if (look === LOOKS || (await stat(folder).catch(nullIfMissing)) === null) {
        return [];
      }
    }
  }
}

/** The same with size and modification time. */
export async function filesBelow(folder: string): Promise<StoredFile[]> {
  const files = await Promise.all(
    (await namesBelow(folder)).map(async (name) => {
      const info = await guarded(() => stat(join(folder, name)), name).catch(nullIfNotFound);
      return info === null ? null : { name, size: info.size, modifiedAt: info.mtime };
    }),
  );
  return files.filter((file) => file !== null);
}
