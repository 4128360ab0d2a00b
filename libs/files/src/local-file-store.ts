import { randomUUID } from 'node:crypto';
import { access, appendFile, constants, link, lstat, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { DomainError } from '#libs/domain-errors';
import { SharedRun } from '#libs/shared-work';
import { allEnded } from './all-ended.js';
import {
  emptyIfMissing,
  FILE_MODE,
  guarded,
  ignoreMissing,
  makeFolder,
  makeFolders,
  nullIfMissing,
  nullIfNotFound,
  openFile,
  readTextFile,
  removeEmptyFolder,
  renameToFree,
  streamFile,
  syncFolder,
  writeProbe,
} from './disk.js';
import { fileErrors } from './errors.js';
import { fileNameSegments } from './file-name.js';
import { filesBelow, namesBelow } from './files-below.js';
import type { FileStore, NewFile, OpenedFile, RemovedFolder, StoredFile, WrittenFile } from './file-store.js';
import { writeHashed, writeSynced } from './content.js';

/** Folder inside a task that holds work in progress of executions, no outputs. */
const STAGING = '.staging';
/** Folder next to the tasks, for files to be erased and for folders without their final names. */
const TRASH = '.trash';

/** Names in the trash of what was a folder of the task begin with it. */
const removedPrefix = (taskId: string): string => `${taskId}-removed-`;

/** Files of tasks on a file system. A file is written under a temporary name, synced, and renamed. */
export class LocalFileStore implements FileStore {
  /** New folders of the same moment share it. */
  private readonly rootSync = new SharedRun(() => syncFolder(this.root));

  /** @param root absolute folder that holds one folder a task. */
  constructor(private readonly root: string) {}

  async createFolder(taskId: string, files: readonly NewFile[] = []): Promise<WrittenFile[]> {
    const folder = this.path(taskId);
    if (files.length === 0) {
      await guarded(() => makeFolders(folder));
      return [];
    }
    // The remains of a dead process are erased with the rest of the trash.
    const prepared = join(this.root, TRASH, `${taskId}-${randomUUID()}`);
    return guarded(async () => {
      await makeFolder(prepared);
      const written = await allEnded(
        files.map(async ({ name, content }) => {
          return { name, ...(await writeSynced(join(prepared, ...fileNameSegments(name)), content)) };
        }),
      );
      await syncFolder(prepared);
      if (await renameToFree(prepared, folder)) {
        await this.rootSync.run();
        return written;
      }
      await rm(prepared, { recursive: true, force: true });
      return allEnded(files.map(({ name, content }) => this.write(taskId, name, content)));
    });
  }

  async write(taskId: string, name: string, content: string | Uint8Array): Promise<WrittenFile> {
    // Writers of one name at the same moment must not write into one file.
    const area = `direct-${randomUUID()}`;
    try {
      const staged = await this.stage(taskId, area, name, content);
      await this.publish(taskId, area, [name]);
      return staged;
    } finally {
      await this.discardStaged(taskId, area);
    }
  }

  async beginStaging(taskId: string, area: string): Promise<void> {
    const folder = this.areaPath(taskId, area);
    const make = () => makeFolders(folder);
    await guarded(async () => {
      const wasThere = (await make()) === undefined;
      if (wasThere) {
        // A worker that was taken over may still be writing there, or throw its own area away.
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
        await make();
      }
    });
  }

  async stage(taskId: string, area: string, name: string, content: string | Uint8Array): Promise<WrittenFile> {
    const path = this.stagedPath(taskId, area, name);
    return { name, ...(await guarded(() => writeSynced(path, content))) };
  }

  async stageStream(taskId: string, area: string, name: string, source: Readable): Promise<WrittenFile> {
    const path = this.stagedPath(taskId, area, name);
    return guarded(async () => {
      await makeFolders(join(path, '..'));
      return { name, ...(await writeHashed(path, source)) };
    });
  }

  async publish(taskId: string, area: string, names: readonly string[]): Promise<string[]> {
    return guarded(async () => {
      const folders = new Set(names.map((name) => join(this.filePath(taskId, name), '..')));
      for (const folder of folders) {
        // Staged files are in the folder of the task, so only files in it may be missing.
        if (folder !== this.path(taskId)) {
          await makeFolders(folder);
        }
      }
      const missing: string[] = [];
      for (const name of names) {
        await rename(this.stagedPath(taskId, area, name), this.filePath(taskId, name)).catch((error: Error) => {
          ignoreMissing(error);
          missing.push(name);
        });
      }
      for (const folder of folders) {
        await syncFolder(folder);
      }
      return missing;
    });
  }

  async discardStaged(taskId: string, area: string): Promise<void> {
    const folder = this.areaPath(taskId, area);
    await guarded(async () => {
      if (!(await removeEmptyFolder(folder))) {
        await rm(folder, { recursive: true, force: true });
      }
      const around = dirname(folder);
      if (around !== join(this.path(taskId), STAGING)) {
        await removeEmptyFolder(around);
      }
    });
  }

  async stagedAreas(taskId: string): Promise<{ area: string; modifiedAt: Date; size: number }[]> {
    const folder = join(this.path(taskId), STAGING);
    return guarded(async () => {
      const areas = await readdir(folder).catch(emptyIfMissing);
      const found = await Promise.all(
        areas.map(async (area) => {
          const files = await filesBelow(join(folder, area));
          const info = await stat(join(folder, area)).catch(nullIfMissing);
          if (info === null) {
            return null;
          }
          const times = [info.mtime, ...files.map(({ modifiedAt }) => modifiedAt)];
          return {
            area,
            modifiedAt: new Date(Math.max(...times.map((time) => time.getTime()))),
            size: files.reduce((sum, { size }) => sum + size, 0),
          };
        }),
      );
      return found.filter((area) => area !== null);
    });
  }

  async readText(taskId: string, name: string): Promise<string> {
    return readTextFile(await this.foundPath(taskId, name), name);
  }

  async readStaged(taskId: string, area: string, name: string): Promise<string> {
    return readTextFile(this.stagedPath(taskId, area, name), name);
  }

  stream(taskId: string, name: string, range?: { start: number; end: number }): Readable {
    return streamFile(this.filePath(taskId, name), range);
  }

  async open(taskId: string, name: string): Promise<OpenedFile> {
    return guarded(async () => {
      const handle = await openFile(await this.foundPath(taskId, name), name);
      const info = await handle.stat();
      if (info.size === 0) {
        await handle.close();
        return { size: 0, modifiedAt: info.mtime, stream: Readable.from([]) };
      }
      const stream = handle.createReadStream({ start: 0, end: info.size - 1 });
      return { size: info.size, modifiedAt: info.mtime, stream };
    }, name);
  }

  async stat(taskId: string, name: string): Promise<StoredFile> {
    const info = await guarded(async () => lstat(await this.foundPath(taskId, name)), name);
    if (!info.isFile()) {
      throw new DomainError(fileErrors.file_not_found, { name });
    }
    return { name, size: info.size, modifiedAt: info.mtime };
  }

  async has(taskId: string, name: string): Promise<boolean> {
    return (await this.stat(taskId, name).catch(nullIfNotFound)) !== null;
  }

  async list(taskId: string): Promise<StoredFile[]> {
    return guarded(() => filesBelow(this.path(taskId)));
  }

  async names(taskId: string): Promise<string[]> {
    return guarded(() => namesBelow(this.path(taskId)));
  }

  async folders(): Promise<{ taskId: string; modifiedAt: Date }[]> {
    return guarded(async () => {
      const entries = await readdir(this.root, { withFileTypes: true }).catch(emptyIfMissing);
      const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
      const found = await Promise.all(
        names.map(async ({ name }) => {
          const info = await stat(join(this.root, name)).catch(nullIfMissing);
          return info === null ? null : { taskId: name, modifiedAt: info.mtime };
        }),
      );
      return found.filter((folder) => folder !== null);
    });
  }

  async keepUnder(taskId: string, name: string, secondName: string): Promise<boolean> {
    const target = this.filePath(taskId, secondName);
    return guarded(async () => {
      try {
        // Published files are never changed in place, so that both names keep the content of now.
        await link(await this.foundPath(taskId, name), target);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
          return false;
        }
        throw error;
      }
      await syncFolder(join(target, '..'));
      return true;
    }, name);
  }

  async remove(taskId: string, name: string): Promise<void> {
    await guarded(() => rm(this.filePath(taskId, name), { force: true }));
  }

  async removeFolder(taskId: string): Promise<RemovedFolder | null> {
    const folder = this.path(taskId);
    const trash = join(this.root, TRASH, `${removedPrefix(taskId)}${randomUUID()}`);
    return guarded(async () => {
      const files = await filesBelow(folder);
      await makeFolders(join(trash, '..'));
      try {
        await rename(folder, trash);
      } catch (error) {
        ignoreMissing(error as NodeJS.ErrnoException);
        return null;
      }
      return {
        files,
        erase: () => guarded(() => rm(trash, { recursive: true, force: true })),
      };
    });
  }

  async putBack(taskId: string): Promise<void> {
    const trash = join(this.root, TRASH);
    await guarded(async () => {
      for (const name of await readdir(trash).catch(emptyIfMissing)) {
        if (name.startsWith(removedPrefix(taskId))) {
          await moveMissing(join(trash, name), this.path(taskId));
        }
      }
    });
  }

  async emptyTrash(before: Date, kept: ReadonlySet<string>): Promise<void> {
    const trash = join(this.root, TRASH);
    await guarded(async () => {
      const keptPrefixes = [...kept].map(removedPrefix);
      for (const name of await readdir(trash).catch(emptyIfMissing)) {
        const info = await stat(join(trash, name)).catch(ignoreMissing);
        const isKept = keptPrefixes.some((prefix) => name.startsWith(prefix));
        // Moving a folder changes the time of its inode, not of its content.
        if (info !== undefined && info.ctime < before && !isKept) {
          await rm(join(trash, name), { recursive: true, force: true });
        }
      }
    });
  }

  async append(taskId: string, name: string, text: string): Promise<void> {
    await guarded(() => appendFile(this.filePath(taskId, name), text, { encoding: 'utf8', mode: FILE_MODE }));
  }

  async check(): Promise<void> {
    await guarded(async () => {
      await makeFolders(this.root);
      await access(this.root, constants.R_OK | constants.X_OK);
      await writeProbe(join(this.root, `.probe-${process.pid}-${randomUUID()}`));
    });
  }

  private path(taskId: string): string {
    return join(this.root, ...fileNameSegments(taskId));
  }

  private filePath(taskId: string, name: string): string {
    return join(this.path(taskId), ...fileNameSegments(name));
  }

  /**
   * The path of a file that is there: a sub-folder that is a symbolic link could lead out of the task.
   * @throws DomainError `file_not_found`
   */
  private async foundPath(taskId: string, name: string): Promise<string> {
    const path = this.filePath(taskId, name);
    const [folder, task] = [dirname(path), this.path(taskId)];
    if (folder === task) {
      return path;
    }
    const [real, realTask] = await guarded(() => Promise.all([realpath(folder), realpath(task)]), name);
    if (real !== join(realTask, relative(task, folder))) {
      throw new DomainError(fileErrors.file_not_found, { name });
    }
    return path;
  }

  private areaPath(taskId: string, area: string): string {
    return join(this.path(taskId), STAGING, area);
  }

  private stagedPath(taskId: string, area: string, name: string): string {
    return join(this.areaPath(taskId, area), ...fileNameSegments(name));
  }
}

/** Moves a folder, or where the target is there, its files that the target lacks. */
async function moveMissing(from: string, to: string): Promise<void> {
  if ((await stat(to).catch(nullIfMissing)) === null) {
    await rename(from, to);
    return;
  }
  for (const name of await namesBelow(from)) {
    const target = join(to, ...fileNameSegments(name));
    if ((await stat(target).catch(nullIfMissing)) === null) {
      await makeFolders(dirname(target));
      await rename(join(from, name), target);
    }
  }
  await rm(from, { recursive: true, force: true });
}
