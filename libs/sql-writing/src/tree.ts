/** A node of libpg-query's JSON tree, as mutations change it. */
export interface Node {
  [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members of a list that are nodes. */
export function nodesIn(list: unknown): Node[] {
  return Array.isArray(list) ? list.filter(isNode) : [];
}

/** The node in its wrapper, `{FuncCall: {…}}`; null when the wrapper holds another kind. */
export function unwrapped(wrapper: unknown, type: string): Node | null {
  const node = isNode(wrapper) ? wrapper[type] : undefined;
  return isNode(node) ? node : null;
}

/** The strings of a list such as `funcname` or `fields`. */
export function namesOf(list: unknown): string[] {
  return nodesIn(list).flatMap((member) => {
    const text = unwrapped(member, 'String')?.['sval'];
    return typeof text === 'string' ? [text] : [];
  });
}

/**
 * Visits every node in the order of the tree.
 * @param visit gets the key and the object that holds the node; false leaves its descendants out
 */
export function visitNodes(root: unknown, visit: (key: string, node: Node, holder: Node) => boolean | void): void {
  if (Array.isArray(root)) {
    root.forEach((member) => visitNodes(member, visit));
  } else if (isNode(root)) {
    for (const [key, value] of Object.entries(root)) {
      if (!isNode(value) || visit(key, value, root) !== false) {
        visitNodes(value, visit);
      }
    }
  }
}

/** Ends a change of the tree. */
export type Undo = () => void;

/** Changes fields of a node; undefined removes one. */
export function withFields(node: Node, fields: Node): Undo {
  const before = Object.keys(fields).map((key) => [key, node[key]] as const);
  set(node, Object.entries(fields));
  return () => set(node, before);
}

/** Puts another node into a wrapper. */
export function withContent(wrapper: Node, content: Node): Undo {
  const cleared = Object.fromEntries(Object.keys(wrapper).map((key) => [key, undefined]));
  return withFields(wrapper, { ...cleared, ...content });
}

function set(node: Node, fields: readonly (readonly [string, unknown])[]): void {
  for (const [key, value] of fields) {
    if (value === undefined) {
      delete node[key];
    } else {
      node[key] = value;
    }
  }
}

/** Equal but for the places in the text. */
export function isSameTree(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((member, index) => isSameTree(member, other[index]))
    );
  }
  if (!isNode(one) || !isNode(other)) {
    return one === other;
  }
  const keys = keysOf(one);
  return keys.length === keysOf(other).length && keys.every((key) => isSameTree(one[key], other[key]));
}

/** Places in the text, and how a cast or a call was written. */
const WRITING = new Set([
  'location',
  'stmt_len',
  'stmt_location',
  'rexpr_list_start',
  'rexpr_list_end',
  'list_start',
  'list_end',
]);

function keysOf(node: Node): string[] {
  return Object.keys(node).filter((key) => !WRITING.has(key));
}
