import { isSameQuantity, leavesOf, unitOf } from './conditions.js';
import type { Condition, Dimension, Intent, Leaf, Measure, Path, Quantity } from './intent.js';
import { isState } from './families/asked-columns.js';
import { isContrived } from './contrived.js';
import { isPlausible } from './plausible.js';
import { isPointless } from './pointless.js';
import { isWhen } from './words/part.js';

/** People keep about three things in mind while they listen to a question. */
const MOST_TOLD = 3;

/**
 * A person could ask it in one breath, and would: not too many parts, no "or" between unrelated matters, no average of what a
 * condition fixes.
 */
export function isSensible(intent: Intent): boolean {
  const leaves = leavesOf(intent.where);
  return (
    toldOf(intent, leaves) <= MOST_TOLD &&
    junctionsMakeSense(intent.where) &&
    !isAboutItself(intent, leaves) &&
    !leaves.some(isEverything) &&
    !comparesUnits(intent, leaves) &&
    isPlausible(intent) &&
    !isContrived(intent) &&
    !isPointless(intent)
  );
}

function toldOf({ dimensions, measures, comparison, having }: Intent, leaves: readonly Leaf[]): number {
  const parts = [...leaves.map(weightOfLeaf), ...dimensions.map(weightOfDimension), ...measures.map(weightOfMeasure)];
  const sum = parts.reduce((all, weight) => all + weight, 0);
  return sum + (comparison === null ? 0 : 1) + (having === null ? 0 : 1) + (measures.length > 1 ? 0.5 : 0);
}

const far = (path: Path): number => (path.length > 1 ? 0.5 : 0);

function weightOfLeaf(leaf: Leaf): number {
  if (isWhen(leaf)) {
    return 0.5;
  }
  return leaf.form === 'exists' ? 1 + (leaf.where === null ? 0 : 0.5) : 1 + far(leaf.of.path);
}

function weightOfDimension(dimension: Dimension): number {
  return 1 + far(dimension.form === 'entity' ? dimension.path : dimension.of.path);
}

function weightOfMeasure(measure: Measure): number {
  switch (measure.form) {
    case 'percentile':
    case 'rate':
    case 'ratio':
      return 1;
    case 'aggregate':
      return measure.by === 'median' ? 1 : 0;
    default:
      return 0;
  }
}

/** Both sides of an "or" are about one column, or both say in which state the rows are. */
function junctionsMakeSense(condition: Condition | null): boolean {
  if (condition === null || !('of' in condition) || (condition.form !== 'and' && condition.form !== 'or')) {
    return true;
  }
  if (condition.form === 'and') {
    return condition.of.every(junctionsMakeSense);
  }
  const leaves = leavesOf(condition);
  return leaves.every(isOfState) || haveOneColumn(leaves);
}

/** A flag says of which kind a row is as often as in which state: `placebo or still running` is no one matter. */
function isOfState(leaf: Leaf): boolean {
  switch (leaf.form) {
    case 'null':
    case 'columns':
      return true;
    case 'compare':
    case 'in':
      return leaf.of.form === 'field' && leaf.of.field.role !== 'flag' && isState(leaf.of.field);
    default:
      return false;
  }
}

function haveOneColumn(leaves: readonly Leaf[]): boolean {
  const [first, ...rest] = leaves.flatMap((leaf): Quantity[] => (leaf.form === 'exists' ? [] : [leaf.of]));
  return first !== undefined && rest.length === leaves.length - 1 && rest.every((of) => isSameQuantity(of, first));
}

/** Values of several currencies or units are not compared with one number, nor with each other. */
function comparesUnits({ shown, order, dimensions, measures }: Intent, leaves: readonly Leaf[]): boolean {
  const rated = measures.flatMap((measure) => (measure.form === 'rate' ? leavesOf(measure.where) : []));
  const limits = [...leaves, ...rated].flatMap((leaf): Quantity[] =>
    leaf.form === 'between' || leaf.form === 'average' || (leaf.form === 'compare' && leaf.by !== '=') ? [leaf.of] : [],
  );
  const ranked = order === null ? [] : shown.slice(order.by, order.by + 1);
  const banded = dimensions.flatMap((dimension) => (dimension.form === 'bands' ? [dimension.of] : []));
  return [...limits, ...ranked, ...banded].some(hasUnits);
}

function hasUnits(quantity: Quantity): boolean {
  const unit = unitOf(quantity);
  const field = quantity.entity.fields.find(({ name }) => name === unit?.field);
  return field !== undefined && field.distinctCount !== 1;
}

/** The average length of films with a length between two bounds. */
function isAboutItself({ measures }: Intent, leaves: readonly Leaf[]): boolean {
  const fixed = leaves.flatMap((leaf): Quantity[] =>
    leaf.form === 'between' || (leaf.form === 'compare' && leaf.by !== '=') ? [leaf.of] : [],
  );
  return measures.some(
    (measure) =>
      (measure.form === 'aggregate' || measure.form === 'percentile') &&
      fixed.some((quantity) => isSameQuantity(quantity, measure.of)),
  );
}

/** Nearly all rows have one of the values. */
const NEARLY_ALL = 0.9;

/** Men or women; paid or unpaid: the condition leaves out next to nothing. */
function isEverything(leaf: Leaf): boolean {
  if (leaf.form !== 'in' || leaf.negated || leaf.of.form !== 'field') {
    return false;
  }
  const asked = new Set(leaf.values.map(({ value }) => value));
  const shares = leaf.of.field.values.flatMap(({ value, share }) => (asked.has(value) ? [share] : []));
  const areKnown = shares.length === asked.size && shares.every((share) => share !== null);
  const kept = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const sexes = new Set(
    leaf.values.flatMap(
      ({ value, meaning }) =>
        SEX.exec(meaning?.en ?? value)?.[0]
          .charAt(0)
          .toLowerCase() ?? [],
    ),
  );
  return (areKnown && kept >= NEARLY_ALL) || sexes.size > 1;
}

const SEX = /^(male|female|man|woman|men|women|男性?|女性?)$/iu;
