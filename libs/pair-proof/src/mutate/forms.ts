import { isNode, nodesIn, unwrapped, visitNodes, withFields, type Node } from '#libs/sql-writing';
import { mutation, type Mutation } from './mutation.js';

const OTHER_SIDE: Readonly<Record<string, string>> = {
  JOIN_INNER: 'JOIN_LEFT',
  JOIN_LEFT: 'JOIN_INNER',
  JOIN_RIGHT: 'JOIN_INNER',
  JOIN_FULL: 'JOIN_INNER',
};

/** Each inner join as an outer one, and back. */
export function joinMutations(tree: unknown): Mutation[] {
  const found: Mutation[] = [];
  visitNodes(tree, (key, node) => {
    const jointype = key === 'JoinExpr' ? OTHER_SIDE[String(node['jointype'])] : undefined;
    // A cross join has no side.
    if (jointype !== undefined && (node['quals'] !== undefined || node['usingClause'] !== undefined)) {
      found.push(mutation('join', { JoinExpr: { ...node } }, () => withFields(node, { jointype })));
    }
  });
  return found;
}

/** Without DISTINCT; DISTINCT ON is another thing. */
export function distinctMutations(tree: unknown): Mutation[] {
  return queriesIn(tree).flatMap((query) => {
    const isPlain = Array.isArray(query['distinctClause']) && nodesIn(query['distinctClause']).every(isEmpty);
    return isPlain
      ? [mutation('distinct', selected(query), () => withFields(query, { distinctClause: undefined }))]
      : [];
  });
}

/** The other direction of the first key, where the order of the rows, or a limit, depends on it. */
export function orderMutations(tree: unknown): Mutation[] {
  return queriesIn(tree).flatMap((query, level) => {
    const key = unwrapped(nodesIn(query['sortClause'])[0], 'SortBy');
    if (key === null || key['useOp'] !== undefined || (level > 0 && query['limitCount'] === undefined)) {
      return [];
    }
    const sortby_dir = key['sortby_dir'] === 'SORTBY_DESC' ? 'SORTBY_ASC' : 'SORTBY_DESC';
    return [mutation('order', { SortBy: { ...key } }, () => withFields(key, { sortby_dir }))];
  });
}

/** One row more. */
export function limitMutations(tree: unknown): Mutation[] {
  return queriesIn(tree).flatMap((query) => {
    const rows = constantOf(query['limitCount']);
    return rows === null
      ? []
      : [
          mutation('limit', { ...(query['limitCount'] as Node) }, () =>
            withFields(query, { limitCount: integer(rows + 1) }),
          ),
        ];
  });
}

/** All queries of the statement, the outermost first. */
export function queriesIn(tree: unknown): Node[] {
  const queries: Node[] = [];
  visitNodes(tree, (key, node) => {
    if (key === 'SelectStmt' || ((key === 'larg' || key === 'rarg') && 'op' in node)) {
      queries.push(node);
    }
  });
  return queries;
}

/** A whole number that the statement holds; null for everything else. */
export function constantOf(wrapper: unknown): number | null {
  const value = unwrapped(wrapper, 'A_Const')?.['ival'];
  // Zero has no field in the tree.
  return isNode(value) ? Number(value['ival'] ?? 0) : null;
}

function integer(ival: number): Node {
  return { A_Const: { ival: { ival } } };
}

function isEmpty(node: Node): boolean {
  return Object.keys(node).length === 0;
}

/** The columns of the query, to be shown instead of all of it. */
function selected({ targetList, fromClause }: Node): Node {
  return {
    SelectStmt: { distinctClause: [{}], targetList, fromClause, limitOption: 'LIMIT_OPTION_DEFAULT', op: 'SETOP_NONE' },
  };
}
