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
  const old = before?.tables ?? {};
  const names = Object.keys(after.tables);
  const known = names.filter((name) => Object.hasOwn(old, name));
  const altered = known.flatMap((table) => alteredTable(table, old[table], after.tables[table]));
  const same = known.filter((table) => old[table]?.structure === after.tables[table]?.structure);
  const changedData = same.filter((table) => old[table]?.data !== after.tables[table]?.data);
  return {
    execution_id: after.execution_id,
    compared_with: before === null ? null : { execution_id: before.execution_id, generated_at: before.generated_at },
    added_tables: before === null ? [] : names.filter((name) => !Object.hasOwn(old, name)),
    removed_tables: Object.keys(old).filter((name) => !Object.hasOwn(after.tables, name)),
    altered_tables: altered,
    changed_data: changedData,
    unchanged_tables: same.length - changedData.length,
    ...rest,
  };
}

function alteredTable(table: string, before: TableState | undefined, after: TableState | undefined): AlteredTable[] {
  if (!before || !after || before.structure === after.structure) {
    return [];
  }
  const added = Object.keys(after.columns).filter((column) => !Object.hasOwn(before.columns, column));
  const removed = Object.keys(before.columns).filter((column) => !Object.hasOwn(after.columns, column));
  const altered = Object.entries(after.columns).flatMap(([column, definition]) => {
    const earlier = before.columns[column];
    return earlier === undefined || earlier === definition ? [] : [{ column, before: earlier, after: definition }];
  });
  return [
    {
      table,
      added_columns: added,
      removed_columns: removed,
      altered_columns: altered,
      added_rules: after.rules.filter((rule) => !before.rules.includes(rule)),
      removed_rules: before.rules.filter((rule) => !after.rules.includes(rule)),
    },
  ];
}
