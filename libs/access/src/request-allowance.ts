import type { RequestCountRepository } from './request-count.repository.js';

/** A process reserves 1/PART of the remaining limit at a time: the larger the remainder, the fewer the requests. */
const PART = 50;
const MINUTE_MS = 60_000;

/** Requests of one key that this process may still accept. */
interface Share {
  left: number;
  /** Of the limit, by all processes, when this share was taken. */
  readonly taken: number;
  readonly endsAt: number;
}

export interface Spent {
  /** Requests of this minute so far; more than the limit when this one is too many. */
  readonly requests: number;
  readonly msLeft: number;
}

/**
 * One limit per key, shared by all api processes. A process reserves part of the common count and spends it locally, so
 * most requests need no query. All processes together never exceed the limit. A reservation that is unused at the end of
 * the minute is lost.
 */
export class RequestAllowance {
  private readonly shares = new Map<string, Share>();
  private readonly taking = new Map<string, Promise<Share>>();

  constructor(
    private readonly counts: Pick<RequestCountRepository, 'take'>,
    private readonly perMinute: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts one request. */
  async spend(keyName: string): Promise<Spent> {
    for (;;) {
      const share = this.shares.get(keyName);
      const msLeft = (share?.endsAt ?? 0) - this.now();
      if (share === undefined || msLeft <= 0 || (share.left === 0 && share.taken < this.perMinute)) {
        await this.takeMore(keyName);
      } else if (share.left === 0) {
        return { requests: this.perMinute + 1, msLeft };
      } else {
        share.left -= 1;
        return { requests: share.taken - share.left, msLeft };
      }
    }
  }

  /** Requests that wait at the same time wait for the same share. */
  private takeMore(keyName: string): Promise<Share> {
    let taking = this.taking.get(keyName);
    if (taking === undefined) {
      taking = this.nextShare(keyName).finally(() => this.taking.delete(keyName));
      this.taking.set(keyName, taking);
    }
    return taking;
  }

  private async nextShare(keyName: string): Promise<Share> {
    const share = await this.fromCommonCount(keyName).catch(() => this.alone());
    this.shares.set(keyName, share);
    return share;
  }

  private async fromCommonCount(keyName: string): Promise<Share> {
    const known = this.shares.get(keyName);
    const rest = this.perMinute - (known !== undefined && known.endsAt > this.now() ? known.taken : 0);
    const part = Math.max(1, Math.ceil(rest / PART));
    const { requests, msLeft } = await this.counts.take(keyName, part);
    return {
      left: Math.min(part, Math.max(0, this.perMinute - (requests - part))),
      taken: Math.min(requests, this.perMinute),
      endsAt: this.now() + msLeft,
    };
  }

  /** While the database is away each process keeps the limit by itself. */
  private alone(): Share {
    return { left: this.perMinute, taken: this.perMinute, endsAt: this.now() + MINUTE_MS };
  }
}
