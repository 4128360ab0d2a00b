import type { Unit } from '#libs/semantic-model';
import type { Condition, FieldRef, Junction, Leaf, Measure, Path, Quantity } from './intent.js';

/** The leaves of a condition, in order. */
export function leavesOf(condition: Condition | null): Leaf[] {
  if (condition === null) {
    return [];
  }
  return isJunction(condition) ? condition.of.flatMap(leavesOf) : [condition];
}

export function isJunction(condition: Condition): condition is Junction {
  return condition.form === 'and' || condition.form === 'or';
}

/** All conditions together; null without one. */
export function allOf(conditions: readonly (Condition | null)[]): Condition | null {
  const parts = conditions
    .filter((condition) => condition !== null)
    .flatMap((condition) => (condition.form === 'and' ? condition.of : [condition]));
  return parts.length > 1 ? { form: 'and', of: parts } : (parts[0] ?? null);
}

/** The parts that hold together. */
export function conjuncts(condition: Condition | null): readonly Condition[] {
  return condition === null ? [] : condition.form === 'and' ? condition.of : [condition];
}

/** Rows without a value of the quantity are left out by a condition that all of them meet. */
export function hasValue(where: Condition | null, quantity: Quantity): boolean {
  return conjuncts(where).some(
    (condition) =>
      !isJunction(condition) &&
      condition.form !== 'exists' &&
      (condition.form !== 'null' || condition.negated) &&
      isSameQuantity(condition.of, quantity),
  );
}

/** The unit of a column or of a metric. */
export function unitOf(quantity: Quantity): Unit | null {
  return quantity.form === 'field' ? quantity.field.unit : quantity.metric.unit;
}

/** The unit of an aggregate; null for other measures. */
export function unitOfMeasure(measure: Measure): Unit | null {
  return measure.form === 'aggregate' ? unitOf(measure.of) : null;
}

/** The condition as seen from the entity at the end of its path; empty where it is not about a single column. */
export function fromItsEnd(condition: Condition): Condition[] {
  return 'of' in condition && 'path' in condition.of
    ? [{ ...condition, of: { ...condition.of, path: [] } } as Condition]
    : [];
}

/** The path that a leaf is about. */
export function pathOfLeaf(leaf: Leaf): Path {
  return leaf.form === 'exists' ? leaf.path : leaf.of.path;
}

/** The reference of the row itself is empty, or not: the other entity need not be read. */
export function isWithoutReference(leaf: Leaf): boolean {
  const [step, more] = leaf.form === 'exists' ? leaf.path : [];
  return (
    leaf.form === 'exists' &&
    leaf.where === null &&
    more === undefined &&
    step?.direction === 'out' &&
    step.relationship.elements === null &&
    step.relationship.condition === null
  );
}

/** Two quantities are the same column, or the same metric, reached by the same path. */
export function isSameQuantity(a: Quantity, b: Quantity): boolean {
  const name = (quantity: Quantity): string =>
    quantity.form === 'field' ? quantity.field.name : `metric ${quantity.metric.id}`;
  return name(a) === name(b) && isSamePath(a.path, b.path);
}

export function isSamePath(a: Path, b: Path): boolean {
  return (
    a.length === b.length &&
    a.every((step, index) => {
      const other = b[index];
      return step.relationship === other?.relationship && step.direction === other.direction;
    })
  );
}

/** The path goes beyond the other one, or is it. */
export function startsWith(path: Path, start: Path): boolean {
  return start.length > 0 && path.length >= start.length && isSamePath(path.slice(0, start.length), start);
}

export function isSameField(a: FieldRef, b: FieldRef): boolean {
  return isSameQuantity(a, b);
}
