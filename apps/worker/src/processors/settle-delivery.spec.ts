import { describe, expect, it, jest } from '@jest/globals';
import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import { DomainError, type ErrorKind } from '#libs/domain-errors';
import type { DeliveryOutcome } from '#libs/operations';
import { settleDelivery } from './settle-delivery.js';

const errorOf = (kind: ErrorKind) => new DomainError({ code: `settle_${kind}`, kind, zh: '错误', en: 'an error' });

function settle(run: () => Promise<DeliveryOutcome<string>>) {
  const moveToDelayed = jest.fn(async (_at: number) => undefined);
  const job = { attemptsMade: 0, opts: { attempts: 3 }, moveToDelayed } as unknown as Job;
  const settled = settleDelivery(job, 'token', new AbortController().signal, run);
  return { settled, moveToDelayed };
}

describe('settleDelivery', () => {
  it('delays the job of an operation that waits, and uses up no attempt', async () => {
    const until = new Date(Date.now() + 60_000);
    const { settled, moveToDelayed } = settle(async () => ({ outcome: 'waiting', until }));
    await expect(settled).rejects.toBeInstanceOf(DelayedError);
    expect(moveToDelayed.mock.calls[0]?.[0]).toBe(until.getTime());
  });

  it('lets the queue count a defect as an attempt', async () => {
    const { settled } = settle(async () => ({ outcome: 'retried', error: errorOf('internal') }));
    const error = await settled.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(UnrecoverableError);
  });

  it.each<ErrorKind>(['validation', 'forbidden', 'conflict', 'cancelled'])(
    'does not call a job failed for the error of a user: %s',
    async (kind) => {
      expect(await settle(() => Promise.reject(errorOf(kind))).settled).toBeNull();
    },
  );

  it('gives a job back whose outcome was lost with a connection', async () => {
    const { settled } = settle(() => Promise.reject(new Error('Connection terminated unexpectedly')));
    await expect(settled).rejects.toBeInstanceOf(DelayedError);
  });

  it('lets the queue deliver a job again for an error that nothing has recorded', async () => {
    const error = await settle(() => Promise.reject(new Error('a defect'))).settled.catch((caught: unknown) => caught);
    expect(error).not.toBeInstanceOf(UnrecoverableError);
  });

  it.each<ErrorKind>(['internal', 'database', 'unavailable'])('fails the job at once otherwise: %s', async (kind) => {
    await expect(settle(() => Promise.reject(errorOf(kind))).settled).rejects.toBeInstanceOf(UnrecoverableError);
  });
});
