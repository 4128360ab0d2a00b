import type { Entity, Field } from '#libs/semantic-model';
import { isSamePath, isSameQuantity, leavesOf, pathOfLeaf } from './conditions.js';
import { groupsIn } from './families/dimension-parts.js';
import { expectedShare } from './families/expected-share.js';
import { isPeople } from './families/people.js';
import {
  dimensionOfKind,
  isBody,
  isPerKind,
  isTrait,
  neverAggregated,
  neverSummed,
} from './families/figure-columns.js';
import { leadsNowhere } from './words/part.js';
import type { Condition, Dimension, FieldRef, Intent, Leaf, Measure, Path, Quantity } from './intent.js';

/** Of fewer rows, people look at all: the top five of ten. */
const ROWS_PER_PLACE = 2;
/** Which of two is no ranking. */
const FEW_GROUPS = 2;
/** People know how many regions they have. */
const KNOWN_BY_HEART = 20;
/** Percentiles of fewer rows are single rows. */
const ROWS_FOR_PERCENTILE = 30;

/** What the question asks for belongs together, adds up and has an answer that says something on this data. */
export function isPlausible(intent: Intent): boolean {
  const leaves = leavesOf(intent.where);
  return (
    !crossesTraits(intent, leaves) && !crossesStates(intent, leaves) && addsUp(intent, leaves) && !isDegenerate(intent)
  );
}

/** Traits of people, colours and shelves are asked for by themselves, not as the part of what happened elsewhere. */
function crossesTraits({ dimensions, measures, subject, shown, order }: Intent, leaves: readonly Leaf[]): boolean {
  const traits = leaves.filter((leaf) => isFieldLeaf(leaf) && isTrait(leaf.of.field));
  const isLinked = traits.some((leaf) => isFieldLeaf(leaf) && leaf.of.path.length > 0);
  const crossed =
    leaves.some(({ form }) => form === 'exists') || dimensions.some((dimension) => pathOf(dimension).length > 0);
  const isByTrait = dimensions.some(
    (dimension) => dimension.form === 'field' && isTrait(dimension.of.field) && isPeople(dimension.of.entity),
  );
  const isOfFigures = measures.some(({ form }) => form !== 'count' && form !== 'rate');
  const ranked = order && measures.length === 0 ? shown[order.by] : undefined;
  return (
    isLinked ||
    (traits.length > 0 && crossed) ||
    (isByTrait && isOfFigures) ||
    (ranked?.form === 'field' && isPeople(subject) && isBody(ranked.field))
  );
}

const pathOf = (dimension: Dimension): Path => (dimension.form === 'entity' ? dimension.path : dimension.of.path);

/**
 * Whether customers are active says something of the customers, and how much is theirs. It is no reason to ask for
 * medians, or for films by rating.
 */
function crossesStates({ dimensions, measures }: Intent, leaves: readonly Leaf[]): boolean {
  const states = leaves.filter((leaf) => isFieldLeaf(leaf) && isLinkedFlag(leaf.of)).map(pathOfLeaf);
  const isOfFigures = measures.some((measure) => !isAmount(measure));
  const byState = dimensions.filter((dimension) => dimension.form === 'field' && isLinkedFlag(dimension.of));
  return (
    states.some(
      (path) => isOfFigures || dimensions.some((other) => !isTime(other) && !isSamePath(pathOf(other), path)),
    ) ||
    byState.some((dimension) =>
      leaves.map(pathOfLeaf).some((path) => path.length > 0 && !isSamePath(path, pathOf(dimension))),
    )
  );
}

const isTime = ({ form }: Dimension): boolean => form === 'time';
const isLinkedFlag = ({ field, path }: FieldRef): boolean => field.role === 'flag' && path.length > 0;

function isAmount(measure: Measure): boolean {
  return ['count', 'distinct', 'rate'].includes(measure.form) || (measure.form === 'aggregate' && measure.by === 'sum');
}

type FieldLeaf = Exclude<Leaf, { form: 'exists' }> & { readonly of: FieldRef };

function isFieldLeaf(leaf: Leaf): leaf is FieldLeaf {
  return leaf.form !== 'exists' && leaf.of.form === 'field';
}

