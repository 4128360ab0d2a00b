import { isoTimestamp } from '#libs/clock';
import type { OperationEntity } from '#libs/database';
import type { Language } from '#libs/language';
import { TextProperty, TimeProperty } from '../fields/properties.js';

/** What a step or an operation waits for. */
export class Waiting {
  @TextProperty({ example: 'database_unreachable' })
  error_code!: string;

  @TextProperty({ description: 'What is waited for' })
  reason!: string;

  @TimeProperty({ description: 'Begin of the outage' })
  since!: string;

  @TimeProperty({ description: 'A failure after this time is final' })
  until!: string;

  @TimeProperty()
  next_attempt_at!: string;
}

/** Null unless the operation waits for a service to come back. */
export function waitingOf(
  { status, waiting }: Pick<OperationEntity, 'status' | 'waiting'>,
  language: Language,
  timeZone: string,
): Waiting | null {
  if (status !== 'pending' || waiting === null) {
    return null;
  }
  const time = (instant: string): string => isoTimestamp(new Date(instant), timeZone);
  return {
    error_code: waiting.code,
    reason: waiting.reason[language],
    since: time(waiting.since),
    until: time(waiting.until),
    next_attempt_at: time(waiting.nextAttemptAt),
  };
}
