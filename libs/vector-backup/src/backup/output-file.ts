import { createHash } from 'node:crypto';
import type { Transform } from 'node:stream';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import type { UnfinishedFile } from '#libs/files';
import { translateStorageError } from '../database/translate-error.js';
import type { BackupCompression } from '../tables.js';

const CHUNK_BYTES = 1024 * 1024;

export interface WrittenOutput {
  /** Of the file as stored. */
  readonly bytes: number;
  readonly sha256: string;
}

/** A file that is written from its beginning to its end, compressed or not; hash and size are those of what is stored. */
export class OutputFile {
  private readonly hash = createHash('sha256');
  private readonly compressor: Transform | null;
  private readonly compressed: Promise<void>;
  private length = 0;

  constructor(
    private readonly file: UnfinishedFile,
    compression: BackupCompression,
  ) {
    this.compressor = compressorOf(compression);
    this.compressed = this.compressor === null ? Promise.resolve() : this.drain(this.compressor);
    // Reported by `finish`; a write that failed before it is what the caller hears of first.
    this.compressed.catch(() => undefined);
  }

  get bytes(): number {
    return this.length;
  }

  /** The bytes may be used again once it resolves. */
  async write(bytes: Buffer): Promise<void> {
    const { compressor } = this;
    if (compressor === null) {
      await this.store(bytes);
      return;
    }
    await Promise.race([
      new Promise<void>((resolve, reject) => {
        compressor.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
      this.compressed,
    ]);
  }

  /** Ends the file; what remains is to publish it. */
  async finish(): Promise<WrittenOutput> {
    this.compressor?.end();
    await this.compressed;
    await this.stored(() => this.file.finish());
    return { bytes: this.length, sha256: this.hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    this.compressor?.destroy();
    await this.compressed.catch(() => undefined);
    await this.file.abandon();
  }

  private async drain(compressor: Transform): Promise<void> {
    for await (const chunk of compressor) {
      await this.store(chunk as Buffer);
    }
  }

  private async store(bytes: Buffer): Promise<void> {
    const writing = this.stored(() => this.file.write(bytes));
    // Meanwhile: the disk, or the network, works on other threads.
    this.hash.update(bytes);
    this.length += bytes.length;
    await writing;
  }

  private async stored(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      throw translateStorageError(error);
    }
  }
}

function compressorOf(compression: BackupCompression): Transform | null {
  switch (compression) {
    case 'none':
      return null;
    case 'gzip':
      return createGzip({ level: 1, chunkSize: CHUNK_BYTES });
    case 'zstd':
      return createZstdCompress({
        chunkSize: CHUNK_BYTES,
        params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
      });
  }
}
