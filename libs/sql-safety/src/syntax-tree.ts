/** A node of libpg-query's JSON tree: `{SelectStmt: {…}}` wrappers, plain objects for some fields, lists, scalars. */
export interface SyntaxObject {
  readonly [key: string]: unknown;
}

export function isSyntaxObject(value: unknown): value is SyntaxObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Visits every keyed value of a tree, in no order to rely on, without recursion (a statement may nest deeper than our stack). It runs for every
 * statement of a task, so it makes no garbage on its way.
 * @param visit gets the key that holds the value: the node's type for wrappers, else the field's name.
 */
export function visitTree(root: unknown, visit: (key: string, value: SyntaxObject) => void): void {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) {
      for (const member of value as unknown[]) {
        left.push(member);
      }
    } else if (isSyntaxObject(value)) {
      for (const key in value) {
        const child = value[key];
        if (typeof child === 'object' && child !== null) {
          if (!Array.isArray(child)) {
            visit(key, child as SyntaxObject);
          }
          left.push(child);
        }
      }
    }
  }
}

/** The strings of a list such as `funcname` or `fields`: `[{String: {sval}}, …]`; other members are left out. */
export function namesIn(list: unknown): string[] {
  const names: string[] = [];
  for (const member of Array.isArray(list) ? (list as unknown[]) : []) {
    const text = isSyntaxObject(member) && isSyntaxObject(member['String']) ? member['String']['sval'] : undefined;
    if (typeof text === 'string') {
      names.push(text);
    }
  }
  return names;
}
