import { isStopWord } from './stop-words.js';
import type { WordTable } from './word-table.js';

/** A word that makes up this share of running text weighs half as much as a rare one (Arora et al., "SIF", ICLR 2017). */
const HALF_WEIGHT_SHARE = 1e-3;
/** Numbers and function words say little about the subject of a text. */
const NUMBER_WEIGHT = 0.05;
const STOP_WORD_WEIGHT = 0.02;
/** A Chinese word or an abbreviation counts less as itself than as its equivalents, so that both languages meet. */
const OWN_SHARE = 0.5;
const GRAM_LENGTH = 3;
const GRAM_SHARE = 0.3;
const NUMBER = /^\p{N}/u;
const HAN = /^\p{Script=Han}/u;
const LATIN = /^[a-z]+$/;

/** Weight of a word in the vector of a text, between 0 and 1. */
export function weightOf(word: string, table: WordTable): number {
  if (NUMBER.test(word)) {
    return NUMBER_WEIGHT;
  }
  if (isStopWord(word)) {
    return STOP_WORD_WEIGHT;
  }
  const logFrequency = table.logFrequency(word);
  return logFrequency === undefined ? 1 : HALF_WEIGHT_SHARE / (HALF_WEIGHT_SHARE + Math.exp(logFrequency));
}

/**
 * The lexical features of a word with their shares: the word itself, in the singular; equivalents of a Chinese word or
 * of an abbreviation; sequences of letters of a word that the table lacks, so that names that are nearly equal are near.
 */
export function featuresOf(word: string, table: WordTable): [feature: string, share: number][] {
  if (isStopWord(word) || NUMBER.test(word)) {
    return [];
  }
  const equivalents = table.equivalentsOf(word);
  if (equivalents.length > 0 || HAN.test(word)) {
    const others = equivalents.map(({ word: other, share }): [string, number] => [singularOf(other, table), share]);
    return [[word, OWN_SHARE], ...others];
  }
  if (table.has(word) || !LATIN.test(word)) {
    return [[singularOf(word, table), 1]];
  }
  return [[word, 1], ...gramsOf(word).map((gram): [string, number] => [gram, GRAM_SHARE])];
}

/** Only where the table knows the singular: "address" and "status" stay. */
export function singularOf(word: string, table: WordTable): string {
  const candidates = [
    [/[^s]s$/, word.slice(0, -1)],
    [/ies$/, `${word.slice(0, -3)}y`],
    [/(s|x|ch|sh)es$/, word.slice(0, -2)],
  ] as const;
  const found = candidates.find(
    ([ending, singular]) => singular.length > 2 && ending.test(word) && table.has(singular),
  );
  return found?.[1] ?? word;
}

function gramsOf(word: string): string[] {
  const marked = `<${word}>`;
  return Array.from({ length: Math.max(0, marked.length - GRAM_LENGTH + 1) }, (_, start) =>
    marked.slice(start, start + GRAM_LENGTH),
  );
}
