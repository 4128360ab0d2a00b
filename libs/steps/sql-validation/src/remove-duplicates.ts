import { setImmediate } from 'node:timers/promises';
import { checkReadOnlyStatement, type StatementCheck } from '#libs/sql-safety';
import type { Pair } from './pair-file.js';

/** A pair with what the parser says of its statement. */
export interface CheckedPair {
  readonly index: number;
  readonly pair: Pair;
  readonly check: StatementCheck;
}

export interface Deduplicated {
  readonly kept: readonly CheckedPair[];
  readonly removed: readonly { readonly index: number; readonly pair: Pair }[];
}

/** Parsing is work of our own thread: after so many pairs, others get their turn. */
const TURN = 50;

/** Of pairs whose statements have one structure, or whose questions read the same, only the first is kept. */
export async function removeDuplicates(pairs: readonly Pair[], signal: AbortSignal): Promise<Deduplicated> {
  const seen = new Set<string>();
  const kept: CheckedPair[] = [];
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
      kept.push({ index, pair, check });
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
