import type { TableGraph } from './table-graph.js';

/**
 * Puts every table that is in no group into the nearest one: along references first, then by the beginning of its
 * name, else into the smallest group.
 * @param groups tables by group, the one the group is about first; at least one group unless there is no table.
 */
export function coverAllTables(groups: readonly (readonly string[])[], graph: TableGraph): string[][] {
  const result = groups.map((group) => [...group]);
  if (result.length === 0) {
    return graph.tables.length > 0 ? [[...graph.tables]] : [];
  }
  const owner = spread(result, graph);
  const covered = new Set(groups.flat());
  for (const table of graph.tables) {
    if (!covered.has(table)) {
      result[owner.get(table) ?? byName(table, groups) ?? smallest(result)]?.push(table);
    }
  }
  return result;
}

/** Breadth-first from all groups at once: each reachable table belongs to the group that is fewest references away. */
function spread(groups: readonly (readonly string[])[], graph: TableGraph): Map<string, number> {
  const owner = new Map<string, number>();
  const queue: string[] = [];
  const visit = (table: string, group: number): void => {
    if (!owner.has(table)) {
      owner.set(table, group);
      queue.push(table);
    }
  };
  groups.forEach((tables, group) => tables.slice(0, 1).forEach((table) => visit(table, group)));
  groups.forEach((tables, group) => tables.forEach((table) => visit(table, group)));
  for (let next = 0; next < queue.length; next++) {
    const table = queue[next] ?? '';
    graph.neighbours(table).forEach((near) => visit(near, owner.get(table) ?? 0));
  }
  return owner;
}

/** The group whose tables share the longest beginning with this one, at least the schema and three letters. */
function byName(table: string, groups: readonly (readonly string[])[]): number | undefined {
  const least = table.indexOf('.') + 4;
  let best: { group: number; length: number } | undefined;
  groups.forEach((tables, group) => {
    const length = Math.max(...tables.slice(0, 20).map((other) => commonPrefix(table, other)));
    if (length >= least && length > (best?.length ?? 0)) {
      best = { group, length };
    }
  });
  return best?.group;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) {
    length++;
  }
  return length;
}

function smallest(groups: readonly (readonly string[])[]): number {
  const sizes = groups.map(({ length }) => length);
  return sizes.indexOf(Math.min(...sizes));
}
