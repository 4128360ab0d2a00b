import type { RefusalReason } from '#libs/sql-safety';
import type { Agreement, Difference, RowCounts } from './results/compare-results.js';

/** Why there is no result to compare. */
export const FAILURES = [
  'no_answer',
  'declined',
  'model_rejected',
  'not_sql',
  'refused',
  'sql_error',
  'timeout',
  'too_expensive',
] as const;
export type Failure = (typeof FAILURES)[number];

/** Why a question cannot be judged. */
export const GOLD_FAILURES = [
  'gold_missing',
  'gold_not_sql',
  'gold_refused',
  'gold_sql_error',
  'gold_timeout',
  'gold_too_expensive',
  'gold_too_large',
] as const;
export type GoldFailureCode = (typeof GOLD_FAILURES)[number];

export type Reason =
  Difference | Failure | GoldFailureCode | 'differs_on_copy' | 'answered_unanswerable' | 'budget_exhausted';

/**
 * `failed`: the answer gives no result. `not_judged`: no gold statement gives one. `not_asked`: the budget is used up.
 * The last two are not counted.
 */
export type Outcome = Agreement | 'failed' | 'not_judged' | 'not_asked';

/** The judgement of one answer, as it is stored and shown. */
export type Verdict = {
  /** Execution accuracy: the rows of a gold statement, in its order where it asks for one, and no further columns. */
  readonly right: boolean;
  readonly outcome: Outcome;
  readonly reasons: Reason[];
  /** Of the server, for `sql_error` and `timeout`. */
  readonly sqlstate: string | null;
  /** For `refused` and `not_sql`. */
  readonly refusal: RefusalReason | null;
  readonly sql: string | null;
  readonly rows: { [K in keyof RowCounts]: number } | null;
  /**
   * Perturbed copies on which a right answer was compared. They hold values that the data may never hold, so they do not
   * decide whether the answer is right.
   */
  readonly copies: { readonly checked: number; readonly agreed: number } | null;
};

const NOTHING = { right: false, sqlstate: null, refusal: null, sql: null, rows: null, copies: null };

/** A verdict on something that was not compared. */
export function verdictOf(
  outcome: Outcome,
  reason: Reason,
  more: Partial<Pick<Verdict, 'sql' | 'sqlstate' | 'refusal'>> = {},
): Verdict {
  return { ...NOTHING, outcome, reasons: [reason], ...more };
}
