import { Decrypter } from 'age-encryption';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';
import { CHUNK_BYTES, decryptChunk, NONCE_BYTES, payloadKey, TAG_BYTES } from './age-chunks.js';
import type { BackupKey } from './backup-keys.js';

const STORED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const LAST_HEADER_LINE = /(?:^|\n)---[^\n]*\n/;
/** A header for one recipient has about 200 bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * The content of an encrypted file. A piece is given out after it was authenticated; the end is authenticated too.
 * @param stored its chunks may be used again once the next one is asked for
 * @throws DomainError `vector_backup_key_wrong`, `vector_backup_chunk_damaged`, `vector_backup_cut`
 */
export async function* decrypted(
  stored: AsyncIterable<Buffer>,
  file: string,
  key: Pick<BackupKey, 'id' | 'identity'>,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let chunks: ChunkReader | null = null;
  for await (const piece of stored) {
    // A copy: the next piece may come in the same memory.
    rest = Buffer.concat([rest, piece]);
    if (chunks === null) {
      const opened = await openPayload(rest, file, key);
      if (opened === null) {
        continue;
      }
      chunks = new ChunkReader(opened.key, file);
      rest = rest.subarray(opened.at);
    }
    const parts: Buffer[] = [];
    let at = 0;
    // A chunk that ends the piece may be the last one of the file.
    for (; rest.length - at > STORED_CHUNK_BYTES; at += STORED_CHUNK_BYTES) {
      parts.push(chunks.next(rest.subarray(at, at + STORED_CHUNK_BYTES)));
    }
    rest = rest.subarray(at);
    if (parts.length > 0) {
      yield Buffer.concat(parts);
    }
  }
  if (chunks === null) {
    throw new DomainError(vectorBackupErrors.vector_backup_cut, { file, chunk: 0 });
  }
  yield chunks.last(rest);
}

/** @returns null while the header is not complete */
async function openPayload(
  bytes: Buffer,
  file: string,
  key: Pick<BackupKey, 'id' | 'identity'>,
): Promise<{ readonly key: Buffer; readonly at: number } | null> {
  const beginning = bytes.subarray(0, MAX_HEADER_BYTES).toString('latin1');
  const line = LAST_HEADER_LINE.exec(beginning);
  if (line === null) {
    if (bytes.length >= MAX_HEADER_BYTES) {
      throw new DomainError(vectorBackupErrors.vector_backup_chunk_damaged, { file, chunk: 0 });
    }
    return null;
  }
  const headerBytes = line.index + line[0].length;
  const at = headerBytes + NONCE_BYTES;
  if (bytes.length < at) {
    return null;
  }
  const decrypter = new Decrypter();
  decrypter.addIdentity(key.identity);
  try {
    const fileKey = await decrypter.decryptHeader(bytes.subarray(0, headerBytes));
    return { key: payloadKey(fileKey, bytes.subarray(headerBytes, at)), at };
  } catch (error) {
    throw new DomainError(vectorBackupErrors.vector_backup_key_wrong, { file, key_id: key.id }, { cause: error });
  }
}

/** Decrypts chunk after chunk; errors count them from 1. */
class ChunkReader {
  private number = 0;

  constructor(
    private readonly key: Buffer,
    private readonly file: string,
  ) {}

  next(chunk: Buffer): Buffer {
    const bytes = decryptChunk(this.key, this.number, false, chunk);
    if (bytes === null) {
      throw this.damaged();
    }
    this.number += 1;
    return bytes;
  }

  /** @param chunk everything that is left of the file */
  last(chunk: Buffer): Buffer {
    const bytes = decryptChunk(this.key, this.number, true, chunk);
    if (bytes !== null && (bytes.length > 0 || this.number === 0)) {
      return bytes;
    }
    const isWhole = chunk.length === STORED_CHUNK_BYTES;
    const isCut = isWhole ? decryptChunk(this.key, this.number, false, chunk) !== null : chunk.length < TAG_BYTES;
    throw isCut ? this.cut(isWhole ? this.number + 1 : this.number) : this.damaged();
  }

  private damaged(): DomainError {
    const { file } = this;
    return new DomainError(vectorBackupErrors.vector_backup_chunk_damaged, { file, chunk: this.number + 1 });
  }

  private cut(chunk: number): DomainError {
    return new DomainError(vectorBackupErrors.vector_backup_cut, { file: this.file, chunk });
  }
}
