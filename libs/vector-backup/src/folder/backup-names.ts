import { unfinishedName } from '#libs/files';
import { VECTOR_TABLES, type BackupCompression, type BackupFormat, type VectorTable } from '../tables.js';

const TIMESTAMP = String.raw`\d{8}_\d{6}(?:_\d{1,6})?`;

/** `YYYYMMDD_HHMMSS`, with `_2`, `_3`, … where two backups fell in one second. */
export const BACKUP_TIMESTAMP = new RegExp(`^${TIMESTAMP}$`);

/** Of the longest one: `YYYYMMDD_HHMMSS_999999`. */
export const BACKUP_TIMESTAMP_LENGTH = 22;

/** Of the newest backup or attempt in a folder; `backupLogName` is that of one backup. */
export const LOG_NAME = 'vector_backup_log.txt';
const UNFINISHED = unfinishedName('');

const FORMAT_SUFFIX: Readonly<Record<BackupFormat, string>> = { csv: '.csv', binary: '.pgcopy' };
const COMPRESSION_SUFFIX: Readonly<Record<BackupCompression, string>> = { none: '', gzip: '.gz', zstd: '.zst' };

/** Of a file in the age format. */
const ENCRYPTED_SUFFIX = '.age';

const DATA_FILE = new RegExp(
  String.raw`^(${VECTOR_TABLES.join('|')})_(${TIMESTAMP})(\.csv|\.pgcopy)(|\.gz|\.zst)(|\.age)$`,
);
const OTHER_FILE = new RegExp(String.raw`^[a-z_]+?_(${TIMESTAMP})\.(?:json|csv(?:\.age)?|txt)$`);

export interface DataFileName {
  readonly name: string;
  readonly table: VectorTable;
  readonly timestamp: string;
  readonly format: BackupFormat;
  readonly compression: BackupCompression;
  readonly encrypted: boolean;
}

export function dataFileName(
  table: VectorTable,
  timestamp: string,
  format: BackupFormat,
  compression: BackupCompression,
  encrypted: boolean,
): string {
  return `${table}_${timestamp}${FORMAT_SUFFIX[format]}${COMPRESSION_SUFFIX[compression]}${suffixOf(encrypted)}`;
}

/** Parses a file name; null for a file that is not a table of a backup. */
export function parseDataFileName(name: string): DataFileName | null {
  const [, table, timestamp, format, compression, encrypted] = DATA_FILE.exec(name) ?? [];
  if (table === undefined || timestamp === undefined) {
    return null;
  }
  return {
    name,
    table: table as VectorTable,
    timestamp,
    format: format === FORMAT_SUFFIX.csv ? 'csv' : 'binary',
    compression: compression === '.gz' ? 'gzip' : compression === '.zst' ? 'zstd' : 'none',
    encrypted: encrypted === ENCRYPTED_SUFFIX,
  };
}

export function manifestName(timestamp: string): string {
  return `manifest_${timestamp}.json`;
}

/** Where the result of restoring the backup for a test is kept. */
export function verificationName(timestamp: string): string {
  return `verification_${timestamp}.json`;
}

/**
 * Where the result of a verification is kept that found the backup bad. While it exists, the backup counts as not
 * verified.
 */
export function damageName(timestamp: string): string {
  return `damaged_${timestamp}.json`;
}

/** The log of one backup; it stays when a later one overwrites `LOG_NAME`. */
export function backupLogName(timestamp: string): string {
  return `vector_backup_log_${timestamp}.txt`;
}

/** Keys of the rows that an incremental backup found deleted. */
export function deletedName(timestamp: string, encrypted: boolean): string {
  return `deleted_${timestamp}.csv${suffixOf(encrypted)}`;
}

/** Whether the file is the list of deleted rows of an incremental backup. */
export function isDeletedName(name: string, timestamp: string): boolean {
  return [true, false].some((encrypted) => name === deletedName(timestamp, encrypted));
}

function suffixOf(encrypted: boolean): string {
  return encrypted ? ENCRYPTED_SUFFIX : '';
}

const OTHER_NAMES = [manifestName, verificationName, damageName, backupLogName];

/** The name that a file will have, or has, without the mark of one that is not finished. */
export function finishedName(name: string): string {
  return name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name;
}

/** The backup that a file belongs to; null for a file of another kind. */
export function timestampOf(name: string): string | null {
  const [, timestamp] = OTHER_FILE.exec(name) ?? [];
  const isOther =
    timestamp !== undefined &&
    (isDeletedName(name, timestamp) || OTHER_NAMES.some((nameOf) => nameOf(timestamp) === name));
  return parseDataFileName(name)?.timestamp ?? (isOther ? timestamp : null);
}

/** The second of a timestamp, and its number among those of that second, from 1. */
export function partsOf(timestamp: string): { readonly second: string; readonly number: number } {
  return { second: timestamp.slice(0, 15), number: Number(timestamp.slice(16) || '1') };
}

/** The timestamp of a second with a number of its own, from 1. */
export function numberedTimestamp(second: string, number: number): string {
  return number === 1 ? second : `${second}_${number}`;
}

/** Oldest first; `_2` is newer than no number, `_10` newer than `_9`. */
export function byTime(left: string, right: string): number {
  const [older, newer] = [partsOf(left), partsOf(right)];
  return older.second.localeCompare(newer.second) || older.number - newer.number;
}

/** `YYYY-MM-DD HH:MM:SS` of a backup's timestamp. */
export function backupDate(timestamp: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)/.exec(timestamp) ?? [];
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}
