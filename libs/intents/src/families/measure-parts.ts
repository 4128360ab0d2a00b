import type { Additivity, Entity, Field, ModelIndex } from '#libs/semantic-model';
import type { Measure, Quantity } from '../intent.js';
import { fieldRef, metricRef } from '../paths.js';

/** Metrics first: they are what a business looks at. */
export function quantitiesOf(index: ModelIndex, subject: Entity): Quantity[] {
  const metrics = index.metricsOf(subject.id).flatMap((metric) => metricRef(index, subject, [], metric) ?? []);
  const fields = subject.fields.filter(isMeasure).map((field): Quantity => fieldRef(subject, [], field));
  return [...metrics, ...fields];
}

/** A quantity with more than one value. */
function isMeasure({ role, typeCategory, distinctCount, sensitive }: Field): boolean {
  return role === 'measure' && typeCategory === 'N' && sensitive === null && distinctCount !== 0 && distinctCount !== 1;
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
