import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ListMultipartUploadsCommandOutput, ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { nullIfNotFound } from '../disk.js';
import { fileErrors } from '../errors.js';
import type { StoredFile } from '../file-store.js';
import type { ByteRange } from '../storage/storage.js';
import type { StorageWaits } from '../storage/storage-waits.js';
import { openClient, type S3Library } from './s3-client.js';
import { isMissing, translateS3Error } from './s3-errors.js';
import { resumingStream, type OpenedPart } from './resuming-stream.js';

/** Written, and removed again, to see whether the bucket can be written. No task has such a name. */
const PROBE = '.probe';

export interface StoredObject extends StoredFile {
  readonly etag: string;
}

/**
 * The objects below the prefix of a bucket, by their keys without the prefix. Requests that fail for a moment are
 * repeated by the SDK; the final error is `storage_unavailable`.
 */
export class S3Bucket {
  readonly location: string;
  private readonly prefix: string;
  private opened: Promise<S3Library> | undefined;

  /** @param pageSize objects that one answer lists; servers give 1000 at most */
  constructor(
    private readonly config: S3Config,
    private readonly waits: StorageWaits,
    private readonly pageSize = 1000,
  ) {
    const { bucket, prefix } = config;
    this.prefix = prefix === '' ? '' : `${prefix}/`;
    this.location = `s3://${[bucket, prefix].filter(Boolean).join('/')}`;
  }

  /** Resolves when the bucket can be read and written. */
  async check(): Promise<void> {
    await this.page('', { MaxKeys: 1 });
    await this.put(PROBE, Buffer.from('probe'));
    await this.remove(PROBE);
  }

  /** Writes an object in one request, so it is for what fits into memory. */
  async put(key: string, body: Buffer, condition: { ifMatch?: string; ifNoneMatch?: '*' } = {}): Promise<void> {
    const { ifMatch: IfMatch, ifNoneMatch: IfNoneMatch } = condition;
    await this.run(({ PutObjectCommand }, client, at) =>
      client.send(new PutObjectCommand({ ...at(key), Body: body, IfMatch, IfNoneMatch })),
    );
  }

  async find(key: string): Promise<StoredObject | null> {
    return this.orNull(({ HeadObjectCommand }, client, at) =>
      client
        .send(new HeadObjectCommand(at(key)))
        .then(({ ContentLength: size = 0, LastModified: modifiedAt = new Date(0), ETag: etag = '' }) => {
          return { name: key, size, modifiedAt, etag };
        }),
    );
  }

  /** Of a small object. */
  async read(key: string): Promise<{ bytes: Buffer; etag: string } | null> {
    let etag = '';
    const stream = this.stream(key, undefined, (part) => (etag = part.etag));
    const bytes = await buffer(stream).catch(nullIfNotFound);
    return bytes === null ? null : { bytes, etag };
  }

  /** The object at the time of the first read; after a broken connection the read resumes at the same byte. */
  stream(key: string, range?: ByteRange, onOpen: (part: OpenedPart) => void = () => undefined): Readable {
    return resumingStream(async (from, signal, etag) => {
      const part = await this.openPart(key, { start: from, end: range?.end }, signal, etag);
      onOpen(part);
      return part;
    }, range?.start ?? 0);
  }

  /** Every object below a folder (or all of them, for the empty path), by key. */
  async list(folder: string): Promise<StoredObject[]> {
    const objects: StoredObject[] = [];
    for (let token: string | undefined, more = true; more;) {
      const page = await this.page(folder, { MaxKeys: this.pageSize, ContinuationToken: token });
      for (const { Key: key = '', Size: size = 0, LastModified: modifiedAt, ETag: etag = '' } of page.Contents ?? []) {
        objects.push({ name: key.slice(this.prefix.length), size, modifiedAt: modifiedAt ?? new Date(0), etag });
      }
      token = page.NextContinuationToken;
      more = page.IsTruncated === true && token !== undefined;
    }
    return objects;
  }

  async isEmpty(folder: string): Promise<boolean> {
    return ((await this.page(folder, { MaxKeys: 1 })).Contents ?? []).length === 0;
  }

