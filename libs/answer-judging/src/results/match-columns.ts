import { common, multisetOf } from './multiset.js';
import type { ResultTable } from './result-table.js';

/** A column of the narrower result and the one of the wider result that it is compared with. */
export type Match = readonly [narrow: number, wide: number];

/** Assignments that are tried where several columns have the same values. */
const MOST_TRIED = 720;
/** Values that all of them may look at. */
const MOST_CELLS = 20_000_000;

/**
 * Assignments of each column of the narrower result to a column of the wider one that has the same values; names and
 * places only decide which is tried first.
 */
export function* exactMatches(narrow: ResultTable, wide: ResultTable): Generator<Match[], void> {
  if (narrow.width === 0 && wide.width > 0) {
    return;
  }
  const candidates = candidatesOf(narrow, wide);
  const cells = Math.max(narrow.rowCount * narrow.width, 1);
  let left = Math.min(MOST_TRIED, Math.max(Math.floor(MOST_CELLS / cells), 2));
  for (const match of assignments(candidates, [])) {
    yield match;
    if (--left === 0) {
      return;
    }
  }
}

/** By column of the narrower result, the likeliest first. */
function candidatesOf(narrow: ResultTable, wide: ResultTable): number[][] {
  const bySignature = Map.groupBy(wide.columns.keys(), (column) => wide.signature(column));
  return narrow.columns.map(({ name }, column) => {
    const found = bySignature.get(narrow.signature(column)) ?? [];
    const distance = (other: number): number =>
      wide.columns[other]?.name === name ? -1 : Math.abs(other - column) + (other < column ? 0.5 : 0);
    return found.toSorted((one, other) => distance(one) - distance(other));
  });
}

function* assignments(candidates: readonly number[][], taken: readonly number[]): Generator<Match[], void> {
  const column = taken.length;
  if (column === candidates.length) {
    yield taken.map((wide, narrow): Match => [narrow, wide]);
    return;
  }
  for (const candidate of candidates[column] ?? []) {
    if (!taken.includes(candidate)) {
      yield* assignments(candidates, [...taken, candidate]);
    }
  }
}

/** Pairs of columns with values in common, those with the most first, then what is left by place. */
export function likelyMatches(narrow: ResultTable, wide: ResultTable): { match: Match; common: number }[] {
  const [left, right] = [narrow, wide].map(({ columns }) => new Set(columns.keys()));
  const sets = (table: ResultTable) =>
    [...table.columns.keys()].map((column) =>
      multisetOf(Array.from({ length: table.rowCount }, (_, row) => table.cell(row, column))),
    );
  const [ofNarrow, ofWide] = [sets(narrow), sets(wide)];
  const pairs = ofNarrow.flatMap((one, at) =>
    ofWide.map((other, wideAt) => ({ match: [at, wideAt] as const, common: common(one, other) })),
  );
  const nearness = ([one, other]: Match): number =>
    (narrow.columns[one]?.name === wide.columns[other]?.name ? -1 : 0) + Math.abs(one - other) / 10_000;
  pairs.sort((one, other) => other.common - one.common || nearness(one.match) - nearness(other.match));
  return pairs.filter(({ match: [one, other] }) => {
    const isFree = left?.has(one) === true && right?.has(other) === true;
    if (isFree) {
      left.delete(one);
      right.delete(other);
    }
    return isFree;
  });
}
