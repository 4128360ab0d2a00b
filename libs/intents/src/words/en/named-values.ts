import type { Names } from '../names.js';
import { pastOf } from './participles.js';
import { arePeople } from './people.js';
import { being, having, type Spoken } from './spoken.js';
import { isAdjective, joined, withArticle } from './values.js';

/** Columns whose values are adjectives of them: an excellent credit rating. */
const JUDGED = /(^| )(rating|quality|condition|severity|risk|health|standing|visibility|difficulty)$/;
const COMPARES = /^(above|below|over|under|at least|at most|more|less|higher|lower|better|worse)\b/i;
/** What happens in a year. */
const IN_YEAR: ReadonlyMap<string, string> = new Map([
  ['expiration', 'expire'],
  ['expiry', 'expire'],
  ['start', 'started'],
  ['end', 'ended'],
  ['graduation', 'graduated'],
]);

/** How the values are shown, and of which rows. */
interface Naming {
  readonly shown: readonly string[];
  readonly negated: boolean;
  readonly noun: string;
  readonly names: Names;
}

/** `expire in 2027`, `with an excellent credit rating`, `pending approval`, `on shelf A`; else `with the plan Gold`. */
export function named(label: string, texts: readonly string[], { shown, negated, noun, names }: Naming): Spoken {
  const values = joined(shown, 'or');
  const happens = IN_YEAR.get(/^(?:.* )?(\w+) year$/.exec(label)?.[1] ?? '');
  const by = doneByEn(label, noun);
  if (by !== null) {
    const done = `${negated ? 'not ' : ''}${by} ${values}`;
    return { before: null, after: done, said: `were ${done}` };
  }
  if (negated) {
    return having(`${withArticle(label)} other than ${values}`);
  }
  if (happens !== undefined) {
    return { before: null, after: `that ${happens} in ${values}`, said: `${happens} in ${values}` };
  }
  if (texts.every((text) => /^(pending|awaiting) \w/.test(text))) {
    return { before: null, after: joined(texts, 'or'), said: `are ${joined(texts, 'or')}` };
  }
  if (JUDGED.test(label) && texts.some((text) => COMPARES.test(text))) {
    // One of several levels, and not all that are above it.
    return having(
      `the ${label} ${joined(
        texts.map((text) => `"${text}"`),
        'or',
      )}`,
    );
  }
  if (JUDGED.test(label) && texts.every((text) => /^\p{L}+( \p{L}+)?$/u.test(text))) {
    return having(withArticle(`${joined(texts, 'or').toLowerCase()} ${label}`));
  }
  if (/(^| )(status|state)$/.test(label) && texts.every((text) => isAdjective(text))) {
    // `with a pending KYC status`
    return having(withArticle(`${joined(texts.map(loweredWord), 'or')} ${label}`));
  }
  if (/^(.* )?(term|semester|season)$/.test(label)) {
    // Fees are paid for a term, and seldom in it.
    const during = `${FEES.test(noun) ? 'for' : 'in'} the ${joined(texts.map(spokenTerm), 'or')} ${label}`;
    return { before: null, after: during, said: `are ${during}` };
  }
  if (texts.every((text) => PRESENCE.test(text)) && /(^| )(status|state|attendance)$/.test(label)) {
    const marked = `marked ${joined(texts, 'or')}`;
    return { before: null, after: marked, said: `are ${marked}` };
  }
  if (SERVICE.test(label) && texts.every((text) => /^[a-z]+$/.test(text))) {
    // `express shipments`
    return being(joined(texts, 'or'));
  }
  if (label === 'author') {
    return { before: null, after: `by ${joined(texts, 'or')}`, said: `are by ${joined(texts, 'or')}` };
  }
  if (label === 'equipment' && texts.every((text) => /^[\p{L} -]+$/u.test(text))) {
    return having(`${joined(texts, 'or')} equipment`);
  }
  const where = whereEn(label, values);
  if (where !== null) {
    return { before: null, after: where, said: `are ${where}` };
  }
  const place = /^(?:.* )?(shelf|bin|floor|rack|aisle)$/.exec(label)?.[1];
  if (label === 'type' || label === 'kind') {
    if (texts.some((text) => text.toLowerCase() === noun.split(' ').at(-1))) {
      // Notices of type notice.
      names.refuse();
    }
    return { before: null, after: `of ${label} ${values}`, said: `are of ${label} ${values}` };
  }
  const field = /^(?:.* )?(specialty|speciality|specialization)$/.test(label);
  if (field) {
    return { before: null, after: `specializing in ${bare(values)}`, said: `specialize in ${bare(values)}` };
  }
  if (texts.every((text) => /^\p{L}+$/u.test(text)) && ATTRIBUTIVE.test(label)) {
    return having(withArticle(`${joined(texts.map(loweredWord).map(ofWhom), 'or')} ${label}`));
  }
  const of = /^(\w+) type$/.exec(label)?.[1];
  if (
    of !== undefined &&
    !NO_KIND.test(of) &&
    !arePeople(of) &&
    texts.every((text) => /^[\p{L}\d-]+( [\p{L}\d]+)?$/u.test(text))
  ) {
    // `a return visit`, and not `a return visit visit`
    const isSaid = texts.every((text) => text.split(' ').at(-1)?.toLowerCase() === of);
    return having(withArticle(`${joined(texts.map(loweredWord), 'or')}${isSaid ? '' : ` ${of}`}`));
  }
  if (/^(plan|package|tariff|subscription|license|licence|program|scheme)$/.test(label)) {
    return having(`the ${values} ${label}`);
  }
  if (place === undefined && !NAMED.test(label) && !ONE_OF_MANY.test(label) && !IDENTIFIER.test(label)) {
    // Furniture with room "office": how people say it depends on what the column is.
    names.refuse();
  }
  return place === undefined
    ? having(ONE_OF_MANY.test(label) || IDENTIFIER.test(label) ? `the ${label} ${values}` : `${label} ${values}`)
    : { before: null, after: `on ${place} ${values}`, said: `are on ${place} ${values}` };
}

