import type { EntityKind } from '../model.js';

const WEIGHT: Readonly<Record<EntityKind, number>> = {
  event: 1,
  line: 0.95,
  thing: 0.9,
  snapshot: 0.8,
  link: 0.3,
  lookup: 0.3,
  log: 0.25,
};

const VIEW_WEIGHT = 0.15;

export interface Standing {
  readonly kind: EntityKind;
  readonly rowCount: number | null;
  /** Distinct neighbours, hubs left out. */
  readonly degree: number;
  /** Degrees of the neighbours together. */
  readonly reach: number;
  readonly measures: number;
  /** Columns other than keys, references and those of the software. */
  readonly told: number;
  /** It repeats rows of other relations. */
  readonly isView: boolean;
  /** It shows the rows and columns of one other relation again. */
  readonly isRepeat: boolean;
}

/** The importance of relations that get no questions: empty tables, and views that repeat a table. */
export const UNASKED = 0.01;

/** How much people ask about an entity, 0 to 1: rows on a log scale, neighbours and their neighbours, measures. */
export function importanceOf({ kind, rowCount, degree, reach, measures, told, isView, isRepeat }: Standing): number {
  if (rowCount === 0 || isRepeat) {
    return UNASKED;
  }
  const rows = Math.min(1, Math.log10(1 + (rowCount ?? 100)) / 6);
  const near = Math.min(1, Math.log2(1 + degree) / 3.5);
  const far = Math.min(1, Math.log2(1 + reach) / 6);
  const score =
    (isView ? VIEW_WEIGHT : 1) *
    (told === 0 ? WEIGHT.link : WEIGHT[kind]) *
    (0.15 + 0.35 * rows + 0.25 * near + 0.15 * far + (measures > 0 ? 0.1 : 0));
  return Math.round(score * 1000) / 1000;
}
