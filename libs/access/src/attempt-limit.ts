import type { RequestCountRepository } from './request-count.repository.js';

const WINDOW_MS = 60_000;
/** Senders that are remembered; the oldest are forgotten first. */
const MAX_SENDERS = 10_000;

interface Failures {
  readonly count: number;
  readonly endsAt: number;
}

/**
 * Limits how often one sender may guess a secret. Failures count, successes do not. What a sender has already got right
 * stays allowed, so one client with an old key does not lock out the others behind the same address. Failures are counted
 * together by all api processes: one that has not met the sender yet lets it fail once more, and then knows.
 */
export class AttemptLimit {
  private readonly failures = new Map<string, Failures>();
  private readonly known = new Map<string, true>();

  /**
   * @param most failures that one sender may have within a minute; 0: any number
   * @param counts of all processes
   * @param secret what is guessed: limits of different secrets count apart
   */
  constructor(
    private readonly most: number,
    private readonly counts: Pick<RequestCountRepository, 'take'>,
    private readonly secret: string,
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

  /** While the database is away each process counts by itself. */
  async failed(sender: string): Promise<void> {
    if (this.most === 0) {
      return;
    }
    const known = this.current(sender) ?? { count: 0, endsAt: this.now() + WINDOW_MS };
    // At once, so that guesses sent together do not all find the count of before.
    remember(this.failures, sender, { ...known, count: known.count + 1 });
    const all = await this.counts.take(`wrong ${this.secret} ${sender}`, 1).catch(() => null);
    const own = this.current(sender);
    if (all !== null && all.requests >= (own?.count ?? 0)) {
      remember(this.failures, sender, { count: all.requests, endsAt: this.now() + all.msLeft });
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
