import { statementsOf } from './tree.js';

/** Fields that say where something stands or how it is called. */
const LEFT_OUT = new Set([
  'location',
  'alias',
  'aliascolnames',
  'ctename',
  'indirection',
  'stmt_len',
  'rexpr_list_start',
  'rexpr_list_end',
]);
/** Lists whose length is a matter of how much is shown or allowed, not of the kind of query. */
const REPEATED = new Set(['targetList', 'groupClause', 'sortClause', 'items']);

/**
 * The statement with every literal and every name of a table, column or alias masked; functions, operators and keywords
 * stay. Two statements with one skeleton are the same query with other names and values. Equal neighbours in a list of
 * outputs, groups, orders or values count once: two columns shown are as one.
 * @throws the error of the parser, `StatementTooDeep`
 */
export async function statementSkeleton(sql: string): Promise<string> {
  const [statement] = await statementsOf(sql);
  return JSON.stringify(masked(statement));
}

function masked(node: unknown, key = ''): unknown {
  if (Array.isArray(node)) {
    const members = node.map((member) => masked(member));
    const differs = (member: unknown, index: number): boolean =>
      index === 0 || JSON.stringify(member) !== JSON.stringify(members[index - 1]);
    return REPEATED.has(key) ? members.filter(differs) : members;
  }
  if (typeof node !== 'object' || node === null) {
    return node;
  }
  if ('A_Const' in node) {
    return '?';
  }
  if ('ColumnRef' in node) {
    return JSON.stringify(node.ColumnRef).includes('"A_Star"') ? '*' : 'column';
  }
  if ('RangeVar' in node) {
    return 'table';
  }
  // The name of an output is a string; the name of an operator is a list.
  const kept = Object.entries(node).filter(
    ([name, value]) => !LEFT_OUT.has(name) && !(name === 'name' && typeof value === 'string'),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, masked(value, name)]));
}
