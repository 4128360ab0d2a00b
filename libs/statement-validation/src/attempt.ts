import type { PairStatus } from '#libs/step-files';

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

export function isValid({ status }: Attempt): boolean {
  return status === 'valid' || status === 'valid_empty';
}
