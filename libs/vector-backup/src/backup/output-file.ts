import { createHash } from 'node:crypto';
import type { UnfinishedFile } from '#libs/files';
import { translateStorageError } from '../database/translate-error.js';
import type { BackupCompression } from '../tables.js';
import { Encryptor } from '../encryption/encryptor.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { Compressor } from './compressor.js';

export interface WrittenOutput {
  /** Of the file as stored. */
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * A file written sequentially, compressed or not, encrypted or not: first compressed, then encrypted. Hash and size are
 * those of the stored bytes.
 */
export class OutputFile {
  private readonly hash = createHash('sha256');
  private readonly compressor: Compressor | null;
  private length = 0;

  private constructor(
    private readonly file: UnfinishedFile,
    compression: BackupCompression,
    private readonly encryptor: Encryptor | null,
  ) {
    this.compressor = compression === 'none' ? null : new Compressor(compression, (bytes) => this.seal(bytes));
  }

  /**
   * Encrypted with the key of the folder, if it has one for new files.
   * @param expectedBytes its approximate size; 0: unknown
   */
  static async begin(
    folder: BackupFolder,
    name: string,
    expectedBytes: number,
    compression: BackupCompression,
  ): Promise<OutputFile> {
    const { current } = folder.keys;
    const encryptor = current && (await Encryptor.begin(current));
    const output = new OutputFile(await folder.begin(name, expectedBytes), compression, encryptor);
    if (encryptor !== null) {
      await output.store(encryptor.beginning);
    }
    return output;
  }

  get bytes(): number {
    return this.length;
  }

  /** The bytes may be used again once it resolves. */
  async write(bytes: Buffer): Promise<void> {
    await (this.compressor === null ? this.seal(bytes) : this.compressor.write(bytes));
  }

  /** Ends the file, which is then ready to be published. */
  async finish(): Promise<WrittenOutput> {
    await this.compressor?.finish();
    if (this.encryptor !== null) {
      await this.store(this.encryptor.final());
    }
    await this.stored(() => this.file.finish());
    return { bytes: this.length, sha256: this.hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    // At once: the compressor waits for the current write, which may hang until the file is abandoned.
    await Promise.all([this.compressor?.abandon(), this.file.abandon()]);
  }

  private seal(bytes: Buffer): Promise<void> {
    return this.store(this.encryptor?.update(bytes) ?? bytes);
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
