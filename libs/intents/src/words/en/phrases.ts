import { leavesOf, pathOfLeaf } from '../../conditions.js';
import type { Dimension, Intent, Measure, Order, Path } from '../../intent.js';
import type { Names } from '../names.js';
import { comparedEn, conditionOnGroups } from './compared.js';
import { flagsEn } from './flagged.js';
import { listedEn, saidOf } from './listed.js';
import { areAllUsed, isHappening, isMainTime, isOfOneHolder, isWhen } from '../part.js';
import { BUCKETS_EN, extremesEn, measureNounEn, quantityNoun, superlativesEn } from './nouns.js';
import { ACTIVE, participleOf } from './own-conditions.js';
import { numberWord } from './number-words.js';
import { arePeople } from './people.js';
import { amountNoun, DEEDS, figureEn, figuresEn, ofRows, whatWasDone } from './figures.js';
import { aheadOf, byEn, eachEn, frontedEn, includingEn, STACKED } from './groups.js';
import type { Parts } from './parts.js';
import { partsEn } from './questions.js';
import { rateEn } from './rate.js';
import { asDeeds } from './deeds.js';
import { doneByGroup, doneToItems, doneWith } from './verbs.js';

/** All wordings of an intent: questions first, then commands, the keyword form last. */
export function phrasesEn(intent: Intent, names: Names): string[] {
  const { plural } = names.entity(intent.subject);
  const isOfTotal = isDailyMeanOfMany(intent);
  const texts = wordings(intent, partsEn(intent, names))
    .filter((text) => !(isOfTotal && RHYTHM.test(text)))
    .map((text) => asDone(asDeeds(text), plural));
  return [...new Set(texts.map((text) => documentOnce(ofOwner(text, intent, names), intent, names)))];
}

const RHYTHM = /\b(hourly|daily|weekly|monthly|quarterly)\b/;

/** The average daily balance of several holders is that of their total, and not of each holder and day. */
function isDailyMeanOfMany(intent: Intent): boolean {
  const { subject, measures } = intent;
  const isMean = measures.some(
    (measure) =>
      measure.form === 'aggregate' &&
      measure.by === 'avg' &&
      measure.of.form === 'field' &&
      /additive$/.test(measure.of.field.additivity),
  );
  const hasHolders = subject.kind === 'snapshot' && subject.fields.some(({ role }) => role === 'reference');
  return hasHolders && isMean && !isOfOneHolder(intent);
}

/** `users by average daily balance`, and not by average daily user balance: whose it is stands in the sentence already. */
function ofOwner(text: string, intent: Intent, names: Names): string {
  const noun = names.entity(intent.subject);
  const words = noun.text.split(' ');
  const roles = new Set(
    pathsIn(intent)
      .flat()
      .flatMap((step) => [names.role(step).text, step.target.name.en.text]),
  );
  if (!isHappening(intent.subject) && intent.subject.kind !== 'snapshot') {
    return text;
  }
  const rest = text
    .replaceAll(noun.plural, '')
    .replaceAll(noun.text, '')
    .split(/[^\p{L}]+/u);
  const role = words
    .slice(0, -1)
    .find((word) => roles.has(word) && (rest.includes(word) || rest.includes(`${word}s`)) && !CALLED.test(noun.text));
  const bare = (full: string): string => full.replace(`${role} `, '');
  return role === undefined
    ? text
    : text.replaceAll(noun.plural, bare(noun.plural)).replaceAll(noun.text, bare(noun.text));
}

/** Payments made, bills of materials: the last word is no noun of its own. */
const CALLED = / of | (made|sent|sold|paid|\w+ed)$/;

function pathsIn({ measures, dimensions, where }: Intent): Path[] {
  return [
    ...measures.flatMap((measure) =>
      measure.form === 'ratio' && measure.under.form === 'distinct' ? [measure.under.path] : [],
    ),
    ...dimensions.map((dimension) => (dimension.form === 'entity' ? dimension.path : dimension.of.path)),
    ...leavesOf(where).map(pathOfLeaf),
  ];
}

