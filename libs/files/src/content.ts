import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createFile, FILE_MODE } from './disk.js';

export interface Content {
  /** Bytes. */
  readonly size: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** Counts and hashes bytes as they come by. */
export class ContentMeter {
  private readonly hash = createHash('sha256');
  private size = 0;

  add(bytes: Uint8Array): this {
    this.hash.update(bytes);
    this.size += bytes.byteLength;
    return this;
  }

  async *passing(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.add(chunk);
      yield chunk;
    }
  }

  /** Of all bytes so far; call it once, at the end. */
  finish(): Content {
    return { size: this.size, sha256: this.hash.digest('hex') };
  }
}

/** Size and SHA-256 of a stream. */
export async function measureContent(source: Readable): Promise<Content> {
  const meter = new ContentMeter();
  for await (const chunk of source as AsyncIterable<Buffer>) {
    meter.add(chunk);
  }
  return meter.finish();
}

/** Writes a new file, in a folder that is made when it is not there, and syncs it. */
export async function writeSynced(path: string, content: string | Uint8Array): Promise<Content> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const handle = await createFile(path);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return new ContentMeter().add(bytes).finish();
}

/** Writes a stream into a new file and syncs it; memory does not grow with its size. */
export async function writeHashed(path: string, source: Readable): Promise<Content> {
  const meter = new ContentMeter();
  await pipeline(
    source,
    (chunks: AsyncIterable<Buffer>) => meter.passing(chunks),
    createWriteStream(path, { flush: true, mode: FILE_MODE }),
  );
  return meter.finish();
}
