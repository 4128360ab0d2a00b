import type { SensitiveRule } from '#libs/sensitivity';
import { arrayElements, withoutPadding } from './array-elements.js';
import { checkedValues, profiledValues, type ValueCounts } from './enumerations.js';
import type { Column, ColumnProfile, PartialFact, Relation } from './model.js';
import { protectProfile } from './protect-profile.js';
import type { ColumnStatistics } from './read-statistics.js';
import { CHAR_N, MAX_VALUE_LENGTH, type Sample } from './sample-relation.js';
import { quartilesOf, type Weighted } from './quartiles.js';
import { rangeOf } from './value-range.js';

const MAX_TOP_VALUES = 5;
/** More than are shown: some of them may be left out. */
const MAX_SAMPLE_VALUES = 40;

/** What is known about a column besides the sample. */
export interface ColumnFacts {
  readonly statistics: ColumnStatistics | undefined;
  readonly rowCount: number | null;
  /** The rule by which its values are personal or secret. */
  readonly rule: SensitiveRule | null;
}

/**
 * The profile of one column from its statistics where there are any, else from the sample; values to show always come
 * from the sample. Personal and secret values are masked here, once, so that no later code can omit it.
 */
export function measureColumn(
  relation: Relation,
  index: number,
  column: Column,
  sample: Sample,
  facts: ColumnFacts,
): ColumnProfile {
  const { statistics, rowCount, rule } = facts;
  const cells = sample.rows.map((row) => row[index] ?? null);
  const present = cells.filter((cell) => cell !== null);
  const counts = countValues(present, sample.complete);
  const measured = statistics
    ? fromStatistics(column, statistics, rowCount, counts)
    : fromSample(column, cells, counts, sample, rowCount);
  const sampleValues = counts.inOrder.slice(0, MAX_SAMPLE_VALUES);
  const areCut = counts.inOrder.some(({ length }) => length >= MAX_VALUE_LENGTH);
  const { values, distinctCount, rangeIsWhole, ...shown } = measured;
  const partial = partialFacts(sample, statistics !== undefined, values.exhaustive, rangeIsWhole);
  return protectProfile(column, rule, {
    ...shown,
    ...(partial.length > 0 ? { partial } : {}),
    // Neither this code nor ANALYZE looks at the ends of long values.
    distinctCount: column.comparable && !areCut ? distinctCount : null,
    ...(areCut && measured.averageLength !== null ? { longer: true } : {}),
    // The elements behind the cut of a long array are not known.
    ...(column.isArray ? { elements: areCut ? null : arrayElements(present, column.baseTypeOid) } : {}),
    column: column.name,
    sampleValues,
    enumeration: enumerationOf(relation, column, values),
    sensitive: null,
  });
}

/** Lengths and elements always come from the sample. */
function partialFacts(
  sample: Sample,
  hasStatistics: boolean,
  valuesAreAll: boolean,
  rangeIsWhole: boolean,
): PartialFact[] {
  if (sample.complete || (sample.rows.length === 0 && !hasStatistics)) {
    return [];
  }
  return [
    'text',
    'elements',
    ...(valuesAreAll ? [] : ['values' as const]),
    ...(rangeIsWhole ? [] : ['range' as const]),
  ];
}

type Measured = Pick<
  ColumnProfile,
  'source' | 'nullShare' | 'distinctCount' | 'min' | 'max' | 'quartiles' | 'topValues' | 'averageLength'
> & {
  readonly values: ValueCounts;
  /** No row can hold a value outside of min and max. */
  readonly rangeIsWhole: boolean;
};

interface SampleCounts extends ValueCounts {
  readonly inOrder: readonly string[];
}

function countValues(present: readonly string[], complete: boolean): SampleCounts {
  const counts = new Map<string, number>();
  for (const value of present) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return { counts: sorted, seen: present.length, exhaustive: complete, inOrder: [...counts.keys()] };
}

function fromSample(
  column: Column,
  cells: readonly (string | null)[],
  counts: SampleCounts,
  sample: Sample,
  rowCount: number | null,
): Measured {
  const range = rangeOf(column, counts.inOrder);
  return {
    source: cells.length > 0 ? 'sample' : 'none',
    nullShare: cells.length > 0 ? 1 - counts.seen / cells.length : null,
    distinctCount: cells.length > 0 ? estimateDistinct(counts, sample, cells.length, rowCount) : null,
    min: range.min,
    max: range.max,
    quartiles: quartilesOf(column, counts.counts),
    topValues: topValuesOf(repeated(counts).map(([value, count]) => [value, count / cells.length])),
    averageLength: column.typeCategory === 'S' && counts.seen > 0 ? averageLength(counts) : null,
    values: counts,
    rangeIsWhole: sample.complete,
  };
}

