import type { StoredFile } from '#libs/files';
import type { BackupFolder } from './backup-folder.js';
import {
  backupDate,
  byTime,
  deletedName,
  LOG_NAME,
  manifestName,
  parseDataFileName,
  verificationName,
} from './backup-names.js';
import type { BackupLocations } from './backup-locations.js';
import { COLLECTION_TABLE, EMBEDDING_TABLE, type BackupCompression, type BackupFormat } from '../tables.js';

/** A backup of both tables, as a folder shows it. */
export interface ListedBackup {
  readonly timestamp: string;
  readonly date: string;
  readonly collection: StoredFile;
  readonly embedding: StoredFile;
  readonly format: BackupFormat;
  readonly compression: BackupCompression;
  /** Name of the log of this backup; the log of a folder is that of its newest backup. */
  readonly log: string | null;
  /** Needs the backup that it is based on. */
  readonly incremental: boolean;
  /** Null for a backup of the original. */
  readonly manifest: string | null;
  /** Name of the file with the result of its verification. */
  readonly verification: string | null;
}

export interface BackupLocation {
  /** Null: the folder of all. */
  readonly taskId: string | null;
  readonly relativePath: string;
  /** Newest first. */
  readonly backups: readonly ListedBackup[];
}

/** Every location that holds a backup: the folder of all first, then tasks, then manual runs. */
export async function listBackups(
  locations: BackupLocations,
  filter: { readonly globalOnly: boolean; readonly taskId: string | null },
): Promise<BackupLocation[]> {
  const tasks = filter.globalOnly || filter.taskId !== null ? [] : await locations.tasks();
  const chosen = filter.taskId !== null ? [filter.taskId] : [null, ...tasks.toSorted(manualLast)];
  const found = await Promise.all(
    chosen.map(async (taskId) => ({
      taskId,
      relativePath: locations.relativePath(taskId),
      backups: await backupsOf(locations.folder(taskId)),
    })),
  );
  return found.filter(({ backups }) => backups.length > 0);
}

function manualLast(left: string, right: string): number {
  return Number(left.startsWith('manual_')) - Number(right.startsWith('manual_')) || left.localeCompare(right);
}

async function backupsOf(folder: BackupFolder): Promise<ListedBackup[]> {
  const files = await folder.list();
  const named = new Map(files.map((file) => [file.name, file]));
  const log = named.has(LOG_NAME) ? await folder.readText(LOG_NAME) : null;
  const data = files.flatMap((file) => {
    const parsed = parseDataFileName(file.name);
    return parsed === null ? [] : [{ ...parsed, file }];
  });
  const present = (name: string): string | null => (named.has(name) ? name : null);
  return data
    .filter(({ table }) => table === EMBEDDING_TABLE)
    .flatMap((embedding) => {
      const { timestamp, format, compression } = embedding;
      const collection = data.find((each) => each.table === COLLECTION_TABLE && each.timestamp === timestamp);
      return collection === undefined
        ? []
        : [
            {
              timestamp,
              format,
              compression,
              date: backupDate(timestamp),
              collection: collection.file,
              embedding: embedding.file,
              log: log?.includes(embedding.name) ? LOG_NAME : null,
              incremental: named.has(deletedName(timestamp)),
              manifest: present(manifestName(timestamp)),
              verification: present(verificationName(timestamp)),
            },
          ];
    })
    .sort((left, right) => byTime(right.timestamp, left.timestamp));
}
