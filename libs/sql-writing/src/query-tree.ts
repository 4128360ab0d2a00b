import { parseSql } from '#libs/sql-parser';
import { isNode, isSameTree, nodesIn, type Node } from './tree.js';
import { writeSql } from './write-statement.js';

/** The parse tree of a text that is one statement; null for any other number. @throws as `parseSql` */
export async function queryTree(sql: string): Promise<Node | null> {
  const { stmts = [] } = await parseSql(sql);
  const [tree, ...more] = nodesIn(stmts).map(({ stmt }) => stmt);
  return isNode(tree) && more.length === 0 ? tree : null;
}

/** The tree as SQL; null where the parser reads another tree from it. */
export async function writtenExactly(tree: Node): Promise<string | null> {
  try {
    const sql = writeSql(tree);
    const { stmts = [] } = await parseSql(sql);
    return isSameTree(nodesIn(stmts)[0]?.['stmt'], tree) ? sql : null;
  } catch {
    // Whatever the writer or the parser objects to: the text is of no use.
    return null;
  }
}
