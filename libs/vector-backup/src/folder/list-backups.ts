import pLimit from 'p-limit';
import { parseTimestamp } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import type { StoredFile } from '#libs/files';
import { vectorBackupErrors } from '../errors.js';
import { downgradeOf, isAuthentic } from '../encryption/manifest-seal.js';
import { manifestSha256, parseManifest, type Manifest } from '../manifest.js';
import type { BackupFolder } from './backup-folder.js';
import {
  backupDate,
  backupLogName,
  byTime,
  damageName,
  isDeletedName,
  LOG_NAME,
  manifestName,
  parseDataFileName,
  timestampOf,
  verificationName,
} from './backup-names.js';
import { requireParts } from './backup-parts.js';
import type { BackupLocations } from './backup-locations.js';
import { readDamage, readVerification, type Damage, type Verification } from '../verify/damage.js';
import { EMBEDDING_TABLE, REQUIRED_TABLES, type BackupCompression, type BackupFormat } from '../tables.js';

/** A backup of both tables, as a folder shows it. */
export interface ListedBackup {
  readonly timestamp: string;
  readonly date: string;
  readonly collection: StoredFile;
  readonly embedding: StoredFile;
  readonly format: BackupFormat;
  readonly compression: BackupCompression;
  /** Null for files that are not encrypted, and where no manifest tells. */
  readonly encryption: {
    readonly keyId: string;
    readonly missing: DomainError | null;
    /** Its manifest was made with a key of this installation, for this timestamp. Of another one anybody may have written it. */
    readonly isProven: boolean;
  } | null;
  /** Name of the log of this backup. Those of earlier releases have one only while they are the newest. */
  readonly log: string | null;
  /** Needs the backup that it is based on. */
  readonly incremental: boolean;
  /** Timestamp of that backup; null for a backup of all rows, and where no manifest tells. */
  readonly base: string | null;
  /** Of its data files. */
  readonly bytes: number;
  /** Its data files: those that its manifest lists, or those that are there. */
  readonly tables: readonly string[];
  /** Rows that a restore gives, with those of the bases; null for a backup of the original. */
  readonly rows: number | null;
  /** Where its rows come from; null for a backup of the original. */
  readonly source: Manifest['source'] | null;
  /** When it was requested, which its timestamp tells by the wall clock. */
  readonly startedAt: Date;
  /** When its data were complete. */
  readonly writtenAt: Date;
  /** Null for a backup of the original. */
  readonly manifest: string | null;
  /** Of the text of the manifest; null where there is none, or none that can be read. */
  readonly manifestSha256: string | null;
  /** Its newest verification; null where it has none, or a later one found it bad. */
  readonly verification: Verification | null;
  /** What the newest verification found wrong. */
  readonly damage: Damage | null;
  /** Why it cannot be restored as it is; null when its files are those of its manifest. */
  readonly problem: DomainError | null;
}

const MANIFESTS_AT_A_TIME = 8;

export interface BackupLocation {
  /** Null: the folder of all. */
  readonly taskId: string | null;
  readonly relativePath: string;
  /** Newest first. */
  readonly backups: readonly ListedBackup[];
}

export interface BackupFilter {
  readonly globalOnly: boolean;
  /** Null: those of all tasks. */
  readonly taskId: string | null;
}

/** Every location that holds a backup: the folder of all first, then tasks, then manual runs. */
export async function listBackups(
  locations: BackupLocations,
  filter: BackupFilter,
  timeZone: string,
): Promise<BackupLocation[]> {
  const tasks = filter.globalOnly || filter.taskId !== null ? [] : await locations.tasks();
  const chosen = filter.taskId !== null ? [filter.taskId] : [null, ...tasks.toSorted(manualLast)];
  const found = await Promise.all(
    chosen.map(async (taskId) => ({
      taskId,
      relativePath: locations.relativePath(taskId),
      backups: await backupsOf(locations.folder(taskId), timeZone),
    })),
  );
  return found.filter(({ backups }) => backups.length > 0);
}

function manualLast(left: string, right: string): number {
  return Number(left.startsWith('manual_')) - Number(right.startsWith('manual_')) || left.localeCompare(right);
}

/**
 * The backups of one folder, newest first.
 * @param timeZone that a timestamp is read in where no manifest tells the instant
 * @param known the files of the folder, if already listed: in a bucket every listing is charged
 */
export async function backupsOf(
  folder: BackupFolder,
  timeZone: string,
  known?: readonly StoredFile[],
): Promise<ListedBackup[]> {
  const files = known ?? (await folder.list());
  const log = files.some(({ name }) => name === LOG_NAME) ? await folder.readText(LOG_NAME) : null;
  const timestamps = new Set(files.map(({ name }) => timestampOf(name)).filter((timestamp) => timestamp !== null));
  const remembered = timestamps.size === 0 ? new Map<string, string>() : await folder.rememberedKeys();
  const found = await pLimit(MANIFESTS_AT_A_TIME).map([...timestamps], (timestamp) =>
    listed(folder, timestamp, files, log, timeZone, remembered.get(timestamp) ?? null),
  );
  return found.filter((backup) => backup !== null).sort((left, right) => byTime(right.timestamp, left.timestamp));
}

