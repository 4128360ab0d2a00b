import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on nothing but the texts: the same seed gives the same order on every machine. */
export function hashToUnit(seed: string, text: string): number {
  return createHash('sha256').update(seed).update('\0').update(text).digest().readUInt32BE() / 2 ** 32;
}
