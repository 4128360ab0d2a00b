import { createHash } from 'node:crypto';
import { normalisedQuestion } from '#libs/step-files';
import type { Half } from '../types/result.js';

/**
 * The half of a question, fixed by the hash of its text: in every set, run and installation the same. Remedies are made
 * from the `open` half alone, so that the `kept` half tells whether they help questions that they were not made for.
 */
export function halfOf(question: string): Half {
  const [byte = 0] = createHash('sha256').update(normalisedQuestion(question)).digest();
  return byte % 2 === 0 ? 'open' : 'kept';
}
