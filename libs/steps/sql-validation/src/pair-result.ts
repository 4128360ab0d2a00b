import type { StatementShape } from '#libs/sql-safety';
import type { PairStatus } from '#libs/step-files';
import type { PlacedPair } from './placed-pair.js';

/** One attempt to run a statement. */
export interface Attempt {
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
  /** The column that the server suggests. */
  readonly hint: string | null;
}

/** A correction that was rejected. */
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

export interface PairResult extends PlacedPair {
  /** Of the pair's own statement; null when the check refuses it. */
  readonly shape: StatementShape | null;
  /** Of the pair as it stood; after a successful repair, `final` is the new one. */
  readonly first: Attempt;
  readonly final: Attempt;
  readonly repair: Repair | null;
}

export function wasRepaired({ repair }: PairResult): boolean {
  return repair !== null && repair.sql !== null;
}

export function isValid({ status }: Attempt): boolean {
  return status === 'valid' || status === 'valid_empty';
}
