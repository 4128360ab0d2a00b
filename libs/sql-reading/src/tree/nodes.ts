import { isSyntaxObject, type SyntaxObject } from '#libs/sql-safety';

/** A wrapped node, `{ColumnRef: {…}}`, as its type and its body. */
export interface TreeNode {
  readonly type: string;
  readonly body: SyntaxObject;
}

const NONE: TreeNode = { type: '', body: {} };

/** `type` is empty where there is no node. */
export function nodeOf(value: unknown): TreeNode {
  if (!isSyntaxObject(value)) {
    return NONE;
  }
  for (const type in value) {
    const body = value[type];
    return isSyntaxObject(body) ? { type, body } : NONE;
  }
  return NONE;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The members of `{List: {items}}`. */
export function itemsOf(value: unknown): readonly unknown[] {
  const { type, body } = nodeOf(value);
  return type === 'List' ? listOf(body['items']) : [];
}

export function bodyOf(value: unknown): SyntaxObject {
  return isSyntaxObject(value) ? value : {};
}

/** A node as text without its places in the statement: for rare nodes that have no reading of their own. */
export function rawText(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (/location$/.test(key) ? undefined : inner));
}

/** A scalar of a node as text. */
export function textOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : otherwise;
}
