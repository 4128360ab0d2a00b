import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';
import { BackupFolder } from './backup-folder.js';

export const BACKUP_DIRECTORY = 'vector_bak';
const TASK_FOLDER = /^[A-Za-z0-9_]{1,64}$/;

/** Where backups are: the folder of all, and one in the folder of each task. */
export class BackupLocations {
  /** @param root absolute folder that holds one folder a task */
  constructor(private readonly root: string) {}

  /** @param taskId null: the folder of all */
  folder(taskId: string | null): BackupFolder {
    return new BackupFolder(
      taskId === null ? join(this.root, BACKUP_DIRECTORY) : join(this.root, taskId, BACKUP_DIRECTORY),
    );
  }

  /** As it is shown and taken back: `data_pipeline/training_data/task_x/vector_bak`. */
  relativePath(taskId: string | null): string {
    const parts = [basename(join(this.root, '..')), basename(this.root), taskId, BACKUP_DIRECTORY];
    return parts.filter((part) => part !== null && part !== '').join('/');
  }

  /**
   * The location that a path names: one that `relativePath` gave, in any of the forms that clients know.
   * @returns the task, or null for the folder of all
   * @throws DomainError `vector_backup_path_invalid` for every other path
   */
  parse(path: string): string | null {
    const clean = path.replace(/^\.\//, '').replace(/\/+$/, '');
    const prefixes = [
      `${this.root}/`,
      `${basename(join(this.root, '..'))}/${basename(this.root)}/`,
      `${basename(this.root)}/`,
      '',
    ];
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
    const info = await stat(join(this.root, taskId)).catch(() => null);
    if (!info?.isDirectory()) {
      throw new DomainError(vectorBackupErrors.vector_task_directory_missing, { task_id: taskId });
    }
  }

  /** Folders of tasks that hold backups, sorted. */
  async tasks(): Promise<string[]> {
    const entries = await readdir(this.root, { withFileTypes: true }).catch(() => []);
    const names = entries
      .filter((entry) => entry.isDirectory() && entry.name !== BACKUP_DIRECTORY && TASK_FOLDER.test(entry.name))
      .map(({ name }) => name)
      .sort();
    const infos = await Promise.all(names.map((name) => stat(this.folder(name).path).catch(() => null)));
    return names.filter((_, index) => infos[index]?.isDirectory());
  }
}
