import { tablesNotFound, type BusinessDatabase, type DeniedTables } from '#libs/business-database';
import { relationName, type RelationName } from '#libs/catalog';
import { DomainError } from '#libs/domain-errors';
import { inEveryLanguage, render, type Language, type Message } from '#libs/language';
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
    throw new DomainError(
      ddlErrors.ddl_select_denied,
      { role, count: denied.size, tables: inEveryLanguage((language) => namesOf(found, denied, language)) },
      { details: { tables: [...denied.keys()] } },
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
      ...found.flatMap((relation) => {
        const table = relationName(relation);
        const reason = {
          usage: messages.usage_denied({ role, schema: relation.schema }),
          select: messages.denied({ role }),
        };
        const privilege = denied.get(table);
        return privilege === undefined ? [] : [failure(table, reason[privilege])];
      }),
    ],
  };
}

/** A role that has SELECT on a table lacks only the USAGE of its schema. */
function namesOf(found: readonly RelationName[], denied: DeniedTables['tables'], language: Language): string {
  const named = found.flatMap((relation) => {
    const table = relationName(relation);
    const closed = render(messages.schema_closed({ table, schema: relation.schema }), language);
    const names = { usage: closed, select: table };
    const privilege = denied.get(table);
    return privilege === undefined ? [] : [names[privilege]];
  });
  return named.join(', ');
}
