/** The items of one list that the other does not have; equal items count one by one. */
export function without<T>(items: readonly T[], others: readonly T[], keyOf: (item: T) => string): T[] {
  const counts = new Map<string, number>();
  for (const key of others.map(keyOf)) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return items.filter((item) => {
    const key = keyOf(item);
    const count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count <= 0;
  });
}

/** Pairs of items that are alike by the first rule that fits; items without a partner are paired with null. */
export function pairedUp<T>(
  missing: readonly T[],
  added: readonly T[],
  rules: readonly ((one: T, other: T) => boolean)[],
): (readonly [T | null, T | null])[] {
  const left = [...missing];
  const right = [...added];
  const pairs: (readonly [T | null, T | null])[] = [];
  for (const isAlike of rules) {
    for (const one of [...left]) {
      const place = right.findIndex((other) => isAlike(one, other));
      const [other] = place < 0 ? [] : right.splice(place, 1);
      if (other !== undefined) {
        left.splice(left.indexOf(one), 1);
        pairs.push([one, other]);
      }
    }
  }
  return [...pairs, ...left.map((one) => [one, null] as const), ...right.map((other) => [null, other] as const)];
}

/** A date, or a time that is counted from now or from another. */
export function isTimeValue(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}|\binterval -?\d|^now$|^current_date$/.test(value);
}
