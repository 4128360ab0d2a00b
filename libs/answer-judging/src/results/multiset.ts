export type Multiset = ReadonlyMap<string | number, number>;

export function multisetOf(members: Iterable<string | number>): Multiset {
  const counts = new Map<string | number, number>();
  for (const member of members) {
    counts.set(member, (counts.get(member) ?? 0) + 1);
  }
  return counts;
}

/** Members that both have, counted as often as both have them. */
export function common(one: Multiset, other: Multiset): number {
  let found = 0;
  for (const [member, count] of one) {
    found += Math.min(count, other.get(member) ?? 0);
  }
  return found;
}

export function haveSameMembers(one: Multiset, other: Multiset): boolean {
  return one.size === other.size && [...one.keys()].every((member) => other.has(member));
}
