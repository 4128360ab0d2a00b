import { allOf } from '../../conditions.js';
import type { Condition, Dimension, Intent, Value } from '../../intent.js';
import { spokenEn } from './conditions.js';
import { figuresEn, ofRows } from './figures.js';
import { inTense, type Parts } from './parts.js';
import { partsEn } from './questions.js';

/**
 * Groups by yes and no are said as the two kinds of rows: `how many products are discontinued, and how many are not`, `compare
 * the average price of discontinued products with that of products that are not discontinued`. None where other groups,
 * an order or a comparison come along: people do not speak of groups by whether something is.
 */
export function flagsEn(parts: Parts): string[] {
  const { intent, when } = parts;
  const [dimension, second] = intent.dimensions;
  const [measure, other] = intent.measures;
  if (
    dimension?.form !== 'field' ||
    second ||
    !measure ||
    intent.having ||
    (intent.comparison && measure.form !== 'count')
  ) {
    return [];
  }
  const [yes, no] = [true, false]
    .map((isSet) => withFlag(intent, dimension, isSet))
    .map((part) => partsEn(part, parts.names));
  if (!yes || !no) {
    return [];
  }
  if (intent.comparison) {
    return intent.comparison.form === 'share' ? shares(parts, dimension) : [];
  }
  if (other) {
    return [];
  }
  if (measure.form === 'count') {
    return counts(parts, dimension, [yes, no]);
  }
  const figure = figuresEn([measure], yes);
  const [ofYes, rest] = [yes, no].map((side) => ofRows(side, figure));
  if (rest === undefined || rest === '') {
    return [];
  }
  const bare = ofYes && figure.endsWith(ofYes) ? figure.slice(0, -ofYes.length) : null;
  return [
    // `from active customers and from inactive customers`
    ...(bare === null ? [] : [`what ${parts.is} the ${bare}${ofYes} and${rest}${when}?`]),
    `what ${parts.is} the ${figure}${when}, and what ${parts.is} it${rest.replace(/^ of /, ' for ')}?`,
  ];
}

function counts(parts: Parts, dimension: Flag, [yes, no]: readonly [Parts, Parts]): string[] {
  const { intent, rows, when, be, names } = parts;
  const { plural } = names.entity(intent.subject);
  if (dimension.of.path.length > 0) {
    // `payments from active customers and how many from inactive customers`
    const [ofYes = '', ofNo = ''] = [yes, no].map((side) => side.rows.text.slice(plural.length + 1));
    return [ofYes, ofNo].every((text) => /^(for|from|in|by|to) /.test(text))
      ? [`how many ${plural} ${be} there ${ofYes} and how many ${ofNo}${when}?`]
      : [`how many ${yes.rows.text} and how many ${no.rows.text} ${be} there${when}?`];
  }
  const { said } = spokenEn(isYes(dimension, true), intent.subject, names);
  const not = said.startsWith('are ') ? 'are not' : 'do not';
  return [`how many ${rows.text} ${inTense(said, be)}${when}, and how many ${inTense(not, be)}?`];
}

/** Both percentages, asked for at once. */
function shares({ intent, names, rows, be, when }: Parts, dimension: Flag): string[] {
  if (dimension.of.path.length > 0) {
    return [];
  }
  const { said } = spokenEn(isYes(dimension, true), intent.subject, names);
  const not = said.startsWith('are ') ? 'are not' : 'do not';
  return [`what percentage of ${rows.text}${when} ${inTense(said, be)}, and what percentage ${inTense(not, be)}?`];
}

type Flag = Extract<Dimension, { form: 'field' }>;

function withFlag(intent: Intent, dimension: Flag, isSet: boolean): Intent {
  return { ...intent, dimensions: [], comparison: null, where: allOf([isYes(dimension, isSet), intent.where]) };
}

function isYes({ of }: Flag, isSet: boolean): Condition {
  const value: Value = { value: isSet ? 't' : 'f', meaning: null };
  return { form: 'compare', of, by: '=', value };
}
