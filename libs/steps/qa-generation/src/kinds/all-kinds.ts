import { average, groupBy, having, minMax, shareOfTotal, sum, topN } from './aggregation.js';
import type { Kind } from './candidate.js';
import { count, dateRange, distinct, filter, list, textSearch } from './filtering.js';
import { joinOneHop, joinTwoHop } from './joins.js';
import { cteAboveAverage, manyToMany, shareByParent, withoutAny } from './linked-entities.js';
import { nullHandling } from './missing-values.js';
import { numbersOverview } from './overview.js';
import { rankInGroup } from './ranking.js';
import { busiestPeriod, periodComparison, trendByDay, trendByMonth, trendByYear } from './trends.js';

/** Every kind of question that the offline generator can ask. Two entries may share a name: two ways to one kind. */
export const ALL_KINDS: readonly Kind[] = [
  filter,
  list,
  count,
  sum,
  average,
  minMax,
  distinct,
  groupBy,
  having,
  topN,
  dateRange,
  trendByDay,
  trendByMonth,
  trendByYear,
  busiestPeriod,
  periodComparison,
  joinOneHop,
  joinTwoHop,
  manyToMany,
  withoutAny,
  shareOfTotal,
  shareByParent,
  rankInGroup,
  cteAboveAverage,
  nullHandling,
  textSearch,
  numbersOverview,
];

/** Each name once, sorted. */
export const KIND_NAMES: readonly string[] = [...new Set(ALL_KINDS.map(({ name }) => name))].sort();
