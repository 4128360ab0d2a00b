import type { SoftDelete } from '../model.js';
import type { ColumnFacts } from '../roles/column-facts.js';
import { marksDeletion } from '../roles/technical.js';
import { truthOf } from '../roles/two-valued.js';
import { commentMeanings } from '../meanings/comment-meanings.js';

const ALIVE = /^(正常|存在|未删除|有效|否|no|not deleted|alive|active|normal|exists?)$/i;

/** The column that marks deleted rows and the test for living ones, where the rows do not speak against it. */
export function softDeleteOf(columns: readonly ColumnFacts[]): SoftDelete | null {
  for (const facts of columns) {
    const alive = marksDeletion(facts) ? aliveTest(facts) : null;
    if (alive !== null) {
      return { field: facts.column.name, alive };
    }
  }
  return null;
}

function aliveTest(facts: ColumnFacts): string | null {
  const { column, profile, rowCount } = facts;
  const hasRows = (rowCount ?? 0) > 0 && profile !== undefined && profile.nullShare !== null;
  switch (column.typeCategory) {
    case 'D':
      return column.notNull || (hasRows && profile.nullShare === 0) ? null : 'IS NULL';
    case 'B':
      return '= FALSE';
    case 'N': {
      const value = aliveValue(facts);
      return value === null ? null : `= ${value}`;
    }
    case 'S': {
      const value = aliveValue(facts);
      return value === null ? null : `= '${value.replaceAll("'", "''")}'`;
    }
    default:
      return null;
  }
}

/** What nearly every software writes. */
const USUAL: readonly (readonly [deleted: string, alive: string])[] = [
  ['1', '0'],
  ['Y', 'N'],
  ['t', 'f'],
];

/** The value whose meaning says that the row lives, else the one that says no; where all rows are deleted, its usual one. */
function aliveValue({ column, profile, rowCount }: ColumnFacts): string | null {
  const meant = [...commentMeanings(column.comment)].find(([, meaning]) => ALIVE.test(meaning));
  if (meant) {
    return meant[0];
  }
  const seen = profile?.topValues.map(({ value }) => value) ?? [];
  if ((rowCount ?? 0) === 0 || seen.length === 0) {
    return column.typeCategory === 'N' ? '0' : null;
  }
  const counterpart = USUAL.find(([deleted]) => seen.every((value) => value === deleted))?.[1];
  return seen.find((value) => truthOf(value) === false) ?? counterpart ?? null;
}
