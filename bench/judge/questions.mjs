/** Judges of the wording. */
import { distance } from 'fastest-levenshtein';

const QUOTED = /`[^`]*`|“[^”]*”|‘[^’]*’|"[^"]*"|'[^']*'|「[^」]*」|『[^』]*』|《[^》]*》/gu;
const ACRONYM = /^[A-Z][A-Z\d]{0,4}s?$/;
const COMMON = new Set([
  'top',
  'id',
  'ids',
  'email',
  'app',
  'url',
  'web',
  'sql',
  'json',
  'ip',
  'vs',
  'wifi',
  'http',
  'https',
]);

/**
 * Latin words of a Chinese question outside quotes and code style that are no common acronym and no value of its statement.
 * @returns {string[]}
 */
export function latinWords(question, sql) {
  const literals = [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, literal]) => literal.toLowerCase());
  const words = question.replaceAll(QUOTED, ' ').match(/[A-Za-z][A-Za-z\d_]*/g) ?? [];
  const isFine = (word) =>
    word.length === 1 ||
    ACRONYM.test(word) ||
    COMMON.has(word.toLowerCase()) ||
    literals.some((literal) => literal.includes(word.toLowerCase()));
  return words.filter((word) => !isFine(word));
}

const NEAR = 0.9;

/** Questions that are nearly an earlier one, letter by letter; pairs that share a statement may be. */
export function nearDuplicates(pairs) {
  return pairs.filter(({ question, sql }, index) =>
    pairs.slice(0, index).some((earlier) => earlier.sql !== sql && likeness(earlier.question, question) >= NEAR),
  );
}

function likeness(a, b) {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - distance(a, b) / longest;
}