/** Values that occur once are not informative, unless the column has only one value. */
function repeated({ counts }: SampleCounts): SampleCounts['counts'] {
  return counts.length === 1 ? counts : counts.filter(([, count]) => count > 1);
}

function averageLength({ counts, seen }: SampleCounts): number {
  return counts.reduce((sum, [value, count]) => sum + [...value].length * count, 0) / seen;
}

/**
 * The estimator of Haas and Stokes that ANALYZE uses too ("Sampling-based estimation of the number of distinct values",
 * 1995): the number of values seen once predicts the number of unseen ones.
 */
function estimateDistinct(
  { counts, seen }: SampleCounts,
  sample: Sample,
  rows: number,
  rowCount: number | null,
): number {
  const total = rowCount === null || sample.complete ? seen : Math.max(seen, (rowCount * seen) / rows);
  const once = counts.filter(([, count]) => count === 1).length;
  if (total <= seen || seen === 0) {
    return counts.length;
  }
  const estimate = (seen * counts.length) / (seen - once + (once * seen) / total);
  return Math.round(Math.min(total, Math.max(counts.length, estimate)));
}

function fromStatistics(
  column: Column,
  statistics: ColumnStatistics,
  rowCount: number | null,
  counts: SampleCounts,
): Measured {
  const values = (statistics.values ?? []).map((value) => elementText(column, value));
  const shares = statistics.shares ?? [];
  const pairs = values.map((value, index): [string, number] => [value, shares[index] ?? 0]);
  const rows = rowCount ?? 0;
  const distinct = statistics.distinct >= 0 ? statistics.distinct : -statistics.distinct * rows;
  const bounds = [statistics.low, statistics.high, ...(statistics.further ?? [])].filter((bound) => bound !== null);
  // A rare value is in neither list if it is the only one; the sample may know it.
  const range = rangeOf(column, [...bounds, ...values, ...counts.inOrder]);
  const complete = statistics.distinct > 0 && values.length === statistics.distinct;
  const areAllSeen = counts.exhaustive || counts.inOrder.length === Math.round(distinct);
  return {
    source: 'statistics',
    nullShare: statistics.null_share,
    // ANALYZE writes 0 where it could not count.
    distinctCount: statistics.distinct === 0 ? null : Math.round(distinct),
    min: range.min,
    max: range.max,
    quartiles: quartilesOf(column, weightedValues(statistics, pairs, counts)),
    topValues: topValuesOf(pairs),
    averageLength: column.typeCategory === 'S' && counts.seen > 0 ? averageLength(counts) : null,
    values: complete
      ? {
          counts: pairs.map(([value, share]): [string, number] => [value, Math.round(share * rows)]),
          seen: Math.round(rows * (1 - statistics.null_share)),
          exhaustive: true,
        }
      : { ...counts, exhaustive: areAllSeen && statistics.distinct >= 0 },
    rangeIsWhole: areAllSeen || statistics.low !== null || statistics.listed === Math.round(distinct),
  };
}

/** Each part of the histogram counts for its upper end. */
function weightedValues(
  statistics: ColumnStatistics,
  frequent: readonly Weighted[],
  sample: SampleCounts,
): readonly Weighted[] {
  const listed = frequent.reduce((sum, [, share]) => sum + share, 0);
  const rest = Math.max(0, 1 - statistics.null_share - listed);
  const deciles = statistics.deciles ?? [];
  // More frequent values than were read, and no histogram.
  if (deciles.length === 0 && rest > 0.1) {
    return sample.counts;
  }
  return [...frequent, ...deciles.slice(1).map((value): Weighted => [value, rest / 10])];
}

/** Inside arrays PostgreSQL writes booleans as t and f, and char(n) with the blanks that fill it. */
function elementText({ typeCategory, baseTypeOid, isArray }: Column, value: string): string {
  if (typeCategory === 'B' && !isArray) {
    return value === 't' ? 'true' : 'false';
  }
  if (baseTypeOid !== CHAR_N) {
    return value;
  }
  return isArray ? withoutPadding(value) : value.replace(/ +$/, '');
}

/** Shares below 0.1 % are not reported. More digits than documents show, so that nothing is rounded twice. */
function topValuesOf(pairs: readonly (readonly [string, number])[]): ColumnProfile['topValues'] {
  const frequent = pairs.filter(([value, share]) => share >= 0.001 && value.length < 1000);
  return frequent.slice(0, MAX_TOP_VALUES).map(([value, share]) => ({ value, share: Number(share.toFixed(6)) }));
}

function enumerationOf(relation: Relation, column: Column, values: ValueCounts): string[] | null {
  const allowed = column.enumLabels ?? checkedValues(relation, column);
  if (allowed) {
    const rank = new Map(values.counts.map(([value], index) => [value, index]));
    return [...allowed].sort((a, b) => (rank.get(a) ?? allowed.length) - (rank.get(b) ?? allowed.length));
  }
  return profiledValues(relation, column, values);
}
