import { setImmediate } from 'node:timers/promises';
import { checkAndDescribe, type StatementCheck, type StatementShape } from '#libs/sql-safety';
import type { Pair } from './pair-file.js';

/** A pair with what the parser says of its statement. */
export interface CheckedPair {
  readonly index: number;
  readonly pair: Pair;
  readonly check: StatementCheck;
  /** Null when the check refuses the statement. */
  readonly shape: StatementShape | null;
}

/** Parsing is work of our own thread: after so many pairs, others get their turn. */
const TURN = 50;

/**
 * Checks pair after pair. Of those whose statements have one structure, or whose questions read the same, only the
 * first is given; the others go to `removed`.
 */
export async function* withoutDuplicates(
  pairs: readonly Pair[],
  removed: (index: number, pair: Pair) => void,
  signal: AbortSignal,
): AsyncGenerator<CheckedPair, void> {
  const seen = new Set<string>();
  for (const [index, pair] of pairs.entries()) {
    if (index % TURN === TURN - 1) {
      await setImmediate();
    }
    signal.throwIfAborted();
    const { check, shape } = await checkAndDescribe(pair.sql);
    const marks = [`q:${normalisedQuestion(pair.question)}`, ...(check.ok ? [`s:${check.fingerprint}`] : [])];
    if (marks.some((mark) => seen.has(mark))) {
      removed(index, pair);
    } else {
      marks.forEach((mark) => seen.add(mark));
      yield { index, pair, check, shape };
    }
  }
}

/** Case, blanks, punctuation and full-width forms make no other question. */
function normalisedQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%<>=+-]+/gu, '');
}
