import { isPeople, isStaff } from '../families/people.js';
import { timesOf, type Feature, type Reading } from './feature.js';

/** Each two words beyond these cost a point. */
const EASY_WORDS = 15;
const EASY_PHRASES = 3;
/** Table names of this many words are descriptions. */
const LONG_NAME = 4;

/** The sentence without remarks at its end and set phrases, with each quoted value as one word. */
function core(text: string): string {
  return text
    .replace(/"[^"]*"/g, 'x')
    .replace(/\([^)]*\)/g, '')
    .replace(/, (?:from \w+ to \w+.*|including .*|as percentages?\b.*|in percent\b.*)$/, '')
    .replace(/ in the \d+ (?:days|months) up to .*$/, '')
    .replace(/ from \w+ to \w+\b/, '')
    .replace(/\bnumber of |\bpercentage of |, along with /gi, ' ');
}

const inCore =
  (pattern: RegExp) =>
  ({ text }: Reading): number =>
    timesOf(core(text), pattern);

const STRUCTURE =
  /^(how|many|much|what|which|each|that|than|with|were|their|have|from|most|those|does|number|total|average|percentage|show|list|count|find|different|month|year|quarter|latest|first|last|days|between|above|below|range|time)$/;

/** The number of nouns that come up again: orders … of orders. */
function repeatedNouns({ text }: Reading): number {
  const words = core(text)
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .map((word) => word.replace(/s$/, ''))
    .filter((word) => word.length > 3 && !STRUCTURE.test(word) && !STRUCTURE.test(`${word}s`));
  return words.length - new Set(words).size;
}

/** Invoices by the employee of the customer: whose employee, and what did they do? */
function farStaff({ intent }: Reading): number {
  const isFar = intent.dimensions.some(
    (dimension) =>
      dimension.form === 'entity' &&
      dimension.path.length > 1 &&
      isStaff(dimension.entity) &&
      dimension.path[0] !== undefined &&
      isPeople(dimension.path[0].target),
  );
  return isFar ? 1 : 0;
}

const nameWords = ({ intent }: Reading): number => intent.subject.name.en.text.split(' ').length;

/** What makes an English question read badly. */
export const FEATURES_EN: readonly Feature[] = [
  { name: 'an identifier in the sentence', points: 8, times: ({ text }) => timesOf(text, /`/) / 2 },
  {
    name: 'a raw value: state "east", type "SYS_A"',
    points: 4,
    times: ({ text }) => timesOf(text, /"(?:\p{Ll}|\p{Lu}+_)/u),
  },
  {
    name: 'two phrases with `with` or `without`',
    points: 4,
    times: (reading) => Math.max(0, inCore(/\b(?:with|without)\b/)(reading) - 1),
  },
  {
    name: 'many phrases with prepositions',
    points: 2,
    times: (reading) => Math.max(0, inCore(/\b(?:of|in|for|from|with|without|by|on|to|at)\b/)(reading) - EASY_PHRASES),
  },
  {
    name: 'a place within a place',
    points: 3,
    times: (reading) => Math.max(0, inCore(/\bin (?!each|\d)/)(reading) - 1),
  },
  { name: 'a value in capitals', points: 3, times: ({ text }) => timesOf(text, /\b\p{Lu}{5,}\b/u) },
  { name: 'a place by its code', points: 4, times: inCore(/\bin (?!US\b|UK\b)\p{Lu}{2}\b/u) },
  { name: 'a code for a kind', points: 3, times: ({ text }) => timesOf(text, /\bof type \p{Lu}{2,4}\b/u) },
  { name: 'two times for', points: 3, times: inCore(/\bfor (?!each )(?:[\w-]+ ){1,3}for (?!each )/) },
  {
    name: 'a column with its value: with vendor Shell, with usage "daily"',
    points: 2,
    times: ({ text }) =>
      timesOf(
        text,
        /\bwith (?!the |an? )[a-z]+(?: (?!in |from |of |for |to |by |at |on |or |and )[a-z]+)? (?:"|\p{Lu})/u,
      ),
  },
  { name: 'a noun twice', points: 2, times: repeatedNouns },
  { name: 'many words', points: 1, times: ({ text }) => Math.max(0, text.split(' ').length - EASY_WORDS) / 2 },
  { name: 'staff behind other people', points: 8, times: farStaff },
  { name: 'a table with a long name', points: 3, times: (reading) => (nameWords(reading) >= LONG_NAME ? 1 : 0) },
  { name: 'rows that are called records or data', points: 2, times: inCore(/\b(?:records|data)\b/) },
  { name: 'when a row was written', points: 2, times: inCore(/\b(?:creation|update|modification) (?:time|date)s?\b/) },
  {
    name: 'a passive without an agent, or a remark on what is counted',
    points: 2,
    times: inCore(/\bassigned to\b|\bcounting only\b/),
  },
  { name: 'a predicate far from its subject', points: 2, times: inCore(/\bwhose\b.*\b(?:of|for|on|in)\b.* is\b/) },
];
