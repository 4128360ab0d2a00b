import { allOf, isSameField, leavesOf, unitOf } from '../conditions.js';
import type { FieldRef, Intent, Measure, Quantity } from '../intent.js';
import { fieldRef } from '../paths.js';
import { valueOf } from './condition-parts.js';

/**
 * Amounts of several currencies, or quantities of several units, are never put together: they are grouped by the column that
 * says which, or asked for in the most frequent one. Null where neither can be.
 */
export function withOneUnit(intent: Intent): Intent | null {
  const [unit] = intent.measures.flatMap(quantitiesOf).flatMap((quantity) => unitField(intent, quantity));
  if (!unit || isSaid(intent, unit)) {
    return intent;
  }
  const isPlain = intent.dimensions.length < 2 && !intent.order && !intent.having && !intent.comparison;
  if (isPlain) {
    return { ...intent, dimensions: [...intent.dimensions, { form: 'field', of: unit }] };
  }
  const [value] = unit.field.values;
  return value
    ? { ...intent, where: allOf([intent.where, { form: 'compare', of: unit, by: '=', value: valueOf(value) }]) }
    : null;
}

/** The column that holds the unit of each row, when there are several. */
function unitField({ subject }: Intent, quantity: Quantity): FieldRef[] {
  const unit = unitOf(quantity);
  const field = quantity.entity.fields.find(({ name }) => name === unit?.field);
  return field && field.distinctCount !== 1 ? [fieldRef(subject, quantity.path, field)] : [];
}

function isSaid({ dimensions, where }: Intent, unit: FieldRef): boolean {
  return (
    dimensions.some((dimension) => dimension.form === 'field' && isSameField(dimension.of, unit)) ||
    leavesOf(where).some((leaf) => leaf.form === 'compare' && leaf.of.form === 'field' && isSameField(leaf.of, unit))
  );
}

function quantitiesOf(measure: Measure): Quantity[] {
  switch (measure.form) {
    case 'aggregate':
    case 'percentile':
      return [measure.of];
    case 'ratio':
      return [...quantitiesOf(measure.over), ...quantitiesOf(measure.under)];
    default:
      return [];
  }
}
