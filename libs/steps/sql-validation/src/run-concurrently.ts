import pLimit from 'p-limit';

/**
 * Maps items, a few at a time, in order. The first failure stops what has not begun; it is thrown when all that had
 * begun has ended, so that nothing runs on behind the caller's back.
 */
export async function runConcurrently<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(concurrency);
  const failures: unknown[] = [];
  const settled = await Promise.allSettled(
    items.map((item) =>
      limit(async () => {
        if (failures.length > 0) {
          throw failures[0];
        }
        try {
          return await work(item);
        } catch (error) {
          failures.push(error);
          throw error;
        }
      }),
    ),
  );
  if (failures.length > 0) {
    throw failures[0];
  }
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
