import { conjuncts, isJunction } from '../../conditions.js';
import type { Comparator, Condition, FieldRef, Leaf, Path, Quantity, Value } from '../../intent.js';
import { endOf } from '../../paths.js';
import type { Entity } from '#libs/semantic-model';
import type { Names } from '../names.js';
import { byPath, isTitle, isWhen } from '../part.js';
import { isFlag, isYes } from '../values.js';
import { quantityNoun } from './nouns.js';
import { whenEn } from './period.js';
import { prepositionFor } from './prepositions.js';
import { amount, isAdjective, isPlace, joined, shownValue, withArticle, placeName } from './values.js';

/** The three forms of a condition: before the noun, after it, and as the predicate of the rows. */
export interface Spoken {
  /** `shipped` orders; null where the language has no such word. */
  readonly before: string | null;
  /** orders `that are shipped`, orders `from Germany` */
  readonly after: string;
  /** orders `are shipped`, orders `have a freight above 100` */
  readonly said: string;
}

export interface Phrase {
  /** With its conditions, without the time: `shipped orders from customers in Germany`. */
  readonly text: string;
  /** ` in 2023`; empty without. */
  readonly when: string;
}

/** The rows of an entity under a condition. */
export function rowsEn(noun: string, entity: Entity, condition: Condition | null, names: Names): Phrase {
  const parts = conjuncts(condition);
  const whens = parts.filter(isWhen).map(({ period, of }) => whenEn(period, names.entity(of.entity).text));
  const spoken = spokenParts(
    parts.filter((part) => !isWhen(part)),
    entity,
    names,
  );
  const before = spoken.flatMap((part) => part.before ?? []);
  const after = spoken.filter((part) => part.before === null).map((part) => part.after);
  return { text: [...before, noun, ...arranged(after)].join(' '), when: whens.map((when) => ` ${when}`).join('') };
}

/** Only what follows the noun; null where a condition stands before it. */
export function afterEn(entity: Entity, conditions: readonly Condition[], names: Names): string {
  return arranged(spokenParts(conditions, entity, names).map(({ after }) => after)).join(' ');
}

function spokenParts(parts: readonly Condition[], entity: Entity, names: Names): Spoken[] {
  return byPath(parts).map((group) => spokenGroup(group, entity, names));
}

/** Places and origins first, then `with …` once, sentences last. */
function arranged(after: readonly string[]): string[] {
  const withs = after.filter((text) => text.startsWith('with ')).map((text) => text.slice(5));
  const clauses = after.filter((text) => text.startsWith('that '));
  const withouts = after.filter((text) => text.startsWith('without '));
  const rest = after.filter((text) => !/^(with|that|without) /.test(text));
  return [
    ...rest,
    ...(withs.length > 0 ? [`with ${joined(withs, 'and')}`] : []),
    ...clauses.map(connected),
    ...(clauses.length > 0
      ? withouts.map((text) => `and have no ${text.replace(/^without (any |an? )?/, '')}`)
      : withouts),
  ];
}

function connected(clause: string, index: number): string {
  return index === 0 ? clause : `and ${clause.replace(/^that /, '')}`;
}

/** Conditions on the same linked rows. */
function spokenGroup(group: readonly Condition[], entity: Entity, names: Names): Spoken {
  const [first] = group;
  if (first && !isJunction(first) && first.form !== 'exists' && first.of.path.length > 0) {
    const leaves = group.filter((leaf) => !isJunction(leaf) && leaf.form !== 'exists');
    return spokenLinked(leaves, entity, names);
  }
  const parts = group.map((condition) => spokenEn(condition, entity, names));
  const [only] = parts;
  if (only && parts.length === 1) {
    return only;
  }
  const before = parts.flatMap((part) => part.before ?? []);
  return {
    before: before.length === parts.length ? before.join(' ') : null,
    after: arranged(parts.map(({ after }) => after)).join(' '),
    said: joined(
      parts.map(({ said }) => said),
      'and',
    ),
  };
}

export function spokenEn(condition: Condition, entity: Entity, names: Names): Spoken {
  if (isJunction(condition)) {
    const said = joined(
      condition.of.map((part) => spokenEn(part, entity, names).said),
      condition.form,
    );
    return { before: null, after: `that ${said}`, said };
  }
  if (condition.form === 'exists') {
    return spokenExists(condition, entity, names);
  }
  return condition.of.path.length > 0 ? spokenLinked([condition], entity, names) : spokenOwn(condition, names);
}

