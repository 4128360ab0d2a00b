import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import { namesOf, queryTree, unwrapped, visitNodes, withFields, writeSql, type Node } from '#libs/sql-writing';
import { completeGroups } from './complete-groups.js';
import type { CopiedTable, Row } from './make-rows.js';
import { commonTables } from './statement-needs.js';

/** The tables of a copy as common tables with their rows: nothing is created anywhere. */
export function tablesSql(tables: readonly CopiedTable[], rows: readonly (readonly Row[])[]): string {
  return `WITH ${tables.map((table, index) => tableSql(table, rows[index] ?? [])).join(', ')}`;
}

function tableSql({ name, columns }: CopiedTable, rows: readonly Row[]): string {
  const list = columns.map((column) => `${quoteIdentifier(column.name)} ${column.type}`).join(', ');
  const values = quoteLiteral(JSON.stringify(rows));
  return `${quoteIdentifier(name)} AS (SELECT * FROM pg_catalog.jsonb_to_recordset(${values}) AS copied(${list}))`;
}

/**
 * A statement over the tables of a copy, which have bare names.
 * @returns null where it reads anything else, or where a bare name would mean something else
 */
export async function sqlOnCopy(sql: string, tables: readonly CopiedTable[]): Promise<string | null> {
  const tree = await queryTree(sql);
  if (tree === null) {
    return null;
  }
  const common = commonTables(tree);
  const copied = new Set(tables.map(({ name }) => name));
  let isPossible = true;
  visitNodes([tree], (key, node) => {
    if (key === 'RangeVar') {
      const [name, schema] = [String(node['relname']), node['schemaname']];
      const isCommon = schema === undefined && common.has(name);
      isPossible &&= isCommon || (copied.has(name) && !common.has(name));
      withFields(node, { schemaname: undefined, inh: true });
    } else if (key === 'ColumnRef') {
      withFields(node, { fields: withoutSchema(node['fields']) });
    } else if (key === 'SelectStmt') {
      completeGroups(node);
    }
  });
  return isPossible ? written(tree) : null;
}

/** `schema.table.column` → `table.column` */
function withoutSchema(fields: unknown): unknown {
  const isWhole = Array.isArray(fields) && fields.length === 3 && namesOf(fields.slice(0, 2)).length === 2;
  return isWhole ? fields.slice(1) : fields;
}

function written(tree: Node): string | null {
  try {
    return unwrapped(tree, 'SelectStmt') === null ? null : writeSql(tree);
  } catch {
    // The writer does not know all of SQL.
    return null;
  }
}