/** `total amount and total quantity of pending purchase orders`, and no purchase order amount of them. */
function documentOnce(text: string, { subject }: Intent, names: Names): string {
  const [, document = ''] = /^(.+) (?:line|item|detail)$/.exec(names.entity(subject).text) ?? [];
  if (document === '') {
    return text;
  }
  const [noun, head] = [document, document.split(' ').at(-1) ?? ''].map(RegExp.escape);
  const said = new RegExp(`\\b(total|average) (?:${noun}|${head}) (amount|quantity)(?=.*\\b${noun}s\\b)`, 'g');
  return text.replace(said, '$1 $2');
}

/** Payments made, fees received. */
const CALLED_BY_DEED = /^(\w+) (made|sent|sold|paid|\w+[^e]ed)$/;

/** `how many payments were received by card`: rows that are called by what was done to them are asked for by the verb. */
function asDone(text: string, plural: string): string {
  const [, noun, done] = CALLED_BY_DEED.exec(plural) ?? [];
  if (noun === undefined) {
    return text;
  }
  // `payments that were made by card`
  const once = text.replace(
    new RegExp(`\\b${RegExp.escape(plural)} (that are )?(were |are )?${done} (?=by )`),
    `${noun} that were ${done} `,
  );
  return !once.startsWith(`how many ${plural} `)
    ? once
    : once
        .replace(`how many ${plural} `, `how many ${noun} were ${done} `)
        .replace(/ (are|were) there(?=[ ?,])/, '')
        .replace(/ (are|were) there$/, '');
}

function wordings(intent: Intent, parts: Parts): string[] {
  if (parts.groups.some(({ whether }) => whether !== undefined)) {
    return flagsEn(parts);
  }
  if (intent.comparison) {
    return comparedEn(parts);
  }
  if (intent.measures.length === 0) {
    return listedEn(parts);
  }
  if (intent.having) {
    const those = conditionOnGroups(parts, intent.having);
    // A question for some groups has no order; a list has.
    return intent.order
      ? those.filter((text) => !text.endsWith('?')).map((text) => ordered(text, intent.order, parts))
      : those;
  }
  if (intent.order && intent.order.limit !== null) {
    return top(intent.order, intent.order.limit, parts);
  }
  const plain = intent.measures[0]?.form === 'rate' ? rateEn(intent.measures[0].where, parts) : figures(parts);
  // An order at the end of a question with a second question in it is read with neither.
  const orderly = intent.measures.length > 1 ? plain.filter((text) => !text.includes(', and what ')) : plain;
  return intent.order ? orderly.map((text) => ordered(text, intent.order, parts)) : plain;
}

/** `…, from highest to lowest?`, `…, from most to fewest orders.` */
function ordered(text: string, order: Order | null, { intent, names }: Parts): string {
  const measure = intent.measures[order?.by ?? 0];
  const ends = measure === undefined ? ['highest', 'lowest'] : orderEnds(measure, names);
  const [first, last] = order?.direction === 'asc' ? ends.toReversed() : ends;
  const several = measure !== undefined && intent.measures.length > 1;
  const what =
    measure?.form === 'count'
      ? names.entity(intent.subject).plural
      : measure && measureNounEn(measure, intent.subject, names);
  return text.replace(/[?.]?$/, (stop) => `, from ${first} to ${last}${several ? ` ${what}` : ''}${stop}`);
}

/** Durations run from longest to shortest, and lengths too; weights from heaviest to lightest. */
function orderEnds(measure: Measure, names: Names): readonly string[] {
  if (measure.form === 'count' || measure.form === 'distinct') {
    return ['most', 'fewest'];
  }
  if (measure.form !== 'aggregate' && measure.form !== 'percentile') {
    return ['highest', 'lowest'];
  }
  const noun = quantityNoun(measure.of, names);
  const [high, low] = extremesEn(measure.of, noun);
  return high === 'longest' ? [high, low] : (superlativesEn(noun) ?? ['highest', 'lowest']);
}

