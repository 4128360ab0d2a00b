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
      return proven(facts, 'false') ? '= FALSE' : null;
    case 'N': {
      const value = aliveValue(facts) ?? '0';
      return proven(facts, value) ? `= ${value}` : null;
    }
    case 'S': {
      const value = aliveValue(facts);
      return value !== null && proven(facts, value) ? `= '${value.replaceAll("'", "''")}'` : null;
    }
    default:
      return null;
  }
}

/** The value whose meaning says that the row lives, else the one that says no. */
function aliveValue({ column, profile }: ColumnFacts): string | null {
  const meant = [...commentMeanings(column.comment)].find(([, meaning]) => ALIVE.test(meaning));
  const seen = profile?.topValues.map(({ value }) => value) ?? [];
  return meant?.[0] ?? seen.find((value) => truthOf(value) === false) ?? (seen.length === 0 ? '0' : null);
}

/** The value occurs; without rows the name decides. */
function proven({ profile, rowCount }: ColumnFacts, value: string): boolean {
  const values = profile?.topValues.map((top) => top.value) ?? [];
  return (rowCount ?? 0) === 0 || values.length === 0 || values.includes(value);
}
