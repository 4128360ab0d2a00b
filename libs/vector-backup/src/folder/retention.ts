import type { BackupFolder } from './backup-folder.js';
import { finishedName, timestampOf } from './backup-names.js';

/**
 * Removes all but the newest `keep` backups of a folder; the one that was just made stays in any case. Backups of the
 * original, which have no manifest, count and go like the others. The log stays.
 * @returns timestamps of what was removed
 */
export async function removeOldBackups(folder: BackupFolder, keep: number, newest: string): Promise<string[]> {
  const files = (await folder.list()).filter(({ name }) => finishedName(name) === name);
  const timestamps = [...new Set(files.map(({ name }) => timestampOf(name)).filter((timestamp) => timestamp !== null))];
  const old = timestamps
    .filter((timestamp) => timestamp !== newest)
    .sort(byTime)
    .reverse()
    .slice(keep - 1);
  await removeBackups(folder, old);
  return old;
}

/** Removes every file of these backups: the manifest first, so that no half of a backup looks whole. */
export async function removeBackups(folder: BackupFolder, timestamps: readonly string[]): Promise<string[]> {
  const names = (await folder.list())
    .map(({ name }) => name)
    .filter((name) => timestamps.includes(timestampOf(name) ?? ''))
    .sort((left, right) => Number(right.startsWith('manifest_')) - Number(left.startsWith('manifest_')));
  await folder.remove(names);
  return names;
}

/** Oldest first; `_2` is newer than no number, `_10` newer than `_9`. */
export function byTime(left: string, right: string): number {
  const key = (timestamp: string): string => {
    const [second = '', number = '1'] = [timestamp.slice(0, 15), timestamp.slice(16) || '1'];
    return `${second}_${number.padStart(6, '0')}`;
  };
  return key(left).localeCompare(key(right));
}
