/** A record with a value for each of the names. */
export function recordOf<K extends string, V>(names: readonly K[], valueOf: (name: K) => V): Record<K, V> {
  const record: Partial<Record<K, V>> = {};
  for (const name of names) {
    record[name] = valueOf(name);
  }
  return record as Record<K, V>;
}
