import pLimit, { type LimitFunction } from 'p-limit';
import { DomainError } from '#libs/domain-errors';

interface Waiting<T> {
  readonly entry: T;
  readonly written: PromiseWithResolvers<void>;
}

/** Writes entries together that come at the same moment, or while all turns are taken. */
export class GatheredWrites<T> {
  private waiting: Waiting<T>[] = [];
  private readonly turn: LimitFunction;

  /**
   * @param write all of them or none. An error of kind `unavailable` concerns all of them. After another one, the halves
   *   are written by themselves, down to the entry that is the cause
   * @param most entries of a write
   * @param turns writes under way at the same time, those of halves included
   */
  constructor(
    private readonly write: (entries: readonly T[]) => Promise<void>,
    private readonly most = 100,
    turns = 2,
  ) {
    this.turn = pLimit(turns);
  }

  /** Resolves when the entry is written, and rejects with the error of its write. */
  add(entry: T): Promise<void> {
    const written = Promise.withResolvers<void>();
    this.waiting.push({ entry, written });
    void this.turn(() => this.writeTogether(this.waiting.splice(0, this.most)));
    return written.promise;
  }

  private async writeTogether(batch: readonly Waiting<T>[]): Promise<void> {
    if (batch.length === 0) {
      return;
    }
    try {
      await this.write(batch.map(({ entry }) => entry));
      batch.forEach(({ written }) => written.resolve());
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) {
        batch.forEach(({ written }) => written.reject(error));
        return;
      }
      const half = Math.ceil(batch.length / 2);
      for (const part of [batch.slice(0, half), batch.slice(half)]) {
        void this.turn(() => this.writeTogether(part));
      }
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unavailable';
}
