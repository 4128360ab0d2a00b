import { isSameQuantity, unitOf } from '../../conditions.js';
import type { Condition, Quantity } from '../../intent.js';
import { isWhen, quantityWithin } from '../part.js';
import { rowsEn, spokenEn } from './conditions.js';
import { extremesEn, isCounted, isOwnName, quantityNoun, shortLabel, superlativeEn } from './nouns.js';
import { numberWord } from './number-words.js';
import { inTense, type Parts } from './parts.js';
import { joined } from './values.js';

/** A column named by a participle takes `for`: `amount paid for each claim`, and not `of each claim`. */
const FOR_EACH = /(^| )number of .*ed$| (found|paid|due|sold|sent|held|lost)$/;

/** Rows, with the columns that are asked for. */
export function listedEn(parts: Parts): string[] {
  const { intent, names, rows, when } = parts;
  if (intent.order && intent.order.limit !== null) {
    return extremeRows(intent.order.by, intent.order.limit, parts);
  }
  const averaged = parts.where.flatMap((part) => (part.form === 'average' ? part.of : []));
  const labels = intent.shown
    .filter((quantity) => !averaged.some((other) => isSameQuantity(quantity, other)))
    .map((quantity) => columnEn(quantity, parts));
  const which = saidOf(parts).map((said) => `which ${said}${when}?`);
  if (labels.length === 0) {
    return [...which, `list the ${rows.text}${when}.`, `${rows.text}${when}`];
  }
  const columns = joined(labels, 'and');
  const one = rowsEn(names.entity(intent.subject).text, intent.subject, { form: 'and', of: parts.where }, names).text;
  return [
    // `products with a price above 30, along with their supplier`
    `list the ${rows.text}${when}${/ (with|without|that|who|whose) /.test(rows.text) ? ', along with' : ' with'} their ${columns}.`,
    // `of each of the payments made by card` and not `of each payment made made by card`
    /ed$|made$/.test(names.entity(intent.subject).text)
      ? `list the ${columns} of each of the ${rows.text}${when}.`
      : `show the ${columns} ${FOR_EACH.test(labels.at(-1) ?? '') ? 'for' : 'of'} each ${one}${when}.`,
    // `price and size of products in stock`: what is asked for?
    ...(labels.length === 1 ? [`${columns} of ${rows.text}${when}`] : []),
  ];
}

/** `amount` of a payment amount; dates and the like by their whole name. */
function columnEn(quantity: Quantity, { intent, names }: Parts): string {
  const noun = quantityNoun(quantity, names);
  const isMeasure = quantity.form === 'metric' || quantity.field.role === 'measure';
  const label = isMeasure ? shortLabel(noun, names.entity(intent.subject).text) : noun;
  // The copies themselves are not shown.
  return isMeasure && isCounted(label) && !/(^| )(hours|minutes|seconds|days)$/.test(label)
    ? `number of ${label}`
    : label;
}

/**
 * `orders from customers in Germany have an above-average freight`: the last condition is the predicate. None where all
 * stand before the noun or are about linked rows.
 */
export function saidOf({ intent, names, where, be }: Parts): string[] {
  const own = where.filter((part) => !isWhen(part) && !quantityWithin(part)?.path.length);
  const isAfter = (part: Condition): boolean => spokenEn(part, intent.subject, names).before === null;
  const last = own.findLast(isAfter) ?? own.at(-1);
  const spoken = last && spokenEn(last, intent.subject, names);
  if (!spoken || (spoken.before !== null && intent.measures.length > 0)) {
    return [];
  }
  const rest = where.filter((part) => part !== last && !isWhen(part));
  const noun = rowsEn(names.entity(intent.subject).plural, intent.subject, { form: 'and', of: rest }, names).text;
  return [`${noun} ${inTense(spoken.said, be)}`];
}

const ENDS: ReadonlyMap<string, string> = new Map([
  ['return', 'returned'],
  ['shipment', 'shipped'],
  ['delivery', 'delivered'],
  ['payment', 'paid'],
  ['settlement', 'settled'],
  ['completion', 'completed'],
]);

/** `to be returned` of rentals, whose time runs from rental to return. */
function toBeDone(passed: string, noun: string): string {
  const [, begin = '', end = ''] = /^from (\S+) to (\S+)$/.exec(passed) ?? [];
  const done = ENDS.get(end);
  return done !== undefined && begin === noun.split(' ').at(-1) ? `to be ${done}` : passed;
}

/** More of it is more business, so that the most are the top; the highest counts of wounds are no top. */
function isMerit(of: Quantity, noun: string): boolean {
  const unit = unitOf(of);
  return (
    unit?.kind === 'currency' || /\b(amount|total|revenue|sales|profit|margin|price|quantity|rating|volume)$/.test(noun)
  );
}

function extremeRows(by: number, limit: number, parts: Parts): string[] {
  const { intent, names, rows, when } = parts;
  const ordered = intent.shown[by];
  if (!ordered) {
    return [];
  }
  const label = quantityNoun(ordered, names).replace(/ in days$/, '');
  const noun = shortLabel(label, names.entity(intent.subject).text);
  if (isOwnName(noun, names.entity(intent.subject).text)) {
    // The tax rates with the highest tax rate.
    return [];
  }
  const [high, low] = extremesEn(ordered, noun);
  const end = intent.order?.direction === 'desc' ? high : low;
  const adjective = superlativeEn(noun, intent.order?.direction === 'desc');
  const passed = /^number of days (from .*)$/.exec(noun)?.[1];
  if (passed !== undefined) {
    const done = toBeDone(passed, names.entity(intent.subject).text);
    const fast = /^to be (.*)$/.exec(done)?.[1];
    const took =
      end === high
        ? `took the longest ${done}`
        : fast === undefined
          ? `took the shortest time ${done}`
          : `${limit === 1 ? 'was' : 'were'} ${fast} the fastest`;
    const one = rowsEn(names.entity(intent.subject).text, intent.subject, { form: 'and', of: parts.where }, names).text;
    const isOfMany = / (from|by|to|of|for) /.test(one);
    return limit === 1
      ? isOfMany
        ? // `the rental by inactive customers`: one of theirs.
          [`which of the ${rows.text} ${took}${when}?`]
        : [`which ${one} ${took}${when}?`, `find the ${one} that ${took}${when}.`]
      : [
          `which ${numberWord(limit)} ${rows.text} ${took}${when}?`,
          `show the ${limit} ${rows.text} that ${took}${when}.`,
        ];
  }
  if (limit === 1) {
    const one = rowsEn(names.entity(intent.subject).text, intent.subject, { form: 'and', of: parts.where }, names).text;
    if (adjective !== null) {
      return [`which ${one} is the ${adjective}${when}?`, `find the ${adjective} ${one}${when}.`];
    }
    const find = / (from|by|to|for) /.test(one) ? [] : [`find the ${one} with the ${end} ${noun}${when}.`];
    // `the payment from customers with the highest amount`: whose amount?
    return [`which ${one} has the ${end} ${noun}${when}?`, ...find];
  }
  if (adjective !== null) {
    return [
      `which ${numberWord(limit)} ${rows.text} are the ${adjective}${when}?`,
      `show the ${limit} ${adjective} ${rows.text}${when}.`,
    ];
  }
  return [
    `which ${numberWord(limit)} ${rows.text} have the ${end} ${noun}${when}?`,
    end === high && isMerit(ordered, noun)
      ? `show the top ${limit} ${rows.text} by ${noun}${when}.`
      : `show the ${limit} ${rows.text} with the ${end} ${noun}${when}.`,
  ];
}
