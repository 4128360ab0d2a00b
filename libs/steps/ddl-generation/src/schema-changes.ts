import type { AlteredTable, SchemaChanges, SchemaState, TableState } from '#libs/step-files';

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

type Described = Pick<TableState, 'columns' | 'rules'>;

export function alteredTable(table: string, before: Described, after: Described): AlteredTable {
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
