import type { Additivity, Entity, Field, Metric, ModelIndex } from '#libs/semantic-model';
import type { Measure, Quantity } from '../intent.js';
import { isSetting } from './asked-columns.js';
import { fieldRef, metricRef } from '../paths.js';

/** Metrics first: they are what a business looks at. */
export function quantitiesOf(index: ModelIndex, subject: Entity): Quantity[] {
  const metrics = index
    .metricsOf(subject.id)
    .filter((metric) => latenessOf(subject, metric) === null && isFilled(subject, metric))
    .flatMap((metric) => metricRef(index, subject, [], metric) ?? []);
  const fields = subject.fields.filter(isMeasure).map((field): Quantity => fieldRef(subject, [], field));
  return [...metrics, ...fields];
}

/** Days after a due date: negative for rows in time, so that only late rows are asked for, and no average. */
export function latenessOf(
  { time }: Entity,
  { expression }: Metric,
): { readonly due: string; readonly done: string } | null {
  return expression.form === 'duration' && expression.from !== time
    ? { due: expression.from, done: expression.to }
    : null;
}

/** Of more rows without a value, people ask how many have one. */
export const MOSTLY_EMPTY = 0.6;

/** Most rows have come to the end of the duration. */
function isFilled({ fields }: Entity, { expression }: Metric): boolean {
  const end = expression.form === 'duration' ? fields.find(({ name }) => name === expression.to) : undefined;
  return (end?.nullShare ?? 0) <= MOSTLY_EMPTY;
}

/** A quantity that most rows have, with more than one value. */
function isMeasure({ role, typeCategory, distinctCount, sensitive, nullShare }: Field): boolean {
  const varies = distinctCount !== 0 && distinctCount !== 1 && (nullShare ?? 0) <= MOSTLY_EMPTY;
  return role === 'measure' && typeCategory === 'N' && sensitive === null && varies;
}

/** A number that is compared and averaged, and not only looked up. */
export function isFigure(quantity: Quantity): boolean {
  return quantity.form === 'metric' || !isSetting(quantity.field);
}

export function additivityOf(quantity: Quantity): Additivity {
  return quantity.form === 'field' ? quantity.field.additivity : quantity.metric.additivity;
}

/** Sums of what may be summed, then averages, in the order of the columns; the count where rows are things or events. */
export function figuresOf(subject: Entity, quantities: readonly Quantity[]): Measure[] {
  const sums = quantities.filter((quantity) => additivityOf(quantity) === 'additive').map((of) => aggregate('sum', of));
  const averages = quantities.filter((quantity) => additivityOf(quantity) !== 'none').map((of) => aggregate('avg', of));
  const count: Measure = { form: 'count' };
  const isCounted = subject.kind !== 'snapshot' && subject.kind !== 'link';
  return [...(isCounted && subject.kind !== 'line' ? [count] : []), ...sums, ...averages];
}

export function aggregate(by: 'sum' | 'avg' | 'min' | 'max' | 'median', of: Quantity): Measure {
  return { form: 'aggregate', by, of };
}

/** Of fewer values, people ask for each. */
const MANY_VALUES = 12;

/** It has many values, and people say them. */
export function isWide({ distinctCount, unit }: Field): boolean {
  return (distinctCount ?? MANY_VALUES) >= MANY_VALUES && unit?.kind !== 'bytes';
}
