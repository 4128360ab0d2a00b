import type { Collection, VectorRecord } from '#libs/vector-store';

export type LoadedCounts = Record<Collection, number>;

export function countByCollection(records: readonly VectorRecord[]): LoadedCounts {
  const counts: LoadedCounts = { ddl: 0, documentation: 0, sql: 0 };
  for (const { collection } of records) {
    counts[collection]++;
  }
  return counts;
}
