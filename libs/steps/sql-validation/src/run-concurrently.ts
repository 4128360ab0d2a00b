/**
 * Maps items, a few at a time, in order; the next one is asked for when a place is free. The first failure stops what has
 * not begun; it is thrown when all that had begun has ended, so that nothing runs on behind the caller's back.
 */
export async function runConcurrently<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const source = inTurn(items);
  let begun = 0;
  const runner = async (): Promise<void> => {
    try {
      for (let next = await source.next(); !next.done && failures.length === 0; next = await source.next()) {
        const place = begun++;
        results[place] = await work(next.value);
      }
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, runner));
  if (failures.length > 0) {
    throw failures[0];
  }
  return results;
}

/** A generator serves concurrent consumers one after the other. */
async function* inTurn<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void> {
  yield* items;
}
