import type { Readable } from 'node:stream';
import { DomainError } from '#libs/domain-errors';
import { fileErrors } from '../errors.js';
import { fileNameSegments } from '../file-name.js';
import { ContentMeter, type Content } from '../content.js';
import type { StoredFile } from '../file-store.js';
import type { ByteRange, Storage, StorageFolder } from '../storage/storage.js';

/** Folder inside a task; hidden, so that an archive never becomes part of another one. */
const FOLDER = '.archives';

/** Archives that were built, in the folder of their task. */
export class ArchiveFolder {
  constructor(private readonly storage: Storage) {}

  /**
   * The archive appears under its name when it is complete. Writing it again replaces it.
   * @param beforePublish the last chance to refuse, by an error
   */
  async write(
    taskId: string,
    archiveId: string,
    content: Readable,
    beforePublish: () => Promise<void>,
  ): Promise<Content> {
    const folder = this.folder(taskId);
    await folder.create();
    const [name] = fileNameSegments(archiveId) as [string];
    const file = await folder.begin(name);
    const meter = new ContentMeter();
    try {
      for await (const chunk of meter.passing(content)) {
        await file.write(chunk);
      }
      await file.finish();
      await beforePublish();
      await folder.publish([name]);
    } catch (error) {
      content.destroy();
      await file.abandon();
      await folder.removeUnfinished([name]);
      throw error;
    }
    return meter.finish();
  }

  /** @throws DomainError `file_not_found` */
  async stat(taskId: string, archiveId: string): Promise<StoredFile> {
    const file = await this.folder(taskId).find(archiveId);
    if (file === null) {
      throw new DomainError(fileErrors.file_not_found, { name: archiveId });
    }
    return file;
  }

  stream(taskId: string, archiveId: string, range?: ByteRange): Readable {
    return this.folder(taskId).stream(archiveId, range);
  }

  /** Half-written ones of processes that died included. */
  list(taskId: string): Promise<StoredFile[]> {
    return this.folder(taskId).list();
  }

  async remove(taskId: string, archiveId: string): Promise<void> {
    await this.folder(taskId).remove([archiveId]);
  }

  private folder(taskId: string): StorageFolder {
    return this.storage.folder([...fileNameSegments(taskId), FOLDER].join('/'));
  }
}
