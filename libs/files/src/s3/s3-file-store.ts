import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import pLimit from 'p-limit';
import { DomainError } from '#libs/domain-errors';
import { allEnded } from '../all-ended.js';
import { fileErrors } from '../errors.js';
import { fileNameSegments } from '../file-name.js';
import type { FileStore, NewFile, OpenedFile, RemovedFolder, StoredFile, WrittenFile } from '../file-store.js';
import { ContentMeter } from '../content.js';
import type { ByteRange } from '../storage/storage.js';
import { MultipartUpload } from './multipart-upload.js';
import { S3Appender } from './s3-appender.js';
import type { S3Bucket, StoredObject } from './s3-bucket.js';

/** Folder inside a task that holds work in progress of executions, no outputs. */
const STAGING = '.staging';
/** Folder next to the tasks, with an object for each folder to be erased. */
const TRASH = '.trash';
/** Object that makes an empty folder exist. */
const FOLDER_MARK = '.folder';
const REQUESTS_AT_A_TIME = 8;

/** Files of tasks in a bucket. An object exists only when it is complete; staged objects have keys that are not listed. */
export class S3FileStore implements FileStore {
  private readonly appender: S3Appender;

  constructor(private readonly bucket: S3Bucket) {
    // The last lines of a task that is being deleted must not bring its folder back.
    this.appender = new S3Appender(bucket, async (key) => {
      if ((await bucket.find(`${segmentAfter('', key)}/${FOLDER_MARK}`)) === null) {
        throw new DomainError(fileErrors.file_not_found, { name: key });
      }
    });
  }

  async createFolder(taskId: string, files: readonly NewFile[] = []): Promise<WrittenFile[]> {
    await this.bucket.put(`${folderOf(taskId)}/${FOLDER_MARK}`, Buffer.alloc(0));
    return allEnded(files.map(({ name, content }) => this.write(taskId, name, content)));
  }

  write(taskId: string, name: string, content: string | Uint8Array): Promise<WrittenFile> {
    return this.put(keyOf(taskId, name), name, content);
  }

  async beginStaging(taskId: string, area: string): Promise<void> {
    await this.createFolder(taskId);
    await this.discardStaged(taskId, area);
  }

  stage(taskId: string, area: string, name: string, content: string | Uint8Array): Promise<WrittenFile> {
    return this.put(stagedKey(taskId, area, name), name, content);
  }

  async stageStream(taskId: string, area: string, name: string, source: Readable): Promise<WrittenFile> {
    const upload = new MultipartUpload(this.bucket, stagedKey(taskId, area, name), 0);
    const meter = new ContentMeter();
    try {
      for await (const chunk of meter.passing(source)) {
        await upload.write(chunk);
      }
      await upload.finish();
      await upload.complete();
    } catch (error) {
      // Report the first error; the bucket's lifecycle rule removes unfinished uploads.
      await upload.discard().catch(() => undefined);
      throw error;
    }
    return { name, ...meter.finish() };
  }

  async publish(taskId: string, area: string, names: readonly string[]): Promise<string[]> {
    const missing: string[] = [];
    await this.each(names, async (name) => {
      const staged = stagedKey(taskId, area, name);
      if (await this.bucket.copy(staged, keyOf(taskId, name))) {
        await this.bucket.remove(staged);
      } else {
        missing.push(name);
      }
    });
    return missing;
  }

  async discardStaged(taskId: string, area: string): Promise<void> {
    await this.erase(await this.bucket.list(`${folderOf(taskId)}/${STAGING}/${area}`));
  }

  async stagedAreas(taskId: string): Promise<{ area: string; modifiedAt: Date; size: number }[]> {
    const folder = `${folderOf(taskId)}/${STAGING}`;
    const areas = Map.groupBy(await this.bucket.list(folder), ({ name }) => segmentAfter(folder, name));
    return [...areas].map(([area, objects]) => ({
      area,
      modifiedAt: newestOf(objects),
      size: objects.reduce((sum, { size }) => sum + size, 0),
    }));
  }

  readText(taskId: string, name: string): Promise<string> {
    return this.text(keyOf(taskId, name), name);
  }

  readStaged(taskId: string, area: string, name: string): Promise<string> {
    return this.text(stagedKey(taskId, area, name), name);
  }

  stream(taskId: string, name: string, range?: ByteRange): Readable {
    return this.bucket.stream(keyOf(taskId, name), range);
  }

  async open(taskId: string, name: string): Promise<OpenedFile> {
    const { size, modifiedAt } = await this.stat(taskId, name);
    // An object that is replaced after this has another size, or another tag: the stream then ends with an error.
    return { size, modifiedAt, stream: this.bucket.stream(keyOf(taskId, name)) };
  }

