import { isNode, namesOf, nodesIn, unwrapped, visitNodes, withContent, type Node } from '#libs/sql-writing';
import type { Mutation } from './mutation.js';

/** Whether a column marks deleted rows, by its name as the statement writes it. */
export type IsSoftDelete = (column: string) => boolean;

const TRUE: Node = { A_Const: { boolval: { boolval: true } } };
/** Fields that hold a condition, by the kind of the node. */
const HOLDERS = ['whereClause', 'havingClause', 'agg_filter', 'quals'];

/** Each condition of WHERE, HAVING, ON and FILTER (WHERE …) left out. Conditions that join two relations stay. */
export function conditionMutations(tree: unknown, isSoftDelete: IsSoftDelete): Mutation[] {
  const found: Mutation[] = [];
  visitNodes(tree, (_, node) => {
    for (const condition of HOLDERS.map((field) => node[field]).filter(isNode)) {
      for (const wrapper of conjunctsOf(condition)) {
        if (!joinsRelations(wrapper) && !isConstant(wrapper)) {
          const part = { ...wrapper };
          const isGuard = isNotNull(wrapper) || isOfDeletedRows(wrapper, isSoftDelete);
          found.push({ kind: 'condition', part, isGuard, change: () => withContent(wrapper, TRUE) });
        }
      }
    }
  });
  return found;
}

function conjunctsOf(condition: Node): Node[] {
  const junction = unwrapped(condition, 'BoolExpr');
  return junction?.['boolop'] === 'AND_EXPR' ? nodesIn(junction['args']).flatMap(conjunctsOf) : [condition];
}

function isConstant(wrapper: Node): boolean {
  return columnsOf(wrapper).length === 0 && !holds(wrapper, 'SubLink') && !holds(wrapper, 'FuncCall');
}

function holds(root: Node, type: string): boolean {
  let isFound = false;
  visitNodes(root, (key) => {
    isFound ||= key === type;
  });
  return isFound;
}

/** Names of the columns outside of subqueries, in parts. */
function columnsOf(root: Node): string[][] {
  const columns: string[][] = [];
  visitNodes(root, (key, node) => {
    if (key === 'ColumnRef') {
      columns.push(namesOf(node['fields']));
    }
    return key !== 'subselect';
  });
  return columns;
}

/** An equality of columns of two relations, or of two bare columns, which may be of two. Other comparisons choose rows. */
function joinsRelations(wrapper: Node): boolean {
  const comparison = unwrapped(wrapper, 'A_Expr');
  if (comparison?.['kind'] !== 'AEXPR_OP' || namesOf(comparison['name'])[0] !== '=') {
    return false;
  }
  const columns = columnsOf(wrapper);
  const sources = new Set(columns.flatMap((names) => names.at(-2) ?? []));
  if (sources.size > 1) {
    return true;
  }
  const sides = [comparison['lexpr'], comparison['rexpr']].map((side) => unwrapped(side, 'ColumnRef'));
  const isBare = columns.some(({ length }) => length === 1);
  return isBare && sides.every((side) => side !== null);
}

function isNotNull(wrapper: Node): boolean {
  return unwrapped(wrapper, 'NullTest')?.['nulltesttype'] === 'IS_NOT_NULL';
}

function isOfDeletedRows(wrapper: Node, isSoftDelete: IsSoftDelete): boolean {
  const columns = columnsOf(wrapper);
  return columns.length === 1 && !holds(wrapper, 'SubLink') && isSoftDelete(columns[0]?.at(-1) ?? '');
}
