import { singularWord } from './inflection.js';
import { AMBIGUOUS_ABBREVIATIONS, AMBIGUOUS_WORDS } from './terms/ambiguous-words.js';

/** One of the terms of a compound. */
export interface Part {
  readonly words: readonly string[];
  /** Its surroundings have decided what it means. */
  readonly isDecided: boolean;
}

/** Not counting the attribute behind them, as `status` in `work order status`. */
const MOST_NOUNS = 2;
/** Attributes that every business uses, and that fit behind every noun. */
const ATTRIBUTE =
  /^(?:date|time|year|month|day|number|name|status|type|code|amount|quantity|count|price|cost|fee|id|address|city|country|category|description|note|phone|email|weight|rate|percentage|level|currency|total|balance|reason|method)$/;
/** What was done: Chinese puts it after its noun as often as before it. */
const DONE = /^(?!(?:fixed|related|limited|combined|weighted|united)$)[a-z]{2,}ed$/;
const DIGITS = /^\d+$/;
/** Before another noun, Chinese needs a different order of the words: `quantity order`. */
const QUANTITY = /^(?:quantity|amount|count|number|percentage)$/;
/** After a term of a trade these tell how long something was done: `run hours` are not the hours of a run. */
const TIME_SPENT = /^(?:hours?|minutes?|seconds?)$/;

/** One of the words is short for several others. */
export function areShortForSeveral(words: readonly string[]): boolean {
  return words.some((word) => AMBIGUOUS_ABBREVIATIONS.has(word));
}

/** The term means the same in every trade, or has several words, which settle each other's meaning. */
export function isSureTerm(words: readonly string[]): boolean {
  const [word = '', second] = words;
  return second !== undefined || !(AMBIGUOUS_WORDS.has(word) || AMBIGUOUS_WORDS.has(singularWord(word)));
}

/** The terms are few, and each is sure by itself: so is the whole. */
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
