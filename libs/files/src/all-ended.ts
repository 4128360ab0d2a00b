/**
 * Waits until all have ended, also after a failure: who then repairs what was written must not be overtaken by a write
 * that is still on its way.
 * @returns their values, in order
 * @throws the error of the first that failed
 */
export async function allEnded<T>(works: Iterable<Promise<T>>): Promise<T[]> {
  const ended = await Promise.allSettled(works);
  return ended.map((end) => {
    if (end.status === 'rejected') {
      throw end.reason;
    }
    return end.value;
  });
}