  /** Names of the folders at the top. */
  async folderNames(): Promise<string[]> {
    const names: string[] = [];
    for (let token: string | undefined, more = true; more;) {
      const page = await this.page('', { MaxKeys: this.pageSize, Delimiter: '/', ContinuationToken: token });
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.slice(this.prefix.length, -1)));
      token = page.NextContinuationToken;
      more = page.IsTruncated === true && token !== undefined;
    }
    return names;
  }

  /** Multipart uploads that were begun and not completed. @param start of their keys */
  async openUploads(start: string): Promise<{ key: string; uploadId: string; begunAt: Date }[]> {
    const uploads: { key: string; uploadId: string; begunAt: Date }[] = [];
    let from: { KeyMarker?: string; UploadIdMarker?: string } = {};
    for (let more = true; more;) {
      const page: ListMultipartUploadsCommandOutput = await this.run(({ ListMultipartUploadsCommand }, client) =>
        client.send(
          new ListMultipartUploadsCommand({ Bucket: this.config.bucket, Prefix: this.prefix + start, ...from }),
        ),
      );
      for (const { Key: key = '', UploadId: uploadId = '', Initiated: begunAt = new Date(0) } of page.Uploads ?? []) {
        uploads.push({ key: key.slice(this.prefix.length), uploadId, begunAt });
      }
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      from = { ...(KeyMarker && { KeyMarker }), ...(UploadIdMarker && { UploadIdMarker }) };
      more = page.IsTruncated === true && KeyMarker !== undefined;
    }
    return uploads;
  }

  /** @returns false when the object does not exist */
  async copy(from: string, to: string): Promise<boolean> {
    const source = `${this.config.bucket}/${this.prefix}${from}`.split('/').map(encodeURIComponent).join('/');
    const copied = await this.orNull(({ CopyObjectCommand }, client, at) =>
      client.send(new CopyObjectCommand({ ...at(to), CopySource: source })),
    );
    return copied !== null;
  }

  async remove(key: string): Promise<void> {
    await this.orNull(({ DeleteObjectCommand }, client, at) => client.send(new DeleteObjectCommand(at(key))));
  }

  /** Runs requests on this bucket. @throws DomainError `storage_unavailable` */
  async run<T>(
    request: (
      library: S3Library['sdk'],
      client: S3Client,
      at: (key: string) => { Bucket: string; Key: string },
    ) => Promise<T>,
  ): Promise<T> {
    const { sdk, client } = await this.library();
    try {
      return await request(sdk, client, (key) => ({ Bucket: this.config.bucket, Key: this.prefix + key }));
    } catch (error) {
      throw translateS3Error(error, this.config.bucket);
    }
  }

  private async orNull<T>(request: Parameters<typeof this.run<T>>[0]): Promise<T | null> {
    return this.run<T | null>((...context) =>
      request(...context).catch((error: unknown) => {
        if (isMissing(error)) {
          return null;
        }
        throw error;
      }),
    );
  }

  private async page(folder: string, query: object): Promise<ListObjectsV2CommandOutput> {
    const Prefix = this.prefix + (folder === '' ? '' : `${folder}/`);
    return this.run(({ ListObjectsV2Command }, client) =>
      client.send(new ListObjectsV2Command({ Bucket: this.config.bucket, Prefix, ...query })),
    );
  }

  private async openPart(
    key: string,
    { start, end }: { start: number; end: number | undefined },
    signal: AbortSignal,
    etag: string | undefined,
  ): Promise<OpenedPart> {
    const Range = start === 0 && end === undefined ? undefined : `bytes=${start}-${end ?? ''}`;
    const { sdk, client } = await this.library();
    const input = { Bucket: this.config.bucket, Key: this.prefix + key, Range, IfMatch: etag };
    try {
      const answer = await client.send(new sdk.GetObjectCommand(input), { abortSignal: signal });
      return {
        body: answer.Body as Readable,
        length: answer.ContentLength ?? 0,
        etag: answer.ETag ?? '',
      };
    } catch (error) {
      throw isMissing(error)
        ? new DomainError(fileErrors.file_not_found, { name: key }, { cause: error })
        : translateS3Error(error, this.config.bucket);
    }
  }

  /** The SDK is loaded on demand: it is the largest library of the product. */
  private library(): Promise<S3Library> {
    this.opened ??= openClient(this.config, this.waits);
    return this.opened;
  }
}