type Exists = Extract<Leaf, { form: 'exists' }>;
type ColumnLeaf = Exclude<Leaf, Exists>;

/** `from customers in Germany`, `in category Seafood`. */
function spokenLinked(leaves: readonly ColumnLeaf[], subject: Entity, names: Names): Spoken {
  const path: Path = leaves[0]?.of.path ?? [];
  const entity = endOf(subject, path);
  const role = names.end(subject, path);
  const preposition = prepositionFor(role.text, subject, entity);
  const [leaf] = leaves;
  const isNamed = leaves.length === 1 && leaf?.of.form === 'field' && isTitle(leaf.of);
  const text = isNamed && leaf ? namedRow(role.text, leaf, names) : null;
  const own = leaves.map((part) => ({ ...part, of: { ...part.of, path: [] } }) as ColumnLeaf);
  const rows = rowsEn(role.plural, entity, own.length > 1 ? { form: 'and', of: own } : (own[0] ?? null), names);
  const noun = `${preposition} ${text ?? `${rows.text}${rows.when}`}`;
  return { before: null, after: noun, said: `are ${noun}` };
}

/** `category Seafood`; null for other comparisons than with values. */
function namedRow(role: string, leaf: ColumnLeaf, names: Names): string | null {
  if (leaf.form === 'compare' && leaf.by === '=') {
    return `${role} ${shownValue(leaf.value, names)}`;
  }
  return leaf.form === 'in' && !leaf.negated
    ? `${role} ${joined(
        leaf.values.map((value) => shownValue(value, names)),
        'or',
      )}`
    : null;
}

function spokenExists({ path, where, negated }: Exists, subject: Entity, names: Names): Spoken {
  const entity = endOf(subject, path);
  const isReference = path.length === 1 && path[0]?.direction === 'out';
  const role = names.end(subject, path);
  const rows = isReference
    ? { text: negated ? role.text : withArticle(role.text), when: '' }
    : rowsEn(role.plural, entity, where, names);
  const text = `${rows.text}${rows.when}`;
  return negated
    ? { before: null, after: `without ${isReference ? withArticle(text) : `any ${text}`}`, said: `have no ${text}` }
    : { before: null, after: `with ${text}`, said: `have ${text}` };
}

function having(text: string): Spoken {
  return { before: null, after: `with ${text}`, said: `have ${text}` };
}

function being(adjective: string): Spoken {
  return { before: adjective, after: `that are ${adjective}`, said: `are ${adjective}` };
}

function spokenOwn(leaf: ColumnLeaf, names: Names): Spoken {
  const label = quantityNoun(leaf.of, names);
  switch (leaf.form) {
    case 'compare':
      return leaf.by === '=' || leaf.by === '<>'
        ? equal(leaf.of, [leaf.value], leaf.by === '<>', label, names)
        : having(`${withArticle(label)} ${COMPARED[leaf.by]} ${amountOf(leaf.value, leaf.of)}`);
    case 'in':
      return equal(leaf.of, leaf.values, leaf.negated, label, names);
    case 'between':
      return having(`${withArticle(label)} between ${amountOf(leaf.low, leaf.of)} and ${amountOf(leaf.high, leaf.of)}`);
    case 'null':
      return missing(leaf.of, leaf.negated, label, names);
    case 'like':
      return having(`${withArticle(label)} that ${leaf.at === 'start' ? 'begins with' : 'contains'} "${leaf.text}"`);
    case 'period': {
      const when = whenEn(leaf.period, label);
      const participle = participleOf(label);
      return participle === null
        ? having(`${withArticle(label)} ${when}`)
        : { before: null, after: `${participle} ${when}`, said: `were ${participle} ${when}` };
    }
    case 'columns':
      return leaf.isLate
        ? being('late')
        : having(`${withArticle(label)} ${AFTER[leaf.by]} the ${names.field(leaf.other.field).text}`);
    case 'average':
      return having(`${leaf.by === '>' ? 'an above-average' : 'a below-average'} ${label}`);
  }
}

const PARTICIPLES: ReadonlyMap<string, string> = new Map(
  'create created|creation created|hire hired|registration registered|release released|issue issued|purchase purchased'
    .concat('|publication published|delivery delivered|payment paid|birth born|admission admitted|discharge discharged')
    .split('|')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)]),
);

/** `created` of a create time, `shipped` of a shipped date; null where the name says nothing that was done to the row. */
function participleOf(label: string): string | null {
  const [first = '', ...rest] = label.split(' ');
  const isTime = rest.length === 0 ? false : /^(date|time|day|timestamp|at|on)$/.test(rest.join(' '));
  return !isTime ? null : (PARTICIPLES.get(first) ?? (/^[a-z]+[^e]ed$/.test(first) ? first : null));
}

