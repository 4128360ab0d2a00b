import type { BusinessDatabase } from '#libs/business-database';
import { relationName, type Relation } from '#libs/catalog';
import type { AlteredTable, SchemaState } from '#libs/step-files';
import { parseTableItems } from '#libs/table-list';
import { fingerprintOf } from './schema-state.js';
import { alteredTable } from './schema-changes.js';

/** How the database differs now from what the step documented. Rows are not compared. */
export interface SchemaDrift {
  /** Tables that were compared: those documented and those that the list means now. */
  readonly checkedTables: number;
  readonly addedTables: readonly string[];
  readonly removedTables: readonly string[];
  readonly alteredTables: readonly AlteredTable[];
}

/** A join that was found in the rows is among the rules of a state, but no constraint of the database. */
const INFERRED = /_inferred: FOREIGN KEY/;

/**
 * Compares the live catalog with the state that the last run left.
 * @param list items of the task's table list
 * @throws DomainError `table_list_…`, `database_…`
 */
export async function schemaDrift(
  state: SchemaState,
  list: readonly string[],
  database: BusinessDatabase,
): Promise<SchemaDrift> {
  const { tables: found } = await database.selectTables(parseTableItems(list));
  const { tables: denied } = await database.deniedTables(found);
  const readable = found.filter((relation) => !denied.has(relationName(relation)));
  const { relations } = await database.readCatalog(readable);
  const now = new Map(relations.map((relation) => [relationName(relation), relation]));
  const documented = state.tables.names();
  return {
    checkedTables: new Set([...documented, ...now.keys()]).size,
    addedTables: [...now.keys()].filter((name) => !state.tables.has(name)),
    removedTables: documented.filter((name) => !now.has(name)),
    alteredTables: documented.flatMap((name) => alteration(name, state, now.get(name))),
  };
}

function alteration(name: string, state: SchemaState, relation: Relation | undefined): AlteredTable[] {
  const before = state.tables.get(name);
  if (before === undefined || relation === undefined) {
    return [];
  }
  const declared = { ...before, rules: before.rules.filter((rule) => !INFERRED.test(rule)) };
  const altered = alteredTable(name, declared, fingerprintOf(relation, undefined));
  const { table: _table, ...changes } = altered;
  return Object.values(changes).some((list) => list.length > 0) ? [altered] : [];
}
