import type { Entity } from '#libs/semantic-model';
import type { Measure, Quantity } from '../../intent.js';
import { isHappening, isSilentSubject, isWhen, quantityWithin } from '../part.js';
import { afterEn, spokenEn } from './conditions.js';
import { measureNounEn, pluralOfBoth, quantityNoun, shortLabel } from './nouns.js';
import type { Parts } from './parts.js';
import { arePeople } from './people.js';
import { prepositionFor } from './prepositions.js';
import { doneHow, doneToItems, doneToThings, doneWith } from './verbs.js';

/** The measure with its rows: `total freight of orders from customers in Germany`. */
export function figureEn(measure: Measure, parts: Parts): string {
  const { intent, names, rows } = parts;
  const noun = measureNounEn(measure, intent.subject, names);
  switch (measure.form) {
    case 'count':
      return `number of ${rows.text}`;
    case 'distinct':
      return `${noun} ${ownersDid(measure, parts)}`.trim();
    case 'rate':
      return `percentage of ${rows.text} that ${spokenEn(measure.where, intent.subject, names).said}`;
    case 'ratio':
      return ratioEn(measure, parts);
    case 'aggregate':
      return amountEn(measure, noun, parts);
    default:
      return percentileEn(measure, noun, parts);
  }
}

/** `90th percentile of film length`: of all rows, they stand before what is measured. */
function percentileEn(
  { of }: Extract<Measure, { form: 'percentile' | 'distinct_values' }>,
  noun: string,
  parts: Parts,
): string {
  const { text, plural } = parts.names.entity(parts.intent.subject);
  const label = shortLabel(quantityNoun(of, parts.names), text);
  const isWhole = parts.rows.text === plural && !/\b(of|from|in|on|per)\b/.test(label);
  return isWhole && noun.includes(' percentile of the ')
    ? noun.replace(/ of the .*$/, ` of ${text} ${label}`)
    : `${noun}${ofRows(parts, noun)}`;
}

/** `who placed orders`, `ordered`, `with reviews`: what the owners of the rows did, or was done to them. */
function ownersDid(measure: Extract<Measure, { form: 'distinct' }>, parts: Parts): string {
  const { intent, names, rows } = parts;
  const { text } = names.entity(intent.subject);
  const owners = names.end(measure.entity, measure.path).plural;
  const done = intent.subject.kind === 'line' && !arePeople(owners) ? doneToItems(text, intent.subject) : null;
  const did = measure.path.length === 1 ? doneWith(owners, intent.subject, text) : null;
  const passive = whatWasDone(measure, parts);
  if (passive !== null) {
    return passive;
  }
  if (done !== null && measure.path.length > 1) {
    // Of tracks that were sold, the albums were not.
    return `with ${DEEDS.get(done) ?? rows.text}`;
  }
  if (done === null && did === null && !isHappening(intent.subject) && parts.where.length === 0) {
    // Product models with products: each has some.
    return '';
  }
  return done ?? `${did === null ? 'with' : `who ${did.past}`} ${rows.text}`;
}

/** `rented`: what was done to the things that all rows lead to, directly or by way of a copy in stock. Null for others. */
export function whatWasDone(
  { path, entity }: Extract<Measure, { form: 'distinct' }>,
  { intent, names, where }: Pick<Parts, 'intent' | 'names' | 'where'>,
): string | null {
  const owner = names.end(entity, path).text;
  const isNear = path.length === 1 || (path.length === 2 && STOCK.test(path[0]?.target.name.en.text ?? ''));
  const isThing =
    entity.kind === 'thing' && !arePeople(owner) && prepositionFor(owner, intent.subject, entity) === 'of';
  return isNear && isThing && where.length === 0
    ? doneToThings(intent.subject, names.entity(intent.subject).text, owner)
    : null;
}

/** The noun of what was done to items. */
export const DEEDS: ReadonlyMap<string, string> = new Map([
  ['sold', 'sales'],
  ['billed', 'charges'],
  ['ordered', 'orders'],
  ['purchased', 'purchases'],
  ['delivered', 'deliveries'],
  ['returned', 'returns'],
]);

/** `average daily balance` and not `average balance of daily balances`. */
function amountEn({ of }: Extract<Measure, { form: 'aggregate' }>, noun: string, parts: Parts): string {
  const ordered = quantityDone(of, noun, parts);
  if (ordered !== null) {
    return ordered;
  }
  const { text, plural } = parts.names.entity(parts.intent.subject);
  const label = quantityNoun(of, parts.names);
  if (/ in days$/.test(label)) {
    return lastingEn(noun, label, parts);
  }
  const isSame =
    (text === label || text.endsWith(` ${label}`)) && noun.endsWith(label) && parts.rows.text.startsWith(plural);
  if (isSame) {
    return `${noun.slice(0, -label.length)}${text}${parts.rows.text.slice(plural.length)}`;
  }
  const short = shortened(noun, of, parts);
  return perRowEn(short, parts) ?? compoundEn(short, parts) ?? `${short}${ofRows(parts, noun)}`;
}