/** `for each month, show the number of orders to vendors with a high rating`: the group before what it is not of. */
function ahead(parts: Parts): string[] {
  const { intent, groups, when } = parts;
  const isKnown = intent.dimensions.every((dimension) => dimension.form !== 'time' || isMainTime(dimension.of));
  const each = groups.map((group) => aheadOf(group, parts)).join(' and ');
  return isKnown && includingEn(parts) === ''
    ? [`for each ${each}, show the ${figuresEn(intent.measures, parts)}${when}.`]
    : [];
}

function figures(parts: Parts): string[] {
  const { intent, names, rows, when } = parts;
  if (parts.groups.length > 0 && STACKED.test(` ${rows.text} `)) {
    return ahead(parts);
  }
  const { dimensions, measures } = intent;
  const [measure, second] = measures;
  const figure = figuresEn(measures, parts);
  const [by, including] = [byEn(parts), includingEn(parts)];
  // `for orders for each status` is read twice.
  const each = / for /.test(figure) ? by : eachEn(parts);
  const counting = measure?.form === 'ratio' ? countingEn(measure, parts) : '';
  const commands = [`show the ${figure}${by}${when}${including}${counting}.`, `${figure}${by}${when}${counting}`];
  const counted = countQuestion(parts);
  if (measure?.form === 'count' && second === undefined) {
    const said =
      dimensions.length === 0 && !CALLED_BY_DEED.test(names.entity(intent.subject).plural)
        ? saidOf(parts).map((text) => `how many ${text}${when}?`)
        : [];
    const asked = said.length > 0 || counted === null ? said : [`${counted}${when}${including}?`];
    if (asked.length > 0 && when !== '' && doneEach(dimensions[0], parts) !== null && dimensions.length === 1) {
      // `by hire quarter in 2010`: the period is that of the quarters.
      return asked;
    }
    return [
      ...asked,
      `count the ${rows.text}${by}${when}${including}.`,
      `number of ${rows.text}${by}${when}${including}`,
    ];
  }
  if (measure?.form === 'distinct' && second === undefined) {
    const noun = names.end(measure.entity, measure.path).plural;
    const verb = doneByGroup({ ...measure, form: 'entity', withEmpty: false }, intent, names);
    const did = verb === null ? parts.have : verb.past;
    if (did === 'made' && dimensions.some(({ form }) => form === 'field')) {
      // Rentals are not made for a rating.
      return [];
    }
    const question = distinctQuestion(noun, did, parts);
    if (question === null) {
      return parts.where.length === 0 && intent.subject.kind === 'event' && by.startsWith(' by ') ? commands : [];
    }
    return [question, ...commands];
  }
  if (measure?.form === 'count' && second?.form === 'distinct' && measures.length === 2) {
    const noun = names.end(second.entity, second.path).plural;
    return [`how many ${rows.text} and how many different ${noun} ${parts.be} there${each}${when}?`, ...commands];
  }
  if (measure?.form === 'count' && second?.form === 'aggregate') {
    const noun = amountNoun(second, parts);
    return counted === null ? commands : [`${counted}${when}, and what ${parts.is} their ${noun}?`, ...commands];
  }
  const average =
    measure?.form === 'aggregate' && measure.by === 'avg' && dimensions.length === 0 && second === undefined
      ? [`what ${parts.is} ${rows.text.startsWith('the ') ? '' : 'the '}${figure}${when}?`]
      : [];
  const passed = second === undefined ? daysPassed(parts) : [];
  return [
    ...passed,
    ...average,
    `what ${second ? parts.be : parts.is} the ${figure}${each}${when}${including}${counting}?`,
    ...commands,
  ];
}

