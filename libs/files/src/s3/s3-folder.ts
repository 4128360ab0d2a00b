import { randomUUID } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredFile } from '../file-store.js';
import { unfinishedName, type ByteRange, type StorageFolder, type UnfinishedFile } from '../storage/storage.js';
import { abortUpload, MultipartUpload } from './multipart-upload.js';
import type { S3Bucket } from './s3-bucket.js';

/** Holds an object for each claim on a name, below the name. */
const CLAIMS = '.claims';
/** Two that claim one name at the same moment both lose; the next time they come at different moments. */
const MAX_PAUSE_MS = 100;

/**
 * A folder of a bucket. An unpublished file is an open multipart upload, which readers do not see: `publish` completes
 * it, and an abort removes all of it.
 */
export class S3Folder implements StorageFolder {
  readonly location: string;
  private readonly unfinished = new Map<string, MultipartUpload>();
  /** Keys of the claims of this process, by the names that they are on. */
  private readonly claimed = new Map<string, string>();

  constructor(
    private readonly bucket: S3Bucket,
    private readonly path: string,
  ) {
    this.location = `${bucket.location}/${path}`;
  }

  async exists(): Promise<boolean> {
    return !(await this.bucket.isEmpty(this.path));
  }

  /** Folders of a bucket are there when something is in them; whether it can be written shows the first write. */
  create(): Promise<void> {
    return this.bucket.check();
  }

  async list(): Promise<StoredFile[]> {
    const [objects, uploads] = await Promise.all([
      this.bucket.list(this.path),
      this.bucket.openUploads(`${this.path}/`),
    ]);
    const below = objects.map((object) => ({ ...object, name: object.name.slice(this.path.length + 1) }));
    const files = below.filter(({ name }) => !name.includes('/'));
    const claims = below.flatMap(({ name, modifiedAt }) => {
      const [folder, claimed] = name.split('/');
      return folder === CLAIMS && claimed !== undefined ? [{ name: claimed, modifiedAt }] : [];
    });
    const claimsAndUploads = [
      ...claims,
      ...uploads.map(({ key, begunAt }) => ({ name: this.nameInFolder(key), modifiedAt: begunAt })),
    ];
    const unfinished = new Map(
      claimsAndUploads.map(({ name, modifiedAt }) => [name, { name: unfinishedName(name), size: 0, modifiedAt }]),
    );
    return [...files.map(({ name, size, modifiedAt }) => ({ name, size, modifiedAt })), ...unfinished.values()].sort(
      (left, right) => (left.name < right.name ? -1 : 1),
    );
  }

  async find(name: string): Promise<StoredFile | null> {
    const object = await this.bucket.find(this.key(name));
    return object === null ? null : { name, size: object.size, modifiedAt: object.modifiedAt };
  }

  /**
   * Not every server supports conditional writes, but all have consistent lists: a claimant that finds a second claim
   * withdraws its own.
   */
  async claim(name: string, owner: string): Promise<boolean> {
    const own = `${this.claims(name)}/${owner}.${randomUUID()}`;
    await this.bucket.put(own, Buffer.alloc(0));
    if ((await this.bucket.list(this.claims(name))).length === 1) {
      this.claimed.set(name, own);
      return true;
    }
    await this.bucket.remove(own);
    await sleep(Math.random() * MAX_PAUSE_MS);
    return false;
  }

  async withdraw(owner: string): Promise<void> {
    for (const { name } of await this.bucket.list(`${this.path}/${CLAIMS}`)) {
      if (name.slice(name.lastIndexOf('/') + 1).startsWith(`${owner}.`)) {
        await this.bucket.remove(name);
      }
    }
  }

  async begin(name: string, expectedBytes = 0): Promise<UnfinishedFile> {
    await this.unfinished.get(name)?.discard();
    const upload = new MultipartUpload(this.bucket, this.key(name), expectedBytes);
    this.unfinished.set(name, upload);
    return upload;
  }

  async publish(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const upload = this.unfinished.get(name);
      if (upload === undefined) {
        throw new Error(`${name} was not begun`);
      }
      await upload.complete();
      this.unfinished.delete(name);
      const claim = this.claimed.get(name);
      if (claim !== undefined) {
        // The file is there; a claim that stays on its name changes nothing, and goes with it.
        await this.bucket.remove(claim).catch(() => undefined);
        this.claimed.delete(name);
      }
    }
  }

  async write(name: string, content: string): Promise<void> {
    await this.bucket.put(this.key(name), Buffer.from(content));
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.bucket.remove(this.key(name));
    }
    await this.removeUnfinished(names);
  }

  /** Two looks at the bucket, however many names. */
  async removeUnfinished(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.unfinished.get(name)?.discard();
      this.unfinished.delete(name);
    }
    if (names.length === 0) {
      return;
    }
    const wanted = new Set(names);
    // Those of other processes, which may have died.
    for (const { key, uploadId } of await this.bucket.openUploads(`${this.path}/`)) {
      if (wanted.has(this.nameInFolder(key))) {
        await abortUpload(this.bucket, key, uploadId);
      }
    }
    for (const { name: key } of await this.bucket.list(`${this.path}/${CLAIMS}`)) {
      const [, claimed] = this.nameInFolder(key).split('/');
      if (claimed !== undefined && wanted.has(claimed)) {
        await this.bucket.remove(key);
      }
    }
  }

  async readText(name: string): Promise<string | null> {
    return (await this.bucket.read(this.key(name)))?.bytes.toString('utf8') ?? null;
  }

  stream(name: string, range?: ByteRange): Readable {
    return this.bucket.stream(this.key(name), range);
  }

  pieces(name: string, signal?: AbortSignal): AsyncIterable<Buffer> {
    const stream = this.stream(name);
    return signal === undefined ? stream : addAbortSignal(signal, stream);
  }

  private key(name: string): string {
    return `${this.path}/${name}`;
  }

  private nameInFolder(key: string): string {
    return key.slice(this.path.length + 1);
  }

  private claims(name: string): string {
    return `${this.path}/${CLAIMS}/${name}`;
  }
}
