import type { Concept } from './concept.js';
import { ENGLISH_HEADS } from './english-heads.js';

/** Words behind the head that only qualify it: `sales_ytd`, `amount_usd`, `address_line_1`. */
const QUALIFIERS = new Set(
  `ytd mtd qtd lastyear lastmonth current previous prev usd eur cny rmb gbp jpy cents us uk local base actual planned
  estimated est old new excl incl inc ex raw adj rounded calc`.split(/\s+/),
);
const PHYSICAL_UNIT = /^(kg|g|mg|lb|lbs|oz|km|m|cm|mm|mi|ft|celsius|fahrenheit)$/;
const DURATION_UNIT =
  /^(ms|millis|milliseconds?|s|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)$/;
/** `amount_paid`, `units_sold`, `year_built` */
const PARTICIPLE = /^(\w{3,}ed|sold|built|paid|sent|made|held|left|taken|given|spent|won|lost|due|begun|born)$/;
/** A cost or price with these is that of one piece. */
const ONE_PIECE =
  /^(unit|list|standard|last|replacement|average|avg|retail|wholesale|base|per|each|purchase|suggested)$/;
/** `duration_days`, `processing_hours`; but `birth_month`, `end_day`. */
const LONG =
  /^(duration|elapsed|processing|wait|waiting|lead|delay|response|handling|travel|run|cpu|total|worked|overtime|time|length|validity|expiry|retention|timeout)$/;

/** Counted at a moment, not over time. */
const HEADS = /^(employees?|staff|people|persons?|inhabitants?|residents?|members?)$/;
const SUBSTANCE = /^(dose|dos|dosage|drug|ingredient|water|rain|fertilizer|material)$/;

/** Two words that denote something else than the second alone. */
const PAIRS: ReadonlyMap<string, Concept> = new Map([
  ['hourly rate', 'pay'],
  ['pay rate', 'pay'],
  ['credit score', 'score'],
  ['total price', 'amount'],
  ['line total', 'amount'],
  ['line item', 'position'],
  ['line number', 'position'],
  ['row number', 'position'],
  ['line num', 'position'],
  ['row num', 'position'],
  ['reorder level', 'limit'],
  ['reorder point', 'limit'],
  ['safety stock', 'limit'],
  ['stock level', 'stock'],
  ['head count', 'stock'],
  ['sort order', 'position'],
  ['display order', 'position'],
  ['purchase order', 'code'],
  ['sales order', 'code'],
  ['order num', 'code'],
  ['serial num', 'code'],
  ['account num', 'code'],
  ['phone num', 'code'],
  ['file size', 'bytes'],
  ['phone model', 'code'],
  ['play time', 'duration'],
  ['lead time', 'duration'],
  ['run time', 'duration'],
  ['response time', 'duration'],
  ['retry interval', 'duration'],
]);

/** @param words lower case, in order */
export function englishConcept(words: readonly string[]): Concept | null {
  const [first = '', second = ''] = words;
  if (words.length > 1 && /^(is|has|have|can|was|allow|allows|should|use|uses|needs?|must)$/.test(first)) {
    return 'flag';
  }
  const counts = /^(number|no|num|nr|nb|count|cnt)$/.test(first) && second === 'of';
  const counted = /^(num|cnt|count|nbr|nb|n)$/.test(first) || (first === 'number' && /[^su]s$/.test(second));
  if (counts || (words.length > 1 && counted)) {
    return HEADS.test(words.at(-1) ?? '') ? 'stock' : 'count';
  }
  if (words.length > 1 && /^(avg|average|mean|median|std|stddev)$/.test(first)) {
    return 'rate';
  }
  if (words.length > 1 && /^(min|max|minimum|maximum|target|threshold)$/.test(first)) {
    const rest = englishConcept(words.slice(1));
    return rest !== null && ['quantity', 'count', 'stock', 'amount', 'price', 'pay'].includes(rest) ? 'limit' : rest;
  }
  return headConcept(words);
}

function headConcept(words: readonly string[]): Concept | null {
  if (words.includes('per')) {
    return /price|cost|fee|pay/.test(words.join(' ')) ? 'price' : 'rate';
  }
  const of = words.findIndex((word, at) => at > 0 && at < words.length - 1 && /^(of|in|on|to|for|from|by)$/.test(word));
  return of > 0 ? beforePreposition(words.slice(0, of), words.slice(of + 1)) : lastWordConcept(words);
}

/** `units in stock`, `date of birth`, `length in cm` */
function beforePreposition(before: readonly string[], after: readonly string[]): Concept | null {
  const concept = headConcept(before);
  if (concept !== null && /^(stock|hand|order|inventory)$/.test(after.at(-1) ?? '')) {
    return 'stock';
  }
  const [unit = ''] = after;
  return concept ?? (PHYSICAL_UNIT.test(unit) ? 'size' : null);
}

function lastWordConcept(words: readonly string[]): Concept | null {
  const last = words.at(-1)?.replace(/\d+$/, '') ?? '';
  const rest = words.slice(0, -1);
  if (rest.length > 0) {
    const qualified = qualifiedConcept(rest, last);
    if (qualified !== null) {
      return qualified;
    }
  }
  return ENGLISH_HEADS.get(last) ?? ENGLISH_HEADS.get(singular(last)) ?? null;
}

function qualifiedConcept(rest: readonly string[], last: string): Concept | null {
  if (last === '' || QUALIFIERS.has(last) || PARTICIPLE.test(last)) {
    return headConcept(rest);
  }
  if (PHYSICAL_UNIT.test(last)) {
    return headConcept(rest) ?? 'size';
  }
  if (DURATION_UNIT.test(last) && LONG.test(rest.at(-1) ?? '')) {
    return 'duration';
  }
  if (/^(cost|price)$/.test(last) && rest.some((word) => ONE_PIECE.test(word))) {
    return 'price';
  }
  if (/^(amount|amt)$/.test(last) && rest.some((word) => SUBSTANCE.test(word))) {
    return 'size';
  }
  return PAIRS.get(`${rest.at(-1) ?? ''} ${singular(last)}`) ?? (last === 'num' ? 'count' : null);
}

function singular(word: string): string {
  if (/(ss|us|is)$/.test(word) || !word.endsWith('s') || word.length < 4) {
    return word;
  }
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}
