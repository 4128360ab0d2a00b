import type { BackupFolder } from './backup-folder.js';
import { parseManifest } from '../manifest.js';
import { byTime, deletedName, finishedName, manifestName, timestampOf, verificationName } from './backup-names.js';

/**
 * Removes all but the newest `keep` backups of a folder; the one that was just made stays in any case. Backups of the
 * original, which have no manifest, count and go like the others. What an incremental backup that stays is based on
 * stays too, and so do the last verified backup and the log.
 * @returns timestamps of the removed backups
 */
export async function removeOldBackups(folder: BackupFolder, keep: number, newest: string): Promise<string[]> {
  const names = await namesIn(folder);
  const finished = names.filter((name) => finishedName(name) === name);
  const timestamps = [...new Set(finished.map(timestampOf).filter((timestamp) => timestamp !== null))];
  const byAge = timestamps
    .filter((timestamp) => timestamp !== newest)
    .sort(byTime)
    .reverse();
  const bases = await readBases(folder, names);
  const verified = newestVerified(names);
  const kept = [newest, ...byAge.slice(0, keep - 1), ...(verified === null ? [] : [verified])];
  const needed = new Set([...kept, ...kept.flatMap((timestamp) => basesOf(timestamp, bases))]);
  const old = byAge.slice(keep - 1).filter((timestamp) => !needed.has(timestamp));
  await removeBackups(folder, old, names);
  return old;
}

/** The newest backup of a folder that was restored for a test; null where there is none. */
export async function lastVerified(folder: BackupFolder): Promise<string | null> {
  return newestVerified(await namesIn(folder));
}

function newestVerified(names: readonly string[]): string | null {
  const present = new Set(names);
  const timestamps = names.map(timestampOf).filter((timestamp) => timestamp !== null);
  const verified = timestamps.filter((timestamp) =>
    [manifestName, verificationName].every((nameOf) => present.has(nameOf(timestamp))),
  );
  return verified.sort(byTime).at(-1) ?? null;
}

async function namesIn(folder: BackupFolder): Promise<string[]> {
  return (await folder.list()).map(({ name }) => name);
}

/**
 * The base of each incremental backup in the folder.
 * @param listed the names in it, if already known: in a bucket every listing is charged
 */
export async function readBases(folder: BackupFolder, listed?: readonly string[]): Promise<Map<string, string>> {
  const names = listed ?? (await namesIn(folder));
  const bases = new Map<string, string>();
  for (const name of names) {
    const timestamp = timestampOf(name);
    if (timestamp === null || name !== deletedName(timestamp)) {
      continue;
    }
    const text = await folder.readText(manifestName(timestamp));
    const base = text === null ? null : baseIn(text, manifestName(timestamp));
    if (base !== null) {
      bases.set(timestamp, base);
    }
  }
  return bases;
}

function baseIn(text: string, file: string): string | null {
  try {
    return parseManifest(text, file).incremental?.base_timestamp ?? null;
  } catch {
    // An unreadable backup cannot be restored, so it needs no base.
    return null;
  }
}

/** Files that a backup needs for its restore. */
function basesOf(timestamp: string, bases: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (let base = bases.get(timestamp); base !== undefined && !found.includes(base); base = bases.get(base)) {
    found.push(base);
  }
  return found;
}

/**
 * Removes every file of these backups: the manifest first, so that no half of a backup looks whole.
 * @param listed the names in the folder, if already known
 * @returns names of the removed files
 */
export async function removeBackups(
  folder: BackupFolder,
  timestamps: readonly string[],
  listed?: readonly string[],
): Promise<string[]> {
  const names = (listed ?? (await namesIn(folder)))
    .filter((name) => timestamps.includes(timestampOf(name) ?? ''))
    .sort((left, right) => Number(right.startsWith('manifest_')) - Number(left.startsWith('manifest_')));
  await folder.remove(names);
  return names;
}
