import type { Text } from '#libs/language';

/** An operation that waits for a service to come back. Instants are ISO 8601. */
export interface OperationWait {
  /** Of the error. */
  readonly code: string;
  /** What is waited for: the sentence of the error in every language. */
  readonly reason: Text;
  /** Begin of the outage. */
  readonly since: string;
  /** A failure after this time is final. */
  readonly until: string;
  readonly nextAttemptAt: string;
  /** Milliseconds of the permitted time that are used up. */
  readonly spentMs: number;
  /** Units of progress that the attempt reached which found the outage. */
  readonly done: number;
}
