import { unitOf } from '../../conditions.js';
import type { Comparator, Leaf, Quantity, Value } from '../../intent.js';
import type { Names } from '../names.js';
import { isCounted, isOwnName } from './nouns.js';
import { having, type Spoken } from './spoken.js';
import { amount, withArticle } from './values.js';

type Unequal = Exclude<Comparator, '=' | '<>'>;

/** `with a price above 30`, `with more than 3 stops`, `that take more than 3 days to manufacture`. */
export function compared(by: Unequal, value: Value, of: Quantity, label: string): Spoken {
  if (takesDays(label)) {
    return taking(`${COUNTED[by]} ${value.value} days`, label);
  }
  if (isCounted(label)) {
    return having(`${COUNTED[by]} ${value.value} ${label}`);
  }
  const than = `${comparedWith(by, of, label)} ${amountOf(value, of)}`;
  return isOwnName(label, of.entity.name.en.text)
    ? placedAt(than.replace(/^of /, ''))
    : having(`${withArticle(label)} ${than}`);
}

/** `with a price between 30 and 50`, `with 3 to 5 stops`. */
export function between({ low, high, of }: Extract<Leaf, { form: 'between' }>, label: string): Spoken {
  if (takesDays(label)) {
    return taking(`${low.value} to ${high.value} days`, label);
  }
  return isCounted(label)
    ? having(`${low.value} to ${high.value} ${label}`)
    : having(`${withArticle(label)} between ${span(amountOf(low, of), amountOf(high, of))}`);
}

/** `with an above-average price`, `with more stops than the average`. */
export function comparedWithAverage(
  { by, of, isOfAll }: Extract<Leaf, { form: 'average' }>,
  label: string,
  names: Names,
): Spoken {
  if (takesDays(label)) {
    return taking(`${by === '>' ? 'longer' : 'less time'} than average`, label);
  }
  if (isCounted(label)) {
    const all = isOfAll ? ` of all ${names.entity(of.entity).plural}` : '';
    return having(`${by === '>' ? 'more' : 'fewer'} ${label} than the average${all}`);
  }
  const side = by === '>' ? 'above' : 'below';
  return isOfAll
    ? having(`${withArticle(label)} ${side} the average of all ${names.entity(of.entity).plural}`)
    : having(withSide(side, label));
}

/** Plurals such as sales take no article: `above-average sales`. */
function withSide(side: 'above' | 'below', label: string): string {
  const text = `${side}-average ${label}`;
  return withArticle(label) === label ? text : withArticle(text);
}

/** The days that something takes: `number of days to manufacture`. */
const TO_DO = /^(?:number of )?days (to \w+)$/;

export const takesDays = (label: string): boolean => TO_DO.test(label);

/** `take more than 3 days to manufacture` */
export function taking(time: string, label: string): Spoken {
  const said = `take ${time} ${TO_DO.exec(label)?.[1]}`;
  return { before: null, after: `that ${said}`, said, saidOfOne: said.replace('take', 'takes') };
}

/** Rows that are called like their figure: tax rates `above 8`, and not `with a rate above 8`. */
const placedAt = (text: string): Spoken => ({ before: null, after: text, said: `are ${text}` });

const COMPARED: Readonly<Record<Unequal, string>> = {
  '>': 'above',
  '>=': 'of at least',
  '<': 'below',
  '<=': 'of at most',
};

/** Prices are above 30; durations, lengths and weights are of more than 6 days. */
function comparedWith(by: keyof typeof COMPARED, of: Quantity, label: string): string {
  const kind = unitOf(of)?.kind;
  const isExtent =
    /^(duration|length|weight|bytes)$/.test(kind ?? '') || /\b(length|duration|weight|distance|size)$/.test(label);
  return isExtent ? COMPARED[by].replace('above', 'of more than').replace('below', 'of less than') : COMPARED[by];
}

const COUNTED: Readonly<Record<Unequal, string>> = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'fewer than',
  '<=': 'at most',
};

function amountOf({ value }: Value, of: Quantity): string {
  const unit = unitOf(of);
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
