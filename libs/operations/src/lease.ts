import { withinTime } from '#libs/clock';
import type { DomainError } from '#libs/domain-errors';

export interface LeaseRenewal {
  /** Takes the lease for another `leaseMs`. Null: it is held; an error: the reason to stop the work. */
  renew(): Promise<DomainError | null>;
  /** The reason to stop work whose lease ran out while it could not be renewed. */
  lost(cause: unknown): DomainError;
  /** Told when this process did not run for longer than a third of the lease: it was blocked or suspended. */
  blocked?(milliseconds: number): void;
}

/**
 * Keeps the lease of an operation while it runs: renews it, and aborts `signal` when the operation was cancelled or
 * another worker may hold the lease.
 */
export class Lease {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> = Promise.resolve();
  private heldUntil: number;

  /** @param maxHeartbeatMs upper limit between two heartbeats */
  constructor(
    private readonly renewal: LeaseRenewal,
    private readonly leaseMs: number,
    private readonly maxHeartbeatMs: number,
  ) {
    this.heldUntil = Date.now() + leaseMs;
  }

  /** Aborted when the work must stop; the reason is a DomainError. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  start(): void {
    const interval = Math.min(this.leaseMs / 3, this.maxHeartbeatMs);
    let dueAt = performance.now() + interval;
    this.timer = setInterval(() => {
      const late = performance.now() - dueAt;
      dueAt = performance.now() + interval;
      if (late > this.leaseMs / 3) {
        this.renewal.blocked?.(late);
      }
      this.beating = this.beating.then(() => this.beat());
    }, interval);
  }

  /** One heartbeat now: afterwards the lease is fresh, or `signal` is aborted. */
  async beat(): Promise<void> {
    if (this.signal.aborted) {
      return;
    }
    try {
      const reason = await this.beforeExpiry(this.renewal.renew());
      if (reason === null) {
        this.heldUntil = Date.now() + this.leaseMs;
      } else {
        this.controller.abort(reason);
      }
    } catch (error) {
      // The database is unreachable or silent. Work continues while the lease holds; then another worker may take over.
      if (Date.now() >= this.heldUntil) {
        this.controller.abort(this.renewal.lost(error));
      }
    }
  }

  /** A renewal that is not answered fails when the lease runs out: then the work must stop, whether or not it hangs. */
  private beforeExpiry<T>(renewal: Promise<T>): Promise<T> {
    const left = Math.max(0, this.heldUntil - Date.now()) + 1;
    return withinTime(renewal, left, () => new Error('the renewal of the lease was not answered in time'));
  }

  /** Stops the heartbeats; one that is under way ends first. */
  async stop(): Promise<void> {
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    await this.beating;
  }
}
