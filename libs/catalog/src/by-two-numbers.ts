/** Texts by two numbers of the catalog: OID and column, type and modifier. */
export type ByTwoNumbers = ReadonlyMap<number, ReadonlyMap<number, string>>;

export function byTwoNumbers(rows: readonly (readonly [first: number, second: number, text: string])[]): ByTwoNumbers {
  const known = new Map<number, Map<number, string>>();
  for (const [first, second, text] of rows) {
    const own = known.get(first) ?? new Map<number, string>();
    known.set(first, own.set(second, text));
  }
  return known;
}
