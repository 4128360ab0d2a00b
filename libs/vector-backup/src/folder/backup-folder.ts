import { randomUUID } from 'node:crypto';
import { constants, createReadStream, type ReadStream } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { translateStorageError } from '../database/translate-error.js';
import { manifestName, temporaryName, timestampOf } from './backup-names.js';

export interface FolderFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

/**
 * One `vector_bak` folder on a file system. A file appears under its final name only when it is complete: it is
 * written as `{name}.tmp`, synced and renamed.
 */
export class BackupFolder {
  /** @param path absolute */
  constructor(readonly path: string) {}

  async create(): Promise<void> {
    await guarded(async () => {
      await mkdir(this.path, { recursive: true });
      await access(this.path, constants.R_OK | constants.W_OK | constants.X_OK);
    });
  }

  /** Files directly in the folder, by name; empty where there is no folder. */
  async list(): Promise<FolderFile[]> {
    return guarded(async () => {
      const names = (await readdir(this.path, { withFileTypes: true }).catch(emptyIfMissing))
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort();
      const files = await Promise.all(names.map((name) => this.find(name)));
      return files.filter((file) => file !== null);
    });
  }

  async find(name: string): Promise<FolderFile | null> {
    return guarded(async () => {
      const info = await stat(join(this.path, name)).catch(nullIfMissing);
      return info?.isFile() ? { name, size: info.size, modifiedAt: info.mtime } : null;
    });
  }

  /**
   * Takes a timestamp that no other backup in this folder has: the base, or the base with `_2`, `_3`, …. The
   * temporary manifest, made exclusively, is what holds it until the backup is published or removed.
   * @param avoid a timestamp that is not to be taken though it is free
   */
  async reserveTimestamp(base: string, avoid: string | null): Promise<string> {
    for (let number = 1; ; number += 1) {
      const timestamp = number === 1 ? base : `${base}_${number}`;
      if (timestamp === avoid) {
        continue;
      }
      const claim = join(this.path, temporaryName(manifestName(timestamp)));
      const claimed = await guarded(() => open(claim, 'wx').catch(nullIfExists));
      if (claimed === null) {
        continue;
      }
      await claimed.close();
      // Looked at after the claim: a backup that ended just before has renamed its claim by now.
      if ((await this.list()).every(({ name }) => timestampOf(name) !== timestamp)) {
        return timestamp;
      }
      await guarded(() => rm(claim, { force: true }));
    }
  }

  /** Opens `{name}.tmp`, empty, for writing. */
  async openTemporary(name: string): Promise<FileHandle> {
    return guarded(() => open(join(this.path, temporaryName(name)), 'w', 0o644));
  }

  async writeTemporary(name: string, text: string): Promise<void> {
    await guarded(async () => {
      const handle = await this.openTemporary(name);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  /** Gives finished files their names, in this order, and makes that survive a power cut. */
  async publish(names: readonly string[]): Promise<void> {
    await guarded(async () => {
      for (const name of names) {
        await rename(join(this.path, temporaryName(name)), join(this.path, name));
      }
    });
    await this.syncSelf();
  }

  /** Replaces a file in one instant, also where others do the same at the same time. */
  async write(name: string, text: string): Promise<void> {
    const draft = `${name}.${randomUUID()}`;
    try {
      await this.writeTemporary(draft, text);
      await guarded(() => rename(join(this.path, temporaryName(draft)), join(this.path, name)));
      await this.syncSelf();
    } finally {
      await this.removeTemporary([draft]);
    }
  }

  /** Removes files and what is unfinished of them. */
  async remove(names: readonly string[]): Promise<void> {
    await guarded(async () => {
      for (const name of names.flatMap((each) => [each, temporaryName(each)])) {
        await rm(join(this.path, name), { force: true });
      }
    });
  }

  async removeTemporary(names: readonly string[]): Promise<void> {
    await guarded(async () => {
      for (const name of names) {
        await rm(join(this.path, temporaryName(name)), { force: true });
      }
    });
  }

  /** Null where there is no such file. */
  async readText(name: string): Promise<string | null> {
    return guarded(async () => (await readFile(join(this.path, name)).catch(nullIfMissing))?.toString('utf8') ?? null);
  }

  /** `start` and `end` are inclusive byte positions. */
  stream(name: string, range?: { start: number; end: number }): ReadStream {
    return createReadStream(join(this.path, name), { ...range, highWaterMark: 1024 * 1024 });
  }

  private async syncSelf(): Promise<void> {
    await guarded(async () => {
      const handle = await open(this.path, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }
}

async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translateStorageError(error);
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
    throw error;
  }
  return null;
}

function emptyIfMissing(error: NodeJS.ErrnoException): never[] {
  nullIfMissing(error);
  return [];
}

function nullIfExists(error: NodeJS.ErrnoException): null {
  if (error.code !== 'EEXIST') {
    throw error;
  }
  return null;
}
