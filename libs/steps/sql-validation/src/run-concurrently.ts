/**
 * Maps items in order, `concurrency` at a time; the next item is read when a slot is free. After the first failure no
 * further item starts. The failure is thrown when all running items have ended.
 */
export async function runConcurrently<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const source = inTurn(items);
  let taken = 0;
  const runner = async (): Promise<void> => {
    try {
      for (let next = await source.next(); !next.done && failures.length === 0; next = await source.next()) {
        const place = taken++;
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
