import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'dpk_';

/** A key of 256 random bits. The prefix lets secret scanners find one that leaked. */
export function generateApiKey(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** SHA-256, hexadecimal: the only stored form of a key. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
