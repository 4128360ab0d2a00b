import type { StatementFailure, StatementRunner } from '#libs/business-database';
import { render, type Language } from '#libs/language';
import {
  checkStatement,
  refusalText,
  refuseVolatile,
  type Hazards,
  type HarmlessStatement,
  type Refusal,
} from '#libs/sql-safety';
import type { PairStatus } from '#libs/step-files';
import type { Attempt, Problem } from './attempt.js';
import { messages } from './messages.js';

type PlanningRunner = Pick<StatementRunner, 'plan' | 'execute'>;

export interface ValidationOptions<Runner extends PlanningRunner = StatementRunner> {
  readonly statements: Runner;
  readonly signal: AbortSignal;
  readonly language: Language;
  /** What no statement may use. */
  readonly hazards: Promise<Hazards>;
  /** Run it, too, instead of only planning it. */
  readonly execute: boolean;
}

/** Row limit of a test run: one row is enough for "returns rows". */
const ROWS = 1;
/** Planner's cost units beyond which a statement is not run: hours rather than seconds. */
const COST_CEILING = 1e9;
/** Locks and deadlocks: the next moment may do. */
const BUSY = new Set(['55P03', '40P01', '40001']);

/**
 * The ladder, from the bottom: one harmless statement by its text → planned → run until its first row.
 * @param known the check of this statement, where it was made before.
 * @throws DomainError of kind `unavailable` when the database goes away; the abort reason when stopped.
 */
export async function validateStatement(
  sql: string,
  options: ValidationOptions<PlanningRunner>,
  known?: HarmlessStatement | Refusal,
): Promise<Attempt> {
  const check = await withoutVolatile(sql, known ?? (await checkStatement(sql)), options);
  let seconds = 0;
  const ended = (status: PairStatus, problem: Problem | null, retries = 0): Attempt => ({
    status,
    problem,
    seconds,
    retries,
  });
  if (!check.ok) {
    const message = refusalText(check, options.language);
    return ended('invalid', { sqlstate: null, message, position: check.position, hint: null });
  }
  let retries = 0;
  const attempt = async (): Promise<PlanOrRun> => {
    const timed = await planAndRun(sql, options);
    seconds += timed.seconds;
    return timed.outcome;
  };
  let run = await attempt();
  if ('sqlstate' in run && BUSY.has(run.sqlstate)) {
    retries = 1;
    run = await attempt();
  }
  if ('sqlstate' in run) {
    return ended(run.outcome === 'timeout' ? 'timeout' : 'invalid', problemOf(run, options.language), retries);
  }
  if ('cost' in run) {
    return ended('timeout', tooExpensive(run.cost, options.language), retries);
  }
  return ended(run.isEmpty ? 'valid_empty' : 'valid', null, retries);
}

async function withoutVolatile(
  sql: string,
  check: HarmlessStatement | Refusal,
  { hazards }: Pick<ValidationOptions, 'hazards'>,
): Promise<HarmlessStatement | Refusal> {
  return (check.ok && refuseVolatile(sql, check, await hazards)) || check;
}

type PlanOrRun = StatementFailure | { readonly cost: number } | { readonly isEmpty: boolean };

function problemOf({ sqlstate, reason, position, suggestedColumn }: StatementFailure, language: Language): Problem {
  return { sqlstate, message: reason[language], position, hint: suggestedColumn };
}

/** @returns with the seconds of the server's work and of the way there, not of the wait for a connection. */
async function planAndRun(
  sql: string,
  options: ValidationOptions<PlanningRunner>,
): Promise<{ outcome: PlanOrRun; seconds: number }> {
  const { seconds, ...plan } = await options.statements.plan(sql);
  if (plan.outcome !== 'planned') {
    return { outcome: plan, seconds };
  }
  if (!options.execute) {
    return { outcome: { isEmpty: false }, seconds };
  }
  if (plan.totalCost > COST_CEILING) {
    return { outcome: { cost: plan.totalCost }, seconds };
  }
  const { seconds: executing, ...run } = await options.statements.execute(sql, ROWS);
  const outcome = run.outcome === 'executed' ? { isEmpty: run.rowCount === 0 } : run;
  return { outcome, seconds: seconds + executing };
}

function tooExpensive(cost: number, language: Language): Problem {
  const limits = { cost: cost.toExponential(1), ceiling: COST_CEILING.toExponential(0) };
  return {
    sqlstate: null,
    message: render(messages.too_expensive(limits), language),
    position: null,
    hint: null,
  };
}