const COMPARED: Readonly<Record<Exclude<Comparator, '=' | '<>'>, string>> = {
  '>': 'above',
  '>=': 'of at least',
  '<': 'below',
  '<=': 'of at most',
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
  return amount(value, of.form === 'field' ? of.field.unit : of.metric.unit);
}

function equal(of: Quantity, values: readonly Value[], negated: boolean, label: string, names: Names): Spoken {
  const [value] = values;
  if (of.form === 'field' && isFlag(of.field) && value && values.length === 1) {
    return flag(isYes(value) !== negated, label);
  }
  const shown = values.map((value) => shownValue(value, names));
  const isState =
    of.form === 'field' && values.every((value) => isStateOf(of, names.value(value), value.meaning !== null));
  if (isState) {
    const states = values.map((value) => names.value(value).toLowerCase());
    return negated
      ? { before: null, after: `that are not ${joined(states, 'or')}`, said: `are not ${joined(states, 'or')}` }
      : being(joined(states, 'or'));
  }
  const texts = values.map((own) => names.value(own));
  if (
    values.every(({ meaning }) => meaning !== null) &&
    texts.every((text) => /^(in|on|under|out of|at) /.test(text))
  ) {
    const placed = `are ${negated ? 'not ' : ''}${joined(texts, 'or')}`;
    return { before: null, after: `that ${placed}`, said: placed };
  }
  const isProper = shown.every((text) => !text.startsWith('"'));
  if ((isPlace(label) || label === 'year') && isProper) {
    const [inside, outside] = isPlace(label) ? ['in', 'outside'] : ['from', 'not from'];
    const place = `${negated ? outside : inside} ${joined(shown.map(placeName), negated && isPlace(label) ? 'and' : 'or')}`;
    return { before: null, after: place, said: `are ${place}` };
  }
  return having(`${negated ? `${withArticle(label)} other than` : label} ${joined(shown, 'or')}`);
}

/** A state, by its word or by the name of its field. */
function isStateOf(of: FieldRef, text: string, isMeaning: boolean): boolean {
  const label = of.field.label.en.text;
  return isAdjective(text) && (isMeaning || /\b(status|state|stage|gender|sex|priority)$/.test(label));
}

const OPPOSITES: Readonly<Record<string, string>> = {
  active: 'inactive',
  available: 'unavailable',
  valid: 'invalid',
  paid: 'unpaid',
  enabled: 'disabled',
  visible: 'hidden',
  read: 'unread',
  published: 'unpublished',
  verified: 'unverified',
  complete: 'incomplete',
  completed: 'unfinished',
};

/** `discontinued` is a predicate of the rows (`that are discontinued`); `tax included` is an attribute (`with …`). */
function flag(isSet: boolean, label: string): Spoken {
  const plain = label.replace(/^(is|was|has been) /, '').replace(/ (flag|indicator)$/, '');
  if (isAdjective(plain)) {
    const opposite = OPPOSITES[plain];
    return isSet
      ? being(plain)
      : opposite
        ? being(opposite)
        : { before: null, after: `that are not ${plain}`, said: `are not ${plain}` };
  }
  const owned = /^(?:has|have|with) (.+)$/.exec(plain)?.[1];
  if (owned !== undefined) {
    return isSet ? having(owned) : { before: null, after: `without ${owned}`, said: `have no ${owned}` };
  }
  if (/^(in|on|at|under|out of|for) /.test(plain)) {
    const placed = isSet ? `are ${plain}` : `are not ${plain}`;
    return { before: null, after: `that ${placed}`, said: placed };
  }
  const marked = isSet ? `are marked as ${plain}` : `are not marked as ${plain}`;
  return { before: null, after: `that ${marked}`, said: marked };
}

function missing({ field }: FieldRef, negated: boolean, label: string, names: Names): Spoken {
  const meaning = field.nullMeaning?.[names.language];
  const positive = meaning === undefined ? undefined : /^not (?:yet )?(\w+?)(?: yet)?$/.exec(meaning)?.[1];
  if (negated) {
    return positive === undefined ? having(withArticle(label)) : being(positive);
  }
  return meaning === undefined
    ? { before: null, after: `without ${withArticle(label)}`, said: `have no ${label}` }
    : { before: null, after: /^not /.test(meaning) ? `that are ${meaning}` : meaning, said: `are ${meaning}` };
}
