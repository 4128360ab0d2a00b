/** What a statement needs, or a text holds. Columns are `schema.table.column`; a join is a pair of them. */
export interface Facts {
  readonly tables: Set<string>;
  readonly columns: Set<string>;
  /** `left = right`, sorted → the two columns. */
  readonly joins: Map<string, readonly [string, string]>;
}

export function noFacts(): Facts {
  return { tables: new Set(), columns: new Set(), joins: new Map() };
}

/** Nothing happens where a side is no column, or both are one. */
export function addJoin(facts: Facts, left: string | null | undefined, right: string | null | undefined): void {
  if (left && right && left !== right) {
    const [a, b] = left < right ? [left, right] : [right, left];
    facts.joins.set(`${a} = ${b}`, [a, b]);
  }
}