/** `, counting only customers who placed any`: the owners that the rows are divided by; empty where all have rows. */
function countingEn({ under }: Extract<Measure, { form: 'ratio' }>, { intent, names, when }: Parts): string {
  if (under.form !== 'distinct' || (areAllUsed(under, intent.where) && intent.dimensions.length === 0 && when === '')) {
    return '';
  }
  const owners = names.end(under.entity, under.path).plural;
  const rows = names.entity(intent.subject);
  const [time] = intent.dimensions;
  const then = time?.form === 'time' ? ` in that ${BUCKETS_EN[time.bucket]}` : '';
  const done = intent.subject.kind === 'line' ? doneToItems(rows.text) : null;
  const verb = under.path.length === 1 ? doneWith(owners, intent.subject, rows.text) : null;
  if (done !== null && intent.subject.kind === 'line') {
    // What is divided by are the things of the lines, and not who ordered them.
    return under.entity.kind === 'thing' && !arePeople(owners) && under.path.length === 1
      ? `, counting only ${owners} that were ${done}${then}`
      : `, counting only ${owners} with any${then}`;
  }
  return `, counting only ${owners} ${arePeople(owners) ? 'who' : 'that'} ${verb?.past ?? (when === '' && then === '' ? 'have' : 'had')} any${then}`;
}

/** `how many different models are there in each category`, `how many different products were ordered for each status`. */
function distinctQuestion(noun: string, did: string, parts: Parts): string | null {
  const { rows, when, intent, groups } = parts;
  const each = eachEn(parts);
  const [own] = intent.measures;
  const passive = own?.form === 'distinct' && !each.startsWith(' by ') ? whatWasDone(own, parts) : null;
  if (passive !== null) {
    return `how many different ${noun} were ${passive}${each}${when}?`;
  }
  const done = intent.subject.kind === 'line' ? doneToItems(parts.names.entity(intent.subject).text) : null;
  if (intent.subject.kind === 'line' && (parts.where.length > 0 || arePeople(noun))) {
    // Lines under conditions: nobody speaks of products with order lines of orders.
    return null;
  }
  if (parts.where.length > 0 || groups.length === 0 || did === 'made' || !/^(have|had)$/.test(did)) {
    return `how many different ${noun} ${did} ${rows.text}${each}${when}?`;
  }
  if (each.startsWith(' by ')) {
    // `different patients had treatments by start year`: the year says nothing of the patients.
    return null;
  }
  const [time] = intent.dimensions;
  if (done === null && did === 'have' && time?.form === 'time') {
    return `how many different ${noun} had ${rows.text}${each}${when}?`;
  }
  if (done === null && intent.subject.kind === 'event') {
    return `how many different ${noun} ${did} ${rows.text}${each}${when}?`;
  }
  const [measure] = intent.measures;
  if (done !== null && measure?.form === 'distinct' && measure.path.length > 1) {
    return `how many different ${noun} had ${DEEDS.get(done) ?? rows.text}${each}${when}?`;
  }
  return done === null
    ? `how many different ${noun} ${parts.be} there${each}${when}?`
    : `how many different ${noun} were ${done}${each}${when}?`;
}

/** `how many days pass on average from order to shipment of late orders` */
function daysPassed(parts: Parts): string[] {
  const [measure] = parts.intent.measures;
  const noun =
    measure?.form === 'aggregate' && measure.by === 'avg'
      ? measureNounEn(measure, parts.intent.subject, parts.names)
      : '';
  const between = /^average number of days (from .*)$/.exec(noun)?.[1];
  const verb = parts.be === 'were' ? 'passed' : 'pass';
  const rows = parts.where.some((part) => !isWhen(part)) ? ofRows(parts, '').replace(/^ of /, ' for ') : '';
  return between === undefined
    ? []
    : [`how many days ${verb} on average ${between}${rows}${eachEn(parts)}${parts.when}?`];
}

/** `how many orders does each customer have`, `how many orders are there for each status`; null where some have none. */
function countQuestion(parts: Parts): string | null {
  const { intent, rows, groups } = parts;
  const [dimension, second] = intent.dimensions;
  const verb = second === undefined ? doneByGroup(dimension, intent, parts.names) : null;
  const isEntity = dimension?.form === 'entity' && second === undefined;
  if (isEntity && !dimension.withEmpty && !areAllUsed(dimension, intent.where)) {
    // Not of each one: those without rows are not in the answer.
    return null;
  }
  if (verb !== null) {
    const each = `each ${groups[0]?.one}`;
    return parts.be === 'were'
      ? `how many ${rows.text} did ${each} ${verb.base}`
      : `how many ${rows.text} has ${each} ${verb.participle}`;
  }
  const done = second === undefined ? doneEach(dimension, parts) : null;
  if (done !== null) {
    return `how many ${rows.text} ${done}`;
  }
  if (isEntity) {
    return `how many ${rows.text} ${parts.does} each ${groups[0]?.one} have`;
  }
  const asked = thereAre(parts);
  if (asked === null || rows.text.endsWith(parts.names.entity(intent.subject).plural)) {
    return asked && `${asked}${eachEn(parts)}`;
  }
  // `customers in London for each contact title`: the group before what it would be read with. An order has no place then.
  return intent.order ? null : frontedEn(asked, parts);
}

