const WINDOW_MS = 60_000;
/** Senders that are remembered; the oldest are forgotten first. */
const MAX_SENDERS = 10_000;

interface Failures {
  count: number;
  readonly endsAt: number;
}

/**
 * Limits how often one sender may guess a secret. Failures count, successes do not. What a sender has already got right
 * stays allowed, so one client with an old key does not lock out the others behind the same address.
 */
export class AttemptLimit {
  private readonly failures = new Map<string, Failures>();
  private readonly known = new Map<string, true>();

  /** @param most failures that one sender may have within a minute; 0: any number */
  constructor(
    private readonly most: number,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Seconds until the sender may try again; 0 when it may now.
   * @param secret what it sends, as a hash
   */
  secondsToWait(sender: string, secret: string): number {
    const failures = this.current(sender);
    const isFree = this.most === 0 || failures === null || failures.count < this.most;
    return isFree || this.known.has(keyOf(sender, secret)) ? 0 : Math.ceil((failures.endsAt - this.now()) / 1000);
  }

  failed(sender: string): void {
    const failures = this.current(sender);
    if (failures === null) {
      remember(this.failures, sender, { count: 1, endsAt: this.now() + WINDOW_MS });
    } else {
      failures.count += 1;
    }
  }

  succeeded(sender: string, secret: string): void {
    remember(this.known, keyOf(sender, secret), true);
  }

  private current(sender: string): Failures | null {
    const failures = this.failures.get(sender);
    return failures === undefined || failures.endsAt <= this.now() ? null : failures;
  }
}

function keyOf(sender: string, secret: string): string {
  return `${sender}\0${secret}`;
}

/** A map keeps the order of its entries: the first is the oldest. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_SENDERS) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
}
