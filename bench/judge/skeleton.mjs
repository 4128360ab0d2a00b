/** When are two statements the same query with other names and values? */
import { treeOf } from './tree.mjs';

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
 * The tree with every literal and every name of a table, column or alias masked; functions, operators and keywords stay.
 * Equal neighbours in a list of outputs, groups, orders or values count once: two columns shown are as one.
 * @returns {Promise<string>}
 */
export async function skeletonOf(sql) {
  return JSON.stringify(masked(await treeOf(sql)));
}

function masked(node, key = '') {
  if (Array.isArray(node)) {
    const members = node.map((member) => masked(member));
    const differs = (member, index) => index === 0 || JSON.stringify(member) !== JSON.stringify(members[index - 1]);
    return REPEATED.has(key) ? members.filter(differs) : members;
  }
  if (typeof node !== 'object' || node === null) {
    return node;
  }
  if (node.A_Const) {
    return '?';
  }
  if (node.ColumnRef) {
    return node.ColumnRef.fields.some((field) => field.A_Star) ? '*' : 'column';
  }
  if (node.RangeVar) {
    return 'table';
  }
  // The name of an output is a string; the name of an operator is a list.
  const isKept = ([name, value]) => !LEFT_OUT.has(name) && !(name === 'name' && typeof value === 'string');
  const kept = Object.entries(node).filter(isKept);
  return Object.fromEntries(kept.map(([name, value]) => [name, masked(value, name)]));
}

/** Statements have the same mark if they differ only in the plain columns that they show. */
export async function conditionMark(sql) {
  return JSON.stringify(withoutShownColumns(await treeOf(sql)));
}

function withoutShownColumns(node) {
  if (Array.isArray(node)) {
    return node.map(withoutShownColumns);
  }
  if (typeof node !== 'object' || node === null) {
    return node;
  }
  const kept = Object.entries(node).filter(([key]) => !['location', 'targetList', 'stmt_len'].includes(key));
  const values = (node.targetList ?? []).map(({ ResTarget: target }) => target?.val);
  const computed = values.filter((value) => value && !value.ColumnRef).map(withoutShownColumns);
  return { ...Object.fromEntries(kept.map(([key, value]) => [key, withoutShownColumns(value)])), computed };
}
