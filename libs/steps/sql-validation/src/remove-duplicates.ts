import { setImmediate } from 'node:timers/promises';
import { checkReadOnlyStatement } from '#libs/sql-safety';
import type { Pair } from './pair-file.js';

export interface Deduplicated {
  readonly kept: readonly { readonly index: number; readonly pair: Pair }[];
  readonly removed: readonly { readonly index: number; readonly pair: Pair }[];
}

/** Parsing is work of our own thread: after so many pairs, others get their turn. */
const TURN = 50;

/** Of pairs whose statements have one structure, or whose questions read the same, only the first is kept. */
export async function removeDuplicates(pairs: readonly Pair[], signal: AbortSignal): Promise<Deduplicated> {
  const seen = new Set<string>();
  const kept: { index: number; pair: Pair }[] = [];
  const removed: { index: number; pair: Pair }[] = [];
  for (const [index, pair] of pairs.entries()) {
    if (index % TURN === TURN - 1) {
      await setImmediate();
      signal.throwIfAborted();
    }
    const check = await checkReadOnlyStatement(pair.sql);
    const marks = [`q:${normalisedQuestion(pair.question)}`, ...(check.ok ? [`s:${check.fingerprint}`] : [])];
    if (marks.some((mark) => seen.has(mark))) {
      removed.push({ index, pair });
    } else {
      marks.forEach((mark) => seen.add(mark));
      kept.push({ index, pair });
    }
  }
  return { kept, removed };
}

/** Case, blanks, punctuation and full-width forms make no other question. */
function normalisedQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%<>=+-]+/gu, '');
}