/** One backup of a folder; null where the folder does not have it. */
export async function findBackup(
  folder: BackupFolder,
  timestamp: string,
  timeZone: string,
): Promise<ListedBackup | null> {
  const files = (await folder.list()).filter(({ name }) => timestampOf(name) === timestamp);
  return (await backupsOf(folder, timeZone, files))[0] ?? null;
}

/** Whether its files are those of its manifest, and no verification found it bad. */
export function isSound(backup: ListedBackup | null): backup is ListedBackup {
  return backup !== null && backup.manifest !== null && backup.problem === null && backup.damage === null;
}

/** The backup as its manifest states it, and how its files differ. Without a manifest the files are the backup. */
async function listed(
  folder: BackupFolder,
  timestamp: string,
  files: readonly StoredFile[],
  log: string | null,
  timeZone: string,
  rememberedKey: string | null,
): Promise<ListedBackup | null> {
  const present = (name: string): string | null => (files.some((file) => file.name === name) ? name : null);
  const manifestFile = present(manifestName(timestamp));
  const { manifest, text, invalid } = manifestFile === null ? NO_MANIFEST : await readManifest(folder, manifestFile);
  const named = new Map(files.map((file) => [file.name, file]));
  const parts =
    manifest === null
      ? files.filter(({ name }) => parseDataFileName(name)?.timestamp === timestamp)
      : manifest.tables.map(
          ({ file, bytes }) => named.get(file) ?? { name: file, size: bytes, modifiedAt: new Date(0) },
        );
  const isDamaged = named.has(damageName(timestamp));
  const [collection, embedding] = REQUIRED_TABLES.map((table) =>
    parts.find(({ name }) => parseDataFileName(name)?.table === table),
  );
  const data = embedding && parseDataFileName(embedding.name);
  if (!collection || !embedding || !data) {
    return null;
  }
  return {
    timestamp,
    format: data.format,
    compression: data.compression,
    encryption: manifest === null ? null : encryptionOf(manifest, text, timestamp, folder),
    date: backupDate(timestamp),
    collection,
    embedding,
    log: log?.includes(embedding.name) ? LOG_NAME : present(backupLogName(timestamp)),
    incremental: files.some(({ name }) => isDeletedName(name, timestamp)),
    base: manifest?.incremental?.base_timestamp ?? null,
    bytes: parts.reduce((sum, { size }) => sum + size, 0),
    tables: parts.map(({ name }) => name),
    rows: manifest && rowsOf(manifest),
    source: manifest && manifest.source,
    startedAt: startOf(manifest, timestamp, timeZone) ?? embedding.modifiedAt,
    writtenAt: embedding.modifiedAt,
    manifest: manifestFile,
    manifestSha256: text === null ? null : manifestSha256(text),
    verification:
      isDamaged || !named.has(verificationName(timestamp)) ? null : await readVerification(folder, timestamp),
    damage: isDamaged ? await readDamage(folder, timestamp) : null,
    problem: invalid ?? downgradeOf(manifest, timestamp, rememberedKey) ?? (manifest && problemOf(manifest, files)),
  };
}

function rowsOf({ tables, incremental }: Manifest): number {
  const rows = tables.map(({ table, rows: own }) =>
    table === EMBEDDING_TABLE && incremental !== null ? incremental.total_rows : own,
  );
  return rows.reduce((sum, own) => sum + own, 0);
}

/** A manifest has the instant; the wall clock of a timestamp has two of them in the hour of a clock change. */
function startOf(manifest: Manifest | null, timestamp: string, timeZone: string): Date | null {
  const created = manifest === null ? NaN : Date.parse(manifest.created_at);
  return Number.isNaN(created) ? parseTimestamp(backupDate(timestamp), timeZone) : new Date(created);
}

const NO_MANIFEST = { manifest: null, text: null, invalid: null };

interface ReadManifest {
  readonly manifest: Manifest | null;
  /** Null with the manifest. */
  readonly text: string | null;
  readonly invalid: DomainError | null;
}

async function readManifest(folder: BackupFolder, file: string): Promise<ReadManifest> {
  try {
    const text = (await folder.readText(file)) ?? '';
    return { manifest: parseManifest(text, file), text, invalid: null };
  } catch (error) {
    if (error instanceof DomainError && error.code === vectorBackupErrors.vector_manifest_invalid.code) {
      return { ...NO_MANIFEST, invalid: error };
    }
    throw error;
  }
}

function encryptionOf(
  manifest: Manifest,
  text: string | null,
  timestamp: string,
  folder: BackupFolder,
): ListedBackup['encryption'] {
  if (manifest.encryption === null) {
    return null;
  }
  const keyId = manifest.encryption.key_id;
  const params = { timestamp, key_id: keyId };
  const missing =
    folder.keys.find(keyId) === null ? new DomainError(vectorBackupErrors.vector_backup_key_missing, params) : null;
  const isProven = manifest.timestamp === timestamp && text !== null && isAuthentic(manifest, text, folder.keys);
  return { keyId, missing, isProven };
}

function problemOf(manifest: Manifest, files: readonly StoredFile[]): DomainError | null {
  try {
    requireParts(manifest, files);
    return null;
  } catch (error) {
    return error as DomainError;
  }
}
