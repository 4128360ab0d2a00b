import { parseSql } from '#libs/sql-parser';

/** An object of the parse tree; fields that are absent read as undefined. */
export type Tree = Readonly<Record<string, unknown>>;

/** Deeper statements are not read: their facts count as unknown. */
const MOST_LEVELS = 400;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field as an object; an empty one where it is none. */
export function treeIn(node: Tree | undefined, field: string): Tree {
  const value = node?.[field];
  return isTree(value) ? value : EMPTY;
}

const EMPTY: Tree = {};

export function listIn(node: Tree | undefined, field: string): readonly Tree[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isTree) : [];
}

export function textIn(node: Tree | undefined, field: string): string | undefined {
  const value = node?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** The strings of a list of names such as `fields`; `*` for a star. */
export function namesIn(node: Tree | undefined, field: string): string[] {
  return listIn(node, field).flatMap((member) =>
    'A_Star' in member ? ['*'] : (textIn(treeIn(member, 'String'), 'sval') ?? []),
  );
}

/** @throws the error of the parser, `StatementTooDeep` */
export async function statementsOf(sql: string): Promise<Tree[]> {
  const { stmts = [] } = await parseSql(sql);
  const trees = stmts.flatMap(({ stmt }) => (isTree(stmt) ? [stmt] : []));
  if (trees.some((tree) => isDeeperThan(tree, MOST_LEVELS))) {
    throw new StatementTooDeep();
  }
  return trees;
}

export class StatementTooDeep extends Error {
  constructor() {
    super(`the statement nests more than ${MOST_LEVELS} levels deep`);
  }
}

/** Without recursion: the stack of this process is what it protects. */
function isDeeperThan(root: unknown, limit: number): boolean {
  const left: [unknown, number][] = [[root, 0]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, depth] = next;
    if (depth > limit) {
      return true;
    }
    if (typeof value === 'object' && value !== null) {
      for (const child of Object.values(value)) {
        left.push([child, depth + 1]);
      }
    }
  }
  return false;
}
