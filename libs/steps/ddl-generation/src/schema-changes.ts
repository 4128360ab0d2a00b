import type { SchemaState, TableState } from './schema-state.js';
import type { FailedTable } from './select-tables.js';
import type { EditedFile } from './tracked-files.js';

export const CHANGES_FILE = 'schema_changes.json';

export interface AlteredTable {
  readonly table: string;
  readonly added_columns: readonly string[];
  readonly removed_columns: readonly string[];
  readonly altered_columns: readonly { readonly column: string; readonly before: string; readonly after: string }[];
  /** Constraints, indexes, partitions, the query of a view, the comment. */
  readonly added_rules: readonly string[];
  readonly removed_rules: readonly string[];
}

/** `schema_changes.json`: what differs from the run before. */
export interface SchemaChanges {
  readonly execution_id: string;
  /** The run that this one is compared with; null for the first, which has nothing to compare with. */
  readonly compared_with: { readonly execution_id: string; readonly generated_at: string } | null;
  readonly added_tables: readonly string[];
  /** Documented then, not listed or gone now. */
  readonly removed_tables: readonly string[];
  readonly altered_tables: readonly AlteredTable[];
  /** Same structure, other measured values. */
  readonly changed_data: readonly string[];
  readonly unchanged_tables: number;
  /** Named in the list, but not documented by this run. */
  readonly failed_tables: readonly FailedTable[];
  readonly edited_files: readonly EditedFile[];
}

export function compareStates(
  before: SchemaState | null,
  after: SchemaState,
  rest: Pick<SchemaChanges, 'failed_tables' | 'edited_files'>,
): SchemaChanges {
  const names = after.tables.names();
  const altered: AlteredTable[] = [];
  const changedData: string[] = [];
  let unchanged = 0;
  for (const table of names) {
    const [then, now] = [before?.tables.get(table), after.tables.get(table)];
    if (then && now && then.structure !== now.structure) {
      altered.push(alteredTable(table, then, now));
    } else if (then && then.data !== now?.data) {
      changedData.push(table);
    } else if (then) {
      unchanged += 1;
    }
  }
  return {
    execution_id: after.execution_id,
    compared_with: before === null ? null : { execution_id: before.execution_id, generated_at: before.generated_at },
    added_tables: before === null ? [] : names.filter((name) => !before.tables.has(name)),
    removed_tables: (before?.tables.names() ?? []).filter((name) => !after.tables.has(name)),
    altered_tables: altered,
    changed_data: changedData,
    unchanged_tables: unchanged,
    ...rest,
  };
}

function alteredTable(table: string, before: TableState, after: TableState): AlteredTable {
  const added = Object.keys(after.columns).filter((column) => !Object.hasOwn(before.columns, column));
  const removed = Object.keys(before.columns).filter((column) => !Object.hasOwn(after.columns, column));
  const altered = Object.entries(after.columns).flatMap(([column, definition]) => {
    const earlier = before.columns[column];
    return earlier === undefined || earlier === definition ? [] : [{ column, before: earlier, after: definition }];
  });
  return {
    table,
    added_columns: added,
    removed_columns: removed,
    altered_columns: altered,
    added_rules: after.rules.filter((rule) => !before.rules.includes(rule)),
    removed_rules: before.rules.filter((rule) => !after.rules.includes(rule)),
  };
}
