import type { EmbedNotice } from './embedder-contract.js';

/** Share of the timeout from which on an answer is slow. */
const SLOW_SHARE = 1 / 3;

/** Reports slow answers of one call: the first, second, fourth, eighth and so on, because a slow server gives many. */
export class SlowAnswers {
  private count = 0;

  constructor(
    private readonly timeoutMs: number,
    private readonly notice: ((notice: EmbedNotice) => void) | undefined,
  ) {}

  async watch<T>(texts: number, request: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const answer = await request();
    this.took(texts, performance.now() - startedAt);
    return answer;
  }

  /** @param milliseconds with the waits between attempts, since the caller waits for them too */
  took(texts: number, milliseconds: number): void {
    if (milliseconds < this.timeoutMs * SLOW_SHARE) {
      return;
    }
    this.count++;
    if (Number.isInteger(Math.log2(this.count))) {
      this.notice?.({ kind: 'slow', texts, milliseconds, count: this.count });
    }
  }
}
