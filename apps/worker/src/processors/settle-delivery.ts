import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import { DomainError, isUserError } from '#libs/domain-errors';
import type { Delivery, DeliveryOutcome } from '#libs/operations';
import { translatePostgresError } from '#libs/postgres';
import { isRetryable } from '#libs/queue';

/** Gives a job back and lets a moment pass, so that the worker that holds the execution can be done with it. */
const SECOND_LOOK_MS = 1_000;

/** Runs the work of a delivery and reports its outcome to the queue: completed, delayed for another look, or failed. */
export async function settleDelivery<T>(
  job: Job,
  token: string | undefined,
  shutdown: AbortSignal,
  run: (delivery: Delivery) => Promise<DeliveryOutcome<T>>,
): Promise<T | null> {
  try {
    const attemptsLeft = Math.max(0, (job.opts.attempts ?? 1) - job.attemptsMade - 1);
    const outcome = await run({ attemptsLeft, shutdown });
    switch (outcome.outcome) {
      case 'completed':
        return outcome.result;
      case 'nothing_to_do':
        return null;
      case 'leased':
        return await handBack(job, token, outcome.until.getTime() + 100);
      case 'handed_back':
        return await handBack(job, token, Date.now() + SECOND_LOOK_MS);
      case 'waiting':
        return await handBack(job, token, outcome.until.getTime());
      case 'retried':
        throw new RetriedError(outcome.error.message, { cause: outcome.error });
    }
  } catch (error) {
    if (error instanceof DelayedError || error instanceof RetriedError) {
      throw error;
    }
    if (!(error instanceof DomainError)) {
      // Nothing has recorded it, so the operation is still open.
      if (isRetryable(translatePostgresError(error, 'DATABASE_URL'))) {
        return await handBack(job, token, Date.now() + SECOND_LOOK_MS);
      }
      throw error;
    }
    if (isUserError(error)) {
      // The row says what is wrong with the request. Jobs of the run that follow find nothing to do.
      return null;
    }
    throw new UnrecoverableError(error.message);
  }
}

/** BullMQ counts it as an attempt, and delivers the job again while it has one left. */
class RetriedError extends Error {}

/** Gives a job back; a later delivery is not another attempt. */
export async function handBack(job: Job, token: string | undefined, at: number): Promise<never> {
  await job.moveToDelayed(at, token);
  throw new DelayedError();
}