/** No sums of scores, no means of rates of several currencies, no discount of percents and of amounts in one. */
function addsUp({ measures, shown, order, dimensions }: Intent, leaves: readonly Leaf[]): boolean {
  const all = measures.flatMap((measure) => (measure.form === 'ratio' ? [measure.over, measure.under] : [measure]));
  const sums = all.flatMap((measure) => (measure.form === 'aggregate' && measure.by === 'sum' ? measure.of : []));
  const figures = all.flatMap((measure) =>
    measure.form === 'aggregate' || measure.form === 'percentile' ? measure.of : [],
  );
  const limits = leaves.flatMap((leaf): Quantity[] =>
    leaf.form === 'between' || leaf.form === 'average' || (leaf.form === 'compare' && leaf.by !== '=') ? [leaf.of] : [],
  );
  const ranked = order && measures.length === 0 ? shown.slice(order.by, order.by + 1) : [];
  const compared = [
    ...figures,
    ...limits.filter((of) => isField(of) && !figures.some((own) => isSameQuantity(own, of))),
    ...ranked,
  ];
  return (
    !sums.filter(isField).some(({ field }) => neverSummed(field)) &&
    !compared.filter(isField).some(({ field, entity }) => neverAggregated(field, entity)) &&
    compared.filter(isField).every((of) => !isPerKind(of.field, of.entity) || saysKind(of, dimensions, leaves))
  );
}

const isField = (of: Quantity): of is FieldRef => of.form === 'field';

/** The groups, or a condition, say of which kind the values are. */
function saysKind({ field, entity }: FieldRef, dimensions: readonly Dimension[], leaves: readonly Leaf[]): boolean {
  const kind = dimensionOfKind(field, entity);
  const isKind = (other: Field): boolean => other.name === kind?.name;
  return (
    dimensions.some((dimension) => dimension.form === 'field' && isKind(dimension.of.field)) ||
    leaves.some((leaf) => leaf.form === 'compare' && leaf.by === '=' && isFieldLeaf(leaf) && isKind(leaf.of.field))
  );
}

/** A bare count of a small fixed table, as of regions. Asked only where there is little else to ask. */
export function isKnownByHeart({ subject, where, measures, dimensions, having, comparison }: Intent): boolean {
  const isPlain = dimensions.length === 0 && where === null && !having && !comparison;
  const isFew = subject.kind === 'lookup' || (isFixed(subject) && (subject.rowCount ?? Infinity) < KNOWN_BY_HEART);
  return isPlain && measures[0]?.form === 'count' && isFew;
}

/** The answer is all rows, or one of two. */
function isDegenerate({ subject, where, measures, dimensions, order }: Intent): boolean {
  const rows = rowsLeft(subject, where);
  const [dimension] = dimensions;
  const limit = order?.limit ?? null;
  const places = dimension ? groupsOf(dimension) : rows;
  if (limit !== null && places !== null && (places < limit * ROWS_PER_PLACE || places <= FEW_GROUPS)) {
    return true;
  }
  const [measure] = measures;
  // Rows without an owner would be divided among those that have one.
  if (measure?.form === 'ratio' && measure.under.form === 'distinct' && leadsNowhere(measure.under.path, subject)) {
    return true;
  }
  return measures.some(({ form }) => form === 'percentile') && rows !== null && rows < ROWS_FOR_PERCENTILE;
}

/** Its rows change seldom. */
const isFixed = ({ kind }: Entity): boolean => kind === 'thing' || kind === 'lookup';

const groupsOf = (dimension: Dimension): number | null => (dimension.form === 'time' ? null : groupsIn(dimension));

/** Rows that meet the conditions whose share is known; null where their number is unknown. */
function rowsLeft({ rowCount }: Entity, where: Condition | null): number | null {
  if (rowCount === null || where?.form === 'or') {
    return rowCount;
  }
  return leavesOf(where).reduce((rows, leaf) => rows * (shareOf(leaf) ?? 1), rowCount);
}

function shareOf(leaf: Leaf): number | null {
  if (leaf.form !== 'compare' || leaf.by !== '=' || leaf.of.form !== 'field') {
    return null;
  }
  return expectedShare(leaf.of.field, leaf.value.value);
}