  async stat(taskId: string, name: string): Promise<StoredFile> {
    const object = await this.bucket.find(keyOf(taskId, name));
    if (object === null) {
      throw new DomainError(fileErrors.file_not_found, { name });
    }
    return { name, size: object.size, modifiedAt: object.modifiedAt };
  }

  async has(taskId: string, name: string): Promise<boolean> {
    return (await this.bucket.find(keyOf(taskId, name))) !== null;
  }

  async list(taskId: string): Promise<StoredFile[]> {
    return this.published(taskId, await this.bucket.list(folderOf(taskId)));
  }

  async names(taskId: string): Promise<string[]> {
    return (await this.list(taskId)).map(({ name }) => name);
  }

  async folders(): Promise<{ taskId: string; modifiedAt: Date }[]> {
    const tasks = Map.groupBy(await this.bucket.list(''), ({ name }) => segmentAfter('', name));
    return [...tasks]
      .filter(([taskId]) => !taskId.startsWith('.'))
      .map(([taskId, objects]) => ({ taskId, modifiedAt: newestOf(objects) }));
  }

  /** Called while the task is locked, so no other process writes between the check and the copy. */
  async keepUnder(taskId: string, name: string, secondName: string): Promise<boolean> {
    if (await this.has(taskId, secondName)) {
      return false;
    }
    if (!(await this.bucket.copy(keyOf(taskId, name), keyOf(taskId, secondName)))) {
      throw new DomainError(fileErrors.file_not_found, { name });
    }
    return true;
  }

  async remove(taskId: string, name: string): Promise<void> {
    await this.bucket.remove(keyOf(taskId, name));
  }

  /**
   * A bucket has no rename: the objects stay in place until `erase`. A marker is written first, so that `emptyTrash`
   * completes the removal after a crash.
   */
  async removeFolder(taskId: string): Promise<RemovedFolder | null> {
    const objects = await this.bucket.list(folderOf(taskId));
    if (objects.length === 0) {
      return null;
    }
    const note = `${TRASH}/${taskId}/${randomUUID()}`;
    await this.bucket.put(note, Buffer.alloc(0));
    return {
      files: this.published(taskId, objects),
      erase: async () => {
        await this.erase(objects);
        await this.bucket.remove(note);
      },
    };
  }

  async putBack(taskId: string): Promise<void> {
    for (const { name } of await this.bucket.list(`${TRASH}/${taskId}`)) {
      await this.bucket.remove(name);
    }
  }

  async emptyTrash(before: Date, kept: ReadonlySet<string>): Promise<void> {
    for (const note of (await this.bucket.list(TRASH)).filter(({ modifiedAt }) => modifiedAt < before)) {
      const taskId = segmentAfter(TRASH, note.name);
      if (kept.has(taskId)) {
        continue;
      }
      const objects = await this.bucket.list(taskId);
      // Younger objects belong to a task that has run again since.
      await this.erase(objects.filter(({ modifiedAt }) => modifiedAt <= note.modifiedAt));
      await this.bucket.remove(note.name);
    }
  }

  async append(taskId: string, name: string, text: string): Promise<void> {
    await this.appender.append(keyOf(taskId, name), text);
  }

  check(): Promise<void> {
    return this.bucket.check();
  }

  private async put(key: string, name: string, content: string | Uint8Array): Promise<WrittenFile> {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);
    await this.bucket.put(key, bytes);
    return { name, ...new ContentMeter().add(bytes).finish() };
  }

  private async text(key: string, name: string): Promise<string> {
    const content = await this.bucket.read(key);
    if (content === null) {
      throw new DomainError(fileErrors.file_not_found, { name });
    }
    return content.bytes.toString('utf8');
  }

  private published(taskId: string, objects: readonly StoredObject[]): StoredFile[] {
    const folder = `${folderOf(taskId)}/`;
    return objects
      .map(({ name, size, modifiedAt }) => ({ name: name.slice(folder.length), size, modifiedAt }))
      .filter(({ name }) => !name.split('/').some((segment) => segment.startsWith('.')))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  private erase(objects: readonly StoredObject[]): Promise<void> {
    return this.each(objects, ({ name }) => this.bucket.remove(name));
  }

  private async each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    await pLimit(REQUESTS_AT_A_TIME).map(items, work);
  }
}

function folderOf(taskId: string): string {
  return fileNameSegments(taskId).join('/');
}

function keyOf(taskId: string, name: string): string {
  return `${folderOf(taskId)}/${fileNameSegments(name).join('/')}`;
}

function stagedKey(taskId: string, area: string, name: string): string {
  return `${folderOf(taskId)}/${STAGING}/${area}/${fileNameSegments(name).join('/')}`;
}

function segmentAfter(folder: string, key: string): string {
  return (folder === '' ? key : key.slice(folder.length + 1)).split('/')[0] ?? '';
}

function newestOf(objects: readonly StoredObject[]): Date {
  return new Date(Math.max(...objects.map(({ modifiedAt }) => modifiedAt.getTime())));
}
