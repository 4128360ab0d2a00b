import type { UnfinishedFile } from '../storage/storage.js';
import type { S3Bucket } from './s3-bucket.js';
import { isUnknownUpload } from './s3-errors.js';

const MIB = 1024 * 1024;
const SMALLEST_PART_BYTES = 8 * MIB;
const MOST_PARTS = 10_000;
/** Parts in flight while the next one fills. They bound the memory of an upload. */
const AT_A_TIME = 2;

/**
 * An object that is uploaded in parts while it is written, and that is visible only after `complete`. An object smaller
 * than one part is sent whole by `complete`.
 */
export class MultipartUpload implements UnfinishedFile {
  private readonly partBytes: number;
  private readonly free: Buffer[] = [];
  private readonly etags: (string | undefined)[] = [];
  private readonly stopped = new AbortController();
  private readonly sending = new Set<Promise<void>>();
  private failure: Error | undefined;
  private current: Buffer | undefined;
  private filled = 0;
  private size = 0;
  private uploadId: string | undefined;

  /** @param expectedBytes of the whole, roughly: large objects need large parts, and all of them have one size */
  constructor(
    private readonly bucket: S3Bucket,
    private readonly key: string,
    expectedBytes: number,
  ) {
    this.partBytes = Math.max(SMALLEST_PART_BYTES, Math.ceil((expectedBytes * 2) / MOST_PARTS / MIB) * MIB);
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      this.current ??= this.free.pop() ?? Buffer.allocUnsafeSlow(this.partBytes);
      const copied = bytes.copy(this.current, this.filled, at);
      at += copied;
      this.filled += copied;
      this.size += copied;
      if (this.filled === this.partBytes) {
        await this.sendCurrent();
      }
    }
  }

  async finish(): Promise<void> {
    if (this.uploadId !== undefined && this.filled > 0) {
      await this.sendCurrent();
    }
    await Promise.all(this.sending);
    this.throwIfFailed();
  }

  /** Makes the object appear. */
  async complete(): Promise<void> {
    const { uploadId: UploadId, bucket, key } = this;
    if (UploadId === undefined) {
      await bucket.put(key, this.current?.subarray(0, this.filled) ?? Buffer.alloc(0));
      return;
    }
    const Parts = this.etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    try {
      await bucket.run(({ CompleteMultipartUploadCommand }, client, at) =>
        client.send(new CompleteMultipartUploadCommand({ ...at(key), UploadId, MultipartUpload: { Parts } })),
      );
    } catch (error) {
      // The answer of an earlier attempt was lost: then the object is there, and the upload is not.
      if (!isUnknownUpload(error) || (await bucket.find(key))?.size !== this.size) {
        throw error;
      }
    }
  }

  async abandon(): Promise<void> {
    this.stopped.abort();
    await Promise.allSettled(this.sending);
  }

  /** Gives up, and removes the parts that were sent. */
  async discard(): Promise<void> {
    await this.abandon();
    if (this.uploadId !== undefined) {
      await abortUpload(this.bucket, this.key, this.uploadId);
    }
  }

  private async sendCurrent(): Promise<void> {
    while (this.sending.size >= AT_A_TIME) {
      await Promise.race(this.sending);
    }
    this.throwIfFailed();
    this.stopped.signal.throwIfAborted();
    const UploadId = (this.uploadId ??= await this.begin());
    const buffer = this.current as Buffer;
    const Body = buffer.subarray(0, this.filled);
    const PartNumber = this.etags.push(undefined);
    this.current = undefined;
    this.filled = 0;
    const sent = this.bucket
      .run(({ UploadPartCommand }, client, at) =>
        client.send(new UploadPartCommand({ ...at(this.key), UploadId, PartNumber, Body }), {
          abortSignal: this.stopped.signal,
        }),
      )
      .then(
        ({ ETag }) => {
          this.etags[PartNumber - 1] = ETag;
          this.free.push(buffer);
        },
        (error: unknown) => {
          this.failure ??= error as Error;
        },
      )
      .finally(() => this.sending.delete(sent));
    this.sending.add(sent);
  }

  private async begin(): Promise<string> {
    const { UploadId } = await this.bucket.run(({ CreateMultipartUploadCommand }, client, at) =>
      client.send(new CreateMultipartUploadCommand({ ...at(this.key), ContentType: 'application/octet-stream' })),
    );
    return UploadId ?? '';
  }

  private throwIfFailed(): void {
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }
}

/** Removes an upload with its parts; idempotent. */
export async function abortUpload(bucket: S3Bucket, key: string, UploadId: string): Promise<void> {
  try {
    await bucket.run(({ AbortMultipartUploadCommand }, client, at) =>
      client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId })),
    );
  } catch (error) {
    if (!isUnknownUpload(error)) {
      throw error;
    }
  }
}
