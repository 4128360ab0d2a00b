import { conjuncts } from '../../conditions.js';
import type { Dimension, Intent, Measure } from '../../intent.js';
import type { Names } from '../names.js';
import { isSilentSubject, isWhen } from '../part.js';
import { afterEn, rowsEn, spokenEn, type Phrase } from './conditions.js';
import { BUCKETS_EN, measureNounEn, quantityNoun } from './nouns.js';

/** The parts of an English question. */
export interface Parts {
  readonly intent: Intent;
  readonly names: Names;
  readonly rows: Phrase;
  /** `were` where a period is over. */
  readonly be: 'are' | 'were';
  readonly is: 'is' | 'was';
  readonly do: 'do' | 'did';
  readonly when: string;
}

export function partsEn(intent: Intent, names: Names): Parts {
  const rows = rowsEn(names.entity(intent.subject).plural, intent.subject, intent.where, names);
  const isPast = rows.when !== '';
  return {
    intent,
    names,
    rows,
    be: isPast ? 'were' : 'are',
    is: isPast ? 'was' : 'is',
    do: isPast ? 'did' : 'do',
    when: rows.when,
  };
}

/** The measure with its rows: `total freight of orders from customers in Germany`. */
export function figureEn(measure: Measure, parts: Parts): string {
  const { intent, names, rows } = parts;
  const noun = measureNounEn(measure, intent.subject, names);
  switch (measure.form) {
    case 'count':
      return `number of ${rows.text}`;
    case 'distinct':
      return `${noun} with ${rows.text}`;
    case 'rate':
      return `percentage of ${rows.text} that ${spokenEn(measure.where, intent.subject, names).said}`;
    default:
      return `${noun}${ofRows(parts)}`;
  }
}

/** ` of orders`; for lines only the conditions on what they belong to: `revenue from customers in Germany`. */
function ofRows({ intent, names, rows }: Parts): string {
  const conditions = conjuncts(intent.where).filter((condition) => !isWhen(condition));
  if (!isSilentSubject(intent)) {
    return ` of ${rows.text}`;
  }
  if (conditions.length === 0) {
    return '';
  }
  const isLinked = conditions.every((part) => 'of' in part && 'path' in part.of && part.of.path.length > 0);
  return isLinked ? ` ${afterEn(intent.subject, conditions, names)}` : ` of ${rows.text}`;
}

/** `each customer`, `each month`: the noun of one group. */
export function groupEn(dimension: Dimension, names: Names): { readonly one: string; readonly many: string } {
  switch (dimension.form) {
    case 'entity': {
      const { text, plural } = names.end(dimension.entity, dimension.path);
      return { one: text, many: plural };
    }
    case 'field': {
      const label = names.field(dimension.of.field);
      const role = dimension.of.path.length > 0 ? names.end(dimension.of.entity, dimension.of.path).text : '';
      const isSaid = role === '' || label.text.split(' ').some((word) => role.split(' ').includes(word));
      return isSaid
        ? { one: label.text, many: label.plural }
        : { one: `${role} ${label.text}`, many: `${role} ${label.plural}` };
    }
    case 'time': {
      const bucket = BUCKETS_EN[dimension.bucket];
      return { one: dimension.bucket === 'hour' ? 'hour of the day' : bucket, many: `${bucket}s` };
    }
    case 'bands': {
      const noun = `${quantityNoun(dimension.of, names)} band`;
      return { one: `${noun} (${bandsEn(dimension.bounds)})`, many: `${noun}s (${bandsEn(dimension.bounds)})` };
    }
  }
}

function bandsEn(bounds: readonly number[]): string {
  const between = bounds.slice(1).map((bound, index) => `${bounds[index]} to ${bound}`);
  return [`below ${bounds[0]}`, ...between, `${bounds.at(-1)} or more`].join(', ');
}

/** ` by category and month`, ` for each category`. */
export function byEn(dimensions: readonly Dimension[], names: Names): string {
  return dimensions.length === 0
    ? ''
    : ` by ${dimensions.map((dimension) => groupEn(dimension, names).one).join(' and ')}`;
}

export function eachEn(dimensions: readonly Dimension[], names: Names): string {
  return dimensions.length === 0
    ? ''
    : ` for each ${dimensions.map((dimension) => groupEn(dimension, names).one).join(' and ')}`;
}
