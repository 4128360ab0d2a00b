import { describe, expect, it } from '@jest/globals';
import { defineErrors, DomainError } from '#libs/domain-errors';
import { LeaseKeeper } from './lease-keeper.js';

const errors = defineErrors({
  lease_test_cancelled: { kind: 'conflict', zh: '已取消', en: 'cancelled' },
  lease_test_lost: { kind: 'conflict', zh: '租约已失', en: 'lost' },
});

/** A lease whose renewals answer what the test says, in turn. */
class ScriptedLease extends LeaseKeeper {
  renewals = 0;

  constructor(
    leaseMs: number,
    private readonly answers: readonly (DomainError | Error | null)[],
  ) {
    super(leaseMs, 1);
  }

  protected async renew(): Promise<DomainError | null> {
    const answer = this.answers[this.renewals] ?? null;
    this.renewals += 1;
    if (answer instanceof Error && !(answer instanceof DomainError)) {
      throw answer;
    }
    return answer;
  }

  protected lost(cause: unknown): DomainError {
    return new DomainError(errors.lease_test_lost, {}, { cause });
  }
}

const HOUR = 3_600_000;
const cancelled = new DomainError(errors.lease_test_cancelled);
const unreachable = new Error('connection refused');

describe('a lease keeper', () => {
  it('lets the work go on while the lease is renewed', async () => {
    const lease = new ScriptedLease(HOUR, [null]);
    await lease.beat();
    expect(lease.signal.aborted).toBe(false);
  });

  it('aborts the work for the reason that a renewal gives, and renews no more', async () => {
    const lease = new ScriptedLease(HOUR, [cancelled]);
    await lease.beat();
    await lease.beat();
    expect(lease.signal.reason).toBe(cancelled);
    expect(lease.renewals).toBe(1);
  });

  it('lets the work go on while the database is away, as long as the lease holds', async () => {
    const lease = new ScriptedLease(HOUR, [unreachable]);
    await lease.beat();
    expect(lease.signal.aborted).toBe(false);
  });

  it('aborts the work when the database is away and the lease has run out', async () => {
    const lease = new ScriptedLease(0, [unreachable]);
    await lease.beat();
    expect(lease.signal.reason).toMatchObject({ code: 'lease_test_lost', cause: unreachable });
  });

  it('beats by itself from start to stop', async () => {
    const lease = new ScriptedLease(HOUR, [null, null, cancelled]);
    const aborted = new Promise((resolve) => lease.signal.addEventListener('abort', resolve));
    lease.start();
    await aborted;
    await lease.stop();
    expect(lease.renewals).toBe(3);
  });
});
