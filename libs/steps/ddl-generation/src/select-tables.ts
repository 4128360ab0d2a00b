import { tablesNotFound, type BusinessDatabase } from '#libs/business-database';
import { relationName, type RelationName } from '#libs/catalog';
import { DomainError } from '#libs/domain-errors';
import { render, type Language, type Message } from '#libs/language';
import { parseTableItems } from '#libs/table-list';
import { ddlErrors } from './errors.js';
import { messages } from './messages.js';

export interface FailedTable {
  readonly table: string;
  readonly reason: string;
}

export interface SelectedTables {
  readonly tables: readonly RelationName[];
  /** Left out because `continueOnError` allowed it. */
  readonly failed: readonly FailedTable[];
}

export interface SelectionOptions {
  readonly continueOnError: boolean;
  readonly language: Language;
}

/**
 * The tables that the list means and that the role may read.
 * @throws DomainError `table_list_…` for a bad list or tables that do not exist, `ddl_select_denied`
 */
export async function selectTables(
  database: BusinessDatabase,
  list: readonly string[],
  options: SelectionOptions,
): Promise<SelectedTables> {
  const failure = (table: string, reason: Message) => ({ table, reason: render(reason, options.language) });
  const { tables: found, missing } = await database.selectTables(parseTableItems(list));
  if (missing.length > 0 && !options.continueOnError) {
    throw tablesNotFound(missing, database.label);
  }
  const { role, tables: denied } = await database.deniedTables(found);
  if (denied.size > 0 && !options.continueOnError) {
    const tables = [...denied].join(', ');
    throw new DomainError(
      ddlErrors.ddl_select_denied,
      { role, count: denied.size, tables },
      { details: { tables: [...denied] } },
    );
  }
  return {
    tables: found
      .filter((relation) => !denied.has(relationName(relation)))
      .map(({ schema, name }) => ({ schema, name })),
    failed: [
      ...missing.map(({ item, near }) =>
        failure(item, near.length > 0 ? messages.misspelt_table({ near }) : messages.no_such_table()),
      ),
      ...[...denied].map((table) => failure(table, messages.denied({ role }))),
    ],
  };
}
