import { isValid } from '#libs/statement-validation';
import { wasRepaired, type PairResult } from './pair-result.js';
import type { PlacedPair } from './placed-pair.js';
import type { Evidences } from './proof/proof-report.js';

/** The content of the reports of one run. */
export interface Outcome {
  /** The pair file; the first where there are several. */
  readonly file: string;
  readonly files: readonly string[];
  /** When the run was asked for: files are named by it. */
  readonly startedAt: Date;
  /** When its work began, which may have waited for long. */
  readonly measuredAt: Date;
  readonly timeZone: string;
  /** Seconds. */
  readonly duration: number;
  /** `host:port/database`. */
  readonly database: string;
  readonly originalCount: number;
  readonly results: readonly PairResult[];
  readonly duplicates: readonly PlacedPair[];
  readonly modification: Modification | null;
  /** Null where the task does not prove its pairs. */
  readonly evidences: Evidences | null;
  readonly config: Readonly<Record<string, string | number | boolean>>;
}

/** Changes of the pair files; indexes are 0-based and of the file as it was. */
export interface Modification {
  /** Files that are rewritten. */
  readonly files: readonly string[];
  readonly modified: readonly {
    readonly file: string;
    readonly index: number;
    readonly question: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly deleted: readonly {
    readonly file: string;
    readonly index: number;
    readonly question: string;
    readonly sql: string;
    readonly error: string;
  }[];
}

export interface Counts {
  readonly valid: number;
  readonly validEmpty: number;
  readonly timeouts: number;
  /** Timeouts included. */
  readonly invalid: number;
  /** 0..1, of the validated pairs. */
  readonly successRate: number;
  /** Seconds a pair. */
  readonly averageTime: number;
  readonly retries: number;
  readonly repair: { readonly attempted: number; readonly successful: number; readonly failed: number };
}

export function countOutcome(results: readonly PairResult[]): Counts {
  const valid = results.filter(({ final }) => isValid(final)).length;
  const attempted = results.filter(({ repair }) => repair !== null).length;
  const successful = results.filter(wasRepaired).length;
  const sum = (value: (result: PairResult) => number): number =>
    results.reduce((total, result) => total + value(result), 0);
  return {
    valid,
    validEmpty: results.filter(({ final }) => final.status === 'valid_empty').length,
    timeouts: results.filter(({ final }) => final.status === 'timeout').length,
    invalid: results.length - valid,
    successRate: results.length === 0 ? 0 : valid / results.length,
    averageTime: results.length === 0 ? 0 : sum(({ first }) => first.seconds) / results.length,
    retries: sum(({ first, final }) => (first === final ? first.retries : first.retries + final.retries)),
    repair: { attempted, successful, failed: attempted - successful },
  };
}

/** The statement for the pair file. */
export function currentSql({ pair, repair }: PairResult): string {
  return repair?.sql ?? pair.sql;
}

/** SQLSTATE, message, position and hint on one line. */
export function problemText({ first, final }: PairResult): string {
  const problem = (isValid(final) ? first : final).problem ?? first.problem;
  if (!problem) {
    return '';
  }
  return [
    problem.sqlstate ? `[${problem.sqlstate}] ` : '',
    problem.message,
    problem.position === null ? '' : ` (@${problem.position})`,
    problem.hint ? ` HINT: ${problem.hint}` : '',
  ].join('');
}
