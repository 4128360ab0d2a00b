import type { Column, Relation, RelationProfile } from '#libs/catalog';
import { ATTRIBUTE, abbreviates, compact, isRowMark, keyFamily, readName } from './names.js';
import { tailOf, type TableName } from './table-names.js';

/** Columns of which a key may consist, with what speaks for each. */
export interface KeyColumn {
  readonly column: Column;
  /** The higher, the likelier it is the key of its table on its own. */
  readonly weight: number;
  /** Named like a key or a part of one: it may stand in a key of several columns. */
  readonly isPart: boolean;
}

/** The weight from which a column without repetitions is the key. */
export const IS_KEY = 3;

const PART = /(date|day|month|year|time|period|seq|sequence|line|position|index|type|lang|locale|version|_at|_on)$/i;

/** What the other tables say about the columns of one. */
export interface OtherTables {
  /** Names of columns that several tables have, in lower case. */
  readonly shared: ReadonlySet<string>;
  /** Forms of the names of all tables. */
  readonly forms: ReadonlySet<string>;
}

/** Of a relation without a primary key. */
export function keyCandidates(
  relation: Relation,
  name: TableName,
  profile: RelationProfile | undefined,
  { shared, forms }: OtherTables,
): KeyColumn[] {
  const measured = new Map(profile?.columns.map((column) => [column.column, column]));
  return relation.columns.flatMap((column, at) => {
    const facts = measured.get(column.name);
    const family = keyFamily(column);
    const hasNulls = (facts?.nullShare ?? 0) > 0;
    const isTime = column.typeCategory === 'D' && column.comparable && !column.isArray;
    if (hasNulls || (family === null && !isTime) || isRowMark(column.name)) {
      return [];
    }
    const own = namedLikeKey(column.name, name);
    const isOthers = own < 4 && forms.has(compact(readName(column.name).subject));
    const named = isOthers ? Math.min(own, 1) : own;
    const repeated = shared.has(column.name.toLowerCase()) ? 1 : 0;
    const weight = family === null ? 0 : named + (at === 0 ? 2 : 0) + repeated - (isOthers ? 1.5 : 0);
    const isPart = isTime || readName(tailOf(column.name, name)).kind !== null || PART.test(column.name);
    const plain = family === 'text' && named === 0 && ATTRIBUTE.test(column.name);
    return [
      { column, weight: plain ? 0 : weight + (family === 'text' ? 0 : 0.5), isPart: isPart || (at < 4 && !plain) },
    ];
  });
}

/** 0 to 5: how well the name of a column says "key of this table". */
export function namedLikeKey(column: string, table: TableName): number {
  const own = new Set(table.forms);
  const readings = [readName(column), readName(tailOf(column, table))];
  return Math.max(...readings.map(({ subject, kind }) => weightOf(subject, kind, own, table)));
}

function weightOf(
  subject: readonly string[],
  kind: 'id' | 'code' | 'ids' | null,
  own: ReadonlySet<string>,
  table: TableName,
): number {
  const joined = subject.join('');
  if (kind === 'id' || kind === 'code') {
    const less = kind === 'code' ? 0.5 : 0;
    if (joined === '' || own.has(joined)) {
      return 5 - less;
    }
    const isNear = table.words.at(-1) === joined || table.words[0] === joined;
    return isNear || abbreviates(joined, table.words) || isInitial(joined, table) ? 3 - less : 1;
  }
  // `state_name` of a table of states.
  return subject.length === 2 && subject[1] === 'name' && own.has(subject[0] ?? '') ? 1.5 : 0;
}

/** `uid` of users, `mid` of merchants. */
function isInitial(subject: string, { words }: TableName): boolean {
  return subject.length === 1 && (words[0] ?? '').startsWith(subject);
}
