import { isSameTree, namesOf, nodesIn, unwrapped, visitNodes, withFields, type Node } from '#libs/sql-writing';
import { isAggregate } from '#libs/sql-safety';

/**
 * Adds the columns to GROUP BY that a query shows without grouping by them. PostgreSQL accepts such a query only where a
 * primary key among its groups determines them, so that they change no group; a copy has no primary keys.
 */
export function completeGroups(query: Node): void {
  const groups = nodesIn(query['groupClause']);
  if (groups.length === 0 || groups.some((group) => unwrapped(group, 'GroupingSet') !== null)) {
    return;
  }
  const shown: Node[] = [];
  visitNodes([query['targetList'], query['havingClause']], (key, node) => {
    if (key === 'ColumnRef') {
      shown.push({ ColumnRef: node });
    }
    const isOfGroup =
      key === 'FuncCall' && node['over'] === undefined && isAggregate(namesOf(node['funcname']).at(-1) ?? '');
    return key !== 'subselect' && !isOfGroup;
  });
  const isStar = (column: Node): boolean =>
    nodesIn(unwrapped(column, 'ColumnRef')?.['fields']).some((field) => 'A_Star' in field);
  const missing = shown.filter((column) => !isStar(column) && !groups.some((group) => isSameTree(group, column)));
  // A group that is given by its place, or by an alias, may be one of them: to group by a column twice changes nothing.
  withFields(query, { groupClause: [...groups, ...missing] });
}
