/**
 * Shares runs of the same work between callers: calls during a run share the next one, because the running one may have
 * missed what changed before their call.
 */
export class SharedRun<T> {
  private running: Promise<T> | null = null;
  private next: Promise<T> | null = null;

  constructor(private readonly work: () => Promise<T>) {}

  get isIdle(): boolean {
    return this.running === null && this.next === null;
  }

  /** Resolves with the result of a run that began after this call, and rejects as it does. */
  run(): Promise<T> {
    if (this.running === null) {
      return this.begin();
    }
    const begin = (): Promise<T> => {
      this.next = null;
      return this.begin();
    };
    this.next ??= this.running.then(begin, begin);
    return this.next;
  }

  private begin(): Promise<T> {
    const running = this.work().finally(() => {
      if (this.running === running) {
        this.running = null;
      }
    });
    this.running = running;
    return running;
  }
}
