import pRetry from 'p-retry';

/** SQLSTATEs of a transaction that PostgreSQL rolled back because of another one: the same again can succeed. */
const ROLLED_BACK = new Set(['40P01', '40001']);

/**
 * Retries a call, after some milliseconds, that PostgreSQL rolled back because of a deadlock on the same jobs. Every
 * other error is thrown at once.
 */
export function retryDeadlocks<T>(call: () => Promise<T>): Promise<T> {
  return pRetry(call, {
    retries: 5,
    minTimeout: 20,
    randomize: true,
    shouldRetry: ({ error }) => ROLLED_BACK.has(String((error as { code?: unknown }).code)),
  });
}
