import type { Feature, StatementShape } from './describe-statement.js';

export const DIFFICULTIES = ['simple', 'moderate', 'challenging'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

/** Points a use. */
const POINTS: Partial<Record<Feature, number>> = {
  join: 1,
  outer_join: 1,
  group_by: 1,
  having: 1,
  filtered_aggregate: 1,
  date_part: 1,
  window: 2,
  cte: 2,
  subquery: 2,
  set_operation: 2,
};

/** Part of the report: explains the terms. */
export const DIFFICULTY_RULE =
  'points: join, outer join, GROUP BY, HAVING, aggregate FILTER and date part 1 each; window, CTE, subquery and set operation 2 each; simple 0-1, moderate 2-3, challenging 4 or more';

export function difficultyOf({ features }: StatementShape): Difficulty {
  const points = [...features].reduce((sum, [feature, count]) => sum + (POINTS[feature] ?? 0) * count, 0);
  return points <= 1 ? 'simple' : points <= 3 ? 'moderate' : 'challenging';
}
