import type { StatementShape } from '#libs/sql-safety';
import type { Pair } from './pair-file.js';

/**
 * `valid`: planned and, if asked, returned rows · `valid_empty`: ran and returned none · `timeout`: took too long or
 * would cost too much · `invalid`: refused by the check or by the server.
 */
export type PairStatus = 'valid' | 'valid_empty' | 'timeout' | 'invalid';

export interface Verdict {
  readonly status: PairStatus;
  /** Why not; null for the valid ones. */
  readonly problem: Problem | null;
  /** Of the server's work on it, planned in a batch as its share of that; without the wait for a connection. */
  readonly seconds: number;
  /** How often a busy database was asked again. */
  readonly retries: number;
}

export interface Problem {
  /** Of the server; null when our check refused the statement or its cost. */
  readonly sqlstate: string | null;
  readonly message: string;
  /** 1-based, in characters of the statement. */
  readonly position: number | null;
  /** The column that the server guesses was meant. */
  readonly hint: string | null;
}

/** A correction that is no better. */
export interface RefusedCorrection {
  readonly sql: string;
  readonly problem: Problem | null;
}

export interface Repair {
  readonly by: 'rule' | 'model';
  /** Null when no attempt led to a valid statement. */
  readonly sql: string | null;
  /** Why not; null on success. */
  readonly error: string | null;
  /** The last correction that was tried in vain. */
  readonly refused: RefusedCorrection | null;
}

export interface PairResult {
  /** 0-based, in the pair file. */
  readonly index: number;
  readonly pair: Pair;
  /** Of the pair's own statement; null when the check refuses it. */
  readonly shape: StatementShape | null;
  /** Of the pair as it stood; after a successful repair, `final` is the new one. */
  readonly first: Verdict;
  readonly final: Verdict;
  readonly repair: Repair | null;
}

export function wasRepaired({ repair }: PairResult): boolean {
  return repair !== null && repair.sql !== null;
}

export function isValid({ status }: Verdict): boolean {
  return status === 'valid' || status === 'valid_empty';
}
