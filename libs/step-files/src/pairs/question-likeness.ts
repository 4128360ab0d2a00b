import { distance } from 'fastest-levenshtein';
import { normalisedQuestion } from './normalised-question.js';

/** From here on, two questions may be the same but for a slip. */
const NEARLY_THE_SAME = 0.82;
/** A number, a word with an alphabet, or a character without. */
const WORD = /\p{N}+(?:[.,]\p{N}+)*|[\p{Script=Latin}\p{M}]+|\p{L}/gu;
/** Words that a question can have or lack and still ask the same. */
const FILLERS = new Set(
  'a an the is are was were do does did there please me us all each per of for in on by 的 了 呢 吗 吧 啊 请 各 每 个 一 共'.split(
    ' ',
  ),
);
const NEGATIONS = /^(?:no|not|never|without|non|不|没|未|无|非)$/;
/** In letters: `orders` for `order`, `shiped` for `shipped`. */
const SLIP = 1;

/**
 * Whether two questions differ in a slip or two only: their letters are alike (`questionLikeness`), and so are the words
 * that only one of them has. Another number, value or negation is another question, however few letters it has.
 */
export function isNearlyTheSame(a: string, b: string): boolean {
  const [shorter = 0, longer = 0] = [a.length, b.length].sort((one, other) => one - other);
  // Texts of such different lengths have too little in common, punctuation aside; most are told apart by this.
  return shorter >= longer * 0.7 && questionLikeness(a, b) >= NEARLY_THE_SAME && differsInSlips(a, b);
}

function differsInSlips(a: string, b: string): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  const [onlyOne, onlyOther] = [without(one, other), without(other, one)];
  const isTelling = (word: string): boolean => /\p{N}/u.test(word) || NEGATIONS.test(word);
  return ![...onlyOne, ...onlyOther].some(isTelling) && distance(contentOf(onlyOne), contentOf(onlyOther)) <= SLIP;
}

function wordsOf(question: string): string[] {
  return question.normalize('NFKC').toLowerCase().match(WORD) ?? [];
}

/** The words of one list that the other does not have, or not as often. */
function without(words: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return words.filter((word) => {
    const at = left.indexOf(word);
    return at < 0 || left.splice(at, 1).length === 0;
  });
}

function contentOf(words: readonly string[]): string {
  return words.filter((word) => !FILLERS.has(word)).join('');
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
