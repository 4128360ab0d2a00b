import { hash } from 'node:crypto';

/** Numbers in [0, 1) that are the same for the same seed, in every version of the product. */
export function randomFrom(seed: string): () => number {
  let count = 0;
  return () => hash('sha256', `${seed} ${count++}`, 'buffer').readUInt32LE() / 2 ** 32;
}
