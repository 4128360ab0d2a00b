import { splitGlued } from './split-glued.js';
import { isKnownWord } from './vocabulary.js';

/** The words of an identifier: `saleOrderLine2`, `SALE_ORDER_LINE2` → sale, order, line2. Other scripts stay whole. */
export function nameWords(identifier: string): string[] {
  return identifier
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

const LEAST_COLUMNS = 3;
const MOSTLY = 0.6;

/**
 * The words of the columns of one table, by name: glued names split, and without a prefix that all columns share
 * (`c_name`, `sbcustname`).
 */
export function columnWordsByName(columns: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const wordsOf = columnWords(columns);
  return new Map(columns.map((name) => [name, wordsOf(name)]));
}

/** As `columnWordsByName`, for a few of the columns: a name is split when it is asked for. */
export function columnWords(columns: readonly string[]): (name: string) => readonly string[] {
  const prefix = columns.length >= LEAST_COLUMNS ? sharedPrefix(columns.map((name) => name.toLowerCase())) : '';
  return (name) => {
    const rest = prefix !== '' && name.length > prefix.length ? name.slice(prefix.length) : name;
    const words = nameWords(rest).flatMap(splitGlued);
    return words.length > 0 ? words : nameWords(name);
  };
}

/** What all names begin with, if it is an abbreviation and every rest is a name of its own. */
function sharedPrefix(names: readonly string[]): string {
  const [first = ''] = names;
  let length = first.length - 1;
  while (length > 0 && !names.every((name) => name.startsWith(first.slice(0, length)) && name.length > length)) {
    length -= 1;
  }
  for (; length > 0; length -= 1) {
    const rests = names.map((name) => name.slice(length));
    const isWord = /^[a-z]{1,5}_$/.test(first.slice(0, length));
    if (isWord || (length >= 2 && rests.filter(splitsWell).length >= MOSTLY * rests.length)) {
      return first.slice(0, length);
    }
  }
  return '';
}

function splitsWell(rest: string): boolean {
  return (
    /^[a-z]/.test(rest) && splitGlued(rest).some((word) => word.length >= 2 && isKnownWord(word.replace(/\d+$/, '')))
  );
}

const HAN = /\p{Script=Han}/u;

export function isChinese(text: string): boolean {
  return HAN.test(text);
}

/**
 * The label in a comment: its first clause, without units and lists of codes in brackets. Null for a comment that is a
 * sentence, an explanation of the key, or a list of codes.
 */
export function commentLabel(comment: string | null): string | null {
  const head = (comment ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .split(/[，。；：、,.;:（(【[\n\r|=＝]|\s[-–—]\s|\s\d+\s*[-:：=]/u, 1)[0]
    ?.replace(/\s*\d+[^\d]*$/u, (tail) => (/^\s*\d/.test(tail) && isChinese(tail) ? '' : tail))
    .trim();
  if (!head) {
    return null;
  }
  if (isChinese(head)) {
    return [...head].length <= 16 ? head : null;
  }
  const words = head.split(' ');
  return words.length <= 4 && !SENTENCE.test(head) ? head.toLowerCase() : null;
}

/** English that explains: it has a verb, an article, or speaks of the schema. */
const SENTENCE =
  /\b(the|a|an|is|are|was|which|that|this|identifies|contains|stores|holds|indicates|specifies|refers?|references?|used|key|table|column|lookup|if|when|required|optional)\b/i;
