import { deedNoun } from '#libs/lexicon';
import type { Entity, Name } from '#libs/semantic-model';
import { conjuncts, isSameQuantity } from '../../conditions.js';
import type { Condition, Dimension, FieldRef, Intent, Leaf, Measure, Quantity } from '../../intent.js';
import type { Names } from '../names.js';
import { isFlag } from '../values.js';
import { arePeople } from './people.js';
import { doneHow, doneToItems, doneToThings, doneWith } from './verbs.js';
import { prepositionFor } from './prepositions.js';
import { aboutGroup, isMainTime, isSilentSubject, isWhen, quantityWithin } from '../part.js';
import { whenEn } from './period.js';
import { afterEn, rowsEn, spokenEn, type Phrase } from './conditions.js';
import {
  BUCKETS_EN,
  isCounted,
  measureNounEn,
  pluralOfBoth,
  quantityNoun,
  shortColumn,
  shortLabel,
  shortRole,
} from './nouns.js';

/** The noun of one group, and of several. */
export interface Group {
  readonly one: string;
  readonly many: string;
  /** For yes and no: `whether they are discontinued`. */
  readonly whether?: string;
  readonly isEntity?: boolean;
}

/** The parts of an English question. */
export interface Parts {
  readonly intent: Intent;
  readonly names: Names;
  /** The conditions on the rows, without those on the groups. */
  readonly where: readonly Condition[];
  readonly rows: Phrase;
  readonly groups: readonly Group[];
  /** Present tense, or past where a period is over. */
  readonly be: 'are' | 'were';
  readonly is: 'is' | 'was';
  readonly does: 'does' | 'did';
  readonly have: 'have' | 'had';
  readonly when: string;
}

export function partsEn(intent: Intent, names: Names): Parts {
  const conditions = conjuncts(intent.where);
  const ofGroup = conditions.filter((condition) => aboutGroup(condition, intent.dimensions[0]));
  const periods = conditions.filter((condition) => isPeriodOfGroup(condition, intent));
  const where = conditions.filter(
    (condition) => !ofGroup.includes(condition) && !periods.some((period) => period === condition),
  );
  const rows = rowsEn(names.entity(intent.subject).plural, intent.subject, { form: 'and', of: where }, names);
  const ofGroups = periods.map(({ period, of }) => ` ${whenEn(period, names.entity(of.entity).text)}`);
  const when = `${rows.when}${ofGroups.join('')}`;
  const isPast = when !== '';
  return {
    intent,
    names,
    where,
    rows,
    groups: intent.dimensions.map((dimension, index) => groupOf(dimension, index === 0 ? ofGroup : [], intent, names)),
    be: isPast ? 'were' : 'are',
    is: isPast ? 'was' : 'is',
    does: isPast ? 'did' : 'does',
    have: isPast ? 'had' : 'have',
    when,
  };
}

/** A period of the time that the groups are: `joined each quarter in 2023`. */
function isPeriodOfGroup(condition: Condition, { dimensions }: Intent): condition is Extract<Leaf, { form: 'period' }> {
  return (
    condition.form === 'period' &&
    dimensions.some((dimension) => dimension.form === 'time' && isSameQuantity(dimension.of, condition.of)) &&
    !isWhen(condition)
  );
}

