import type { ReadLimits } from '#libs/business-database';
import type { OrderKeys } from './results/compare-results.js';
import type { ResultTable } from './results/result-table.js';
import { orderColumns, withOrderKeys } from './results/asked-order.js';
import { runStatement, type Judging } from './run-statement.js';
import type { GoldFailureCode } from './verdict.js';

/** What one gold statement gives. */
export interface GoldResult {
  readonly sql: string;
  readonly table: ResultTable;
  /** Null: any order. */
  readonly order: OrderKeys | null;
}

export interface GoldFailure {
  readonly failure: GoldFailureCode;
  readonly sqlstate: string | null;
}

/** Runs a gold statement once, with what it sorts by. */
export async function goldResult(sql: string, runner: Judging, limits: ReadLimits): Promise<GoldResult | GoldFailure> {
  const ordered = await withOrderKeys(sql).catch(() => ({ sql, added: 0, keys: [] }));
  const run = await runStatement(ordered.sql, runner, limits);
  if (run.failure !== null) {
    return { failure: `gold_${run.failure}`, sqlstate: run.sqlstate };
  }
  const { table, isCut } = run;
  if (isCut) {
    return { failure: 'gold_too_large', sqlstate: null };
  }
  const shown = Array.from({ length: table.width - ordered.added }, (_, column) => column);
  const visible = ordered.added === 0 ? table : table.project(shown);
  return { sql, table: visible, order: ordered.keys.length === 0 ? null : orderOf(table, ordered) };
}

/** A key that is not found leaves the order of the rows as the gold statement gives it. */
function orderOf(table: ResultTable, ordered: Parameters<typeof orderColumns>[0]): OrderKeys {
  const columns = orderColumns(ordered, table.columns);
  return columns === null ? Array.from({ length: table.rowCount }, (_, row) => String(row)) : table.rowKeys(columns);
}
