import { deedNoun, pluralWord } from '#libs/lexicon';
import type { Entity } from '#libs/semantic-model';
import { unitOf } from '../../conditions.js';
import type { Bucket, Dimension, FieldRef, Measure, MetricRef, Quantity } from '../../intent.js';
import type { Names } from '../names.js';

/** `total freight`, `number of orders`, `revenue per order`. */
export function measureNounEn(measure: Measure, subject: Entity, names: Names): string {
  switch (measure.form) {
    case 'count':
      return `number of ${names.entity(subject).plural}`;
    case 'distinct':
      return `number of different ${names.end(measure.entity, measure.path).plural}`;
    case 'distinct_values':
      return `number of different ${names.field(measure.of.field).plural}`;
    case 'aggregate':
      return `${aggregateNoun(measure.by, measure.of, names)}${unitSaid(measure.of)}`;
    case 'percentile':
      return `${ordinal(Math.round(measure.at * 100))} percentile of the ${quantityNoun(measure.of, names)}`;
    case 'rate':
      return 'share percent';
    case 'ratio':
      return ratioNoun(measure, subject, names);
  }
}

export function quantityNoun(quantity: Quantity, names: Names): string {
  const noun = quantity.form === 'field' ? ownNoun(quantity, names) : metricNoun(quantity, names);
  return noun.startsWith('days ') ? `number of ${noun}` : noun;
}

/** People speak of the amount before tax, and not of the total of subtotals. */
function ownNoun({ field, entity }: FieldRef, names: Names): string {
  const noun = fieldNoun(names.field(field).text);
  if (entity.kind === 'line' && /^(order quantity|quantity ordered)$/.test(noun)) {
    // The verb follows: quantity purchased.
    return 'quantity';
  }
  const isTaxed = entity.fields.some((other) => /\btax\b/.test(other.label.en.text));
  if (entity.kind === 'thing' && /^(login|logon|visit) (date|time)$/.test(noun)) {
    // Of many, the row has the last.
    return `last ${noun}`;
  }
  return noun === 'subtotal' ? (isTaxed ? 'amount before tax' : 'amount') : noun;
}

/** The amount of purchase order lines is a purchase order amount. */
function metricNoun({ metric, entity }: MetricRef, names: Names): string {
  const { text } = names.metric(metric);
  const document =
    text === 'amount' && entity.kind === 'line'
      ? /^(.+) (?:line|item|detail)$/.exec(entity.name.en.text)?.[1]
      : undefined;
  return document === undefined ? text : `${document} ${text}`;
}

/** `year-to-date sales` of sales YTD, `creation time` of a created time, `height` of height cm. */
function fieldNoun(label: string): string {
  const dated = /^(.+?) (?:ytd|year to date)$/i.exec(label)?.[1];
  const plain = withoutUnit(label)
    .replace(
      /^(created?|booked|hired|enrolled|opened|loaned|borrowed|purchased|settled|closed) (?=(time|date)$)/,
      (_, done: string) => `${deedNoun(done)} `,
    )
    .replace(/^(updated|modified) (?=(time|date)$)/, 'update ')
    .replace(INSTRUMENT, '$& reading');
  return dated === undefined ? plain : `year-to-date ${dated}`;
}

/** What is measured by it, and not the thing itself. */
const INSTRUMENT =
  /\b(odometer|speedometer|thermometer|barometer|hygrometer|(?:gas|water|electricity|power|flow) meter)$/;

const UNIT =
  / (cm|mm|km|kg|mg|lbs?|oz|ft|yd|gal|ml|kwh|cents?|ms|kb|mb|gb|usd|eur|gbp|cny|m ?[23]|sq ?m|sq ?ft|(?<=(duration|length|time|break|wait|delay|downtime) )(mins?|secs?|hrs?|seconds?|minutes?|hours?|days?))$/i;
const ONLY_UNIT: Readonly<Record<string, string>> = {
  milliseconds: 'duration',
  seconds: 'duration',
  minutes: 'duration',
  bytes: 'size',
  kilobytes: 'size',
  kilograms: 'weight',
  grams: 'weight',
};

