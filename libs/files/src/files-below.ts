import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyIfMissing, guarded, nullIfNotFound } from './disk.js';
import type { StoredFile } from './file-store.js';

/** Files of a folder and its sub-folders, without hidden ones, sorted; none where there is no folder. */
export async function namesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(emptyIfMissing);
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
