import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '#libs/domain-errors';
import { fileErrors } from './errors.js';
import { fileNameSegments } from './file-name.js';

export interface StoredFile {
  /** Path inside the task's folder, with `/`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

export interface WrittenFile {
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Folder names inside a task that are not outputs: work in progress of an execution. */
const STAGING = '.staging';

/** Errors of the disk that a person has to mend; a retry may then succeed. */
const UNAVAILABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ESTALE']);

/**
 * Files on a file system: one folder a task. A file appears under its final name only when it is complete:
 * it is written beside it, synced, and renamed.
 */
export class FileStore {
  /** @param root absolute folder that holds one folder a task. */
  constructor(private readonly root: string) {}

  /** Makes the folder of a task. Doing it again does nothing. */
  async createFolder(taskId: string): Promise<void> {
    await guarded(() => mkdir(this.path(taskId), { recursive: true }));
  }

  /** Writes a file that replaces its predecessor in one instant. */
  async write(taskId: string, name: string, content: string | Uint8Array): Promise<WrittenFile> {
    const staged = await this.stage(taskId, 'direct', name, content);
    await this.publish(taskId, 'direct', [name]);
    return staged;
  }

  /** Writes a file where nobody reads it yet. */
  async stage(taskId: string, area: string, name: string, content: string | Uint8Array): Promise<WrittenFile> {
    fileNameSegments(name);
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const path = this.stagedPath(taskId, area, name);
    await guarded(async () => {
      await mkdir(join(path, '..'), { recursive: true });
      const handle = await open(path, 'w', 0o644);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
    return { name, size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  /** Renames staged files to their final names. A file that is no longer staged was published before. */
  async publish(taskId: string, area: string, names: readonly string[]): Promise<void> {
    await guarded(async () => {
      const folders = new Set<string>();
      for (const name of names) {
        const target = this.filePath(taskId, name);
        const folder = join(target, '..');
        await mkdir(folder, { recursive: true });
        await rename(this.stagedPath(taskId, area, name), target).catch(ignoreMissing);
        folders.add(folder);
      }
      for (const folder of folders) {
        await syncFolder(folder);
      }
    });
  }

  /** Throws away what an execution has staged. */
  async discardStaged(taskId: string, area: string): Promise<void> {
    await guarded(() => rm(join(this.path(taskId), STAGING, area), { recursive: true, force: true }));
  }

  /** @throws DomainError `file_not_found` */
  async readText(taskId: string, name: string): Promise<string> {
    return guarded(() => readFile(this.filePath(taskId, name), 'utf8'), name);
  }

  /** @throws DomainError `file_not_found` */
  async readStaged(taskId: string, area: string, name: string): Promise<string> {
    return guarded(() => readFile(this.stagedPath(taskId, area, name), 'utf8'), name);
  }

  /** A stream over a part of a file; `start` and `end` are inclusive byte positions. */
  stream(taskId: string, name: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.filePath(taskId, name), range);
  }

  /** @throws DomainError `file_not_found`, also for a folder. */
  async stat(taskId: string, name: string): Promise<StoredFile> {
    const info = await guarded(() => stat(this.filePath(taskId, name)), name);
    if (!info.isFile()) {
      throw new DomainError(fileErrors.file_not_found, { name });
    }
    return { name, size: info.size, modifiedAt: info.mtime };
  }

  /** Every published file of a task, sorted by name; empty when the task has no folder. */
  async list(taskId: string): Promise<StoredFile[]> {
    const root = this.path(taskId);
    const entries = await guarded(async () =>
      readdir(root, { recursive: true, withFileTypes: true }).catch(emptyIfMissing),
    );
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .split('\\')
          .join('/'),
      )
      .filter((name) => !name.split('/').some((segment) => segment.startsWith('.')))
      .sort();
    const files = await Promise.all(names.map((name) => this.stat(taskId, name).catch(nullIfNotFound)));
    return files.filter((file) => file !== null);
  }

  async remove(taskId: string, name: string): Promise<void> {
    await guarded(() => rm(this.filePath(taskId, name), { force: true }));
  }

  async append(taskId: string, name: string, text: string): Promise<void> {
    await guarded(() => appendFile(this.filePath(taskId, name), text, 'utf8'));
  }

  /** Resolves when the store can be written. @throws DomainError `storage_unavailable` */
  async check(): Promise<void> {
    await guarded(async () => {
      await mkdir(this.root, { recursive: true });
      await access(this.root, constants.R_OK | constants.W_OK | constants.X_OK);
    });
  }

  private path(taskId: string): string {
    return join(this.root, ...fileNameSegments(taskId));
  }

  private filePath(taskId: string, name: string): string {
    return join(this.path(taskId), ...fileNameSegments(name));
  }

  private stagedPath(taskId: string, area: string, name: string): string {
    return join(this.path(taskId), STAGING, area, ...fileNameSegments(name));
  }
}

async function guarded<T>(call: () => Promise<T>, name?: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (name !== undefined && (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR')) {
      throw new DomainError(fileErrors.file_not_found, { name }, { cause: error });
    }
    if (UNAVAILABLE.has(code)) {
      throw new DomainError(fileErrors.storage_unavailable, { reason: code }, { cause: error });
    }
    throw error;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') {
    throw error;
  }
}

function emptyIfMissing(error: NodeJS.ErrnoException): never[] {
  ignoreMissing(error);
  return [];
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof DomainError && error.code === 'file_not_found') {
    return null;
  }
  throw error;
}

/** A rename survives a power cut only when the folder is synced too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
