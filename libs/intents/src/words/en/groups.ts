import { deedNoun } from '#libs/lexicon';
import type { Entity, Name } from '#libs/semantic-model';
import { fromItsEnd } from '../../conditions.js';
import type { Condition, Dimension, FieldRef, Intent } from '../../intent.js';
import type { Names } from '../names.js';
import { isMainTime } from '../part.js';
import { isFlag } from '../values.js';
import { rowsEn, spokenEn } from './conditions.js';
import { BUCKETS_EN, isCounted, quantityNoun, shortColumn, shortLabel, shortRole } from './nouns.js';
import { ACTIVE, participleOf } from './participles.js';
import type { Group, Parts } from './parts.js';
import { VEHICLES } from './prepositions.js';

/** The noun of a dimension, with the conditions on its groups. */
export function groupOf(dimension: Dimension, conditions: readonly Condition[], intent: Intent, names: Names): Group {
  switch (dimension.form) {
    case 'entity': {
      const { text, plural } = shortName(names.end(dimension.entity, dimension.path), intent, names);
      const own = conditions.flatMap(fromItsEnd);
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
      const event = /^(.+?) (?:date|time|day|timestamp|from|from date)$/.exec(shortRole(label, own))?.[1];
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

/** `customer country`; without the role where the rows are ranked within it, or where it says no more. */
function columnGroup({ of }: Extract<Dimension, { form: 'field' }>, intent: Intent, names: Names): Group {
  const label = kindLabel(modelYear(shippingLabel(withoutOwner(names.field(of.field), of.entity)), of.entity));
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
    words.some((word) => role.split(' ').some((other) => isSameWord(word, other))) ||
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

/** The year of a car is no time of its own: it is that of the model. */
function modelYear(label: Pick<Name, 'text' | 'plural'>, { name }: Entity): Pick<Name, 'text' | 'plural'> {
  return label.text === 'year' && VEHICLES.test(name.en.text) ? { text: 'model year', plural: 'model years' } : label;
}

/** Nouns without a plural are grouped by type: `each equipment type`. */
const NOT_COUNTED =
  /(^| )(equipment|furniture|clothing|packaging|merchandise|software|cargo|freight|cuisine|fuel|livestock)$/;

function kindLabel(label: Pick<Name, 'text' | 'plural'>): Pick<Name, 'text' | 'plural'> {
  return NOT_COUNTED.test(label.text) ? { text: `${label.text} type`, plural: `${label.text} types` } : label;
}

/** Letters that words of one stem share: register, registration. */
const STEM = 7;

function isSameWord(word: string, other: string): boolean {
  return word === other || (word.length >= STEM && word.slice(0, STEM) === other.slice(0, STEM));
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
export const STACKED =
  / (?:from|to|of|for|by) (?:[^ ]+ ){1,3}(?:with|that|who) | (?:in|of|on) (?:[^ ]+ ){1,3}(?:assigned to|shipped by) /;

/** ` by category and month`, ` by month and whether they are discontinued`. */
export function byEn(parts: Parts): string {
  const { groups, rows } = parts;
  // `payments by card by customer` would be read twice.
  return groups.length === 0 || / by | made$/.test(rows.text)
    ? eachEn(parts)
    : ` by ${soleEvent(parts) ?? groups.map(({ one }) => one).join(' and ')}`;
}

/** The only groups are years of something that was done to the rows. */
function soleEvent(parts: Parts): string | null {
  const [dimension, second] = parts.intent.dimensions;
  return dimension?.form === 'time' && second === undefined ? happenedIn(dimension, parts) : null;
}

/** `the year they were opened` of cards with an opening date; null where the sentence says it, or the name does not. */
function happenedIn({ of, bucket }: Extract<Dimension, { form: 'time' }>, { intent, names }: Parts): string | null {
  const isOwn = of.path.length === 0 && intent.measures.length === 1 && !/^(day|weekday|hour)$/.test(bucket);
  if (!isOwn || isMainTime(of)) {
    return null;
  }
  const participle = participleOf(names.field(of.field).text, names.entity(intent.subject).text);
  return participle === null
    ? null
    : `the ${BUCKETS_EN[bucket]} they ${ACTIVE.test(participle) ? '' : 'were '}${participle}`;
}

/** ` for each category and month`; ` in each month`. */
export function eachEn(parts: Parts): string {
  const { groups, intent } = parts;
  const [dimension, second] = intent.dimensions;
  const isTime = dimension?.form === 'time' && second === undefined;
  if (isTime && !isMainTime(dimension.of)) {
    // `by start year`: they are in the year by that date only.
    return ` by ${happenedIn(dimension, parts) ?? groups[0]?.one}`;
  }
  const isOn = dimension?.form === 'field' && /^(exchange|platform|marketplace|channel)$/.test(groups[0]?.one ?? '');
  const onOrIn = isTime && (dimension.bucket === 'day' || dimension.bucket === 'weekday') ? 'on' : 'in';
  // `in each state` of customers, but `for each customer state` of their orders
  const isWithin =
    second === undefined &&
    ((dimension?.form === 'field' && dimension.of.path.length === 0 && isWhere(groups[0]?.one)) ||
      (dimension?.form === 'entity' && dimension.path.length === 1 && isHolder(groups[0]?.one)));
  return groups.length === 0
    ? ''
    : ` ${isTime ? onOrIn : isWithin ? 'in' : isOn && second === undefined ? 'on' : 'for'} each ${groups.map(({ one }) => one).join(' and ')}`;
}

const isWhere = (noun = ''): boolean =>
  /^(country|city|region|state|state or province|province|district|town|area|territory)$/.test(noun);

/** Rows are in it, and it does not have them. */
const isHolder = (noun = ''): boolean => /^(\w+ )?(category|subcategory|department|playlist)$/.test(noun);

/** `for each supplier country, what percentage …`: at the end it would be read with the predicate. */
export function frontedEn(question: string, parts: Parts): string {
  const each = eachEn({ ...parts, groups: parts.groups.map((group) => ({ ...group, one: aheadOf(group, parts) })) });
  return /^ (for|in) /.test(each) && !parts.intent.dimensions.some(({ form }) => form === 'time')
    ? `${each.trim()}, ${question}`
    : `${question}${each}`;
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
