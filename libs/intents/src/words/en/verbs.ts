import type { Entity } from '#libs/semantic-model';
import type { Dimension, Intent } from '../../intent.js';
import type { Names } from '../names.js';
import { isHappening, mayBeNone } from '../part.js';
import { arePeople, areStaff } from './people.js';
import { withArticle } from './values.js';

const OF_ITEMS: readonly (readonly [RegExp, string])[] = [
  [/\bsales? (order )?(line|item|detail)$/, 'sold'],
  [/\bpurchase order (line|item|detail)$/, 'purchased'],
  [/\b(order|requisition) (line|item|detail)$/, 'ordered'],
  [/\b(purchase|vendor|supplier) invoice (line|item|detail)$/, 'purchased'],
  [/\binvoice (line|item|detail)$/, 'sold'],
  [/\bpurchase (line|item|detail)$/, 'purchased'],
  [/\b(shipment|delivery) (line|item|detail)$/, 'delivered'],
  [/\breturn (line|item|detail)$/, 'returned'],
];

/** Fees and charges are billed, and not sold. */
const CHARGE = /^(charge|fee|surcharge|billing|tariff)( (code|type|item|category))?$/;

/** What was done to the items of a document: products of order lines were ordered. Null where the name says nothing. */
export function doneToItems(line: string, { fields }: Entity): string | null {
  const done = OF_ITEMS.find(([pattern]) => pattern.test(line))?.[1] ?? null;
  return done === 'sold' && fields.some(({ label }) => CHARGE.test(label.en.text)) ? 'billed' : done;
}

/** Whose part in it is another than that of sellers. */
const OF_BUYERS: ReadonlyMap<string, string> = new Map([
  ['ordered', 'by'],
  ['purchased', 'by'],
  ['returned', 'by'],
  ['sold', 'to'],
  ['billed', 'to'],
  ['delivered', 'to'],
]);
const FROM_BUYERS =
  /^from (?=(?:[\w-]+ ){0,2}(?:customers?|clients?|users?|members?|buyers?|accounts?|subscribers?|students?)\b)/;

/** `ordered by customers in London`, `purchased from vendors`: what was done, with whom. */
export function doneHow(done: string, how: string): string {
  const party = OF_BUYERS.get(done);
  return `${done} ${party === undefined ? how : how.replace(FROM_BUYERS, `${party} `)}`
    .replace(/ of (?=.)/, (of, at: number) => (at === done.length ? ' on ' : of))
    .trim();
}

/** `placed`, `place`, `placed`. */
export interface Verb {
  readonly past: string;
  readonly base: string;
  readonly participle: string;
}

const verb = (past: string, base: string, participle = past): Verb => ({ past, base, participle });
const HANDLED = verb('handled', 'handle');
const MADE = verb('made', 'make');
const WORKED: readonly [RegExp, Verb] = [/\bshift$/, verb('worked', 'work')];

const BY_PEOPLE: readonly (readonly [RegExp, Verb])[] = [
  [/\b(order|bid)$/, verb('placed', 'place')],
  [
    /\b(payment|purchase|transaction|booking|reservation|deposit|withdrawal|transfer|donation|call|rental|visit|trip|appointment)( made)?$/,
    MADE,
  ],
  [/\bloan$/, verb('took out', 'take out', 'taken out')],
  [/\b(review|comment|post|article|rating)$/, verb('wrote', 'write', 'written')],
  [/\b(claim|complaint)$/, verb('filed', 'file')],
  [/\b(application|submission|request|report)$/, verb('submitted', 'submit')],
  [/\b(ticket|case)$/, verb('opened', 'open')],
];
const BY_STAFF: readonly (readonly [RegExp, Verb])[] = [
  [/\b(sale|deal|inspection|visit|call)$/, MADE],
  [/\b(leave|vacation|overtime|expense|travel) (request|application|claim|report)$/, verb('submitted', 'submit')],
  WORKED,
];

/** They work shifts; others book them. */
const WORKERS = /\b(driver|worker|volunteer|pilot|guard)s?$/;

/** Others come to them. */
export const PROVIDERS =
  /\b(doctor|physician|clinician|therapist|dentist|surgeon|practitioner|veterinarian|nurse|teacher|instructor|professor|tutor|coach)s?$/;

/** Patients have treatments; doctors give them. */
const BY_PROVIDERS: readonly (readonly [RegExp, Verb])[] = [
  [/\b(treatment|therapy|vaccination)$/, verb('gave', 'give', 'given')],
  [/\bprescription$/, verb('wrote', 'write', 'written')],
  [/\b(surgery|operation|procedure)$/, verb('performed', 'perform')],
  [/\b(course|class|lesson|lecture)$/, verb('taught', 'teach')],
];

