import { exactMatches, likelyMatches, type Match } from './match-columns.js';
import { common, haveSameMembers, multisetOf } from './multiset.js';
import type { ResultTable } from './result-table.js';

/** `superset`: right, with further columns. `subset`: right, but columns are missing. */
export type Agreement = 'right' | 'superset' | 'subset' | 'wrong';

export const DIFFERENCES = [
  'missing_rows',
  'extra_rows',
  'duplicate_rows',
  'different_values',
  'missing_columns',
  'extra_columns',
  'empty_result',
  'both_empty',
  'wrong_order',
] as const;
export type Difference = (typeof DIFFERENCES)[number];

export interface RowCounts {
  readonly expected: number;
  readonly got: number;
  /** Rows of the gold statement that the answer lacks, over the columns that can be compared. */
  readonly missing: number;
  readonly extra: number;
}

export interface Comparison {
  readonly agreement: Agreement;
  readonly differences: readonly Difference[];
  readonly rows: RowCounts;
}

/** For each row of the gold result what it is sorted by: rows with equal keys may change places. */
export type OrderKeys = readonly string[];

/**
 * Compares results as the answers to one question: columns by their values, whatever their names and order are; rows as
 * a multiset, in the order of the gold statement only where it asks for one.
 * @param order of the gold statement; null: any
 */
export function compareResults(gold: ResultTable, answer: ResultTable, order: OrderKeys | null): Comparison {
  const isWider = answer.width > gold.width;
  const [narrow, wide] = isWider ? [gold, answer] : [answer, gold];
  const ofColumns = columnDifferences(gold, answer);
  let inOtherOrder: Comparison | null = null;
  for (const match of exactMatches(narrow, wide)) {
    const sides = sidesOf(match, isWider);
    if (gold.rowCount === answer.rowCount && haveEqualRows(gold, answer, sides)) {
      const rows = { expected: gold.rowCount, got: answer.rowCount, missing: 0, extra: 0 };
      const whole = gold.width === answer.width ? 'right' : isWider ? 'superset' : 'subset';
      if (order === null || isInOrder(gold, answer, sides, order)) {
        const isEmpty = gold.rowCount === 0;
        return { agreement: whole, differences: [...ofColumns, ...(isEmpty ? (['both_empty'] as const) : [])], rows };
      }
      inOtherOrder ??= { agreement: 'wrong', differences: [...ofColumns, 'wrong_order'], rows };
    }
  }
  return inOtherOrder ?? explain(gold, answer, isWider, ofColumns);
}

/** The compared columns of both results. */
interface Sides {
  readonly gold: readonly number[];
  readonly answer: readonly number[];
}

function sidesOf(matches: readonly Match[], isWider: boolean): Sides {
  const [narrow, wide] = [matches.map(([column]) => column), matches.map(([, column]) => column)];
  return isWider ? { gold: narrow, answer: wide } : { gold: wide, answer: narrow };
}

function columnDifferences(gold: ResultTable, answer: ResultTable): Difference[] {
  if (answer.width === gold.width) {
    return [];
  }
  return [answer.width > gold.width ? 'extra_columns' : 'missing_columns'];
}

function haveEqualRows(gold: ResultTable, answer: ResultTable, sides: Sides): boolean {
  const shared = common(multisetOf(gold.rowKeys(sides.gold)), multisetOf(answer.rowKeys(sides.answer)));
  return shared === gold.rowCount;
}

/** Rows with one key form a block; the blocks must follow each other as in the gold result. */
function isInOrder(gold: ResultTable, answer: ResultTable, sides: Sides, order: OrderKeys): boolean {
  const [expected, got] = [gold.rowKeys(sides.gold), answer.rowKeys(sides.answer)];
  let from = 0;
  while (from < order.length) {
    let to = from + 1;
    while (to < order.length && order[to] === order[from]) {
      to += 1;
    }
    const block = multisetOf(expected.slice(from, to));
    if (common(block, multisetOf(got.slice(from, to))) !== to - from) {
      return false;
    }
    from = to;
  }
  return true;
}

/** Why the results differ, over the columns that have most in common. */
function explain(
  gold: ResultTable,
  answer: ResultTable,
  isWider: boolean,
  ofColumns: readonly Difference[],
): Comparison {
  const likely = likelyMatches(isWider ? gold : answer, isWider ? answer : gold);
  const equal = likely.filter((pair) => pair.common > 0);
  // Columns with nothing in common are others, if some column is there: one value alone is a wrong value.
  const areOthers = equal.length > 0 && equal.length < likely.length && isFound(gold, answer, equal, isWider);
  const sides = sidesOf(
    (areOthers ? equal : likely).map(({ match }) => match),
    isWider,
  );
  const [ofGold, ofAnswer] = [multisetOf(gold.rowKeys(sides.gold)), multisetOf(answer.rowKeys(sides.answer))];
  const shared = common(ofGold, ofAnswer);
  const rows = {
    expected: gold.rowCount,
    got: answer.rowCount,
    missing: gold.rowCount - shared,
    extra: answer.rowCount - shared,
  };
  const others: Difference[] = areOthers ? ['missing_columns', 'extra_columns'] : [...ofColumns];
  const differences = new Set([...others, ...rowDifferences(rows, haveSameMembers(ofGold, ofAnswer))]);
  return { agreement: 'wrong', differences: [...differences], rows };
}

/** Whether one of the columns has all values of its counterpart. */
function isFound(
  gold: ResultTable,
  answer: ResultTable,
  pairs: readonly { match: Match; common: number }[],
  isWider: boolean,
): boolean {
  const sides = sidesOf(
    pairs.map(({ match }) => match),
    isWider,
  );
  return sides.gold.some((column, at) => gold.signature(column) === answer.signature(sides.answer[at] ?? 0));
}

function rowDifferences({ expected, got, missing, extra }: RowCounts, haveSame: boolean): Difference[] {
  if (got === 0 && expected > 0) {
    return ['empty_result'];
  }
  if (missing === 0 && extra === 0) {
    return [];
  }
  if (haveSame) {
    return ['duplicate_rows'];
  }
  if (missing === 0) {
    return ['extra_rows'];
  }
  if (extra === 0) {
    return ['missing_rows'];
  }
  const counts: Difference[] = got > expected ? ['extra_rows'] : got < expected ? ['missing_rows'] : [];
  return [...counts, 'different_values'];
}
