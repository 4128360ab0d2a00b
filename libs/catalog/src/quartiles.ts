import type { Column } from './model.js';
import { comparedTo, orderedValues, type Ordered } from './value-range.js';

/** A value and the share of the rows that it stands for. */
export type Weighted = readonly [value: string, weight: number];

type Place = Ordered & { readonly weight: number };

const PARTS = [0.25, 0.5, 0.75];

/** Rising values that part the rows into about equal quarters; none for types without an order. */
export function quartilesOf(column: Column, weighted: readonly Weighted[]): string[] {
  const finite = weighted.filter(([value, weight]) => weight > 0 && !/^-?infinity$|^NaN$/i.test(value));
  const ordered = orderedValues(
    column,
    finite.map(([value]) => value),
  );
  if (ordered === null || finite.length < PARTS.length) {
    return [];
  }
  const sorted = ordered.map((entry, at): Place => ({ ...entry, weight: finite[at]?.[1] ?? 0 })).sort(comparedTo);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const found: string[] = [];
  let reached = 0;
  for (const { value, weight } of sorted) {
    reached += weight;
    while (found.length < PARTS.length && reached >= (PARTS[found.length] ?? 1) * total) {
      found.push(value);
    }
  }
  return [...new Set(found)];
}
