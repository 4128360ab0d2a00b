import { describe, expect, it } from '@jest/globals';
import { defineErrors, DomainError } from '#libs/domain-errors';
import { Lease, type LeaseRenewal } from './lease.js';

const errors = defineErrors({
  lease_test_cancelled: { kind: 'conflict', zh: '已取消', en: 'cancelled' },
  lease_test_lost: { kind: 'conflict', zh: '租约已失', en: 'lost' },
});

/** Renewals with scripted answers. */
class ScriptedRenewal implements LeaseRenewal {
  renewals = 0;

  constructor(private readonly answers: readonly (DomainError | Error | null)[]) {}

  async renew(): Promise<DomainError | null> {
    const answer = this.answers[this.renewals] ?? null;
    this.renewals += 1;
    if (answer instanceof Error && !(answer instanceof DomainError)) {
      throw answer;
    }
    return answer;
  }

  lost(cause: unknown): DomainError {
    return new DomainError(errors.lease_test_lost, {}, { cause });
  }
}

const HOUR = 3_600_000;
const cancelled = new DomainError(errors.lease_test_cancelled);
const unreachable = new Error('connection refused');

describe('a lease', () => {
  it('lets the work go on while the lease is renewed', async () => {
    const renewal = new ScriptedRenewal([null]);
    const lease = new Lease(renewal, HOUR, 1);
    await lease.beat();
    expect(lease.signal.aborted).toBe(false);
  });

  it('aborts the work for the reason that a renewal gives, and renews no more', async () => {
    const renewal = new ScriptedRenewal([cancelled]);
    const lease = new Lease(renewal, HOUR, 1);
    await lease.beat();
    await lease.beat();
    expect(lease.signal.reason).toBe(cancelled);
    expect(renewal.renewals).toBe(1);
  });

  it('lets the work go on while the database is away, as long as the lease holds', async () => {
    const renewal = new ScriptedRenewal([unreachable]);
    const lease = new Lease(renewal, HOUR, 1);
    await lease.beat();
    expect(lease.signal.aborted).toBe(false);
  });

  it('aborts the work when the database is away and the lease has run out', async () => {
    const renewal = new ScriptedRenewal([unreachable]);
    const lease = new Lease(renewal, 0, 1);
    await lease.beat();
    expect(lease.signal.reason).toMatchObject({ code: 'lease_test_lost', cause: unreachable });
  });

  it('aborts the work when the lease runs out while its renewal hangs, at a beat by hand and by itself', async () => {
    const hanging: LeaseRenewal = {
      renew: () => new Promise(() => undefined),
      lost: (cause) => new DomainError(errors.lease_test_lost, {}, { cause }),
    };
    const byHand = new Lease(hanging, 20, HOUR);
    await byHand.beat();
    expect(byHand.signal.reason).toMatchObject({ code: 'lease_test_lost' });

    const started = new Lease(hanging, 60, 10);
    const aborted = new Promise((resolve) => started.signal.addEventListener('abort', resolve));
    started.start();
    await aborted;
    await started.stop();
    expect(started.signal.reason).toMatchObject({ code: 'lease_test_lost' });
  });

  it('tells when the process was blocked for more than a third of the lease, and renews at once', async () => {
    const renewal = new ScriptedRenewal([null, cancelled]);
    const blocked: number[] = [];
    const lease = new Lease(
      { renew: () => renewal.renew(), lost: (cause) => renewal.lost(cause), blocked: (ms) => blocked.push(ms) },
      600,
      10,
    );
    const aborted = new Promise((resolve) => lease.signal.addEventListener('abort', resolve));
    lease.start();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    await aborted;
    await lease.stop();
    expect(blocked[0]).toBeGreaterThan(200);
  });

  it('beats by itself from start to stop', async () => {
    const renewal = new ScriptedRenewal([null, null, cancelled]);
    const lease = new Lease(renewal, HOUR, 1);
    const aborted = new Promise((resolve) => lease.signal.addEventListener('abort', resolve));
    lease.start();
    await aborted;
    await lease.stop();
    expect(renewal.renewals).toBe(3);
  });
});
