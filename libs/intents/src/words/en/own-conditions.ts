import type { Comparator, FieldRef, Leaf, Quantity, Value } from '../../intent.js';
import type { Names } from '../names.js';
import { isFlag, isYes } from '../values.js';
import { attributeEn } from './attributes.js';
import { between, compared, comparedWithAverage, takesDays, taking } from './comparisons.js';
import { flag, OPPOSITES } from './flags.js';
import { named } from './named-values.js';
import { quantityNoun, shortLabel } from './nouns.js';
import { ACTIVE, participleOf } from './participles.js';
import { whenEn } from './period.js';
import { inUse, stateWord } from './states.js';
import { isSentLater } from './sending.js';
import { being, having, type Spoken } from './spoken.js';
import { isAdjective, isPlace, joined, placeName, placeOfCode, shownValue, withArticle } from './values.js';

export type ColumnLeaf = Exclude<Leaf, { form: 'exists' }>;

/** A condition on a column of the rows themselves. */
export function spokenOwn(leaf: ColumnLeaf, names: Names): Spoken {
  const label = shortLabel(quantityNoun(leaf.of, names), leaf.of.entity.name.en.text);
  switch (leaf.form) {
    case 'compare':
      return leaf.by === '=' || leaf.by === '<>'
        ? equalTo(leaf, label, names)
        : compared(leaf.by, leaf.value, leaf.of, label);
    case 'in':
      return equal(leaf.of, leaf.values, leaf.negated, label, names);
    case 'between':
      return between(leaf, label);
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
      return comparedWithAverage(leaf, label, names);
  }
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

const AFTER: Readonly<Record<Comparator, string>> = {
  '=': 'equal to',
  '<>': 'different from',
  '>': 'after',
  '>=': 'not before',
  '<': 'before',
  '<=': 'not after',
};

function equalTo({ of, by, value }: Extract<Leaf, { form: 'compare' }>, label: string, names: Names): Spoken {
  return by === '=' && takesDays(label)
    ? taking(`${value.value} days`, label)
    : equal(of, [value], by === '<>', label, names);
}

function equal(of: Quantity, values: readonly Value[], negated: boolean, label: string, names: Names): Spoken {
  const [value] = values;
  if (of.form === 'field' && isFlag(of.field) && value && values.length === 1) {
    return flag(isYes(value) !== negated, label, of, names);
  }
  const shown = values.map((value) => shownValue(value, names));
  const states = values.map((value) => inUse(stateWord(names.value(value), label), of));
  const isState =
    of.form === 'field' && values.every((value, at) => isStateOf(of, states[at] ?? '', value.meaning !== null));
  if (isState) {
    return negated
      ? { before: null, after: `that are not ${joined(states, 'or')}`, said: `are not ${joined(states, 'or')}` }
      : beingOrDone(states);
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

/** Payments have failed, and are not failed. */
function beingOrDone(states: readonly string[]): Spoken {
  const [state = '', second] = states;
  return second === undefined && /^(failed|expired)$/.test(state)
    ? { before: state, after: `that have ${state}`, said: `have ${state}` }
    : being(joined(states, 'or'));
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
  const undone = meaning === undefined ? undefined : /^not (\w+(?:ed|en|id|ought|ilt)) yet$/.exec(meaning)?.[1];
  if (undone !== undefined && !ACTIVE.test(undone)) {
    const said = `have not been ${undone} yet`;
    return { before: null, after: `that ${said}`, said };
  }
  const assigned =
    meaning === 'not assigned' ? label.replace(/ (user|employee|staff|(?:(?:user|employee|staff) )?id)$/i, '') : null;
  if (assigned !== null) {
    // `departments without a leader`, and not departments that are not assigned
    return { before: null, after: `without ${withArticle(assigned)}`, said: `have no ${assigned}` };
  }
  if (meaning?.startsWith('no ')) {
    // Drivers have no end date, and are not one.
    return having(meaning);
  }
  if (meaning !== undefined && isAdjective(meaning)) {
    return being(meaning);
  }
  return meaning === undefined
    ? { before: null, after: `without ${withArticle(label)}`, said: `have no ${label}` }
    : { before: null, after: /^not /.test(meaning) ? `that are ${meaning}` : meaning, said: `are ${meaning}` };
}
