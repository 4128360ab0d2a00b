import { Deparser, type DeparserOptions } from 'pgsql-deparser';
import type { Node } from './tree.js';

type Select = Parameters<Deparser['SelectStmt']>[0];
type Context = Parameters<Deparser['SelectStmt']>[1];

const IN_ONE_LINE: DeparserOptions = { pretty: false };
/** Stands for the number of rows until the whole clause is written. */
const PLACE = 'limit_with_ties_is_written_here';

/** The deparser writes `FETCH FIRST … WITH TIES` as `LIMIT`, which gives other rows. */
class StatementWriter extends Deparser {
  override SelectStmt(node: Select, context: Context): string {
    if (node.limitOption !== 'LIMIT_OPTION_WITH_TIES' || node.limitCount === undefined) {
      return super.SelectStmt(node, context);
    }
    const limitCount = { ColumnRef: { fields: [{ String: { sval: PLACE } }] } };
    const text = super.SelectStmt({ ...node, limitOption: 'LIMIT_OPTION_COUNT', limitCount }, context);
    const rows = this.visit(node.limitCount, context);
    return text.replace(`LIMIT ${PLACE}`, () => `FETCH FIRST (${rows}) ROWS WITH TIES`);
  }
}

/**
 * A parse tree, or a part of one, as SQL in one line. Compare the parse tree of what it writes: it does not know every part
 * of the language.
 * @throws Error for a tree that it cannot write
 */
export function writeSql(tree: Node): string {
  return new StatementWriter(tree, IN_ONE_LINE).deparseQuery();
}
