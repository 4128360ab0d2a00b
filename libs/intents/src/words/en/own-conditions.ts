import type { Comparator, FieldRef, Leaf, Quantity, Value } from '../../intent.js';
import type { Names } from '../names.js';
import { isFlag, isYes } from '../values.js';
import { attributeEn } from './attributes.js';
import { flag, OPPOSITES } from './flags.js';
import { isCounted, isOwnName, quantityNoun, shortLabel } from './nouns.js';
import { arePeople } from './people.js';
import { whenEn } from './period.js';
import { isSentLater } from './sending.js';
import { being, having, type Spoken } from './spoken.js';
import { amount, isAdjective, isPlace, joined, placeName, placeOfCode, shownValue, withArticle } from './values.js';

export type ColumnLeaf = Exclude<Leaf, { form: 'exists' }>;

/** A condition on a column of the rows themselves. */
export function spokenOwn(leaf: ColumnLeaf, names: Names): Spoken {
  const label = shortLabel(quantityNoun(leaf.of, names), leaf.of.entity.name.en.text);
  switch (leaf.form) {
    case 'compare':
      return leaf.by === '=' || leaf.by === '<>'
        ? equal(leaf.of, [leaf.value], leaf.by === '<>', label, names)
        : isCounted(label)
          ? having(`${COUNTED[leaf.by]} ${leaf.value.value} ${label}`)
          : isOwnName(label, leaf.of.entity.name.en.text)
            ? placedAt(`${comparedWith(leaf.by, leaf.of, label).replace(/^of /, '')} ${amountOf(leaf.value, leaf.of)}`)
            : having(`${withArticle(label)} ${comparedWith(leaf.by, leaf.of, label)} ${amountOf(leaf.value, leaf.of)}`);
    case 'in':
      return equal(leaf.of, leaf.values, leaf.negated, label, names);
    case 'between':
      return isCounted(label)
        ? having(`${leaf.low.value} to ${leaf.high.value} ${label}`)
        : having(`${withArticle(label)} between ${span(amountOf(leaf.low, leaf.of), amountOf(leaf.high, leaf.of))}`);
    case 'null':
      return missing(leaf.of, leaf.negated, label, names);
    case 'like':
      return /(^| )(name|title)$/.test(label) && leaf.at === 'anywhere'
        ? having(`"${leaf.text}" in the ${/title$/.test(label) ? 'title' : 'name'}`)
        : having(`${withArticle(label)} that ${leaf.at === 'start' ? 'begins with' : 'contains'} "${leaf.text}"`);
    case 'period': {
      const when = whenEn(leaf.period, label);
      const participle = participleOf(label, leaf.of.entity.name.en.text);
      if (participle === null) {
        return having(`${withArticle(label)} ${when}`);
      }
      // Members joined, orders were shipped.
      return ACTIVE.test(participle)
        ? { before: null, after: `that ${participle} ${when}`, said: `${participle} ${when}` }
        : { before: null, after: `${participle} ${when}`, said: `were ${participle} ${when}` };
    }
    case 'columns':
      return leaf.isLate
        ? lateEn(leaf, names)
        : having(`${withArticle(label)} ${AFTER[leaf.by]} the ${names.field(leaf.other.field).text}`);
    case 'average':
      if (isCounted(label)) {
        const all = leaf.isOfAll ? ` of all ${names.entity(leaf.of.entity).plural}` : '';
        return having(`${leaf.by === '>' ? 'more' : 'fewer'} ${label} than the average${all}`);
      }
      return leaf.isOfAll
        ? having(
            `${withArticle(label)} ${leaf.by === '>' ? 'above' : 'below'} the average of all ${names.entity(leaf.of.entity).plural}`,
          )
        : having(aboveAverage(leaf.by, label));
  }
}

/** Tax rates are above 8, and do not have such a rate. */
const placedAt = (text: string): Spoken => ({ before: null, after: text, said: `are ${text}` });

/** Sales are above average without an article. */
function aboveAverage(by: '>' | '<', label: string): string {
  const text = `${by === '>' ? 'above-average' : 'below-average'} ${label}`;
  return withArticle(label) === label ? text : withArticle(text);
}

export const ACTIVE =
  /^(took effect|went on sale|joined|started|ended|registered|enrolled|graduated|retired|resigned)$/;

const PARTICIPLES: ReadonlyMap<string, string> = new Map(
  'create created|creation created|hire hired|registration registered|release released|issue issued|purchase purchased'
    .concat('|publication published|delivery delivered|payment paid|birth born|admission admitted|discharge discharged')
    .concat(
      '|join joined|start started|end ended|signup registered|submission submitted|completion completed|launch launched',
    )
    .concat(
      '|approval approved|enrollment enrolled|enrolment enrolled|booking booked|rental rented|return returned|ship shipped',
    )
    .concat('|loan loaned|settlement settled|')
    .concat('order ordered|termination terminated|opening opened|closing closed|update updated|invoice invoiced')
    .split('|')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)]),
);

