import { normalisedQuestion } from './normalised-question.js';

/** From here on, two questions are the same but for a slip. */
const NEARLY_THE_SAME = 0.82;

/** Whether two questions differ in a slip or two only; see `questionLikeness`. */
export function isNearlyTheSame(a: string, b: string): boolean {
  const [shorter = 0, longer = 0] = [a.length, b.length].sort((one, other) => one - other);
  // Texts of such different lengths have too little in common, punctuation aside; most are told apart by this.
  return shorter >= longer * 0.7 && questionLikeness(a, b) >= NEARLY_THE_SAME;
}

/**
 * How much two questions look alike, 0 to 1: the share of the neighbouring pairs of letters that they have in common (Dice),
 * without case, blanks, punctuation and full-width forms.
 */
export function questionLikeness(a: string, b: string): number {
  const [one, other] = [pairsOf(a), pairsOf(b)];
  let common = 0;
  for (const [pair, count] of one) {
    common += Math.min(count, other.get(pair) ?? 0);
  }
  const all = sizeOf(one) + sizeOf(other);
  return all === 0 ? 0 : (2 * common) / all;
}

function pairsOf(question: string): Map<string, number> {
  const letters = [' ', ...normalisedQuestion(question), ' '];
  const pairs = new Map<string, number>();
  for (let at = 1; at < letters.length; at++) {
    const pair = `${letters[at - 1]}${letters[at]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sizeOf(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((sum, count) => sum + count, 0);
}
