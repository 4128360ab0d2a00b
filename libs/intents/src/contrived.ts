import { isSameQuantity, leavesOf, startsWith } from './conditions.js';
import { isState } from './families/asked-columns.js';
import { groupsIn, isFlagged } from './families/dimension-parts.js';
import { isBody, isExtreme, isTrait } from './families/figure-columns.js';
import { isBrief, isHappening } from './words/part.js';
import { isPeople, isStaff } from './families/people.js';
import type { Dimension, FieldRef, Intent, Leaf, Measure, Quantity } from './intent.js';
import { isOddDistinct } from './odd-distinct.js';
import { isOddRatio } from './odd-ratios.js';
import { isPerSoldPiece } from './sold-once.js';

/** Groups of two columns need so many rows each on average: else the answer is a list of ones. */
const ROWS_PER_CELL = 3;
/** A percentage of fewer rows is that of one or two. */
const ROWS_PER_RATE = 4;

/** A column with so few values is a scale, and rows share its ends. */
const FEW_STEPS = 12;
const ROWS_PER_STEP = 3;

/** The statement answers the question, but people of the business would not ask it. */
export function isContrived(intent: Intent): boolean {
  const leaves = leavesOf(intent.where);
  return (
    asksOfLines(intent) ||
    asksForExtremes(intent) ||
    isMassOfTies(intent) ||
    isThinCross(intent) ||
    isRankedByState(intent) ||
    isWorstOfPart(intent, leaves) ||
    isOddRatio(intent) ||
    isByTraitOfOthers(intent) ||
    isLimitOnLines(intent, leaves) ||
    isByStateOfOthers(intent) ||
    isSplitPercentile(intent, leaves) ||
    isOrderedByCondition(intent, leaves) ||
    isOddDistinct(intent, leaves) ||
    isRankOfStaff(intent) ||
    leaves.some(isNoneOfTraits) ||
    isTraitOfPart(intent, leaves) ||
    isListByTrait(intent, leaves) ||
    isArbitraryPart(intent, leaves) ||
    isOfLaterDeed(intent, leaves) ||
    isFewToRank(intent) ||
    isRateOfFew(intent) ||
    isWithEmptyRole(intent) ||
    isCountOfReference(intent) ||
    isShareOfThings(intent) ||
    isByUnit(intent) ||
    isLongOfPeople(intent) ||
    isNoneSwitchedOff(leaves) ||
    isOverOtherEvent(intent) ||
    isPerSoldPiece(intent)
  );
}

const partsOf = (measure: Measure): readonly Measure[] =>
  measure.form === 'ratio' ? [measure.over, measure.under] : [measure];

function quantitiesOf({ measures }: Intent): readonly Quantity[] {
  return measures
    .flatMap(partsOf)
    .flatMap((measure) => (measure.form === 'aggregate' || measure.form === 'percentile' ? measure.of : []));
}

/** Lines of documents add up; their means, middles and ends are those of no document. Discounts are rates of them. */
function asksOfLines({ subject, measures, dimensions }: Intent): boolean {
  return (
    subject.kind === 'line' &&
    measures.some((measure) => {
      if (measure.form === 'percentile') {
        return true;
      }
      if (measure.form !== 'aggregate' || measure.by === 'sum') {
        return false;
      }
      const isRate = measure.of.form === 'field' && measure.of.field.additivity === 'rate';
      return !(measure.by === 'avg' && isRate && dimensions.length > 0);
    })
  );
}

/** The average of averages, the lowest of the highest prices. */
function asksForExtremes(intent: Intent): boolean {
  const ranked =
    intent.order && intent.measures.length === 0 ? intent.shown.slice(intent.order.by, intent.order.by + 1) : [];
  return [...quantitiesOf(intent), ...ranked].some((of) => of.form === 'field' && isExtreme(of.field));
}

/** The one with the highest value, of a column with a handful of values: hundreds share it. */
function isMassOfTies({ subject, measures, shown, order, comparison }: Intent): boolean {
  const ordered = order && measures.length === 0 ? shown[order.by] : undefined;
  if (!order || ordered?.form !== 'field' || (order.limit === null && comparison?.form !== 'rank')) {
    return false;
  }
  const { distinctCount } = ordered.field;
  return (
    distinctCount !== null &&
    distinctCount < FEW_STEPS &&
    subject.rowCount !== null &&
    subject.rowCount > distinctCount * ROWS_PER_STEP
  );
}

/** Two columns cross so few rows that most cells hold one or none. */
function isThinCross({ subject, dimensions }: Intent): boolean {
  const [first, second] = dimensions;
  if (!first || !second || subject.rowCount === null) {
    return false;
  }
  const cells = (groupsIn(first) ?? 2) * (groupsIn(second) ?? 2);
  return subject.rowCount < cells * ROWS_PER_CELL;
}

