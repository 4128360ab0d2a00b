import { leavesOf, pathOfLeaf } from '../../conditions.js';
import type { Intent, Measure, Path } from '../../intent.js';
import type { Names } from '../names.js';
import { comparedEn, conditionOnGroups } from './compared.js';
import { countQuestion, doneEach } from './counted.js';
import { distinctQuestion } from './distinct.js';
import { flagsEn } from './flagged.js';
import { listedEn, saidOf } from './listed.js';
import { areAllUsed, isHappening, isInCents, isMainTime, isOfOneHolder, isWhen } from '../part.js';
import { BUCKETS_EN, measureNounEn } from './nouns.js';
import { ordered } from './ordered.js';
import { arePeople } from './people.js';
import { amountNoun, figuresEn, ofRows } from './figures.js';
import { aheadOf, byEn, eachEn, includingEn, STACKED } from './groups.js';
import type { Parts } from './parts.js';
import { partsEn } from './questions.js';
import { rateEn } from './rate.js';
import { asDeeds } from './deeds.js';
import { peopleDid } from './people-did.js';
import { topGroupsEn } from './top-groups.js';
import { doneByGroup, doneToItems, doneWith } from './verbs.js';

/** All wordings of an intent: questions first, then commands, the keyword form last. */
export function phrasesEn(intent: Intent, names: Names): string[] {
  const { plural } = names.entity(intent.subject);
  const isOfTotal = isDailyMeanOfMany(intent);
  const texts = wordings(intent, partsEn(intent, names))
    .filter((text) => !(isOfTotal && RHYTHM.test(text)))
    .map((text) => asDone(asDeeds(text), plural));
  const said = texts.map((text) => documentOnce(ofOwner(text, intent, names), intent, names));
  return [...new Set(isInCents(intent) ? said.map(inCents) : said)];
}

/** `What is the average amount (in cents)?` */
const inCents = (text: string): string => (/\bcents?\b/.test(text) ? text : text.replace(/[?.]?$/, ' (in cents)$&'));

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
  const [noun, head] = [document, document.split(' ').at(-1) ?? ''].map((part) => RegExp.escape(part));
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
    return topGroupsEn(intent.order, intent.order.limit, parts);
  }
  const plain = intent.measures[0]?.form === 'rate' ? rateEn(intent.measures[0].where, parts) : figures(parts);
  // An order at the end of a question with a second question in it is read with neither.
  const orderly = intent.measures.length > 1 ? plain.filter((text) => !text.includes(', and what ')) : plain;
  return intent.order ? orderly.map((text) => ordered(text, intent.order, parts)) : plain;
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
    const did = peopleDid(parts);
    if (did !== null) {
      return [`${did}${eachEn(parts)}${when}${including}?`];
    }
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
    // `vendors with purchase orders by month`: what is by month?
    const shown = [`show the ${figure}${eachEn(parts)}${when}${including}.`, `${figure}${eachEn(parts)}${when}`];
    if (question === null) {
      return parts.where.length === 0 && intent.subject.kind === 'event' && by.startsWith(' by ') ? shown : [];
    }
    return [question, ...shown];
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
  const done = intent.subject.kind === 'line' ? doneToItems(rows.text, intent.subject) : null;
  const verb = under.path.length === 1 ? doneWith(owners, intent.subject, rows.text) : null;
  if (done !== null && intent.subject.kind === 'line') {
    // What is divided by are the things of the lines, and not who ordered them.
    return under.entity.kind === 'thing' && !arePeople(owners) && under.path.length === 1
      ? `, counting only ${owners} that were ${done}${then}`
      : `, counting only ${owners} with any${then}`;
  }
  return `, counting only ${owners} ${arePeople(owners) ? 'who' : 'that'} ${verb?.past ?? (when === '' && then === '' ? 'have' : 'had')} any${then}`;
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