/** Treatments are given to patients, and they do not have them. */
const BY_PATIENTS: readonly (readonly [RegExp, Verb])[] = [
  [/\b(treatment|therapy|vaccination|transfusion)$/, verb('received', 'receive')],
  [/\b(surgery|operation|procedure)$/, verb('underwent', 'undergo', 'undergone')],
];

/** What people do with rows: customers place orders, staff handles them. Null where nothing is done. */
export function doneBy(people: string, row: string): Verb | null {
  if (areStaff(people)) {
    return BY_STAFF.find(([pattern]) => pattern.test(row))?.[1] ?? HANDLED;
  }
  if (PROVIDERS.test(people)) {
    return BY_PROVIDERS.find(([pattern]) => pattern.test(row))?.[1] ?? null;
  }
  const deeds = [
    ...(/\bpatients?$/.test(people) ? BY_PATIENTS : []),
    ...(WORKERS.test(people) ? [WORKED] : []),
    ...BY_PEOPLE,
  ];
  return arePeople(people) ? (deeds.find(([pattern]) => pattern.test(row))?.[1] ?? null) : null;
}

const regular = (base: string): Verb => verb(`${base}${base.endsWith('e') ? 'd' : 'ed'}`, base);

/** Those who are called by what they did with the rows: approvers approved them, and do not have them. */
const DEEDS_OF: readonly (readonly [RegExp, Verb])[] = [
  ...'approver approve|creator create|requester request|reviewer review|inspector inspect|checker check|designer design|issuer issue|reporter report|auditor audit|assigner assign|uploader upload|recorder record|examiner examine|tester test|packer pack|picker pick|organizer organize|receiver receive|waiter serve|installer install'
    .split('|')
    .map((pair): [RegExp, Verb] => {
      const [doer = '', base = ''] = pair.split(' ');
      return [new RegExp(`(^| )${doer}s?$`), regular(base)];
    }),
  [/(^| )submitters?$/, verb('submitted', 'submit')],
  [/(^| )(seller|salesperson|salespeople)s?$/, verb('sold', 'sell')],
  [/(^| )(writer|author)s?$/, verb('wrote', 'write', 'written')],
];

/** What people do with the rows of an entity, also where these go on for a while; staff handles only what happens at once. */
export function doneWith(people: string, entity: Entity, row: string): Verb | null {
  const own = DEEDS_OF.find(([doers]) => doers.test(people))?.[1];
  if (own !== undefined) {
    return own;
  }
  const verb = entity.kind === 'event' || isHappening(entity) ? doneBy(people, row) : null;
  return entity.kind !== 'event' && verb === HANDLED ? null : verb;
}

/** Things are rented and sold, and do not have rentals. */
const TO_THINGS: readonly (readonly [RegExp, string])[] = [
  [/\brental$/, 'rented'],
  [/\bsale$/, 'sold'],
  [/\bpurchase$/, 'purchased'],
  [/\bbooking$/, 'booked'],
];

/** How it was done, and not what it was done to. */
const HOW_DONE = /^(online|retail|wholesale|store|web|direct|cash|card|used|new|customer|member|final|daily|past)$/;

/**
 * What was done to things in events of theirs: `rented`; null where the name does not say it, or says it of another thing, as
 * fuel purchases of trucks do.
 */
export function doneToThings({ kind }: Entity, row: string, thing: string): string | null {
  const of = row.split(' ').slice(0, -1);
  const isOfThing = of.every((word) => thing.split(' ').includes(word) || HOW_DONE.test(word));
  return kind === 'event' && isOfThing ? (TO_THINGS.find(([pattern]) => pattern.test(row))?.[1] ?? null) : null;
}

/** What those of a group did with the events that are counted; null where the events only belong to them. */
export function doneByGroup(dimension: Dimension | undefined, { subject }: Intent, names: Names): Verb | null {
  return dimension?.form === 'entity' && dimension.path.length === 1
    ? doneWith(names.end(dimension.entity, dimension.path).plural, subject, names.entity(subject).text)
    : null;
}

/** ` and the customer who placed each`, ` with their category`: the owner is the group of the intent. */
export function withOwnerEn(intent: Intent, rowsText: string, names: Names): string {
  const isWith = / with /.test(rowsText);
  const [dimension] = intent.dimensions;
  const role = dimension?.form === 'entity' ? names.end(dimension.entity, dimension.path).text : '';
  const verb = doneByGroup(dimension, intent, names);
  if (verb === null && dimension?.form === 'entity' && mayBeNone(dimension.path, intent.subject)) {
    // Rows without one are not listed.
    return ` that have ${withArticle(role)}, along with the ${role} of each`;
  }
  const rows = names.entity(intent.subject).text;
  return verb === null
    ? isWith
      ? `, along with their ${role}`
      : ` with their ${role}`
    : ` and the ${role} who ${/ made$/.test(rows) ? 'made' : verb.past} each`;
}
