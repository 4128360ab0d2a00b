import { namesOf, nodesIn, visitNodes, withFields, type Node } from '#libs/sql-writing';
import { mutation, type Mutation } from './mutation.js';

const OTHER: Readonly<Record<string, string>> = { sum: 'avg', avg: 'sum', min: 'max', max: 'min' };

/** Each sum as an average, each minimum as a maximum, each count of different values as a count, and back. */
export function aggregateMutations(tree: unknown): Mutation[] {
  const found: Mutation[] = [];
  visitNodes(tree, (key, node) => {
    const names = key === 'FuncCall' ? namesOf(node['funcname']) : [];
    const name = names.at(-1) ?? '';
    // A function of another schema is not PostgreSQL's.
    if (names.length === 0 || (names.length > 1 && names[0] !== 'pg_catalog')) {
      return;
    }
    const part = { FuncCall: { ...node } };
    const other = OTHER[name];
    if (other !== undefined && nodesIn(node['args']).length === 1) {
      found.push(mutation('aggregate', part, () => withFields(node, { funcname: [{ String: { sval: other } }] })));
    } else if (name === 'count' && node['agg_star'] !== true && node['over'] === undefined) {
      const agg_distinct = node['agg_distinct'] === true ? undefined : true;
      found.push(mutation('aggregate', part, () => withFields(node, { agg_distinct })));
    }
  });
  return found;
}

const ANY_AGGREGATE =
  /^(count|sum|avg|min|max|string_agg|array_agg|bool_and|bool_or|every|mode|percentile_.*|.*_agg|stddev.*|var.*|corr|regr_.*)$/;

/** Whether the query gives one row for many: it groups or aggregates. */
export function isAggregated(query: Node): boolean {
  let isFound = query['groupClause'] !== undefined;
  visitNodes([query['targetList'], query['havingClause']], (key, node) => {
    isFound ||=
      key === 'FuncCall' && node['over'] === undefined && ANY_AGGREGATE.test(namesOf(node['funcname']).at(-1) ?? '');
    return key !== 'subselect';
  });
  return isFound;
}
