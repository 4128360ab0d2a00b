import type { Transform } from 'node:stream';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import type { BackupCompression } from '../tables.js';

/**
 * Size of a chunk of the compressing thread. After each chunk the thread waits for the event loop, so few large chunks
 * keep it busy.
 */
const PIECE_BYTES = 4 * 1024 * 1024;

/** Compresses a stream of bytes on another thread: one piece is compressed while the next one is gathered. */
export class Compressor {
  private filling = Buffer.allocUnsafeSlow(PIECE_BYTES);
  private other = Buffer.allocUnsafeSlow(PIECE_BYTES);
  private filled = 0;
  private passing: Promise<void> = Promise.resolve();
  private readonly stream: Transform;
  private readonly drained: Promise<void>;

  /** @param store receives the compressed bytes, in order */
  constructor(
    compression: Exclude<BackupCompression, 'none'>,
    private readonly store: (bytes: Buffer) => Promise<void>,
  ) {
    this.stream = compression === 'gzip' ? gzip() : zstd();
    this.drained = this.drain();
    // Reported by the next `write` or `finish`; an earlier failure takes precedence.
    this.drained.catch(() => undefined);
  }

  /** The bytes may be used again once it resolves. */
  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const copied = bytes.copy(this.filling, this.filled, at);
      at += copied;
      this.filled += copied;
      if (this.filled === PIECE_BYTES) {
        await this.passOn();
      }
    }
  }

  /** Resolves when everything is stored. */
  async finish(): Promise<void> {
    await this.passOn();
    await this.passing;
    this.stream.end();
    await this.drained;
  }

  async abandon(): Promise<void> {
    this.stream.destroy();
    await this.drained.catch(() => undefined);
  }

  private async passOn(): Promise<void> {
    await this.passing;
    const piece = this.filling.subarray(0, this.filled);
    [this.filling, this.other] = [this.other, this.filling];
    this.filled = 0;
    this.passing = this.compress(piece);
    // Reported by the next piece.
    this.passing.catch(() => undefined);
  }

  private async compress(piece: Buffer): Promise<void> {
    const compressed = new Promise<void>((resolve, reject) => {
      this.stream.write(piece, (error) => (error ? reject(error) : resolve()));
    });
    try {
      await Promise.race([compressed, this.drained]);
    } catch (error) {
      // A storage error has destroyed the stream; report that error.
      await this.drained;
      throw error;
    }
  }

  private async drain(): Promise<void> {
    for await (const chunk of this.stream) {
      await this.store(chunk as Buffer);
    }
  }
}

function gzip(): Transform {
  return createGzip({ level: 1, chunkSize: PIECE_BYTES });
}

function zstd(): Transform {
  return createZstdCompress({
    chunkSize: PIECE_BYTES,
    params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
  });
}
