import { hash } from 'node:crypto';

/** 16 bytes of SHA-256: enough to distinguish texts, and small enough to keep one per record. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'buffer').toString('latin1', 0, 16);
}