/** `average sales per territory`, not `of sales territories`, which repeats the word. Null where no word repeats. */
function perRowEn(noun: string, { intent, names, rows }: Parts): string | null {
  const { text, plural } = names.entity(intent.subject);
  const last = noun.split(' ').at(-1) ?? '';
  if (!text.startsWith(`${last} `) || !rows.text.startsWith(plural)) {
    return null;
  }
  const rest = rows.text.slice(plural.length);
  return noun.startsWith('average ')
    ? `${noun} per ${text.slice(last.length + 1)}${rest}`
    : `${noun} of ${plural.slice(last.length + 1)}${rest}`;
}

/** What each deal has one of. */
const OF_DEAL = /^(lowest|highest|median|average) (amount|total|price|fee|value|charge)s?$/;
/** How long or large things are: track durations. */
const OF_THING = /^\w+ (duration|length|size|weight|height|width|depth)s?$/;
/** The end of a noun that says of which amount it is. */
const OF_TAX = /^((?:\w+ )*?)(amount (?:before|after) tax)$/;

/**
 * `average payment amount`, `total invoice amount before tax`: an amount of rows that took place is called by them. Null for
 * other figures, and where other conditions stand before the noun or say what was done to the rows.
 */
function compoundEn(noun: string, parts: Parts): string | null {
  const { text, plural } = parts.names.entity(parts.intent.subject);
  const [, by = '', end = ''] = /^(\w+ )(\w+)$/.exec(OF_DEAL.test(noun) ? noun : '') ?? OF_TAX.exec(noun) ?? [];
  const said = parts.rows.text;
  const after = said.slice(plural.length);
  const isCalled = parts.intent.subject.kind === 'event' && !/ed$| (made|sent|sold|paid)$/.test(text);
  const isExtent = parts.intent.subject.kind === 'thing' && OF_THING.test(noun) && said === plural;
  if (isExtent) {
    return noun.replace(/\S+$/, (last) => `${text} ${last}`);
  }
  return end !== '' && isCalled && said.startsWith(plural) && /^( (from|by|of|in) .*)?$/.test(after)
    ? `${by}${text} ${end}${after}`
    : null;
}

/** `average placebo treatment duration in days`: before the unit it is said what lasts. */
function lastingEn(noun: string, label: string, parts: Parts): string {
  const { text, plural } = parts.names.entity(parts.intent.subject);
  const said = parts.rows.text;
  const at = said.indexOf(plural);
  // `the average A or B offer duration`, `duration in days in the B group`
  const isStacked = at > 0 && / or /.test(said.slice(0, at));
  return at < 0 || label.startsWith(text) || isStacked || said.slice(at + plural.length).startsWith(' in the ')
    ? `${noun}${ofRows(parts, noun)}`
    : // The days are not those of the patients.
      `${noun.replace(label, `${said.slice(0, at)}${text} ${label}`)}${said.slice(at + plural.length).replace(/^ of /, ' for ')}`;
}

/** `total quantity ordered from suppliers in Spain`: what was done to the items of lines; null for other quantities. */
function quantityDone(of: Quantity, noun: string, { intent, names, where }: Parts): string | null {
  const done = intent.subject.kind === 'line' ? doneToItems(names.entity(intent.subject).text, intent.subject) : null;
  const conditions = where.filter((condition) => !isWhen(condition));
  const areLinked = conditions.every((part) => quantityWithin(part)?.path.length);
  if (done === null || of.form !== 'field' || !areLinked || !/^(\w+ )?quantity$/.test(noun)) {
    return null;
  }
  const after = afterEn(intent.subject, conditions, names);
  // `ordered on orders`
  return repeatsDeed(done, after) ? `${noun} of items in ${after.slice(3)}` : `${noun} ${doneHow(done, after)}`;
}

const DOCUMENTS: Readonly<Record<string, RegExp>> = {
  ordered: /^of (?:[\w-]+ ){0,2}orders\b/,
  purchased: /^of (?:[\w-]+ ){0,2}(?:purchases|purchase orders)\b/,
  returned: /^of (?:[\w-]+ ){0,2}returns\b/,
  delivered: /^of (?:[\w-]+ ){0,2}deliveries\b/,
};

