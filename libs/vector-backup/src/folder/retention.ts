import { parseTimestamp } from '#libs/clock';
import type { StoredFile } from '#libs/files';
import { render, type Language, type Text } from '#libs/language';
import { parseManifest } from '../manifest.js';
import { vectorBackupMessages } from '../messages.js';
import type { BackupFolder } from './backup-folder.js';
import {
  backupDate,
  byTime,
  damageName,
  finishedName,
  isDeletedName,
  manifestName,
  timestampOf,
  verificationName,
} from './backup-names.js';
import type { BackupLocations } from './backup-locations.js';
import { backupsOf, type BackupLocation } from './list-backups.js';
import {
  planRetention,
  type RetainedBackup,
  type RetentionClock,
  type RetentionDecision,
  type RetentionRules,
} from './plan-retention.js';

/** A backup of a folder with its size, for a view of what stays. */
export interface FolderBackup extends RetainedBackup {
  /** Of all its files. */
  readonly bytes: number;
}

/**
 * What the rules would do to a folder now. Backups that are being written are left out.
 * @param known the files of the folder, if already listed
 */
export async function readRetention(
  folder: BackupFolder,
  rules: RetentionRules,
  clock: RetentionClock,
  known?: readonly StoredFile[],
): Promise<RetentionDecision<FolderBackup>[]> {
  const files = known ?? (await folder.list());
  const filesOf = Map.groupBy(files, ({ name }) => timestampOf(finishedName(name)));
  const listed = new Map((await backupsOf(folder, clock.timeZone, files)).map((backup) => [backup.timestamp, backup]));
  const backups: FolderBackup[] = [];
  for (const [timestamp, own] of filesOf) {
    if (timestamp !== null && own.every(({ name }) => finishedName(name) === name)) {
      const backup = listed.get(timestamp);
      backups.push({
        timestamp,
        startedAt: backup?.startedAt ?? parseTimestamp(backupDate(timestamp), clock.timeZone) ?? new Date(0),
        base: backup?.base ?? null,
        isVerified: backup?.verification !== null && backup?.verification !== undefined,
        isUsable: backup !== undefined && backup.problem === null && backup.damage === null,
        bytes: own.reduce((sum, { size }) => sum + size, 0),
      });
    }
  }
  return planRetention(backups, rules, clock);
}

export interface LocationRetention extends Omit<BackupLocation, 'backups'> {
  /** Newest first. */
  readonly decisions: readonly RetentionDecision<FolderBackup>[];
}

/** What the rules would do to each location that has a backup, the folder of all first. Nothing is removed. */
export async function previewRetention(
  locations: BackupLocations,
  rules: RetentionRules,
  clock: RetentionClock,
): Promise<LocationRetention[]> {
  const previews: LocationRetention[] = [];
  for (const taskId of [null, ...(await locations.tasks())]) {
    const decisions = await readRetention(locations.folder(taskId), rules, clock);
    if (decisions.length > 0) {
      previews.push({ taskId, relativePath: locations.relativePath(taskId), decisions });
    }
  }
  return previews;
}

/** Why a backup stays or goes, in the words of the rules. */
export function explainRetention(
  { reasons }: RetentionDecision<RetainedBackup>,
  rules: RetentionRules,
  language: Language,
): string {
  const counts = Object.fromEntries(Object.entries(rules).map(([name, value]) => [name, value ?? 0]));
  const sentences = reasons.map((reason) =>
    render({ code: vectorBackupMessages[`retention_${reason}`].code, params: counts }, language),
  );
  return sentences.join(SEPARATOR[language]);
}

const SEPARATOR: Text = { zh: '；', en: '; ' };

/**
 * Removes the backups of a folder that no rule keeps, see `planRetention`. The log of the folder stays.
 * @returns timestamps of the removed backups, newest first
 */
export async function removeOldBackups(
  folder: BackupFolder,
  rules: RetentionRules,
  clock: RetentionClock,
): Promise<string[]> {
  if (Object.values(rules).every((rule) => rule === null)) {
    return [];
  }
  const files = await folder.list();
  const plan = await readRetention(folder, rules, clock, files);
  const old = plan.filter(({ keeps }) => !keeps).map(({ backup }) => backup.timestamp);
  await removeBackups(folder, old, files);
  return old;
}

/** The newest backup of a folder that was restored for a test; null where there is none. */
export async function lastVerified(folder: BackupFolder): Promise<string | null> {
  return newestVerified(await namesIn(folder));
}

function newestVerified(names: readonly string[]): string | null {
  const present = new Set(names);
  const timestamps = names.map(timestampOf).filter((timestamp) => timestamp !== null);
  const verified = timestamps.filter(
    (timestamp) =>
      [manifestName, verificationName].every((nameOf) => present.has(nameOf(timestamp))) &&
      !present.has(damageName(timestamp)),
  );
  return verified.sort(byTime).at(-1) ?? null;
}

async function namesIn(folder: BackupFolder): Promise<string[]> {
  return (await folder.list()).map(({ name }) => name);
}

/** The base of each incremental backup in the folder. */
export async function readBases(folder: BackupFolder): Promise<Map<string, string>> {
  const names = await namesIn(folder);
  const bases = new Map<string, string>();
  for (const name of names) {
    const timestamp = timestampOf(name);
    if (timestamp === null || !isDeletedName(name, timestamp)) {
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

/**
 * Removes every file of these backups: the manifest first, so that no half of a backup looks whole.
 * @param known the files of the folder, if already listed
 * @returns names of the removed files
 */
export async function removeBackups(
  folder: BackupFolder,
  timestamps: readonly string[],
  known?: readonly StoredFile[],
): Promise<string[]> {
  const names = (known ?? (await folder.list()))
    .map(({ name }) => name)
    .filter((name) => timestamps.includes(timestampOf(name) ?? ''))
    .sort((left, right) => Number(right.startsWith('manifest_')) - Number(left.startsWith('manifest_')));
  await folder.remove(names);
  return names;
}
