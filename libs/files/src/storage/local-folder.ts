import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, lstat, open, readdir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  emptyIfMissing,
  FILE_MODE,
  guarded,
  makeFolders,
  nullIfMissing,
  nullIfNotFound,
  openRegular,
  readTextFile,
  streamFile,
  syncFolder,
} from '../disk.js';
import type { StoredFile } from '../file-store.js';
import { unfinishedName, type ByteRange, type StorageFolder, type UnfinishedFile } from './storage.js';

const READ_BYTES = 1024 * 1024;
/** After so many bytes a sync starts, which shortens the final one. */
const FLUSH_BYTES = 32 * 1024 * 1024;

const draftsOf = (owner: string): string => `claim_${owner}_`;

/** A folder of a file system. A file is written as `{name}.tmp`, synced, and renamed. */
export class LocalFolder implements StorageFolder {
  /** @param location absolute */
  constructor(readonly location: string) {}

  async exists(): Promise<boolean> {
    const info = await guarded(() => stat(this.location).catch(nullIfMissing));
    return info?.isDirectory() ?? false;
  }

  async create(): Promise<void> {
    await guarded(async () => {
      await makeFolders(this.location);
      await access(this.location, constants.R_OK | constants.W_OK | constants.X_OK);
    });
  }

  async list(): Promise<StoredFile[]> {
    return guarded(async () => {
      const names = (await readdir(this.location, { withFileTypes: true }).catch(emptyIfMissing))
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort();
      const files = await Promise.all(names.map((name) => this.find(name)));
      return files.filter((file) => file !== null);
    });
  }

  async find(name: string): Promise<StoredFile | null> {
    return guarded(async () => {
      const info = await lstat(this.path(name)).catch(nullIfMissing);
      return info?.isFile() ? { name, size: info.size, modifiedAt: info.mtime } : null;
    });
  }

  /** The draft is linked when it is complete: a claim without its owner could not be withdrawn. */
  async claim(name: string, owner: string): Promise<boolean> {
    const draft = this.unfinishedPath(`${draftsOf(owner)}${randomUUID()}`);
    return guarded(async () => {
      try {
        await writeFile(draft, owner, { flag: 'wx', mode: FILE_MODE });
        return (await link(draft, this.unfinishedPath(name)).catch(nullIfExists)) !== null;
      } finally {
        await rm(draft, { force: true });
      }
    });
  }

  async withdraw(owner: string): Promise<void> {
    const size = Buffer.byteLength(owner);
    for (const file of await this.list()) {
      const isClaim = file.size === size && file.name.endsWith(unfinishedName(''));
      if (file.name.startsWith(draftsOf(owner)) || (isClaim && (await this.readText(file.name)) === owner)) {
        await this.erase([this.path(file.name)]);
      }
    }
  }

  async begin(name: string): Promise<UnfinishedFile> {
    return new LocalUnfinishedFile(await guarded(() => open(this.unfinishedPath(name), 'w', FILE_MODE)));
  }

  async publish(names: readonly string[]): Promise<void> {
    await guarded(async () => {
      for (const name of names) {
        await rename(this.unfinishedPath(name), this.path(name));
      }
      await syncFolder(this.location);
    });
  }

  async write(name: string, content: string): Promise<void> {
    const draft = `${name}.${randomUUID()}`;
    try {
      const file = await this.begin(draft);
      await file.write(Buffer.from(content)).then(
        () => file.finish(),
        async (error: unknown) => {
          await file.abandon();
          throw error;
        },
      );
      await guarded(async () => {
        await rename(this.unfinishedPath(draft), this.path(name));
        await syncFolder(this.location);
      });
    } finally {
      await this.removeUnfinished([draft]);
    }
  }

  async remove(names: readonly string[]): Promise<void> {
    await this.erase(names.flatMap((name) => [this.path(name), this.unfinishedPath(name)]));
  }

  async removeUnfinished(names: readonly string[]): Promise<void> {
    await this.erase(names.map((name) => this.unfinishedPath(name)));
  }

  async readText(name: string): Promise<string | null> {
    return readTextFile(this.path(name), name).catch(nullIfNotFound);
  }

  stream(name: string, range?: ByteRange): Readable {
    return streamFile(this.path(name), { ...range, highWaterMark: READ_BYTES });
  }

  async *pieces(name: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const handle = await openRegular(this.path(name));
    const [first, second] = [Buffer.allocUnsafeSlow(READ_BYTES), Buffer.allocUnsafeSlow(READ_BYTES)];
    const read = (into: Buffer): Promise<Buffer> => {
      const piece = handle.read(into, 0, into.length, null).then(({ bytesRead }) => into.subarray(0, bytesRead));
      // A later waiter gets the failure; without a waiter it must not be an unhandled rejection.
      piece.catch(() => undefined);
      return piece;
    };
    let reading = read(first);
    try {
      for (let other = second; ; other = other === first ? second : first) {
        signal?.throwIfAborted();
        const piece = await reading;
        if (piece.length === 0) {
          return;
        }
        // While this one is used, the disk fills the other.
        reading = read(other);
        yield piece;
      }
    } finally {
      await reading.catch(() => undefined);
      await handle.close();
    }
  }

  private async erase(paths: readonly string[]): Promise<void> {
    await guarded(async () => {
      for (const path of paths) {
        await rm(path, { force: true });
      }
    });
  }

  private path(name: string): string {
    return join(this.location, name);
  }

  private unfinishedPath(name: string): string {
    return this.path(unfinishedName(name));
  }
}

class LocalUnfinishedFile implements UnfinishedFile {
  private length = 0;
  private flushedLength = 0;
  private flushing: Promise<void> | null = null;
  /** The kernel reports a failed write-back only once. */
  private flushError: Error | null = null;

  constructor(private readonly handle: FileHandle) {}

  async write(bytes: Buffer): Promise<void> {
    await guarded(async () => {
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.handle.write(bytes, at, bytes.length - at, this.length);
        at += bytesWritten;
        this.length += bytesWritten;
      }
      this.requireFlushed();
    });
    if (this.flushing === null && this.length - this.flushedLength >= FLUSH_BYTES) {
      this.flushing = this.flush();
    }
  }

  async finish(): Promise<void> {
    await guarded(async () => {
      await this.flushing;
      this.requireFlushed();
      await this.handle.sync();
      await this.handle.close();
    });
  }

  async abandon(): Promise<void> {
    await this.flushing;
    await this.handle.close().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    this.flushedLength = this.length;
    try {
      await this.handle.datasync();
    } catch (error) {
      this.flushError = error as Error;
    }
    this.flushing = null;
  }

  private requireFlushed(): void {
    if (this.flushError !== null) {
      throw this.flushError;
    }
  }
}

function nullIfExists(error: NodeJS.ErrnoException): null {
  if (error.code !== 'EEXIST') {
    throw error;
  }
  return null;
}
