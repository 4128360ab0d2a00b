import { createHash } from 'node:crypto';
import type { UnfinishedFile } from '#libs/files';
import { translateStorageError } from '../database/translate-error.js';
import type { BackupCompression } from '../tables.js';
import { Compressor } from './compressor.js';

export interface WrittenOutput {
  /** Of the file as stored. */
  readonly bytes: number;
  readonly sha256: string;
}

/** A file written sequentially, compressed or not; hash and size are those of the stored bytes. */
export class OutputFile {
  private readonly hash = createHash('sha256');
  private readonly compressor: Compressor | null;
  private length = 0;

  constructor(
    private readonly file: UnfinishedFile,
    compression: BackupCompression,
  ) {
    this.compressor = compression === 'none' ? null : new Compressor(compression, (bytes) => this.store(bytes));
  }

  get bytes(): number {
    return this.length;
  }

  /** The bytes may be used again once it resolves. */
  async write(bytes: Buffer): Promise<void> {
    await (this.compressor === null ? this.store(bytes) : this.compressor.write(bytes));
  }

  /** Ends the file, which is then ready to be published. */
  async finish(): Promise<WrittenOutput> {
    await this.compressor?.finish();
    await this.stored(() => this.file.finish());
    return { bytes: this.length, sha256: this.hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    // At once: the compressor waits for the current write, which may hang until the file is abandoned.
    await Promise.all([this.compressor?.abandon(), this.file.abandon()]);
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
