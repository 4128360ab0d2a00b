import type { EmbedNotice } from './embedder-contract.js';

/** Share of the timeout from which on an answer is slow. */
const SLOW_SHARE = 1 / 3;

type Notify = ((notice: EmbedNotice) => void) | undefined;

/** Reports slow answers of one load: the first, second, fourth, eighth and so on, because a slow server gives many. */
export class SlowAnswers {
  private count = 0;

  constructor(private readonly timeoutMs: number) {}

  /** @returns the answer, and whether it was slow: the waits between attempts count, since the caller waits for them too */
  async watch<T>(
    texts: number,
    notify: Notify,
    request: () => Promise<T>,
  ): Promise<readonly [answer: T, isSlow: boolean]> {
    const startedAt = performance.now();
    const answer = await request();
    return [answer, this.took(texts, performance.now() - startedAt, notify)];
  }

  /** @returns whether the answer was slow */
  took(texts: number, milliseconds: number, notify: Notify): boolean {
    if (milliseconds < this.timeoutMs * SLOW_SHARE) {
      return false;
    }
    this.count++;
    if (Number.isInteger(Math.log2(this.count))) {
      notify?.({ kind: 'slow', texts, milliseconds, count: this.count });
    }
    return true;
  }
}
