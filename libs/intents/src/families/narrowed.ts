import { allOf, isSameQuantity, leavesOf } from '../conditions.js';
import type { Condition, Dimension, Intent, Measure, Quantity } from '../intent.js';
import { areApart, isAboutGroup, isWithinPlace } from './apart.js';
import type { SubjectParts } from './subject-parts.js';

/**
 * The question about a part of the rows: in a period, of some customers, or both. The conditions change from turn to turn, so
 * that the same question is seldom narrowed in the same way. Null where none fits.
 */
export function narrowed(intent: Intent, parts: SubjectParts, turn: number): Intent | null {
  // Next to an empty period, the period before would be another one than the question says.
  if (/^(previous|moving_average)$/.test(intent.comparison?.form ?? '') && !parts.isCrowded) {
    return null;
  }
  const spansTime = intent.dimensions.some(({ form }) => form === 'time') || intent.comparison !== null;
  const periods = spansTime || parts.subject.kind === 'lookup' ? [] : parts.periods;
  const { linkedConditions: linked } = parts;
  // States and groups narrow a question; a limit makes another one of it.
  const own = parts.ownConditions.filter((leaf) => leaf.form !== 'compare' || leaf.by === '=');
  const from = (list: readonly Condition[]): Condition | null => list[turn % Math.max(list.length, 1)] ?? null;
  const isUnusual = intent.measures.some(
    ({ form, ...rest }) => form === 'percentile' || ('by' in rest && /^(min|max|median)$/.test(String(rest.by))),
  );
  const recipes: readonly (readonly (Condition | null)[])[] = isUnusual
    ? [[from(periods)], [from(own)], [from(linked)]]
    : [
        [from(periods)],
        [from(linked)],
        [from(linked), from(periods)],
        [from(own)],
        [from(own), from(linked)],
        [from(own), from(periods)],
      ];
  for (let at = 0; at < recipes.length; at += 1) {
    const conditions = (recipes[(turn + at) % recipes.length] ?? []).filter((condition) => condition !== null);
    if (conditions.length > 0 && fits(conditions, intent)) {
      return { ...intent, where: allOf(conditions) };
    }
  }
  return null;
}

/** A question that is about all rows so far, and stays sensible for a part of them. */
export function canBeNarrowed(intent: Intent): boolean {
  const asksForEmpty = intent.dimensions.some((dimension) => dimension.form === 'entity' && dimension.withEmpty);
  const isTold =
    intent.dimensions.length < 2 &&
    intent.comparison?.form !== 'rank' &&
    intent.order?.direction !== 'asc' &&
    intent.dimensions.every(({ form }) => form !== 'bands');
  return (
    intent.where === null &&
    isTold &&
    !asksForEmpty &&
    intent.measures.every(({ form }) => form !== 'rate' && form !== 'ratio')
  );
}

function fits(conditions: readonly Condition[], intent: Intent): boolean {
  const [first, second] = conditions;
  return (
    (first === undefined || second === undefined || areApart(first, second)) &&
    conditions.every((condition) => isNews(condition, intent))
  );
}

/** Neither about a column that parts the groups, nor about the figure that is asked for. */
function isNews(condition: Condition, { dimensions, measures, shown }: Intent): boolean {
  const asked = [...shown, ...measures.flatMap(quantitiesOf), ...dimensions.flatMap(columnOf)];
  const isAsked = leavesOf(condition).some(
    (leaf) => leaf.form !== 'exists' && asked.some((quantity) => isSameQuantity(quantity, leaf.of)),
  );
  return (
    !isAsked &&
    !dimensions.some((dimension) => isAboutGroup(condition, dimension) || isWithinPlace(condition, dimension))
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

function columnOf(dimension: Dimension): Quantity[] {
  return dimension.form === 'entity' ? [] : [dimension.of];
}
