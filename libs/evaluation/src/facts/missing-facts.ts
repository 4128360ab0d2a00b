import type { Facts } from './facts.js';

export interface MissingFacts {
  readonly tables: readonly string[];
  /** Those of missing tables are left out. */
  readonly columns: readonly string[];
  readonly joins: readonly string[];
}

/**
 * What a context lacks for a gold statement. Join conditions close transitively: `a = b` and `b = c` state `a = c`.
 * @param held facts of the pieces of the context
 */
export function missingFrom(gold: Facts, held: readonly Facts[]): MissingFacts {
  const tables = new Set(held.flatMap((facts) => [...facts.tables]));
  const columns = new Set(held.flatMap((facts) => [...facts.columns]));
  const joined = closureOf(held.flatMap((facts) => [...facts.joins.values()]));
  const missing = [...gold.tables].filter((table) => !tables.has(table));
  const isOfMissing = (column: string): boolean => missing.some((table) => column.startsWith(`${table}.`));
  return {
    tables: missing,
    columns: [...gold.columns].filter((column) => !columns.has(column) && !isOfMissing(column)),
    joins: [...gold.joins].filter(([, [a, b]]) => !joined(a, b)).map(([text]) => text),
  };
}

/** Strict sufficiency: every table, every column and every join condition. */
export function isSufficient({ tables, columns, joins }: MissingFacts): boolean {
  return tables.length + columns.length + joins.length === 0;
}

/** @returns whether the conditions join two columns, over others too */
export function closureOf(joins: readonly (readonly [string, string])[]): (a: string, b: string) => boolean {
  const parents = new Map<string, string>();
  const rootOf = (column: string): string => {
    let root = column;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) {
      root = parent;
    }
    return root;
  };
  for (const [a, b] of joins) {
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first !== second) {
      parents.set(first, second);
    }
  }
  return (a, b) => rootOf(a) === rootOf(b);
}