/** People do not ask for the best of each state. */
function isRankedByState({ dimensions: [within], comparison }: Intent): boolean {
  return (
    comparison?.form === 'rank' &&
    within?.form === 'field' &&
    (isState(within.of.field) || (within.of.path.length > 0 && isTrait(within.of.field)))
  );
}

/** The last of the rows that meet a condition; the shortest averages. */
function isWorstOfPart({ measures, order, where }: Intent, leaves: readonly Leaf[]): boolean {
  const [measure] = measures;
  const isTotal =
    measure === undefined || measure.form === 'count' || (measure.form === 'aggregate' && measure.by === 'sum');
  return (
    order?.direction === 'asc' &&
    order.limit !== null &&
    measure !== undefined &&
    (where !== null || leaves.length > 0 || !isTotal)
  );
}

/** Users by the status of their department; how long rentals take, by whether the customer is active. */
function isByStateOfOthers({ subject, dimensions, measures }: Intent): boolean {
  const isAmount = measures.every(({ form, ...rest }) => form === 'count' || ('by' in rest && rest.by === 'sum'));
  return dimensions.some((dimension) => {
    if (dimension.form !== 'field' || dimension.of.path.length === 0 || !isState(dimension.of.field)) {
      return false;
    }
    const isDocument = subject.kind === 'line' && dimension.of.entity.kind === 'event';
    return !isDocument && (!isFlagged(dimension) || !isAmount);
  });
}

/** Percentiles are asked of all rows; yes and no is no second way of parting them. */
function isSplitPercentile({ measures, dimensions }: Intent, leaves: readonly Leaf[]): boolean {
  return (
    (measures.some(({ form }) => form === 'percentile') &&
      (dimensions.length > 0 || leaves.some(({ form }) => form !== 'period'))) ||
    (dimensions.length > 1 && dimensions.some(isFlagged))
  );
}

/** Details of people who share a trait, for example of the men only. */
function isListByTrait({ subject, measures, shown, dimensions }: Intent, leaves: readonly Leaf[]): boolean {
  const isDetailed = measures.length === 0 && (shown.length > 0 || dimensions.length > 0);
  return isDetailed && isPeople(subject) && leaves.some((leaf) => isFieldLeaf(leaf) && isTrait(leaf.of.field));
}

/** The married by gender: a trait of those who have another one, or of the few that meet a condition. */
function isTraitOfPart({ dimensions }: Intent, leaves: readonly Leaf[]): boolean {
  const isByTrait = dimensions.some(
    (dimension) => dimension.form === 'field' && dimension.of.path.length === 0 && isTrait(dimension.of.field),
  );
  const ofTraits = leaves.filter(
    (leaf) => leaf.form === 'compare' && leaf.of.form === 'field' && isTrait(leaf.of.field),
  );
  return isByTrait && (leaves.length > 1 || ofTraits.length > 0);
}

/** The best employees in each country of the customers: staff is ranked as a whole. */
function isRankOfStaff({ dimensions: [within, second], comparison }: Intent): boolean {
  const isLinked = within?.form === 'field' && within.of.path.length > 0;
  return comparison?.form === 'rank' && isLinked && second?.form === 'entity' && isStaff(second.entity);
}

/** Neither male nor female. */
function isNoneOfTraits(leaf: Leaf): boolean {
  return leaf.form === 'in' && leaf.negated && isTrait(leaf.of.field);
}

/** The lowest rate of those above 8. */
function isOrderedByCondition({ order, shown, measures }: Intent, leaves: readonly Leaf[]): boolean {
  const ordered = order && measures.length === 0 ? shown[order.by] : undefined;
  return (
    ordered !== undefined &&
    leaves.some((leaf) => leaf.form !== 'exists' && leaf.form !== 'average' && isSameQuantity(leaf.of, ordered))
  );
}

/** Departments by the sex of their leaders: the trait is that of somebody else. Events happen to people. */
function isByTraitOfOthers({ subject, dimensions }: Intent): boolean {
  const isOther = (dimension: Dimension): boolean =>
    dimension.form === 'field' && dimension.of.path.length > 0 && isTrait(dimension.of.field);
  // Reviews by the colour of the product
  const isOfThing = dimensions.some(
    (dimension) => isOther(dimension) && dimension.form === 'field' && !isPeople(dimension.of.entity),
  );
  return (
    (subject.kind !== 'event' && !isPeople(subject) && dimensions.some(isOther)) ||
    (subject.kind === 'event' && isOfThing)
  );
}