/** `at Main Street`, `in the morning slot`, `of model year 2025`: where and of when rows are. Null for other columns. */
function whereEn(label: string, values: string): string | null {
  if (/^(shop|facility|site|venue|station|hospital|school|branch|depot|plant|office|terminal)$/.test(label)) {
    return `at ${values}`;
  }
  if (/(^| )(slot|zone|ward|phase|queue|lane)$/.test(label)) {
    return `in the ${label} ${values}`;
  }
  return label === 'model year' ? `of model year ${values}` : null;
}

/** Further columns of which rows have one value, with the article: `with the reason …`. */
const ONE_OF_MANY = /(^| )(title|position|reason|remark|note|advice|cause|purpose|method|language|license|licence)$/;

/** `approved by`, `done by`: who did it to the rows, by the name of a column such as `audit_by`. Null for other columns. */
function doneByEn(label: string, noun: string): string | null {
  const [, deed] = /^(\S+) (?:by|by user|user name)$/.exec(label) ?? [];
  if (deed !== undefined) {
    // Follow-ups are not followed.
    return noun.split(/[ -]/).includes(deed) ? 'done by' : `${pastOf(deed) ?? 'done'} by`;
  }
  const agent = AGENTS.get(label);
  return agent === undefined ? null : agent.includes(' by ') ? agent : `${agent} by`;
}

/** What people of these names did to the rows; the name itself is kept where no verb says it. */
const AGENTS: ReadonlyMap<string, string> = new Map([
  ['dispenser', 'dispensed'],
  ['cashier', 'handled by cashier'],
  ['operator', 'handled by operator'],
  ['auditor', 'audited'],
  ['reviewer', 'reviewed'],
  ['approver', 'approved'],
  ['inspector', 'inspected'],
  ['creator', 'created'],
  ['handler', 'handled'],
]);

/** Columns of which rows have one value: `with priority 1`, `with severity P3`. */
const NAMED =
  /(^| )(status|state|stage|type|kind|class|category|grade|level|priority|severity|rank|tier|rating|mode|model|version|frequency|outcome|result|specialty|occupation|profession|standard|currency|language|color|colour|size|brand|name)$/;

/** `the SCAC VRXT`, `the code X1`, `the lot number 12`: what rows are told apart by. */
const IDENTIFIER = /(?:^| )(?:\p{Lu}{3,}|code|number|sku|vin|isbn|iban|id)$/u;

/** `manual transmission`, `private insurance`: the value stands before what it is of. */
const ATTRIBUTIVE =
  /^(transmission|fuel|drivetrain|insurance|coverage|warranty|education|membership|visibility|resolution|style|texture|finish|packaging)$/;
/** A blood type is no kind of blood, and senders are no devices. */
const NO_KIND = /^(blood|sender|receiver|recipient|owner|source|target|data|event|order|transaction|file)$/;

const FEES = /\b(payments?|fees?|invoice|bill|charge|instalment|installment|refund|premium|receipt)( \w+ed| made)?$/;
const PRESENCE = /^(present|absent|excused)$/;
/** Its values stand before the noun: `express shipments`. */
const SERVICE = /^(service|delivery|shipping|shipment) (level|class|type|speed)$/;

/** `autumn 2022` of `2022-autumn`. */
const spokenTerm = (text: string): string =>
  text.replace(
    /^(\d{4})[-_ /]?(spring|summer|autumn|fall|winter)$/i,
    (_, year: string, season: string) => `${season.toLowerCase()} ${year}`,
  );

/** `a women's style` */
const ofWhom = (text: string): string => text.replace(/^((?:wo)?men|children|kid)s$/, "$1's");

const loweredWord = (text: string): string => (/^\p{Lu}\p{Ll}+$/u.test(text) ? text.toLowerCase() : text);
const bare = (values: string): string => values.replaceAll('"', '');