/** The measure with its rows: `total freight of orders from customers in Germany`. */
export function figureEn(measure: Measure, parts: Parts): string {
  const { intent, names, rows } = parts;
  const noun = measureNounEn(measure, intent.subject, names);
  switch (measure.form) {
    case 'count':
      return `number of ${rows.text}`;
    case 'distinct':
      return `${noun} ${ownersDid(measure, parts)}`;
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
  const done = intent.subject.kind === 'line' && !arePeople(owners) ? doneToItems(text) : null;
  const did = measure.path.length === 1 ? doneWith(owners, intent.subject, text) : null;
  const passive = whatWasDone(measure, parts);
  if (passive !== null) {
    return passive;
  }
  if (done !== null && measure.path.length > 1) {
    // Of tracks that were sold, the albums were not.
    return `with ${DEEDS.get(done) ?? rows.text}`;
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
    ? doneToThings(intent.subject, names.entity(intent.subject).text)
    : null;
}

/** The noun of what was done to items. */
export const DEEDS: ReadonlyMap<string, string> = new Map([
  ['sold', 'sales'],
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

/** `average sales per territory` and not `of sales territories`: the word is said once. Null where no word is said twice. */
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
  const done = intent.subject.kind === 'line' ? doneToItems(names.entity(intent.subject).text) : null;
  const conditions = where.filter((condition) => !isWhen(condition));
  const areLinked = conditions.every((part) => quantityWithin(part)?.path.length);
  if (done === null || of.form !== 'field' || !areLinked || !/^(\w+ )?quantity$/.test(noun)) {
    return null;
  }
  const after = afterEn(intent.subject, conditions, names);
  return `${noun} ${doneHow(done, after)}`;
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
    return `${one} and ${done ?? `${other}${ofRows(parts, other ?? '')}`}`;
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
  const noun = isStock ? `${summed} in stock` : summed;
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
  if (
    conditions.length === 0 &&
    new RegExp(`\\bfrom (the )?${text.replace(/[^\p{L} ]/gu, '.')} to\\b`, 'u').test(noun)
  ) {
    return '';
  }
  if (STOCK.test(text) && /\bquantity$/.test(noun) && rows.text.startsWith(names.entity(intent.subject).plural)) {
    const rest = rows.text.slice(names.entity(intent.subject).plural.length);
    return ` in stock${rest.replace(/^ for /, ' of ')}`;
  }
  // A quantity alone does not say of what: of inventory items.
  const isUnsaid = /^(total|average) (quantity|volume|amount|value)$/.test(noun) && doneToItems(text) === null;
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
  if (further.length > 0 && first?.target.kind === 'thing' && after.startsWith('from ')) {
    // Sales of products from suppliers: nothing is sold to us.
    return ` of ${names.role(first).plural} ${after}`;
  }
  // The order is shipped or handled, not its amount.
  return event && /^(shipped|handled|placed|delivered|assigned) /.test(after)
    ? ` of ${names.entity(event).plural} ${after}`
    : ` ${after}`;
}

/** ` of payments`; ` for` where the noun has a preposition of its own, ` in` of what rows hold. */
function prepositionOf(noun: string, { kind }: Entity): string {
  const isCount = /\bnumbers? of /.test(noun);
  // The copies are of the books.
  if (isCount && kind === 'thing' && /^(total|average) number of [a-z]+$/.test(noun) && !/\b(hours|days)$/.test(noun)) {
    return ' of';
  }
  if (isCount && kind === 'event' && !/\b(hours|minutes|seconds|days)\b/.test(noun)) {
    return ' in';
  }
  return isCount || /ed$|totals?$| (before|after|on|in|per|from) /.test(noun) ? ' for' : ' of';
}

function groupOf(dimension: Dimension, conditions: readonly Condition[], intent: Intent, names: Names): Group {
  switch (dimension.form) {
    case 'entity': {
      const { text, plural } = shortName(names.end(dimension.entity, dimension.path), intent, names);
      const own = conditions.flatMap((condition) => fromThere(condition));
      const named = (noun: string): string => rowsEn(noun, dimension.entity, { form: 'and', of: own }, names).text;
      return { one: named(text), many: named(plural), isEntity: true };
    }
    case 'field':
      return columnGroup(dimension, intent, names);
    case 'time': {
      const label = names.field(dimension.of.field).text;
      const bucket = dimension.bucket === 'hour' ? 'hour of the day' : BUCKETS_EN[dimension.bucket];
      if (isMainTime(dimension.of)) {
        return { one: bucket, many: `${BUCKETS_EN[dimension.bucket]}s` };
      }
      // `join month`, `hire year`
      // `start year` of the session start time of sessions
      const own = names.entity(dimension.of.entity).text.split(' ').at(-1) ?? '';
      const event = /^(.+) (?:date|time|day|timestamp)$/.exec(shortRole(label, own))?.[1];
      const noun =
        event === undefined
          ? `${bucket} of the ${label}`
          : `${/^(sell|sales?) start$/.test(event) ? 'launch' : event === 'create' ? 'creation' : deedNoun(event)} ${bucket}`;
      return { one: noun, many: event === undefined ? `${bucket}s of the ${label}` : `${noun}s` };
    }
    case 'bands': {
      const label = quantityNoun(dimension.of, names);
      const { text } = names.entity(intent.subject);
      // `invoice total range`
      const of = label === 'total' ? `${text} ${label}` : shortLabel(label, text);
      const noun = isCounted(of) ? `range of ${of}` : `${of} range`;
      const bounds = bandsEn(dimension.bounds);
      return { one: `${noun} (${bounds})`, many: `${isCounted(of) ? `ranges of ${of}` : `${noun}s`} (${bounds})` };
    }
  }
}

/** `subcategory` of products by product subcategory. */
function shortName({ text, plural }: Name, { subject }: Intent, names: Names): Pick<Name, 'text' | 'plural'> {
  const noun = names.entity(subject).text;
  return { text: shortRole(text, noun), plural: shortRole(plural, noun) };
}

/** The condition, seen from the entity that it is about. */
function fromThere(condition: Condition): Condition[] {
  return 'of' in condition && 'path' in condition.of
    ? [{ ...condition, of: { ...condition.of, path: [] } } as Condition]
    : [];
}

/** `customer country`; without the role where the rows are ranked within it, or where it says no more. */
function columnGroup({ of }: Extract<Dimension, { form: 'field' }>, intent: Intent, names: Names): Group {
  const label = modelYear(shippingLabel(withoutOwner(names.field(of.field), of.entity)), of.entity);
  const last = of.path.at(-1);
  if (isFlag(of.field)) {
    const { said, saidOfOne } = spokenEn(isSet({ ...of, path: [] }), of.entity, names);
    const role = last && names.role(last).text;
    const one = saidOfOne ?? said.replace(/^are\b/, 'is').replace(/^have\b/, 'has');
    const whether = role ? `the ${role} ${one}` : `they ${said}`;
    return { one: label.text, many: label.plural, whether: `whether ${whether}` };
  }
  if (!last) {
    return { one: label.text, many: label.plural };
  }
  const role = names.end(of.entity, of.path).text;
  const words = label.text.split(' ');
  const isSaid =
    words.some((word) => role.split(' ').includes(word)) ||
    (ITSELF.test(label.text) && !intent.subject.fields.some((own) => own.label.en.text === label.text)) ||
    (intent.subject.kind === 'line' &&
      of.path.length === 1 &&
      of.entity.kind === 'event' &&
      !GENERIC.test(label.text)) ||
    (intent.dimensions.some((other) => other.form === 'entity' && other.entity === of.entity) &&
      !GENERIC.test(label.text));
  return isSaid
    ? { one: label.text, many: label.plural }
    : { one: `${role} ${label.text}`, many: `${role} ${label.plural}` };
}

function withoutOwner({ text, plural }: Name, { name }: Entity): Pick<Name, 'text' | 'plural'> {
  return { text: shortColumn(text, name.en.text), plural: shortColumn(plural, name.en.text) };
}

/** A noun that says by itself what it is. */
const ITSELF = /^(exchange|sector|industry|genre|currency)$/;
/** Everything has one. */
const GENERIC = /^(type|kind|class|status|state|group|line|style|name|level|tier|grade|stage|source)$/;

/** `shipping city` of a ship city. */
function shippingLabel({ text, plural }: Pick<Name, 'text' | 'plural'>): Pick<Name, 'text' | 'plural'> {
  return { text: text.replace(/^ship /, 'shipping '), plural: plural.replace(/^ship /, 'shipping ') };
}

const VEHICLE = /(^| )(car|vehicle|truck|van|bus|motorcycle|bike|tractor|boat)$/;

/** The year of a car is no time of its own: it is that of the model. */
function modelYear(label: Pick<Name, 'text' | 'plural'>, { name }: Entity): Pick<Name, 'text' | 'plural'> {
  return label.text === 'year' && VEHICLE.test(name.en.text) ? { text: 'model year', plural: 'model years' } : label;
}

function isSet(of: FieldRef): Condition {
  return { form: 'compare', of, by: '=', value: { value: 't', meaning: null } };
}

function bandsEn(bounds: readonly number[]): string {
  const shown = bounds.map((bound) => (bound < 10_000 ? String(bound) : bound.toLocaleString('en-US')));
  const between = shown.slice(1).map((bound, index) => `${shown[index]} to ${bound}`);
  return [`below ${shown[0]}`, ...between, `${shown.at(-1)} or more`].join(
    shown.some((text) => text.includes(',')) ? '; ' : ', ',
  );
}

/** `purchase orders to vendors with a high rating`: a group at the end would be read as that of the vendors. */
export const STACKED = / (?:from|to|of|for|by) (?:[^ ]+ ){1,3}(?:with|that|who) /;

/** ` by category and month`, ` by month and whether they are discontinued`. */
export function byEn(parts: Parts): string {
  const { groups, rows } = parts;
  // `payments by card by customer` would be read twice.
  return groups.length === 0 || / by | made$/.test(rows.text)
    ? eachEn(parts)
    : ` by ${groups.map(({ one }) => one).join(' and ')}`;
}

/** ` for each category and month`; ` in each month`. */
export function eachEn({ groups, intent }: Parts): string {
  const [dimension, second] = intent.dimensions;
  const isTime = dimension?.form === 'time' && second === undefined;
  if (isTime && !isMainTime(dimension.of)) {
    // `by start year`: they are in the year by that date only.
    return ` by ${groups[0]?.one}`;
  }
  const isOn = dimension?.form === 'field' && /^(exchange|platform|marketplace|channel)$/.test(groups[0]?.one ?? '');
  const onOrIn = isTime && (dimension.bucket === 'day' || dimension.bucket === 'weekday') ? 'on' : 'in';
  // `in each state` of customers, but `for each customer state` of their orders
  const isWithin =
    dimension?.form === 'field' && second === undefined && dimension.of.path.length === 0 && isWhere(groups[0]?.one);
  return groups.length === 0
    ? ''
    : ` ${isTime ? onOrIn : isWithin ? 'in' : isOn && second === undefined ? 'on' : 'for'} each ${groups.map(({ one }) => one).join(' and ')}`;
}

const isWhere = (noun = ''): boolean =>
  /^(country|city|region|state|state or province|province|district|town|area|territory)$/.test(noun);

/** `for each supplier country, what percentage …`: at the end it would be read with the predicate. */
export function frontedEn(question: string, parts: Parts): string {
  const each = eachEn({ ...parts, groups: parts.groups.map((group) => ({ ...group, one: aheadOf(group, parts) })) });
  return each.startsWith(' for ') ? `${each.trim()}, ${question}` : `${question}${each}`;
}

/** `notification type`: a group that is named before its rows is named in full. */
export function aheadOf({ one }: Group, { intent, names }: Parts): string {
  return GENERIC.test(one) && one !== 'state' ? `${names.entity(intent.subject).text} ${one}` : one;
}

/** `, including customers without any`. */
export function includingEn({ intent, groups }: Parts): string {
  const isWhole = intent.dimensions.some((dimension) => dimension.form === 'entity' && dimension.withEmpty);
  return isWhole ? `, including ${groups[0]?.many} without any` : '';
}

/** `have no reviews`, `had no reviews`. */
export function inTense(said: string, be: Parts['be']): string {
  return be === 'were' ? said.replace(/\bare\b/g, 'were').replace(/\bhave\b/g, 'had') : said;
}