/** The document that follows says what was done: orders are ordered. */
function repeatsDeed(done: string, after: string): boolean {
  return DOCUMENTS[done]?.test(after) ?? false;
}

/** The noun of an amount, without what the rows are. */
export function amountNoun(measure: Extract<Measure, { form: 'aggregate' }>, parts: Parts): string {
  return shortened(measureNounEn(measure, parts.intent.subject, parts.names), measure.of, parts);
}

/** `total amount` of payments, whose column is the payment amount. */
function shortened(noun: string, of: Quantity, { intent, names }: Parts): string {
  const label = quantityNoun(of, names);
  const short = isSilentSubject(intent) ? label : shortLabel(label, names.entity(intent.subject).text);
  return noun.endsWith(label) ? `${noun.slice(0, -label.length)}${short}` : noun;
}

/** Several figures over the same rows: `lowest and highest freight of orders`. */
export function figuresEn(measures: readonly Measure[], parts: Parts): string {
  const [first, second, more] = measures;
  if (first?.form === 'aggregate' && second?.form === 'aggregate' && more === undefined && first.of === second.of) {
    const noun = measureNounEn(second, parts.intent.subject, parts.names);
    const [end = ''] = measureNounEn(first, parts.intent.subject, parts.names).split(' ');
    const both = figureEn(second, parts);
    const rest = both.startsWith(noun) ? '' : both.replace(/^\S+ /, '');
    const many = parts.names.entity(parts.intent.subject);
    if (/ in days\b/.test(both)) {
      return `${end} and ${both.replace(/\bduration in days\b/, 'durations in days')}`;
    }
    const compound = compoundEn(pluralOfBoth(shortened(noun, second.of, parts)), parts);
    if (compound !== null) {
      return `${end} and ${compound}`;
    }
    if (rest.startsWith(many.text)) {
      // `lowest and highest daily balances of merchants`
      return `${end} and ${both.split(' ')[0]} ${many.plural}${rest.slice(many.text.length)}`;
    }
    const ends = `${end} and ${pluralOfBoth(shortened(noun, second.of, parts))}`;
    // `fewest and most vacation hours`
    const some = ends.replace(/^lowest and highest numbers of (?=.*(hours|days)$)/, 'minimum and maximum ');
    return `${some}${ofRows(parts, some)}`;
  }
  if (first?.form === 'count' && second?.form === 'aggregate' && more === undefined) {
    // `and average days from rental to return`: not those of the staff that the rows are counted by.
    const amount = amountNoun(second, parts);
    const days = amount.replace(/ number of days from /, ' days from ');
    return `number of ${parts.rows.text} and ${days === amount ? `their ${amount}` : days}`;
  }
  if (first?.form === 'count' && second?.form === 'distinct' && more === undefined) {
    return `number of ${parts.rows.text} and number of different ${parts.names.end(second.entity, second.path).plural}`;
  }
  if (first?.form === 'aggregate' && second?.form === 'aggregate' && more === undefined) {
    const [one, other] = [first, second].map((measure) => measureNounEn(measure, parts.intent.subject, parts.names));
    const done = quantityDone(second.of, other ?? '', parts);
    // `total quantity ordered and total amount`: of what?
    const begun = done === null && parts.where.length === 0 ? quantityDone(first.of, one ?? '', parts) : null;
    return `${begun ?? one} and ${done ?? `${other}${begun === null ? ofRows(parts, other ?? '') : ''}`}`;
  }
  return measures.map((measure) => figureEn(measure, parts)).join(' and the ');
}

/** `average number of orders per customer`. */
function ratioEn({ over, under }: Extract<Measure, { form: 'ratio' }>, parts: Parts): string {
  const { intent, names, rows } = parts;
  const below =
    under.form === 'distinct'
      ? names.end(under.entity, under.path).text
      : under.form === 'count'
        ? names.entity(intent.subject).text
        : measureNounEn(under, intent.subject, names);
  const total = measureNounEn(over, intent.subject, names);
  // The average amount of payments would be that of one payment.
  const summed = intent.subject.kind === 'event' && under.form === 'distinct' ? total : total.replace(/^total /, '');
  const isStock = STOCK.test(names.entity(intent.subject).text) && /\bquantity$/.test(summed);
  const done = over.form === 'aggregate' && under.form === 'distinct' ? quantityDone(over.of, summed, parts) : null;
  const noun = isStock ? `${summed} in stock` : done !== null && parts.where.length === 0 ? done : summed;
  const above =
    over.form === 'count'
      ? `number of ${rows.text}`
      : `${noun}${under.form === 'count' || (intent.subject.kind === 'line' && parts.where.length === 0) ? '' : ofRows(parts, noun)}`;
  return `average ${above} per ${below}`;
}

