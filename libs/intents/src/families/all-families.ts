import { bands, conditionalRate, distinctThroughLink, growth, ratio, shareOfTotal } from './comparisons.js';
import type { Family } from './family.js';
import { average, count, median, range, sum } from './figures.js';
import { between, eitherCondition, filterThroughLink, oneOfValues, severalConditions } from './filters.js';
import { byColumn, byEntity, byLinkedColumn, byManyEntity, byTime, byTwo, withEmpty } from './groups.js';
import { aboveAverage, listRows, withOrWithout } from './lists.js';
import { having, peakPeriod, rankInGroup, topEntities, topRows } from './rankings.js';

/** In the order in which they take turns. */
export const ALL_FAMILIES: readonly Family[] = [
  filterThroughLink,
  topEntities,
  byTime,
  severalConditions,
  count,
  sum,
  average,
  byEntity,
  byLinkedColumn,
  byColumn,
  byManyEntity,
  byTwo,
  conditionalRate,
  growth,
  shareOfTotal,
  ratio,
  having,
  rankInGroup,
  distinctThroughLink,
  withOrWithout,
  withEmpty,
  listRows,
  topRows,
  peakPeriod,
  oneOfValues,
  between,
  eitherCondition,
  aboveAverage,
  median,
  bands,
  range,
];
