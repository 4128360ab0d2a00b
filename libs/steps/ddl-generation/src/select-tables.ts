import type pg from 'pg';
import { listRelations, relationName, type RelationName } from '#libs/catalog';
import { DomainError, type Language } from '#libs/domain-errors';
import { parseTableItems, resolveTableList, tablesNotFound } from '#libs/table-list';
import { ddlErrors } from './errors.js';
import { MESSAGES } from './messages.js';

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
  /** `host:port/database`, for messages. */
  readonly database: string;
  readonly continueOnError: boolean;
  readonly language: Language;
}

/**
 * The tables that the list means and that the role may read.
 * @throws DomainError `table_list_…` for a bad list or tables that do not exist, `ddl_select_denied`
 */
export async function selectTables(
  pool: pg.Pool,
  list: readonly string[],
  options: SelectionOptions,
): Promise<SelectedTables> {
  const messages = MESSAGES[options.language];
  const items = parseTableItems(list);
  const { tables: found, missing } = resolveTableList(items, await listRelations(pool, { partitions: true }));
  if (missing.length > 0 && !options.continueOnError) {
    throw tablesNotFound(missing, options.database);
  }
  const { role, denied } = await deniedTables(pool, found);
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
      ...missing.map(({ item, near }) => ({ table: item, reason: messages.missing(near) })),
      ...[...denied].map((table) => ({ table, reason: messages.denied(role) })),
    ],
  };
}

const DENIED = `
select current_user::text as role, n.nspname::text as schema, c.relname::text as name
from unnest($1::text[], $2::text[]) wanted(schema, name)
join pg_namespace n on n.nspname = wanted.schema
join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
where not has_schema_privilege(n.oid, 'USAGE') or not has_table_privilege(c.oid, 'SELECT')`;

async function deniedTables(
  pool: pg.Pool,
  tables: readonly RelationName[],
): Promise<{ role: string; denied: ReadonlySet<string> }> {
  const parameters = [tables.map(({ schema }) => schema), tables.map(({ name }) => name)];
  const { rows } = await pool.query<{ role: string; schema: string; name: string }>(DENIED, parameters);
  return { role: rows[0]?.role ?? '', denied: new Set(rows.map(relationName)) };
}