/** Lines with more than so many of something, next to another condition. */
function isLimitOnLines({ subject }: Intent, leaves: readonly Leaf[]): boolean {
  const isLimit = (leaf: Leaf): boolean =>
    leaf.form !== 'exists' &&
    leaf.of.path.length === 0 &&
    (leaf.form === 'between' || leaf.form === 'average' || (leaf.form === 'compare' && leaf.by !== '='));
  return (subject.kind === 'line' || subject.kind === 'snapshot') && leaves.length > 1 && leaves.some(isLimit);
}

const PLACE = /(^| )(country|city|region|state|province|district|county|town|area)$/;
const isFieldLeaf = (leaf: Leaf): leaf is Extract<Leaf, { form: 'compare' }> & { readonly of: FieldRef } =>
  leaf.form === 'compare' && leaf.of.form === 'field';

/**
 * Conditions that nobody has a reason for: customers without an order to one city, the mean height of women in one town,
 * sick leave of those with so many days off, who is single by the year of hire, an average of a flagged part ranked.
 */
function isArbitraryPart(intent: Intent, leaves: readonly Leaf[]): boolean {
  const { subject, measures, dimensions, order, comparison } = intent;
  const figures = quantitiesOf(intent).filter((of) => of.form === 'field');
  const noneAtPlace = leaves.some(
    (leaf) =>
      leaf.form === 'exists' &&
      leaf.negated &&
      leavesOf(leaf.where).some((inner) => isFieldLeaf(inner) && PLACE.test(inner.of.field.label.en.text)),
  );
  const throughList = leaves.some(
    (leaf) => leaf.form === 'exists' && leaf.path.some(({ relationship }) => relationship.elements !== null),
  );
  const isLimited = leaves.some(
    (leaf) =>
      leaf.form === 'between' ||
      (leaf.form === 'compare' && leaf.by !== '=' && !figures.some((of) => isSameQuantity(of, leaf.of))),
  );
  const hasTrait = leaves.some((leaf) => isFieldLeaf(leaf) && isTrait(leaf.of.field));
  const isAverageRanked = measures.some((measure) => measure.form === 'aggregate' && measure.by === 'avg');
  return (
    noneAtPlace ||
    throughList ||
    (isPeople(subject) && figures.length > 0 && isLimited) ||
    (figures.some(({ field }) => isBody(field)) &&
      leaves.some((leaf) => !(isFieldLeaf(leaf) && isTrait(leaf.of.field)))) ||
    (hasTrait && dimensions.some(({ form }) => form === 'time')) ||
    (isAverageRanked && order !== null && order.limit !== null && leaves.some(isFlagLeaf)) ||
    (/^(previous|year_ago)$/.test(comparison?.form ?? '') && leaves.some(isStateOfPeople))
  );
}

const isFlagLeaf = (leaf: Leaf): boolean => isFieldLeaf(leaf) && leaf.of.field.role === 'flag';

/** How the payments of those who left grow. */
const isStateOfPeople = (leaf: Leaf): boolean =>
  isFieldLeaf(leaf) && leaf.of.field.role === 'flag' && leaf.of.path.length > 0 && isPeople(leaf.of.entity);

const LATER = /(^| )(received|rejected|delivered|returned|stocked|accepted)( |$)/;
const NOT_YET = /^(pending|draft|new|open|planned|in progress)$/i;

/** Quantities received by the date of the order, or rejected of orders that are still pending: they come from a later deed. */
function isOfLaterDeed(intent: Intent, leaves: readonly Leaf[]): boolean {
  const isLater = quantitiesOf(intent).some((of) => of.form === 'field' && LATER.test(of.field.label.en.text));
  const isOther = ({ of }: { readonly of: FieldRef }): boolean => !LATER.test(of.field.label.en.text);
  const byOther =
    intent.dimensions.some((dimension) => dimension.form === 'time' && isOther(dimension)) ||
    leaves.some((leaf) => leaf.form === 'period' && isOther(leaf));
  const isWaiting = leaves.some(
    (leaf) => leaf.form === 'compare' && NOT_YET.test(leaf.value.meaning?.en ?? leaf.value.value),
  );
  return isLater && ((intent.subject.kind === 'line' && byOther) || isWaiting);
}

/** The best three of each group, where each group has three or four. */
function isFewToRank({ dimensions: [within, second], comparison }: Intent): boolean {
  if (comparison?.form !== 'rank' || within?.form !== 'field' || second?.form !== 'entity') {
    return false;
  }
  const isOwn = second.path.length > 0 && startsWith(within.of.path, second.path);
  const [groups, members] = [groupsIn(within), groupsIn(second)];
  return isOwn && groups !== null && members !== null && members < groups * comparison.top * 2;
}

