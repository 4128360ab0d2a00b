import { conjuncts, isJunction } from '../../conditions.js';
import type { Condition, Leaf, Path } from '../../intent.js';
import { endOf } from '../../paths.js';
import type { Entity, Name } from '#libs/semantic-model';
import type { Names } from '../names.js';
import { ofOwner } from '../at-addresses.js';
import { byPath, isHappening, isTitle, isWhen } from '../part.js';
import { spokenOwn, type ColumnLeaf } from './own-conditions.js';
import { arePeople, areStaff } from './people.js';
import { whenEn } from './period.js';
import { having, type Spoken } from './spoken.js';
import { shortRole } from './nouns.js';
import { prepositionFor } from './prepositions.js';
import { beforeSending } from './sending.js';
import { doneHow, doneToItems, doneWith } from './verbs.js';
import { isAdjective, isPlace, joined, placeName, shownValue, withArticle } from './values.js';

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
  // `inactive business users`: states first.
  const before = spoken
    .flatMap((part) => part.before ?? [])
    .toSorted((a, b) => Number(isAdjective(b)) - Number(isAdjective(a)));
  // `finished goods` and not `products that are finished goods`
  const [named, second] = spoken.filter(({ instead }) => instead !== undefined);
  const kind = noun === entity.name.en.plural && second === undefined ? named : undefined;
  const after = spoken.filter((part) => part.before === null && part !== kind).map((part) => part.after);
  const said = arranged(after).map((text) => (arePeople(noun) ? text.replace(/^that /, 'who ') : text));
  return {
    text: [...before, kind?.instead ?? noun, ...said].join(' '),
    when: whens.map((when) => ` ${when}`).join(''),
  };
}

/** Conditions without the noun: `from customers in Germany in 2023`. */
export function howEn(entity: Entity, where: Condition | null, names: Names): string {
  const rows = rowsEn('', entity, where, names);
  return `${rows.text}${rows.when}`.trim();
}

/** Only what follows the noun; null where a condition stands before it. */
export function afterEn(entity: Entity, conditions: readonly Condition[], names: Names): string {
  return arranged(spokenParts(conditions, entity, names).map(({ after }) => after)).join(' ');
}

function spokenParts(parts: readonly Condition[], entity: Entity, names: Names): Spoken[] {
  return byPath(parts.map(ofOwner)).flatMap((group) =>
    isOwn(group) ? group.map((part) => spokenEn(part, entity, names)) : [spokenGroup(group, entity, names)],
  );
}

/** On the rows themselves. */
function isOwn([first]: readonly Condition[]): boolean {
  return first !== undefined && !isJunction(first) && first.form !== 'exists' && first.of.path.length === 0;
}

