import { hash } from 'node:crypto';

/** 16 bytes that stand for a text: enough to tell texts apart, and little enough to remember one for each record. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'buffer').toString('latin1', 0, 16);
}
