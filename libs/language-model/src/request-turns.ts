import pLimit, { type LimitFunction } from 'p-limit';

const turnsOf = new Map<string, LimitFunction>();

/** Limits the requests to an endpoint that are under way at the same time, over all jobs and readers of this process. */
export class RequestTurns {
  private readonly limit: LimitFunction;

  constructor(baseUrl: string, concurrency: number) {
    const key = `${concurrency} ${baseUrl}`;
    this.limit = turnsOf.get(key) ?? pLimit(concurrency);
    turnsOf.set(key, this.limit);
  }

  /** @throws the signal's reason, also while the request waits for its turn */
  async take<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
    const aborted = Promise.withResolvers<never>();
    const abort = (): void => aborted.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      const turn = this.limit(() => {
        signal.throwIfAborted();
        return request();
      });
      return await Promise.race([turn, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
