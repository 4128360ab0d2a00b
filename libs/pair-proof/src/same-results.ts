import type { Proof } from './proof.js';

export interface ProvenPair {
  readonly id: string;
  readonly proof: Proof;
}

/**
 * Pairs with different SQL and the same rows, by id: the ids of the others. Results without rows say nothing about the
 * statements, and statements that differ in layout only are one.
 */
export function sameResults(pairs: readonly ProvenPair[]): Map<string, string[]> {
  const groups = Map.groupBy(
    pairs.filter(({ proof: { result } }) => result !== null && result.rows > 0),
    ({ proof: { result, columns } }) => `${columns} ${result?.rows} ${result?.bag}`,
  );
  const others = new Map<string, string[]>();
  for (const group of groups.values()) {
    for (const { id, proof } of group) {
      const ids = group.filter((other) => isOther(proof, other.proof)).map((other) => other.id);
      if (ids.length > 0) {
        others.set(id, [...new Set(ids)]);
      }
    }
  }
  return others;
}

function isOther(one: Proof, other: Proof): boolean {
  return one !== other && (one.written === null || one.written !== other.written);
}
