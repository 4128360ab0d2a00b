import { joinsOf, type Gathered } from '#libs/query-log';
import { checkAndDescribe, type KnownRelations } from '#libs/sql-safety';
import type { LearntQueries } from '#libs/step-files';
import type { GeneratedPair } from '../pair.js';

/** Tables and joins that real SQL reads and no pair does, the most frequent first. */
export async function notCovered(
  { statements, otherTables }: Gathered,
  pairs: readonly GeneratedPair[],
  known: KnownRelations,
): Promise<LearntQueries['not_covered']> {
  const covered = new Set<string>();
  for (const { sql } of pairs) {
    const { shape } = await checkAndDescribe(sql);
    if (shape) {
      const { relations, equalities } = known.touchedBy(shape);
      [...relations, ...joinsOf(equalities)].forEach((name) => covered.add(name));
    }
  }
  const calls = { tables: new Map<string, number>(), joins: new Map<string, number>() };
  for (const form of statements) {
    for (const part of ['tables', 'joins'] as const) {
      for (const name of form[part].filter((one) => !covered.has(one))) {
        calls[part].set(name, (calls[part].get(name) ?? 0) + form.calls);
      }
    }
  }
  return { tables: byCalls(calls.tables), joins: byCalls(calls.joins), other_tables: byCalls(otherTables) };
}

function byCalls(counts: ReadonlyMap<string, number>): { name: string; calls: number }[] {
  return [...counts]
    .map(([name, calls]) => ({ name, calls }))
    .sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
}
