import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createFile } from './disk.js';

export interface Content {
  /** Bytes. */
  readonly size: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

export function contentOf(bytes: Uint8Array): Content {
  return { size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Size and SHA-256 of what a stream brings. */
export async function hashOf(source: Readable): Promise<Content> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.byteLength;
  }
  return { size, sha256: hash.digest('hex') };
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
  return contentOf(bytes);
}

/** Writes a stream into a new file and syncs it; memory does not grow with its size. */
export async function writeHashed(path: string, source: Readable): Promise<Content> {
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.byteLength;
        yield chunk;
      }
    },
    createWriteStream(path, { flush: true, mode: 0o644 }),
  );
  return { size, sha256: hash.digest('hex') };
}
