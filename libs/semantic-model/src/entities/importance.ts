import type { EntityKind } from '../model.js';
import type { Aside } from './aside.js';

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
const ASIDE_WEIGHT = 0.09;

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
  /** It shows the rows of listed relations again. */
  readonly isRepeat: boolean;
  /** Its rows are read with others, see `asideOf`. */
  readonly aside: Aside | null;
}

/** The importance of relations that get no questions: empty tables, views over tables that are asked themselves, rows that serve others, rows with keys only. */
export const UNASKED = 0.01;

/** Relations below it get a question or two: people ask about what they serve. */
export const SELDOM_ASKED = 0.1;

/** How much people ask about an entity, 0 to 1: rows on a log scale, neighbours and their neighbours, measures. */
export function importanceOf({
  kind,
  rowCount,
  degree,
  reach,
  measures,
  told,
  isView,
  isRepeat,
  aside,
}: Standing): number {
  if (rowCount === 0 || isRepeat || aside === 'sample' || ((aside === 'serving' || told === 0) && degree > 0)) {
    return UNASKED;
  }
  const rows = Math.min(1, Math.log10(1 + (rowCount ?? 100)) / 6);
  const near = Math.min(1, Math.log2(1 + degree) / 3.5);
  const far = Math.min(1, Math.log2(1 + reach) / 6);
  const score =
    (isView ? VIEW_WEIGHT : 1) *
    (aside !== null || told === 0 ? ASIDE_WEIGHT : WEIGHT[kind]) *
    (0.15 + 0.35 * rows + 0.25 * near + 0.15 * far + (measures > 0 ? 0.1 : 0));
  return Math.round(score * 1000) / 1000;
}