/** It holds from a day on, and does not begin. */
const HOLDS = /(^| )(bill of materials|price|rate|cost|tariff|version|rule|policy)$/;

/** `created` of a create time, `shipped` of a shipped date; null where the name says nothing that was done to the row. */
export function participleOf(label: string, noun: string): string | null {
  if (/^(sell|sale|sales) start (date|time)$/.test(label)) {
    return 'went on sale';
  }
  if (/^start (date|time)$/.test(label) && HOLDS.test(noun)) {
    return 'took effect';
  }
  const last = noun.split(' ').at(-1) ?? '';
  const words = label.split(' ');
  // The session start of sessions
  const [first = '', ...rest] = words[0] === last && words.length > 2 ? words.slice(1) : words;
  const isTime = rest.length === 0 ? false : /^(date|time|day|timestamp|at|on)$/.test(rest.join(' '));
  return !isTime ? null : (PARTICIPLES.get(first) ?? (/^[a-z]+[^e]ed$/.test(first) ? first : null));
}

/** `shipped after the required date`; only `late` where the names of the columns give no such phrase. */
function lateEn({ of, other }: Extract<Leaf, { form: 'columns' }>, names: Names): Spoken {
  const [done, due] = [of, other].map(({ field }) => names.field(field).text);
  const participle = participleOf(done ?? '', of.entity.name.en.text);
  if (participle === null || ACTIVE.test(participle)) {
    return being('late');
  }
  const text = `${participle} after the ${due}`;
  return { before: null, after: text, said: `were ${text}` };
}

const COMPARED: Readonly<Record<Exclude<Comparator, '=' | '<>'>, string>> = {
  '>': 'above',
  '>=': 'of at least',
  '<': 'below',
  '<=': 'of at most',
};

/** Prices are above 30; durations, lengths and weights are of more than 6 days. */
function comparedWith(by: keyof typeof COMPARED, of: Quantity, label: string): string {
  const kind = of.form === 'field' ? of.field.unit?.kind : of.metric.unit?.kind;
  const isExtent =
    /^(duration|length|weight|bytes)$/.test(kind ?? '') || /\b(length|duration|weight|distance|size)$/.test(label);
  return isExtent ? COMPARED[by].replace('above', 'of more than').replace('below', 'of less than') : COMPARED[by];
}

const COUNTED: Readonly<Record<Exclude<Comparator, '=' | '<>'>, string>> = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'fewer than',
  '<=': 'at most',
};

const AFTER: Readonly<Record<Comparator, string>> = {
  '=': 'equal to',
  '<>': 'different from',
  '>': 'after',
  '>=': 'not before',
  '<': 'before',
  '<=': 'not after',
};

function amountOf({ value }: Value, of: Quantity): string {
  const unit = of.form === 'field' ? of.field.unit : of.metric.unit;
  // `vacation hours below 26`
  const isSaid =
    of.form === 'field' &&
    /\b(seconds|minutes|hours|days|miles)$/.test(of.field.label.en.text) &&
    / /.test(of.field.label.en.text);
  return amount(value, isSaid ? null : unit);
}

/** `100 and 150 minutes`: the unit once. */
function span(low: string, high: string): string {
  const [, unit = ''] = /^[\d.,]+( [a-z]+)$/i.exec(high) ?? [];
  return `${unit !== '' && low.endsWith(unit) ? low.slice(0, -unit.length) : low} and ${high}`;
}

function equal(of: Quantity, values: readonly Value[], negated: boolean, label: string, names: Names): Spoken {
  const [value] = values;
  if (of.form === 'field' && isFlag(of.field) && value && values.length === 1) {
    return flag(isYes(value) !== negated, label, of, names);
  }
  const shown = values.map((value) => shownValue(value, names));
  const states = values.map((value) => stateWord(names.value(value), label));
  const isState =
    of.form === 'field' && values.every((value, at) => isStateOf(of, states[at] ?? '', value.meaning !== null));
  if (isState) {
    return negated
      ? { before: null, after: `that are not ${joined(states, 'or')}`, said: `are not ${joined(states, 'or')}` }
      : being(joined(states, 'or'));
  }
  const texts = values.map((own) => (of.form === 'field' ? placeOf(names.value(own), of, names) : names.value(own)));
  if (
    values.every(({ meaning }) => meaning !== null || /\b(status|state|stage)$/.test(label)) &&
    texts.every((text) => /^(in|on|under|out of|at) /.test(text))
  ) {
    const placed = `are ${negated ? 'not ' : ''}${joined(texts, 'or')}`;
    return { before: null, after: `that ${placed}`, said: placed };
  }
  const attribute = attributeEn({
    label,
    values: texts,
    negated,
    noun: of.entity.name.en.text,
    isThing: of.entity.kind === 'thing' || of.entity.kind === 'lookup',
    isSentLater: isSentLater(of.entity),
  });
  const isProper = shown.every((text) => !text.startsWith('"'));
  if ((isPlace(label) || label === 'year') && isProper) {
    const [inside, outside] = isPlace(label) ? ['in', 'outside'] : ['from', 'not from'];
    const place = `${negated ? outside : inside} ${joined(
      (isPlace(label) ? texts : shown).map(placeName),
      negated && isPlace(label) ? 'and' : 'or',
    )}`;
    return { before: null, after: place, said: `are ${place}` };
  }
  if (attribute) {
    return attribute;
  }
  return named(label, texts, { shown, negated, noun: of.entity.name.en.text, names });
}

