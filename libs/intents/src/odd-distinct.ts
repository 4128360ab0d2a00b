import { isSamePath } from './conditions.js';
import { isFlagged } from './families/dimension-parts.js';
import type { Intent, Leaf } from './intent.js';

/** Numbers of different things that people would not ask for. */
export function isOddDistinct(intent: Intent, leaves: readonly Leaf[]): boolean {
  return isFarDistinct(intent, leaves) || isDistinctOfPart(intent, leaves) || isDistinctByFlag(intent);
}

/** For example the number of different drugs, through treatments, by the specialty of doctors: two paths at once. */
function isFarDistinct({ subject, measures, dimensions }: Intent, leaves: readonly Leaf[]): boolean {
  const isFar = measures.some((measure) => measure.form === 'distinct' && measure.path.length > 1);
  const isDistinct = measures.some(({ form }) => form === 'distinct');
  const isByPart =
    isDistinct && subject.kind === 'thing' && leaves.some((leaf) => leaf.form !== 'exists' && leaf.of.path.length > 0);
  const isThingInTime = isDistinct && subject.kind === 'thing' && dimensions.some(({ form }) => form === 'time');
  return isThingInTime || isByPart || (isFar && dimensions.some(({ form }) => form !== 'time'));
}

/** Different films that had rentals of films rated R: the condition is on those that are counted. */
function isDistinctOfPart({ measures }: Intent, leaves: readonly Leaf[]): boolean {
  return measures.some(
    (measure) =>
      measure.form === 'distinct' &&
      measure.path.length > 0 &&
      leaves.some((leaf) => leaf.form !== 'exists' && isSamePath(leaf.of.path, measure.path)),
  );
}

/** How many different customers, by yes and no. */
function isDistinctByFlag({ measures, dimensions }: Intent): boolean {
  return measures.some(({ form }) => form === 'distinct') && dimensions.some(isFlagged);
}