/** Places and origins first, then `with …` once, sentences last. */
function arranged(after: readonly string[]): string[] {
  const withs = after.filter((text) => text.startsWith('with ')).map((text) => text.slice(5));
  const clauses = after.filter((text) => text.startsWith('that '));
  const withouts = after.filter((text) => text.startsWith('without '));
  const whose = after.filter((text) => text.startsWith('whose '));
  const rest = after.filter((text) => !/^(with|that|without|whose) /.test(text));
  return [
    ...rest,
    ...(withs.length > 0 ? [`with ${joined(withs, 'and')}`] : []),
    ...clauses.map((clause, index) => connected(clause, index)),
    ...(whose.length > 0 ? [`${clauses.length > 0 ? 'and ' : ''}${joined(whose, 'and')}`] : []),
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

/** `from customers in Germany`, `in category Seafood`. */
function spokenLinked(leaves: readonly ColumnLeaf[], subject: Entity, names: Names): Spoken {
  const path: Path = leaves[0]?.of.path ?? [];
  const entity = endOf(subject, path);
  const role = names.end(subject, path);
  const preposition = prepositionFor(role.text, subject, entity);
  const holder = path.at(-2)?.target ?? subject;
  const [leaf] = leaves;
  const isNamed = leaves.length === 1 && leaf?.of.form === 'field' && isTitle(leaf.of);
  // `orders shipped by Speedy Express`
  const text =
    isNamed && leaf
      ? namedRow(
          preposition === 'shipped by' && beforeSending(preposition, role.text, holder) !== 'with'
            ? ''
            : shortRole(role.text, names.entity(subject).text),
          leaf,
          names,
        )?.trim()
      : null;
  const own = leaves.map((part) => ({ ...part, of: { ...part.of, path: [] } }) as ColumnLeaf);
  const rows = rowsEn(role.plural, entity, own.length > 1 ? { form: 'and', of: own } : (own[0] ?? null), names);
  // A claim is for a shipment, and that was shipped by a carrier.
  const [middle] = path;
  const isOverEvent = path.length === 2 && middle?.direction === 'out' && isHappening(middle.target);
  // Medicines are not for the drug that is given in their treatment.
  // Loans to students at a campus: the place, or who teaches, belongs to what is in between.
  const isOfOther = path.length === 2 && isOverThing(path) && /^(at|by)$/.test(preposition);
  const isOfMiddle = isOfOther || (isOverEvent && subject.kind !== 'line' && !arePeople(role.text));
  const isDoneToMiddle = isOfMiddle || (path.length > 1 && middle?.target.kind === 'event' && / by$/.test(preposition));
  const to =
    isDoneToMiddle && middle
      ? `${prepositionFor(names.role(middle).text, subject, middle.target)} ${names.role(middle).plural} `
      : '';
  const toEnd = isOfMiddle && middle ? prepositionFor(role.text, middle.target, entity) : preposition;
  const noun = `${to}${beforeSending(toEnd, role.text, holder)} ${text ?? `${rows.text}${rows.when}`}`;
  return noun.startsWith('with ') && preposition === 'shipped by'
    ? having(noun.slice(5))
    : { before: null, after: noun, said: `are ${noun}` };
}

/** The way leads over a person or a thing, which the place and the people at the end of it belong to. */
function isOverThing([middle]: Path): boolean {
  return middle?.direction === 'out' && middle.target.kind === 'thing';
}

/** `the Seafood category`, `supplier Exotic Liquids`; null for other comparisons than with values. */
function namedRow(role: string, leaf: ColumnLeaf, names: Names): string | null {
  const values =
    leaf.form === 'compare' && leaf.by === '=' ? [leaf.value] : leaf.form === 'in' && !leaf.negated ? leaf.values : [];
  if (values.length === 0) {
    return null;
  }
  const texts = values.map((value) => names.value(value));
  const [, kind = ''] = (!NOT_THERE.test(role) && GROUP_ROLE.exec(role)) || [];
  if (kind !== '' && texts.every((text) => /^[\p{L}\p{N}&'’/ -]{1,40}$/u.test(text))) {
    const isPlace = /^(country|city|town|state|province|county)$/.test(kind);
    const isSaid = isPlace || texts.every((text) => text.toLowerCase().endsWith(kind));
    return isSaid ? joined(texts.map(isPlace ? placeName : String), 'or') : `the ${joined(texts, 'or')} ${role}`;
  }
  // `at City Campus`: the name says what it is.
  const last = role.split(' ').at(-1) ?? '';
  const isSaid = last !== '' && texts.every((text) => text.toLowerCase().endsWith(` ${last}`));
  if (
    /^(diagnosis|disease|condition|disorder|illness)$/.test(last) &&
    texts.every((text) => /^\p{Lu}?[\p{Ll} -]+$/u.test(text))
  ) {
    return joined(
      texts.map((text) => text.charAt(0).toLowerCase() + text.slice(1)),
      'or',
    );
  }
  return `${isSaid ? '' : role} ${joined(
    values.map((value) => shownValue(value, names)),
    'or',
  )}`.trim();
}

/** Groups and places that are named by their value: `in the Seafood category`, `in Germany`. */
const GROUP_ROLE =
  /(?:^| )(category|subcategory|group|class|department|region|area|country|city|town|state|province|county|section|division|territory|district|genre|segment|industry|location|warehouse|branch)$/;

/** The place that licensed somebody is not the place where they are. */
const NOT_THERE = /\b(licen[cs]e|licensing|registration|plate|issuing|issue|tax|birth) (state|province|county)$/;

function spokenExists({ path, where, negated }: Exists, subject: Entity, names: Names): Spoken {
  const entity = endOf(subject, path);
  const isReference = path.length === 1 && path[0]?.direction === 'out';
  const role = names.end(subject, path);
  const done = entity.kind === 'line' && path.length === 1 ? doneToItems(names.entity(entity).text, entity) : null;
  if (done !== null) {
    // Products without order lines were never ordered.
    const how = howEn(entity, where, names);
    const said = `were ${negated ? (how === '' ? 'never ' : 'not ') : ''}${doneHow(done, how)}`;
    return { before: null, after: `that ${said}`, said };
  }
  if (
    where !== null &&
    !isJunction(where) &&
    where.form === 'compare' &&
    where.of.form === 'field' &&
    isTitle(where.of)
  ) {
    const row = namedRow(role.text, where, names);
    if (row !== null) {
      return spokenMember(row, GROUP_ROLE.test(role.text) && path.at(-1)?.direction === 'out', negated);
    }
  }
  const bought =
    path.length === 1 && !isReference
      ? boughtEn(names.entity(subject).plural, role, { entity, where, negated, names })
      : null;
  if (bought !== null) {
    return { before: null, after: `that ${bought}`, said: bought };
  }
  const deed = path.length === 1 && !isReference ? doneWith(names.entity(subject).plural, entity, role.text) : null;
  if (deed !== null) {
    const { text, when } = rowsEn(role.plural, entity, where, names);
    const said = !negated
      ? `${deed.past} ${text}${when}`
      : where === null
        ? `have never ${deed.participle} ${withArticle(role.text)}`
        : `have not ${deed.participle} any ${text}${when}`;
    return { before: null, after: `that ${said}`, said };
  }
  const rows = isReference
    ? { text: negated ? role.text : withArticle(role.text), when: '' }
    : rowsEn(role.plural, entity, where, names);
  const text = `${rows.text}${rows.when}`;
  const one = !negated && !isReference && where !== null ? withAmount(role, entity, where, names) : null;
  if (one !== null) {
    return having(one);
  }
  const supplied = SELLERS.test(names.entity(subject).text) && (WARES.test(role.text) || / goods\b/.test(text));
  if (supplied && negated && !isReference) {
    const said = `do not supply any ${text}`;
    return { before: null, after: `that ${said}`, said };
  }
  if (areStaff(names.entity(subject).plural) && negated && !isReference && entity.kind === 'thing') {
    return { before: null, after: `with no ${text} assigned to them`, said: `have no ${text} assigned to them` };
  }
  if (isPlace(names.entity(subject).text) && negated && !isReference && !isHappening(entity)) {
    // Each country has a currency.
    return { before: null, after: `with no ${text} on record`, said: `have no ${text} on record` };
  }
  if (PAPER.test(names.entity(subject).text) && path.length > 1) {
    const linked = negated ? `not linked to any ${text}` : `linked to ${text}`;
    return { before: null, after: linked, said: `are ${linked}` };
  }
  return negated
    ? { before: null, after: isReference ? `without ${withArticle(text)}` : `with no ${text}`, said: `have no ${text}` }
    : { before: null, after: `with ${text}`, said: `have ${text}` };
}

/** Buyers have no sales: they bought something, or nothing. Null for others, and for conditions on the sales. */
function boughtEn(
  people: string,
  sale: Name,
  { entity, where, negated, names }: { entity: Entity; where: Condition | null; negated: boolean; names: Names },
): string | null {
  const { text, when } = rowsEn(sale.plural, entity, where, names);
  if (!/(^| )sale$/.test(sale.text) || !arePeople(people) || areStaff(people) || text !== sale.plural) {
    return null;
  }
  if (negated) {
    return when === '' ? 'have never bought anything' : `did not buy anything${when}`;
  }
  return when === '' ? 'have bought something' : `bought something${when}`;
}

/** What sellers have is what they supply. */
const SELLERS = /\b(vendor|supplier|manufacturer|wholesaler|distributor)$/;
const WARES = /\b(product|item|article|good|material|part|component|ingredient)$/;

/** They are about things, and do not have them. */
const PAPER = /(^| )(document|file|photo|image|picture|attachment)$/;

/** `a payment above $5` of payments with such an amount; null for other conditions. */
function withAmount(role: Name, entity: Entity, where: Condition, names: Names): string | null {
  const { text, when } = rowsEn(withArticle(role.text), entity, where, names);
  const short = text.replace(/ with an? (?:\w+ )?(?:amount|total|value) (?=(?:above|below|of at) )/, ' ');
  return short === text ? null : `${short}${when}`;
}

/** `in the Action category`, `with actor Jones`. */
function spokenMember(row: string, isGroup: boolean, negated: boolean): Spoken {
  if (isGroup) {
    const said = `are ${negated ? 'not ' : ''}in ${row}`;
    return { before: null, after: negated ? `that ${said}` : `in ${row}`, said };
  }
  return negated
    ? { before: null, after: `without ${row}`, said: `do not have ${row}` }
    : { before: null, after: `with ${row}`, said: `have ${row}` };
}
