import type { OperationWait } from '#libs/database';
import { errorText, type DomainError } from '#libs/domain-errors';
import { inEveryLanguage } from '#libs/language';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** An attempt that ran longer than this did not only wait for a silent service. */
const LONGEST_FAILURE_MS = 150_000;

/** An attempt that ended because a service is unavailable. */
export interface FailedAttempt {
  readonly error: DomainError;
  /** Milliseconds. */
  readonly duration: number;
  /** Units of progress that it reached. */
  readonly done: number;
}

/**
 * When to try again after an outage; null when the permitted time is used up. The delay grows with the time that was
 * spent, with jitter, so that the operations of an outage do not return all at once. An attempt that came further than
 * the one before has met another outage, which has the whole time again.
 * @param previous the wait that the failed attempt followed
 * @param limitMs the longest outage that is waited for
 */
export function waitAfter(
  previous: OperationWait | null,
  { error, duration, done }: FailedAttempt,
  limitMs: number,
  now = Date.now(),
  random = Math.random,
): OperationWait | null {
  const isSameOutage = previous !== null && done <= previous.done;
  const spent = isSameOutage ? previous.spentMs + Math.min(duration, LONGEST_FAILURE_MS) : 0;
  if (spent >= limitMs) {
    return null;
  }
  const base = Math.min(Math.max(spent / 2, FIRST_DELAY_MS), LONGEST_DELAY_MS);
  const delay = Math.min(base * (0.75 + random() / 2), limitMs - spent);
  return {
    code: error.code,
    reason: inEveryLanguage((language) => errorText(error, language)),
    since: isSameOutage ? previous.since : iso(now),
    until: iso(now + limitMs - spent),
    nextAttemptAt: iso(now + delay),
    spentMs: Math.round(spent + delay),
    done,
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
