import type { StatementShape } from '#libs/sql-safety';
import type { ReadBack } from '#libs/pair-read-back';
import type { Attempt, Problem } from '#libs/statement-validation';
import type { PlacedPair } from './placed-pair.js';

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
  /** Whether the statement, as it is now, asks what the question asks; null for one that is not valid. */
  readonly readBack: ReadBack | null;
}

export function wasRepaired({ repair }: PairResult): boolean {
  return repair !== null && repair.sql !== null;
}
