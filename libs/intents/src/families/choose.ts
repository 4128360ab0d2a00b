/**
 * Pairs of two lists, lazily, in diagonals: the first of both first, so that a short reading varies both.
 */
export function* pairsOf<A, B>(first: readonly A[], second: readonly B[]): Iterable<readonly [A, B]> {
  for (let sum = 0; sum < first.length + second.length - 1; sum += 1) {
    for (let at = Math.max(0, sum - second.length + 1); at <= Math.min(sum, first.length - 1); at += 1) {
      yield [first[at] as A, second[sum - at] as B];
    }
  }
}

/** One item after the other from each list, until all are read. */
export function interleaved<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

/** One item after the other from each iterator, lazily; those that end leave the round. */
export function* inTurns<T>(sources: readonly Iterable<T>[]): Iterable<T> {
  let open = sources.map((source) => source[Symbol.iterator]());
  while (open.length > 0) {
    const left: Iterator<T>[] = [];
    for (const iterator of open) {
      const next = iterator.next();
      if (!next.done) {
        yield next.value;
        left.push(iterator);
      }
    }
    open = left;
  }
}
