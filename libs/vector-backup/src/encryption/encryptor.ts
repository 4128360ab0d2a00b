import { randomBytes } from 'node:crypto';
import { Encrypter } from 'age-encryption';
import { CHUNK_BYTES, encryptChunk, NONCE_BYTES, payloadKey, TAG_BYTES } from './age-chunks.js';
import type { BackupKey } from './backup-keys.js';

/**
 * Encrypts one file, in the age format. The header with the wrapped key of the file is the library's; the payload is
 * encrypted by Node, because the library's own JavaScript is ten times slower (decision 0035).
 */
export class Encryptor {
  private readonly pending = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  private filled = 0;
  private number = 0;

  private constructor(
    /** The first bytes of the file. */
    readonly beginning: Buffer,
    private readonly key: Buffer,
  ) {}

  static async begin({ recipient }: Pick<BackupKey, 'recipient'>): Promise<Encryptor> {
    let fileKey: Uint8Array = new Uint8Array();
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    encrypter.addRecipient({
      wrapFileKey: (made) => {
        fileKey = made;
        return [];
      },
    });
    const empty = await encrypter.encrypt(new Uint8Array());
    const header = empty.subarray(0, empty.length - NONCE_BYTES - TAG_BYTES);
    const nonce = randomBytes(NONCE_BYTES);
    return new Encryptor(Buffer.concat([header, nonce]), payloadKey(fileKey, nonce));
  }

  /** The bytes may be used again when it returns. A full chunk waits for more: it may be the last one. */
  update(bytes: Buffer): Buffer {
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      if (this.filled === CHUNK_BYTES) {
        parts.push(...this.encrypt(this.pending, false));
        this.filled = 0;
      }
      if (this.filled === 0 && bytes.length - at > CHUNK_BYTES) {
        parts.push(...this.encrypt(bytes.subarray(at, at + CHUNK_BYTES), false));
        at += CHUNK_BYTES;
        continue;
      }
      const copied = bytes.copy(this.pending, this.filled, at);
      this.filled += copied;
      at += copied;
    }
    return Buffer.concat(parts);
  }

  final(): Buffer {
    return Buffer.concat(this.encrypt(this.pending.subarray(0, this.filled), true));
  }

  private encrypt(bytes: Buffer, isLast: boolean): Buffer[] {
    const parts = encryptChunk(this.key, this.number, isLast, bytes);
    this.number += 1;
    return parts;
  }
}
