import { singularWord } from './inflection.js';
import { AMBIGUOUS_ABBREVIATIONS, AMBIGUOUS_WORDS } from './terms/ambiguous-words.js';

/** A term of a row of nouns. */
export interface Part {
  readonly words: readonly string[];
  /** Its surroundings decide its meaning. */
  readonly isDecided: boolean;
}

/** Besides what a column says of it, as in the status of a work order. */
const MOST_NOUNS = 2;
/** What any business says of anything: these stand behind every noun. */
const ATTRIBUTE =
  /^(?:date|time|year|month|day|number|name|status|type|code|amount|quantity|count|price|cost|fee|id|address|city|country|category|description|note|phone|email|weight|rate|percentage|level|currency|total|balance|reason|method)$/;
/** What was done stands behind its noun in Chinese as often as before it. */
const DONE = /^(?!(?:fixed|related|limited|combined|weighted|united)$)[a-z]{2,}ed$/;
const DIGITS = /^\d+$/;
/** Behind these something is said of a quantity, or the order of the words is another: `quantity order`. */
const QUANTITY = /^(?:quantity|amount|count|number|percentage)$/;
/** A noun of a trade before them is what is done for so long: `run hours` are no hours of a run. */
const TIME_SPENT = /^(?:hours?|minutes?|seconds?)$/;

/** Some of the words are short for several. */
export function areShortForSeveral(words: readonly string[]): boolean {
  return words.some((word) => AMBIGUOUS_ABBREVIATIONS.has(word));
}

/** A term means one thing in every trade, or is of several words, which decide each other. */
export function isSureTerm(words: readonly string[]): boolean {
  const [word = '', second] = words;
  return second !== undefined || !(AMBIGUOUS_WORDS.has(word) || AMBIGUOUS_WORDS.has(singularWord(word)));
}

/** Few terms, each of which is sure by itself, so that the nouns in a row are sure too. */
export function isSureCompound(parts: readonly Part[]): boolean {
  const isAttribute = (part: Part | undefined): boolean => ATTRIBUTE.test(part?.words.join(' ') ?? '');
  const nouns = isAttribute(parts.at(-1)) ? parts.length - 1 : parts.length;
  return (
    nouns <= MOST_NOUNS &&
    parts.every((part, at) => {
      const [word = '', second] = part.words;
      const isDone = second === undefined && at < parts.length - 1 && DONE.test(word);
      const isOfTime = part.isDecided && TIME_SPENT.test(parts[at + 1]?.words.join(' ') ?? '');
      const isOddOrder = second === undefined && at < parts.length - 1 && QUANTITY.test(word);
      return !DIGITS.test(word) && !isDone && !isOfTime && !isOddOrder && (part.isDecided || isSureTerm(part.words));
    })
  );
}
