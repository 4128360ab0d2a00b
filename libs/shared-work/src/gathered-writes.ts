interface Waiting<T> {
  readonly entry: T;
  readonly written: PromiseWithResolvers<void>;
}

/** Writes entries together that come while others are being written. Each caller hears of its own entry. */
export class GatheredWrites<T> {
  private waiting: Waiting<T>[] = [];
  private isWriting = false;

  /** @param write all of them or none; after an error of several they are written one by one */
  constructor(
    private readonly write: (entries: readonly T[]) => Promise<void>,
    private readonly most = 100,
  ) {}

  /** Resolves when the entry is written, and rejects with the error of its write. */
  add(entry: T): Promise<void> {
    const written = Promise.withResolvers<void>();
    this.waiting.push({ entry, written });
    if (!this.isWriting) {
      void this.writeAll();
    }
    return written.promise;
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      await this.writeTogether(this.waiting.splice(0, this.most));
    }
    this.isWriting = false;
  }

  private async writeTogether(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.write(batch.map(({ entry }) => entry));
      batch.forEach(({ written }) => written.resolve());
    } catch (error) {
      if (batch.length === 1) {
        batch.forEach(({ written }) => written.reject(error));
        return;
      }
      for (const one of batch) {
        await this.writeTogether([one]);
      }
    }
  }
}
