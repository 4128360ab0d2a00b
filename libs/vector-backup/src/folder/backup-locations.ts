import pLimit from 'p-limit';
import { DomainError } from '#libs/domain-errors';
import type { Storage } from '#libs/files';
import { BackupKeys } from '../encryption/backup-keys.js';
import { vectorBackupErrors } from '../errors.js';
import { BackupFolder } from './backup-folder.js';

const BACKUP_DIRECTORY = 'vector_bak';
/** The keys that backups of a folder were encrypted with when they were made, by timestamp. */
export type RememberedKeys = (taskId: string | null) => Promise<ReadonlyMap<string, string>>;

const LOOKS_AT_A_TIME = 16;
const TASK_FOLDER = /^[A-Za-z0-9_]{1,64}$/;

/** Where backups are: the folder of all, and one in the folder of each task. */
export class BackupLocations {
  constructor(
    private readonly storage: Storage,
    private readonly keys = BackupKeys.none,
    private readonly rememberedKeys: RememberedKeys = async () => new Map(),
  ) {}

  /** @param taskId null: the folder of all */
  folder(taskId: string | null): BackupFolder {
    const path = taskId === null ? BACKUP_DIRECTORY : `${taskId}/${BACKUP_DIRECTORY}`;
    return new BackupFolder(this.storage.folder(path), this.keys, () => this.rememberedKeys(taskId));
  }

  /** As returned and accepted by the API: `data_pipeline/training_data/task_x/vector_bak`. */
  relativePath(taskId: string | null): string {
    return [...this.lastParts(), taskId, BACKUP_DIRECTORY].filter((part) => part !== null).join('/');
  }

  /**
   * The location that a path names: one that `relativePath` gave, in any of the forms that clients know.
   * @returns the task, or null for the folder of all
   * @throws DomainError `vector_backup_path_invalid` for every other path
   */
  parse(path: string): string | null {
    const clean = path.replace(/^\.\//, '').replace(/\/+$/, '');
    const last = this.lastParts();
    const prefixes = [`${this.storage.location}/`, `${last.join('/')}/`, `${last.at(-1)}/`, ''];
    for (const prefix of prefixes) {
      const rest = clean.startsWith(prefix) ? clean.slice(prefix.length) : null;
      const [, task] = rest === null ? [] : (/^(?:([A-Za-z0-9_]{1,64})\/)?vector_bak$/.exec(rest) ?? []);
      if (rest === BACKUP_DIRECTORY) {
        return null;
      }
      if (task !== undefined) {
        return task;
      }
    }
    throw new DomainError(vectorBackupErrors.vector_backup_path_invalid, { path: path.slice(0, 200) });
  }

  /** @throws DomainError `vector_task_id_invalid`, `vector_task_directory_missing` */
  async requireTaskFolder(taskId: string): Promise<void> {
    if (!TASK_FOLDER.test(taskId) || taskId === BACKUP_DIRECTORY) {
      throw new DomainError(vectorBackupErrors.vector_task_id_invalid);
    }
    if (!(await this.storage.folder(taskId).exists())) {
      throw new DomainError(vectorBackupErrors.vector_task_directory_missing, { task_id: taskId });
    }
  }

  /** Folders of tasks that hold backups, sorted. */
  async tasks(): Promise<string[]> {
    const names = (await this.storage.folderNames())
      .filter((name) => name !== BACKUP_DIRECTORY && TASK_FOLDER.test(name))
      .sort();
    const found = await pLimit(LOOKS_AT_A_TIME).map(names, (name) => this.folder(name).exists());
    return names.filter((_, index) => found[index]);
  }

  /** The end of the storage's location: `data_pipeline/training_data`, or bucket and prefix. */
  private lastParts(): string[] {
    return this.storage.location.split('/').filter(Boolean).slice(-2);
  }
}
