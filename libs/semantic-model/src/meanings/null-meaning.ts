import { commentLabel } from '#libs/column-concepts';
import type { Text } from '#libs/language';
import type { FieldRole } from '../model.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';
import { missingTime } from './later-times.js';

const TOP: Text = { en: 'at the top of the hierarchy', zh: '最顶层' };
const UNASSIGNED: Text = { en: 'not assigned', zh: '未分配' };

/** What a missing value says where it says something; null where values are never missing or just unknown. */
export function nullMeaning(table: TableFacts, facts: ColumnFacts, role: FieldRole): Text | null {
  const { column, profile } = facts;
  if (column.notNull || profile?.nullShare === 0) {
    return null;
  }
  if (column.typeCategory === 'D') {
    return missingTime(facts, commentLabel(column.comment));
  }
  if (role !== 'reference') {
    return null;
  }
  const isTree = table.joins.some(
    ({ from, to, fromFields }) => from === to && fromFields.length === 1 && fromFields[0] === column.name,
  );
  const name = facts.words.join(' ');
  if (
    isTree &&
    (/\b(parent|manager|superior|supervisor|boss|reports to|up)\b/.test(name) ||
      /上级|父|主管|直属/u.test(`${column.name}${column.comment ?? ''}`))
  ) {
    return TOP;
  }
  const said = `${column.name}${column.comment ?? ''}`;
  // The comment counts for more than the name: a flat is not assigned to its owner.
  const isAssigned = /\p{Script=Han}/u.test(said)
    ? /负责人|处理人|经办人/u.test(said)
    : /\b(assign\w*|assignee|handler|owner)\b/.test(name);
  return isAssigned ? UNASSIGNED : null;
}