/** The place of a code; a code that says nothing is not spoken. */
function placeOf(text: string, { field }: FieldRef, names: Names): string {
  const place = placeOfCode(
    text,
    field.label.en.text,
    field.values.map(({ value }) => value),
  );
  if (place === null) {
    names.refuse();
  }
  return place ?? text;
}

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

interface Naming {
  readonly shown: readonly string[];
  readonly negated: boolean;
  readonly noun: string;
  readonly names: Names;
}

/** `expire in 2027`, `with an excellent credit rating`, `pending approval`, `on shelf A`; else `with the plan Gold`. */
function named(label: string, texts: readonly string[], { shown, negated, noun, names }: Naming): Spoken {
  const values = joined(shown, 'or');
  const happens = IN_YEAR.get(/^(?:.* )?(\w+) year$/.exec(label)?.[1] ?? '');
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
    return having(withArticle(`${joined(texts.map(loweredWord), 'or')} ${of}`));
  }
  if (/^(plan|package|tariff|subscription|license|licence|program|scheme)$/.test(label)) {
    return having(`the ${values} ${label}`);
  }
  return place === undefined
    ? having(/(^| )(title|position)$/.test(label) ? `the ${label} ${values}` : `${label} ${values}`)
    : { before: null, after: `on ${place} ${values}`, said: `are on ${place} ${values}` };
}

/** `manual transmission`, `private insurance`: the value stands before what it is of. */
const ATTRIBUTIVE =
  /^(transmission|fuel|drivetrain|insurance|coverage|warranty|education|membership|visibility|resolution|style|texture|finish|packaging)$/;
/** A blood type is no kind of blood, and senders are no devices. */
const NO_KIND = /^(blood|sender|receiver|recipient|owner|source|target|data|event|order|transaction|file)$/;

const FEES = /\b(payments?|fees?|invoice|bill|charge|instalment|installment|refund|premium|receipt)( \w+ed| made)?$/;
const PRESENCE = /^(present|absent|excused)$/;
/** How fast it is done. */
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

/** States that databases write as verbs: `fail`, `success`. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['fail', 'failed'],
  ['failure', 'failed'],
  ['success', 'successful'],
  ['succeed', 'successful'],
  ['cancel', 'cancelled'],
  ['approve', 'approved'],
  ['reject', 'rejected'],
  ['ship', 'shipped'],
  ['deliver', 'delivered'],
  ['refund', 'refunded'],
  ['expire', 'expired'],
  ['settle', 'settled'],
  ['suspend', 'suspended'],
]);

function stateWord(text: string, label: string): string {
  const word = text.toLowerCase();
  return /(^| )(status|state|stage|result|outcome)$/.test(label) ? (STATES.get(word) ?? word) : word;
}

/** A state, by its word or by the name of its field. */
function isStateOf(of: FieldRef, text: string, isMeaning: boolean): boolean {
  const label = of.field.label.en.text;
  if (/^(high|low|medium)$/.test(text) || GROUPED.test(label)) {
    return false;
  }
  // `pending users`: by which of several states?
  const isOneOfSeveral =
    / (status|state)$/.test(label) &&
    of.entity.fields.filter(({ label: other }) => /\b(status|state)$/.test(other.en.text)).length > 1;
  return (
    isAdjective(text) && !isOneOfSeveral && (isMeaning || /\b(status|state|stage|gender|sex|priority)$/.test(label))
  );
}

/** Its values name groups, and no states. */
const GROUPED = /(^| )(class|line|category|group|segment|style)$/;

function missing({ field }: FieldRef, negated: boolean, label: string, names: Names): Spoken {
  const meaning = field.nullMeaning?.[names.language];
  const positive = meaning === undefined ? undefined : /^not (?:yet )?(\w+?)(?: yet)?$/.exec(meaning)?.[1];
  if (negated) {
    return positive === undefined ? having(withArticle(label)) : being(positive);
  }
  const opposite = positive === undefined ? undefined : OPPOSITES[positive];
  if (opposite !== undefined) {
    return being(opposite);
  }
  const assigned = meaning === 'not assigned' ? label.replace(/ (user |employee |staff )?id$/i, '') : null;
  if (assigned !== null) {
    // Departments that are not assigned, and nobody knows what to.
    return { before: null, after: `without ${withArticle(assigned)}`, said: `have no ${assigned}` };
  }
  if (meaning !== undefined && isAdjective(meaning)) {
    return being(meaning);
  }
  return meaning === undefined
    ? { before: null, after: `without ${withArticle(label)}`, said: `have no ${label}` }
    : { before: null, after: /^not /.test(meaning) ? `that are ${meaning}` : meaning, said: `are ${meaning}` };
}
