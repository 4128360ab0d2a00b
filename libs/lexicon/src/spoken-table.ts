import { singularWord } from './inflection.js';

/** Words for the part of a document that holds it as a whole: people speak of the document. */
const WHOLE = /^(header|master|hdr)$/;
/** How often rows come: said before the noun. */
const OFTEN = /^(daily|weekly|monthly|quarterly|yearly|hourly)$/;
/** What happens row by row: a table of it that is written daily has no daily rows. */
const HAPPENS = /^(transaction|payment|order|trade|transfer|visit|call|event|click|log|trip|shipment)$/;
/** What people do, noted each time: they speak of records. */
const NOTED = /^(attendance|visit|training|maintenance|service|inspection|call|delivery|usage|feeding|exercise)$/;
const LINES = /^details?$/;
/** Documents that consist of lines. */
const DOCUMENT =
  /^(order|invoice|sale|purchase|quote|quotation|receipt|bill|cart|basket|delivery|shipment|requisition|return|contract|prescription|transfer)$/;

/**
 * The words of a table as people speak of its rows: an order header is an order, order details are order lines, and
 * `balances_daily` are daily balances.
 */
export function spokenTable(named: readonly string[]): string[] {
  const words = withoutRhythm(named);
  const last = words.at(-1) ?? '';
  const rest = words.slice(0, -1);
  if (rest.length === 0) {
    return [...words];
  }
  if (WHOLE.test(last)) {
    return rest;
  }
  if (OFTEN.test(last)) {
    return [last, ...rest];
  }
  return LINES.test(last) && DOCUMENT.test(singularWord(rest.at(-1) ?? '')) ? [...rest, 'line'] : [...words];
}

/** `transactions_daily` are transactions, written every day; a log of visits holds records of visits. */
export function withoutRhythm(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? '';
  if (/^(entry|entries|records?)$/.test(last) && words.length > 2 && /^(log|journal)$/.test(words.at(-2) ?? '')) {
    // A vehicle service log entry is a vehicle service.
    return words.slice(0, -2);
  }
  if (/^logs?$/.test(last) && NOTED.test(words.at(-2) ?? '')) {
    return [...words.slice(0, -1), 'record'];
  }
  const isRhythm = words.length > 1 && OFTEN.test(words.at(-1) ?? '');
  return isRhythm && HAPPENS.test(singularWord(words.at(-2) ?? '')) ? words.slice(0, -1) : words;
}

/** One of what is not counted by itself: `staff members` → `staff member`; other nouns as they are. */
export function countedOne(one: string, many: string): string {
  const [words, parts] = [one.split(' '), many.split(' ')];
  return parts.length === words.length + 1 && many.startsWith(`${one} `)
    ? [...words, singularWord(parts.at(-1) ?? '')].join(' ')
    : one;
}
