import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { emptyIfMissing, guarded, ignoreMissing, syncFolder } from '../disk.js';
import { fileNameSegments } from '../file-name.js';
import { writeHashed, type Content } from '../hashed-stream.js';
import type { StoredFile } from '../file-store.js';

/** Folder inside a task; hidden, so that an archive never becomes part of another one. */
const FOLDER = '.archives';

/** Archives that were built, in the folder of their task. */
export class ArchiveFolder {
  constructor(private readonly root: string) {}

  /** The archive appears under its name when it is complete. Writing it again replaces it. */
  async write(taskId: string, archiveId: string, content: Readable): Promise<Content> {
    const path = this.path(taskId, archiveId);
    return guarded(async () => {
      await mkdir(join(path, '..'), { recursive: true });
      const written = await writeHashed(`${path}.tmp`, content);
      await rename(`${path}.tmp`, path);
      await syncFolder(join(path, '..'));
      return written;
    });
  }

  /** @throws DomainError `file_not_found` */
  async stat(taskId: string, archiveId: string): Promise<StoredFile> {
    const info = await guarded(() => stat(this.path(taskId, archiveId)), archiveId);
    return { name: archiveId, size: info.size, modifiedAt: info.mtime };
  }

  stream(taskId: string, archiveId: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.path(taskId, archiveId), range);
  }

  /** Half-written ones of processes that died included. */
  async list(taskId: string): Promise<StoredFile[]> {
    const folder = join(this.root, ...fileNameSegments(taskId), FOLDER);
    return guarded(async () => {
      const names = await readdir(folder).catch(emptyIfMissing);
      const files = await Promise.all(
        names.map(async (name) => {
          const info = await stat(join(folder, name)).catch(ignoreMissing);
          return info === undefined ? [] : [{ name, size: info.size, modifiedAt: info.mtime }];
        }),
      );
      return files.flat();
    });
  }

  async remove(taskId: string, archiveId: string): Promise<void> {
    await guarded(() => rm(this.path(taskId, archiveId), { force: true }));
  }

  private path(taskId: string, archiveId: string): string {
    return join(this.root, ...fileNameSegments(taskId), FOLDER, ...fileNameSegments(archiveId));
  }
}
