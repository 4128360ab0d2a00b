import type pg from 'pg';
import { relationName, type RelationName } from '#libs/catalog';
import type { DeniedTables, MissingPrivilege } from '../table-selection.js';

type Queryable = Pick<pg.ClientBase, 'query'>;

const DENIED = `
select current_user::text as role, n.nspname::text as schema, c.relname::text as name,
  case when has_schema_privilege(n.oid, 'USAGE') then 'select' else 'usage' end as missing
from unnest($1::text[], $2::text[]) wanted(schema, name)
join pg_namespace n on n.nspname = wanted.schema
join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
where not has_schema_privilege(n.oid, 'USAGE') or not has_any_column_privilege(c.oid, 'SELECT')`;

/** Those of the tables of which the role of the connection may not read any column. */
export async function readDeniedTables(client: Queryable, tables: readonly RelationName[]): Promise<DeniedTables> {
  const parameters = [tables.map(({ schema }) => schema), tables.map(({ name }) => name)];
  const { rows } = await client.query<RelationName & { role: string; missing: MissingPrivilege }>(DENIED, parameters);
  return { role: rows[0]?.role ?? '', tables: new Map(rows.map((row) => [relationName(row), row.missing])) };
}

const DATABASES = `
select datname::text as name from pg_database
where datallowconn and not datistemplate and has_database_privilege(oid, 'CONNECT')
order by datname collate "C"`;

/** The databases of the server that the role of the connection may connect to. */
export async function readDatabaseNames(client: Queryable): Promise<string[]> {
  return (await client.query<{ name: string }>(DATABASES)).rows.map(({ name }) => name);
}
