import { chineseConcept } from './chinese-heads.js';
import type { Concept } from './concept.js';
import { ENGLISH_HEADS } from './english-heads.js';
import { splitGlued } from './split-glued.js';
import { commentLabel, isChinese, nameWords } from './words.js';

/** A column's name, the comment on it, and the words of its name where the table is known. */
export interface Named {
  readonly name: string;
  readonly comment: string | null;
  readonly words?: readonly string[];
}

/** Words behind the head that only qualify it: `sales_ytd`, `amount_usd`, `address_line_1`. */
const QUALIFIERS = new Set(
  `ytd mtd qtd lastyear lastmonth current previous prev usd eur cny rmb gbp jpy cents total1 us uk local base actual
  planned estimated est old new in excl incl inc ex raw adj rounded calc value1 line1 line2`.split(/\s+/),
);
const PHYSICAL_UNIT = /^(kg|g|mg|lb|lbs|oz|km|m|cm|mm|mi|ft|celsius|fahrenheit)$/;
const DURATION_UNIT =
  /^(ms|millis|milliseconds?|s|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)$/;

/** What a column denotes by the head of its name, else by the label in its comment; null when neither is known. */
export function conceptOf({ name, comment, words }: Named): Concept | null {
  const label = commentLabel(comment);
  // A Chinese label is chosen for people; the name under it may be an abbreviation.
  const spoken = label !== null && isChinese(label) ? labelConcept(label) : null;
  return spoken ?? (words && !isChinese(name) ? englishConcept(words) : nameConcept(name)) ?? labelConcept(label);
}

function labelConcept(label: string | null): Concept | null {
  return label === null ? null : nameConcept(label);
}

export function nameConcept(name: string): Concept | null {
  return isChinese(name)
    ? chineseConcept(name.replace(/[（(【[].*$/u, '').replace(/[\s\d_]+$/u, ''))
    : englishConcept(nameWords(name).flatMap(splitGlued));
}

/** @param words lower case, in order */
export function englishConcept(words: readonly string[]): Concept | null {
  const [first = '', second = ''] = words;
  if (words.length > 1 && /^(is|has|have|can|was|allow|allows|should|use|uses|needs?|must)$/.test(first)) {
    return 'flag';
  }
  if (/^(number|no|num|nr|nb|count|cnt)$/.test(first) && second === 'of') {
    return 'count';
  }
  if (words.length > 1 && /^(num|cnt|count|nbr|nb|n)$/.test(first)) {
    return 'count';
  }
  if (words.length > 1 && /^(avg|average|mean|median|std|stddev)$/.test(first)) {
    return 'rate';
  }
  if (words.length > 1 && /^(min|max|minimum|maximum|target|threshold)$/.test(first)) {
    return isCounted(englishConcept(words.slice(1))) ? 'limit' : englishConcept(words.slice(1));
  }
  return headConcept(words);
}

function isCounted(concept: Concept | null): boolean {
  return concept !== null && ['quantity', 'count', 'stock', 'amount', 'price', 'pay'].includes(concept);
}

function headConcept(words: readonly string[]): Concept | null {
  if (words.includes('per')) {
    return /price|cost|fee|pay/.test(words.join(' ')) ? 'price' : 'rate';
  }
  const of = words.findIndex((word, at) => at > 0 && /^(of|in|on|to|for|from|by)$/.test(word) && at < words.length - 1);
  if (of > 0) {
    const before = headConcept(words.slice(0, of));
    const rest = words.slice(of);
    if (/ (stock|hand|order|inventory)$/.test(` ${rest.join(' ')}`) && before) {
      return 'stock';
    }
    return DURATION_UNIT.test(rest[1] ?? '') || PHYSICAL_UNIT.test(rest[1] ?? '') ? (before ?? 'size') : before;
  }
  const last = words.at(-1)?.replace(/\d+$/, '') ?? '';
  const rest = words.slice(0, -1);
  if (rest.length > 0 && (QUALIFIERS.has(last) || last === '')) {
    return headConcept(rest);
  }
  if (rest.length > 0 && PHYSICAL_UNIT.test(last)) {
    return headConcept(rest) ?? 'size';
  }
  if (rest.length > 0 && DURATION_UNIT.test(last) && isLong(rest)) {
    return 'duration';
  }
  return (
    twoWordConcept(rest.at(-1) ?? '', last) ?? ENGLISH_HEADS.get(last) ?? ENGLISH_HEADS.get(singular(last)) ?? null
  );
}

/** `duration_days`, `processing_hours`; but `birth_month`, `end_day`. */
function isLong(rest: readonly string[]): boolean {
  return /^(duration|elapsed|processing|wait|waiting|lead|delay|response|handling|travel|run|cpu|total|worked|overtime|time|length)$/.test(
    rest.at(-1) ?? '',
  );
}

const PAIRS: Readonly<Record<string, Concept>> = {
  'unit price': 'price',
  'list price': 'price',
  'unit cost': 'price',
  'standard cost': 'price',
  'replacement cost': 'price',
  'standard price': 'price',
  'hourly rate': 'pay',
  'pay rate': 'pay',
  'credit score': 'score',
  'total price': 'amount',
  'line total': 'amount',
  'reorder level': 'limit',
  'stock level': 'stock',
  'reorder point': 'limit',
  'safety stock': 'limit',
  'sort order': 'position',
  'display order': 'position',
  'line item': 'position',
  'item number': 'code',
  'head count': 'stock',
  'file size': 'bytes',
  'phone model': 'code',
  'payment method': 'class',
  'order num': 'code',
  'line num': 'position',
  'serial num': 'code',
  'account num': 'code',
  'phone num': 'code',
  'row num': 'position',
  'line number': 'position',
  'row number': 'position',
  'zip code': 'code',
  'play time': 'duration',
  'lead time': 'duration',
  'run time': 'duration',
  'response time': 'duration',
};

function twoWordConcept(before: string, last: string): Concept | null {
  const pair = PAIRS[`${before} ${singular(last)}`];
  if (pair) {
    return pair;
  }
  return last === 'num' ? 'count' : null;
}

function singular(word: string): string {
  if (/(ss|us|is)$/.test(word) || !word.endsWith('s') || word.length < 4) {
    return word;
  }
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}