/** People speak of what is in stock, and not of inventory items. */
const STOCK = /(^| )(inventory|stock)( item| line| entry| record)?$/;

/** ` of orders`; for lines only the conditions on what they belong to: `revenue from customers in Germany`. */
export function ofRows({ intent, rows, where, names }: Parts, noun: string): string {
  const conditions = where.filter((condition) => !isWhen(condition));
  const { text } = names.entity(intent.subject);
  // `days from order to shipping`: of orders, of course.
  if (conditions.length === 0 && new RegExp(`\\bfrom (the )?${RegExp.escape(text)} to\\b`, 'u').test(noun)) {
    return '';
  }
  if (STOCK.test(text) && /\bquantity$/.test(noun) && rows.text.startsWith(names.entity(intent.subject).plural)) {
    const rest = rows.text.slice(names.entity(intent.subject).plural.length);
    return ` in stock${rest.replace(/^ for /, ' of ')}`;
  }
  // A quantity alone does not say of what: of inventory items.
  const isUnsaid =
    /^(total|average) (quantity|volume|amount|value)$/.test(noun) && doneToItems(text, intent.subject) === null;
  // The lines of all documents are all there is.
  const isWhole = intent.subject.kind === 'line' && conditions.length === 0 && noun.startsWith('total ') && !isUnsaid;
  if (isWhole) {
    return '';
  }
  const isLinked = conditions.every((part) => quantityWithin(part)?.path.length);
  // `quantity rejected`: of the lines, of course.
  const isDone = intent.subject.kind === 'line' && isLinked && /\bquantity \w+ed$/.test(noun);
  const isOfDay =
    intent.subject.kind === 'snapshot' && isLinked && /\b(daily|weekly|monthly) volumes?$|^total volume$/.test(noun);
  if (!(isSilentSubject(intent) || isDone || isOfDay) || (isUnsaid && intent.subject.kind === 'line')) {
    // `average number of items per order`
    return intent.subject.kind === 'event' && /^(average|median) number of (?!days )/.test(noun)
      ? ` per ${rows.text.replace(names.entity(intent.subject).plural, text)}`
      : `${prepositionOf(noun, intent.subject)} ${rows.text}`;
  }
  if (conditions.length === 0) {
    return '';
  }
  if (!isLinked) {
    return ` of ${rows.text}`;
  }
  const after = afterEn(intent.subject, conditions, names);
  const event = conditions
    .map((part) => quantityWithin(part)?.path[0]?.target)
    .find((target) => target?.kind === 'event');
  const [way] = conditions.map((part) => quantityWithin(part)?.path ?? []);
  const [first, ...further] = way ?? [];
  if (further.length > 0 && first?.target.kind === 'thing' && /^(from|of) /.test(after)) {
    // Sales of products from suppliers: nothing is sold to us. A type is that of the things.
    return ` ${after.startsWith('of ') ? 'for' : 'of'} ${names.role(first).plural} ${after}`;
  }
  // The order is shipped or handled, not its amount.
  return event && /^(shipped|handled|placed|delivered|assigned) /.test(after)
    ? ` of ${names.entity(event).plural} ${after}`
    : ` ${event && EARNED.test(noun) ? after.replace(/^of /, / from /.test(after) ? 'on ' : 'from ') : after}`;
}

/** It comes from rows. */
const EARNED = /\b(sales|sales amount|revenue|turnover|profit)$/;

/** What is paid on top of the price of rows: freight on orders. */
const CHARGED =
  /\b(freight|freight (?:charge|cost|fee)s?|(?<!before |after )tax|taxes|tax amount|discount|discount amount|commission|vat|duty|duties)$/;

/** What was paid on claims. */
const PAID = /\bamounts? (?:paid|due|owed|spent)$/;

/** ` of payments`; ` on` of charges; ` for` where the noun has a preposition of its own, ` in` of what rows hold. */
function prepositionOf(noun: string, { kind }: Entity): string {
  const isCount = /\bnumbers? of /.test(noun);
  // The copies are of the books.
  if (isCount && kind === 'thing' && /^(total|average) number of [a-z]+$/.test(noun) && !/\b(hours|days)$/.test(noun)) {
    return ' of';
  }
  if (isCount && kind === 'event' && !/\b(hours|minutes|seconds|days)\b/.test(noun)) {
    return ' in';
  }
  if (CHARGED.test(noun) || PAID.test(noun)) {
    return ' on';
  }
  return isCount || /ed$|totals?$| (before|after|on|in|per|from) /.test(noun) ? ' for' : ' of';
}