/** Units that change what a figure says, or that few would guess. */
const SAID_UNITS: Readonly<Record<string, string>> = {
  cent: 'cents',
  cents: 'cents',
  ft: 'feet',
  yd: 'yards',
  gal: 'gallons',
  oz: 'ounces',
  min: 'minutes',
  mins: 'minutes',
  sec: 'seconds',
  secs: 'seconds',
  hr: 'hours',
  hrs: 'hours',
  kb: 'KB',
  mb: 'MB',
  gb: 'GB',
};

/** ` in feet` of a `length ft`; empty for other quantities. */
function unitSaid(of: Quantity): string {
  const [, unit = ''] = (of.form === 'field' && UNIT.exec(of.field.label.en.text)) || [];
  const said = SAID_UNITS[unit.toLowerCase()];
  return said === undefined ? '' : ` in ${said}`;
}

/** How long something went on: `run minutes` are its run time. */
const LASTED =
  /^((?:\w+ )?(?:run|setup|set up|wait|work|talk|hold|handle|travel|transit|idle|down|cycle|response|call|break|drive|lead)) (?:minutes?|seconds?|mins?|secs?)$/;

/** `height cm` becomes `height`, `milliseconds` becomes `duration`, `size bytes` becomes `size`: the unit follows the number. */
function withoutUnit(label: string): string {
  return (
    ONLY_UNIT[label] ??
    label
      .replace(UNIT, '')
      .replace(/\b(size|length) (bytes|kilobytes|megabytes)$/, '$1')
      .replace(/\b(rate|share|ratio) percent(age)?$/, '$1')
      .replace(LASTED, '$1 time')
  );
}

/** `product subcategory` of products becomes `subcategory`: the noun is already in the sentence. */
export function shortRole(role: string, noun: string): string {
  return role.startsWith(`${noun} `) ? role.slice(noun.length + 1) : role;
}

/** `expiration year` of the credit card expiration year of credit cards. */
export function shortColumn(label: string, noun: string): string {
  return noun.includes(' ') ? shortRole(label, noun) : label;
}

/** Rows are called by the value: a tax rate has no tax rate. */
export function isOwnName(label: string, noun: string): boolean {
  return noun === label || noun.endsWith(` ${label}`);
}

/** `amount` of the payment amount of payments: what the rows are is said already. */
export function shortLabel(label: string, noun: string): string {
  const [first = '', ...rest] = shortColumn(label, noun).split(' ');
  const isAmount =
    /^(amount|price|cost|total|fee|value|quantity|duration|count|status|type|date|time|level|category|class|group|size|source|reason|priority|kind|stage)$/.test(
      rest.at(-1) ?? '',
    );
  return isAmount && rest.length === 1 && noun.split(' ').includes(first) ? rest.join(' ') : [first, ...rest].join(' ');
}

const COUNTED =
  /\b(amount|price|cost|rate|length|quantity|balance|value|fee|duration|weight|salary|score|discount|margin|bonus|total|count|volume|percentage|size|height|width)$/;

/** `lowest and highest prices`; what is not counted stays as it is. */
export function pluralOfBoth(noun: string): string {
  if (/^(highest|lowest|longest|shortest) number of days from /.test(noun)) {
    return noun.replace(' number of days from ', ' times in days from ');
  }
  if (/^(highest|lowest) number of /.test(noun)) {
    return noun.replace(' number of ', ' numbers of ');
  }
  return COUNTED.test(noun) && !noun.startsWith('number of ') ? noun.replace(/\S+$/, pluralWord) : noun;
}

/** `daily volume` of a volume that is written each day. */
function dailyNoun({ entity }: Quantity, noun: string): string {
  const often = /^(daily|weekly|monthly) /.exec(entity.name.en.text)?.[0];
  return entity.kind === 'snapshot' && noun === 'volume' && often !== undefined ? `${often}${noun}` : noun;
}

type Aggregate = Extract<Measure, { form: 'aggregate' }>;

/** A number of nothing: `used number`, `total number`. */
const UNSAID_NUMBER = /^(?:(?:total|\w+[^e]ed) )?(?:number|num|count)$/;

