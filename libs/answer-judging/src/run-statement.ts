import type { ReadLimits, StatementFailure, StatementRunner } from '#libs/business-database';
import { checkStatement, refuseVolatile, statementText, type RefusalReason } from '#libs/sql-safety';
import { ResultTable } from './results/result-table.js';

/** What runs statements: the data, or a copy of it. */
export type Judging = Pick<StatementRunner, 'plan' | 'read' | 'hazards'>;

export interface RanStatement {
  readonly failure: null;
  readonly table: ResultTable;
  /** It gives more rows than were read. */
  readonly isCut: boolean;
}

export interface FailedStatement {
  readonly failure: 'not_sql' | 'refused' | 'sql_error' | 'timeout' | 'too_expensive';
  readonly sqlstate: string | null;
  readonly refusal: RefusalReason | null;
}

const NO_SQL: readonly RefusalReason[] = ['not_parsable', 'no_statement', 'has_nul'];
/** Planner's cost units beyond which a statement is not run: hours rather than seconds. */
const COST_CEILING = 1e9;
/** Locks and deadlocks: the next moment may do. */
const BUSY = new Set(['55P03', '40P01', '40001']);

/**
 * The ladder of every statement that others wrote: one harmless statement by its text → planned → read, within limits.
 * @throws DomainError of kind `unavailable` when the database goes away; the abort reason when stopped.
 */
export async function runStatement(
  sql: string,
  runner: Judging,
  limits: ReadLimits,
): Promise<RanStatement | FailedStatement> {
  const accepted = await acceptedText(sql, runner);
  if (typeof accepted !== 'string') {
    return accepted;
  }
  const run = await planAndRead(accepted, runner, limits);
  return 'sqlstate' in run && BUSY.has(run.sqlstate ?? '') ? planAndRead(accepted, runner, limits) : run;
}

/** The statement as it is, or without what people and models write around SQL. */
async function acceptedText(sql: string, runner: Judging): Promise<string | FailedStatement> {
  const written = await checkStatement(sql);
  const text = written.ok || written.reason !== 'not_parsable' ? sql : statementText(sql);
  const check = text === sql ? written : await checkStatement(text);
  const refusal = check.ok ? refuseVolatile(text, check, await runner.hazards()) : check;
  if (refusal === null) {
    return text;
  }
  const failure = NO_SQL.includes(refusal.reason) ? 'not_sql' : 'refused';
  return { failure, sqlstate: null, refusal: refusal.reason };
}

async function planAndRead(sql: string, runner: Judging, limits: ReadLimits): Promise<RanStatement | FailedStatement> {
  const plan = await runner.plan(sql);
  if (plan.outcome !== 'planned') {
    return failed(plan);
  }
  if (plan.totalCost > COST_CEILING) {
    return { failure: 'too_expensive', sqlstate: null, refusal: null };
  }
  const parts: ResultTable[] = [];
  const reading = await runner.read(sql, limits, (rows, columns) => {
    const table = parts[0] ?? new ResultTable(columns);
    table.add(rows);
    parts[0] = table;
  });
  return reading.outcome === 'read'
    ? { failure: null, table: parts[0] ?? new ResultTable(reading.columns), isCut: !reading.isComplete }
    : failed(reading);
}

function failed({ outcome, sqlstate }: StatementFailure): FailedStatement {
  return { failure: outcome === 'timeout' ? 'timeout' : 'sql_error', sqlstate, refusal: null };
}
