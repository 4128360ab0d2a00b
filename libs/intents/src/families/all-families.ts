import { latestOfEach, firstOfEach, latestState } from './composed/rows-of-each.js';
import { againstAverage, pareto, pivot } from './composed/groups-side-by-side.js';
import { inactive, newByMonth, repeatShare, retention } from './composed/loyalty.js';
import { arrayElements, duplicates, jsonKeys } from './composed/rows-alike.js';
import { recentRows } from './composed/recent-rows.js';
import { ownersOfRows, rowsWithOwners } from './composed/linked-lists.js';
import { bothOf, oneWithoutOther } from './composed/sets.js';
import { treeDepth, treePath } from './composed/trees.js';
import { bands, conditionalRate, distinctThroughLink, growth, ratio, shareOfTotal } from './comparisons.js';
import type { Family } from './family.js';
import { average, count, median, range, sum } from './figures.js';
import { between, eitherCondition, filterThroughLink, oneOfValues, severalConditions } from './filters.js';
import {
  byColumn,
  byEntity,
  byLinkedColumn,
  byManyEntity,
  byTime,
  byTwo,
  rankedGroups,
  severalFigures,
  withEmpty,
} from './groups.js';
import { aboveAverage, listRows, withOrWithout } from './lists.js';
import { movingAverage, percentile, recent, runningTotal } from './movements.js';
import { nameSearch } from './name-search.js';
import { having, peakPeriod, rankInGroup, topEntities, topRows } from './rankings.js';

/** In the order in which they take turns. */
export const ALL_FAMILIES: readonly Family[] = [
  filterThroughLink,
  topEntities,
  byTime,
  severalConditions,
  rowsWithOwners,
  rankedGroups,
  ownersOfRows,
  recentRows,
  severalFigures,
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
  latestOfEach,
  bothOf,
  recent,
  runningTotal,
  newByMonth,
  firstOfEach,
  latestState,
  oneWithoutOther,
  pareto,
  pivot,
  movingAverage,
  repeatShare,
  retention,
  inactive,
  treeDepth,
  treePath,
  arrayElements,
  againstAverage,
  percentile,
  duplicates,
  jsonKeys,
  nameSearch,
];