function aggregateNoun(by: Aggregate['by'], of: Quantity, names: Names): string {
  if (UNSAID_NUMBER.test(quantityNoun(of, names))) {
    names.refuse();
  }
  const noun = by === 'sum' ? quantityNoun(of, names) : dailyNoun(of, quantityNoun(of, names));
  switch (by) {
    case 'sum':
      if (isCounted(noun) && !/(^| )(hours|minutes|seconds|days)$/.test(noun)) {
        return `total number of ${noun}`;
      }
      return noun === 'total' ? 'total amount' : isTotal(noun) ? noun : `total ${noun}`;
    case 'avg':
      return /^(average|mean)\b/.test(noun) ? noun : `average ${isCounted(noun) ? 'number of ' : ''}${noun}`;
    case 'min':
      return isCounted(noun) ? `lowest number of ${noun}` : `${extremesEn(of, noun)[1]} ${noun}`;
    case 'max':
      return isCounted(noun) ? `highest number of ${noun}` : `${extremesEn(of, noun)[0]} ${noun}`;
    case 'median':
      return `median ${isCounted(noun) ? 'number of ' : ''}${noun}`;
  }
}

/** `units in stock`, `vacation hours`, `shares`: people have more or fewer of them. */
export function isCounted(noun: string): boolean {
  const head =
    noun
      .replace(/ (in|on|at|per|of|for) .*$| (?:[a-z]+ed|found|sold|sent|held|lost|made|taken|given)$/, '')
      .split(' ')
      .at(-1) ?? '';
  return (
    !/\b(maximum|minimum|max|min)\b/.test(noun) &&
    !noun.startsWith('number of ') &&
    /[^siu]s$/.test(head) &&
    !/^(litres|liters|gallons|tons|tonnes|sales|earnings|proceeds|expenses|savings|assets|liabilities|debts|costs|fees|taxes|goods|gross|press)$/.test(
      head,
    )
  );
}

function isTotal(noun: string): boolean {
  return /\b(total|sum)\b/.test(noun);
}

/** The words for the two ends of a quantity. */
export function extremesEn(of: Quantity, noun: string): readonly [string, string] {
  if (of.form === 'field' && of.field.typeCategory === 'D') {
    return ['latest', 'earliest'];
  }
  if (noun.startsWith('number of days from ')) {
    return ['longest', 'shortest'];
  }
  if (noun.startsWith('number of ')) {
    return ['highest', 'lowest'];
  }
  if (isCounted(noun)) {
    return ['most', 'fewest'];
  }
  if (/\b(length|height|width|depth|distance)$/.test(noun)) {
    return ['greatest', 'smallest'];
  }
  const kind = unitOf(of)?.kind;
  if (kind === 'duration' || /\b(length|duration|time|seconds|minutes|hours|days)$/.test(noun)) {
    return ['longest', 'shortest'];
  }
  return /\b(quantity|size|bytes|area|volume|population)$/.test(noun) ? ['largest', 'smallest'] : ['highest', 'lowest'];
}

/** `orders per customer`, `revenue per order`. */
function ratioNoun({ over, under }: Extract<Measure, { form: 'ratio' }>, subject: Entity, names: Names): string {
  const above = over.form === 'count' ? names.entity(subject).plural : measureNounEn(over, subject, names);
  const below =
    under.form === 'count'
      ? names.entity(subject).text
      : under.form === 'distinct'
        ? names.end(under.entity, under.path).text
        : measureNounEn(under, subject, names);
  return `${above.replace(/^total /, '')} per ${below}`;
}

const SUPERLATIVES: Readonly<Record<string, readonly [string, string]>> = {
  length: ['longest', 'shortest'],
  height: ['tallest', 'shortest'],
  width: ['widest', 'narrowest'],
  depth: ['deepest', 'shallowest'],
  weight: ['heaviest', 'lightest'],
};

export function superlativesEn(noun: string): readonly [string, string] | undefined {
  return SUPERLATIVES[noun];
}

/** `longest` for the greatest length: what rows are, and not what they have; null for other quantities. */
export function superlativeEn(noun: string, isMost: boolean): string | null {
  return SUPERLATIVES[noun]?.[isMost ? 0 : 1] ?? null;
}

export function ordinal(number: number): string {
  const ending = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

export const BUCKETS_EN: Readonly<Record<Bucket, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  weekday: 'weekday',
  day: 'day',
  hour: 'hour',
};

export function dimensionLabelEn(dimension: Dimension, names: Names): string {
  switch (dimension.form) {
    case 'field':
      return names.field(dimension.of.field).text;
    case 'entity':
      return names.end(dimension.entity, dimension.path).text;
    case 'time':
      return BUCKETS_EN[dimension.bucket];
    case 'bands':
      return `${quantityNoun(dimension.of, names)} band`;
  }
}
