/** A user of the one backend. */
export interface TurnHolder {
  /** Called to take the turn away: it held the backend idle while others waited. */
  evict(): void;
}

interface Waiter {
  readonly holder: TurnHolder;
  readonly grant: (granted: boolean) => void;
}

/**
 * Serialises access to the one backend: first come, first served, each until its query or transaction has ended. A holder
 * that leaves its transaction open and idle while others wait is evicted after a while, or a process that waits for a
 * second connection inside a transaction on the first would hang for ever.
 */
export class BackendTurns {
  private holder: TurnHolder | undefined;
  private waiters: Waiter[] = [];
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly idleLimitMs: number) {}

  isHeldBy(holder: TurnHolder): boolean {
    return this.holder === holder;
  }

  /** Resolves to false where the holder left while it waited. */
  async take(holder: TurnHolder): Promise<boolean> {
    if (this.holder === holder) {
      clearTimeout(this.idleTimer);
      return true;
    }
    if (!this.holder) {
      this.holder = holder;
      return true;
    }
    return new Promise((grant) => this.waiters.push({ holder, grant }));
  }

  /** The holder keeps its turn (a transaction is open) and waits for its client. */
  keepIdle(): void {
    this.watchIdleHolder();
  }

  /** Ends a turn, or the wait for one. */
  leave(holder: TurnHolder): void {
    this.waiters.filter((waiter) => waiter.holder === holder).forEach(({ grant }) => grant(false));
    this.waiters = this.waiters.filter((waiter) => waiter.holder !== holder);
    if (this.holder === holder) {
      clearTimeout(this.idleTimer);
      const next = this.waiters.shift();
      this.holder = next?.holder;
      next?.grant(true);
    }
  }

  private watchIdleHolder(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      if (this.waiters.length > 0) {
        this.holder?.evict();
      } else {
        this.watchIdleHolder();
      }
    }, this.idleLimitMs).unref();
  }
}
