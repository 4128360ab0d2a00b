interface Waiting<T> {
  readonly key: string;
  readonly resolve: (value: T | null) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Look-ups by key that come in the same turn of the event loop go to the database as one statement: under load most of
 * the cost of a look-up is the round trip. A look-up never sees anything older than its own beginning.
 */
export class LookupBatch<T> {
  private waiting: Waiting<T>[] = [];

  /** @param readAll reads the values of these keys, by key */
  constructor(private readonly readAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>) {}

  /** Null for an unknown key. */
  find(key: string): Promise<T | null> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, resolve, reject });
      if (this.waiting.length === 1) {
        // After the requests that have arrived by now, and before the loop waits for new ones.
        setImmediate(() => void this.flush());
      }
    });
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    try {
      const found = await this.readAll([...new Set(batch.map(({ key }) => key))]);
      for (const { key, resolve } of batch) {
        resolve(found.get(key) ?? null);
      }
    } catch (error) {
      for (const { reject } of batch) {
        reject(error);
      }
    }
  }
}
