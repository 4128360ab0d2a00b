/** A node of libpg-query's JSON tree: `{SelectStmt: {…}}` wrappers, plain objects for some fields, lists, scalars. */
export interface SyntaxObject {
  readonly [key: string]: unknown;
}

export function isSyntaxObject(value: unknown): value is SyntaxObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Visits every keyed value of a tree, the nearest first, without recursion (a statement may nest deeper than our stack).
 * @param visit gets the key that holds the value: the node's type for wrappers, else the field's name.
 */
export function visitTree(root: unknown, visit: (key: string, value: SyntaxObject) => void): void {
  let level: unknown[] = [root];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const value of level) {
      if (Array.isArray(value)) {
        next.push(...(value as unknown[]));
      } else if (isSyntaxObject(value)) {
        for (const [key, child] of Object.entries(value)) {
          if (isSyntaxObject(child)) {
            visit(key, child);
          }
          next.push(child);
        }
      }
    }
    level = next;
  }
}

/** The strings of a list such as `funcname` or `fields`: `[{String: {sval}}, …]`; other members are left out. */
export function namesIn(list: unknown): string[] {
  const members: unknown[] = Array.isArray(list) ? list : [];
  return members.flatMap((member) => {
    const text = isSyntaxObject(member) && isSyntaxObject(member['String']) ? member['String']['sval'] : undefined;
    return typeof text === 'string' ? [text] : [];
  });
}
