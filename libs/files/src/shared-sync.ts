/**
 * Shares syncs of the same target between callers: calls during a sync share the next one, because the running sync
 * may miss their latest changes.
 */
export class SharedSync {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly sync: () => Promise<void>) {}

  /** Resolves when a sync has ended that began after this call, and rejects as it does. */
  run(): Promise<void> {
    if (this.running === null) {
      return this.begin();
    }
    const begin = (): Promise<void> => {
      this.next = null;
      return this.begin();
    };
    this.next ??= this.running.then(begin, begin);
    return this.next;
  }

  private begin(): Promise<void> {
    const sync = this.sync().finally(() => {
      if (this.running === sync) {
        this.running = null;
      }
    });
    this.running = sync;
    return sync;
  }
}
