import { parseSql } from '#libs/sql-parser';
import type { KnownRelations } from '#libs/sql-safety';
import type { Reading } from './reading.js';
import { nodeOf } from './tree/nodes.js';
import { QueryReader } from './tree/query-reader.js';

/**
 * The canonical reading of one query.
 * @param known resolves bare columns over several tables; without it they stay as `?.column`
 * @returns null for a text that is no single query, or is nested too deeply
 */
export async function readStatement(sql: string, known: KnownRelations | null = null): Promise<Reading | null> {
  let tree: unknown;
  try {
    const { stmts = [] } = await parseSql(sql);
    tree = stmts.length === 1 ? stmts[0]?.stmt : null;
  } catch {
    return null;
  }
  return readTree(tree, known);
}

/** The same for a statement of a parse tree, `{SelectStmt: {…}}`. */
export function readTree(tree: unknown, known: KnownRelations | null = null): Reading | null {
  if (nodeOf(tree).type !== 'SelectStmt') {
    return null;
  }
  try {
    const reader = new QueryReader(known);
    reader.main(tree);
    return reader.collector.reading();
  } catch (error) {
    // The tree is nested more deeply than our stack.
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}