/** The percentage, or the middle, of one or two rows for each of many. */
function isRateOfFew({ subject, measures, dimensions: [dimension] }: Intent): boolean {
  const isShare = measures.some(
    (measure) =>
      measure.form === 'rate' ||
      measure.form === 'percentile' ||
      (measure.form === 'aggregate' && measure.by === 'median'),
  );
  const groups = dimension?.form === 'entity' ? groupsIn(dimension) : null;
  return isShare && groups !== null && subject.rowCount !== null && subject.rowCount < groups * ROWS_PER_RATE;
}

/** Leaders without a department: all who lead none would be leaders. */
function isWithEmptyRole({ dimensions }: Intent): boolean {
  return dimensions.some(
    (dimension) =>
      dimension.form === 'entity' &&
      dimension.withEmpty &&
      dimension.path.some(
        ({ relationship, target }) => relationship.role && relationship.role.en.text !== target.name.en.text,
      ),
  );
}

const REFERENCE =
  /(^| )(country|state or province|state|province|county|city|town|region|currency|language|culture|time zone|unit|unit of measure|unit measure)$/;

/** Places, currencies and units are looked up; people do not count them, nor the rates that are set for them. */
function isCountOfReference({ subject, measures, dimensions, where }: Intent): boolean {
  const noun = subject.name.en.text;
  const isCounted =
    measures.length > 0 &&
    measures.flatMap(partsOf).every(({ form }) => form === 'count' || form === 'distinct' || form === 'rate');
  const isReference = REFERENCE.test(noun) && !subject.fields.some(({ role }) => role === 'measure');
  const isParted = dimensions.length > 0 || where !== null || measures.some(({ form }) => form === 'rate');
  return isCounted && isParted && (isReference || /(^| )tax rate$/.test(noun));
}

/** A share of durations (of all rental days, those of each film), or of a count, for each person. */
function isShareOfThings({ subject, measures: [measure], dimensions: [dimension], comparison }: Intent): boolean {
  if (comparison?.form !== 'share') {
    return false;
  }
  const isOfLengths = subject.kind === 'thing' && measure?.form === 'aggregate';
  const isOfPeople =
    measure?.form === 'count' &&
    dimension?.form === 'entity' &&
    isPeople(dimension.entity) &&
    !isStaff(dimension.entity);
  return isOfLengths || isOfPeople;
}

/** Weights by their unit are a check of data. */
function isByUnit({ dimensions }: Intent): boolean {
  return dimensions.some(
    (dimension) =>
      dimension.form === 'field' && /(^| )units?( of measure| code)?$/.test(dimension.of.field.label.en.text),
  );
}

/** Rankings of people by a duration (from hire to departure), and durations by the member of staff who did the work. */
function isLongOfPeople(intent: Intent): boolean {
  const isDuration = (of: Quantity | undefined): boolean =>
    of?.form === 'metric' && of.metric.expression.form === 'duration';
  const ranked = intent.order && intent.measures.length === 0 ? intent.shown[intent.order.by] : undefined;
  const byStaff = intent.dimensions.some((dimension) => dimension.form === 'entity' && isStaff(dimension.entity));
  const isShort = isBrief(intent.subject) && [...quantitiesOf(intent), ranked].some(isDuration);
  return (
    isShort || (isPeople(intent.subject) && isDuration(ranked)) || (byStaff && quantitiesOf(intent).some(isDuration))
  );
}

const OFF = /^(inactive|disabled|suspended|blocked|已?(停用|禁用|封禁|暂停))$/i;

/** The condition is that something is switched off, or that it is not of a kind. */
export function isSwitchedOff(leaf: Leaf): boolean {
  return (
    isFieldLeaf(leaf) &&
    ([leaf.value.value, leaf.value.meaning?.en ?? '', leaf.value.meaning?.zh ?? ''].some((text) => OFF.test(text)) ||
      (leaf.of.field.role === 'flag' && /^(f|false|0|n|no)$/i.test(leaf.value.value)))
  );
}

/** Kinds without a disabled entry: what is switched off is asked for itself. */
function isNoneSwitchedOff(leaves: readonly Leaf[]): boolean {
  return leaves.some(
    (leaf) =>
      leaf.form === 'exists' &&
      leavesOf(leaf.where).some((inner) => isFieldLeaf(inner) && (isTrait(inner.of.field) || isSwitchedOff(inner))),
  );
}

/** Medicines taken by the drug of their treatment: they would be read as those of the drug. */
function isOverOtherEvent({ subject, dimensions }: Intent): boolean {
  return (
    subject.kind === 'thing' &&
    dimensions.some(
      (dimension) =>
        dimension.form === 'entity' &&
        dimension.path.length === 2 &&
        dimension.path[0]?.direction === 'out' &&
        isHappening(dimension.path[0].target) &&
        !isPeople(dimension.entity) &&
        dimension.entity.kind === 'thing',
    )
  );
}