/** `how many users are there in the Sales department`: what follows the noun follows the verb. Null where it cannot. */
function thereAre({ intent, names, rows, be }: Parts): string | null {
  const { plural } = names.entity(intent.subject);
  if (!rows.text.includes(plural)) {
    return null;
  }
  const at = rows.text.indexOf(plural) + plural.length;
  const after = rows.text.slice(at);
  if (/^ (\w+(ed|en|ght) by|assigned to) /.test(after)) {
    return `how many ${rows.text.slice(0, at)} were${after}`;
  }
  if (/(^| )(treatments|therapies)$/.test(plural) && after.startsWith(' for ')) {
    // Treatments that there are for a disease are ways to treat it.
    return `how many ${rows.text.slice(0, at)} were given${after}`;
  }
  return /^( (in|at|on|from|by|for|with|without|under|via) .*)?$/.test(after)
    ? `how many ${rows.text.slice(0, at)} ${be} there${after}`
    : null;
}

/** `were hired each year`: what was done to the rows in the period; null where the column does not say it. */
function doneEach(dimension: Dimension | undefined, { intent, names }: Parts): string | null {
  if (dimension?.form !== 'time' || isMainTime(dimension.of) || dimension.of.path.length > 0) {
    return null;
  }
  const participle = participleOf(names.field(dimension.of.field).text, names.entity(intent.subject).text);
  const each = dimension.bucket === 'weekday' || dimension.bucket === 'day' ? 'on each' : 'each';
  return participle === null || dimension.bucket === 'hour'
    ? null
    : `${ACTIVE.test(participle) ? '' : 'were '}${participle} ${each} ${BUCKETS_EN[dimension.bucket]}`;
}

/** The best groups. */
function top(order: Order, limit: number, parts: Parts): string[] {
  const { intent, rows, when, groups } = parts;
  const [dimension] = intent.dimensions;
  const [group] = groups;
  const measure = intent.measures[order.by];
  if (!dimension || !measure || !group) {
    return [];
  }
  const isMost = order.direction === 'desc';
  const end = isMost ? 'highest' : 'lowest';
  const figure = figureEn(measure, parts);
  if (dimension.form === 'time') {
    const on = dimension.bucket === 'weekday' || dimension.bucket === 'day' ? 'on' : 'in';
    return limit === 1
      ? [
          `${on} which ${group.one} was the ${figure} ${end}${when}?`,
          `find the ${group.one} with the ${end} ${figure}${when}.`,
        ]
      : [`in which ${numberWord(limit)} ${group.many} was the ${figure} ${end}${when}?`];
  }
  const most = measure.form === 'count' ? `the ${isMost ? 'most' : 'fewest'} ${rows.text}` : `the ${end} ${figure}`;
  const verb = measure.form === 'count' ? doneByGroup(dimension, intent, parts.names) : null;
  if (limit === 1) {
    const has = verb?.past ?? (parts.have === 'had' ? 'had' : 'has');
    return [`which ${group.one} ${has} ${most}${when}?`, `find the ${group.one} with ${most}${when}.`];
  }
  const side = isMost ? 'top' : 'bottom';
  return [
    `which ${numberWord(limit)} ${group.many} ${verb?.past ?? parts.have} ${most}${when}?`,
    `show the ${side} ${limit} ${group.many} by ${figure}${when}.`,
    `${side} ${limit} ${group.many} by ${figure}${when}`,
  ];
}
