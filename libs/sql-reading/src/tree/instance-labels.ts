import { namesIn, visitTree, type SyntaxObject } from '#libs/sql-safety';
import { bodyOf, listOf, nodeOf, textOf } from './nodes.js';

/**
 * Marks that tell uses of one table in one FROM clause apart, by alias: `~own column=other column` of their joins, so that
 * they depend neither on aliases nor on their order. Tables that are used once have none.
 */
export function instanceLabels(select: SyntaxObject): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  collectTables(select['fromClause'], tables);
  const counts = new Map<string, number>();
  tables.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  const repeated = [...tables].filter(([, name]) => (counts.get(name) ?? 0) > 1).map(([alias]) => alias);
  if (repeated.length === 0) {
    return new Map();
  }
  const joined = joinedColumns(select);
  const labels = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const alias of repeated) {
    const pairs = joined.filter((pair) => pair.alias === alias).map(({ own, other }) => `${own}=${other}`);
    const mark = `~${[...new Set(pairs)].sort().join('&')}`;
    const key = `${tables.get(alias) ?? ''}${mark}`;
    const number = (taken.get(key) ?? 0) + 1;
    taken.set(key, number);
    labels.set(alias, number === 1 ? mark : `${mark}#${number}`);
  }
  return labels;
}

function collectTables(value: unknown, tables: Map<string, string>): void {
  for (const item of Array.isArray(value) ? listOf(value) : [value]) {
    const { type, body } = nodeOf(item);
    if (type === 'JoinExpr') {
      collectTables(body['larg'], tables);
      collectTables(body['rarg'], tables);
    } else if (type === 'RangeVar') {
      const name = String(body['relname']);
      tables.set(textOf(bodyOf(body['alias'])['aliasname'], name), `${textOf(body['schemaname'])}.${name}`);
    }
  }
}

interface JoinedColumn {
  readonly alias: string;
  readonly own: string;
  readonly other: string;
}

function joinedColumns(select: SyntaxObject): JoinedColumn[] {
  const found: JoinedColumn[] = [];
  visitTree([select['fromClause'], select['whereClause']], (key, node) => {
    if (key !== 'A_Expr' || node['kind'] !== 'AEXPR_OP' || namesIn(node['name']).at(-1) !== '=') {
      return;
    }
    const [left, right] = [node['lexpr'], node['rexpr']].map((side) => {
      const { type, body } = nodeOf(side);
      return type === 'ColumnRef' ? namesIn(body['fields']) : [];
    });
    if (left?.length === 2 && right?.length === 2) {
      found.push({ alias: left[0] ?? '', own: left[1] ?? '', other: right[1] ?? '' });
      found.push({ alias: right[0] ?? '', own: right[1] ?? '', other: left[1] ?? '' });
    }
  });
  return found;
}
