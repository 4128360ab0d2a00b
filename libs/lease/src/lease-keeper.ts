import type { DomainError } from '#libs/domain-errors';

/**
 * Keeps the lease of a piece of work while it runs: renews it, and aborts `signal` when the work was cancelled or the
 * lease may be somebody else's.
 */
export abstract class LeaseKeeper {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> = Promise.resolve();
  private heldUntil: number;

  /** @param maxHeartbeatMs the longest that a cancellation waits to be seen */
  constructor(
    protected readonly leaseMs: number,
    private readonly maxHeartbeatMs: number,
  ) {
    this.heldUntil = Date.now() + leaseMs;
  }

  /** Aborted when the work must stop; the reason is the DomainError that says why. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Takes the lease for another `leaseMs`. Null: it is held; an error: why the work must stop. */
  protected abstract renew(): Promise<DomainError | null>;

  /** Why work must stop whose lease ran out while nobody could renew it. */
  protected abstract lost(cause: unknown): DomainError;

  start(): void {
    const interval = Math.min(this.leaseMs / 3, this.maxHeartbeatMs);
    this.timer = setInterval(() => {
      this.beating = this.beating.then(() => this.beat());
    }, interval);
  }

  /** One heartbeat now: afterwards the lease is fresh, or `signal` is aborted. */
  async beat(): Promise<void> {
    if (this.signal.aborted) {
      return;
    }
    try {
      const reason = await this.renew();
      if (reason === null) {
        this.heldUntil = Date.now() + this.leaseMs;
      } else {
        this.controller.abort(reason);
      }
    } catch (error) {
      // The database is away. Work goes on while the lease still holds; after that somebody else may have it.
      if (Date.now() >= this.heldUntil) {
        this.controller.abort(this.lost(error));
      }
    }
  }

  /** Renews no more; a heartbeat that is under way comes to its end first. */
  async stop(): Promise<void> {
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    await this.beating;
  }
}
