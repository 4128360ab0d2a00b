import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** Of the age format, see https://age-encryption.org/v1. */
export const NONCE_BYTES = 16;
export const CHUNK_BYTES = 64 * 1024;
export const TAG_BYTES = 16;

const CIPHER = 'chacha20-poly1305';
const OPTIONS = { authTagLength: TAG_BYTES };
const CHUNK_NONCE_BYTES = 12;
/** Of the chunk's number, which fills the rest of the nonce from the right. */
const NUMBER_AT = 5;
const NUMBER_BYTES = 6;

/** The key of the payload of one file. */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));
}

/** @returns the encrypted bytes and their tag */
export function encryptChunk(key: Buffer, number: number, isLast: boolean, bytes: Buffer): Buffer[] {
  const cipher = createCipheriv(CIPHER, key, nonceOf(number, isLast), OPTIONS);
  const encrypted = cipher.update(bytes);
  cipher.final();
  return [encrypted, cipher.getAuthTag()];
}

/** @returns null where the chunk is not the one of this number and place in the file */
export function decryptChunk(key: Buffer, number: number, isLast: boolean, chunk: Buffer): Buffer | null {
  if (chunk.length < TAG_BYTES) {
    return null;
  }
  const decipher = createDecipheriv(CIPHER, key, nonceOf(number, isLast), OPTIONS);
  decipher.setAuthTag(chunk.subarray(chunk.length - TAG_BYTES));
  const bytes = decipher.update(chunk.subarray(0, chunk.length - TAG_BYTES));
  try {
    decipher.final();
    return bytes;
  } catch {
    return null;
  }
}

/** The number and the mark of the last chunk are what makes a moved, missing or added chunk fail. */
function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(CHUNK_NONCE_BYTES);
  nonce.writeUIntBE(number, NUMBER_AT, NUMBER_BYTES);
  nonce[CHUNK_NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}
