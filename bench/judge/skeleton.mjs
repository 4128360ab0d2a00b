/** When do two statements ask for the same rows? */
import { treeOf } from './tree.mjs';

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
