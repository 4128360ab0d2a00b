import type { Column, ForeignKey, KeyConstraint, Relation } from './model.js';
import { assembleConstraints, readBareConstraints, type ConstrainedTable } from './read-constraints.js';
import type { Queryable, RelationName } from './session.js';

/** What names, keys and links tell of a relation. */
export interface RelationOutline extends RelationName {
  /** In table order. */
  readonly columns: readonly Pick<Column, 'name'>[];
  readonly primaryKey: Pick<KeyConstraint, 'columns'> | null;
  readonly uniqueConstraints: readonly Pick<KeyConstraint, 'columns'>[];
  readonly foreignKeys: readonly Pick<
    ForeignKey,
    'columns' | 'referencedSchema' | 'referencedTable' | 'referencedColumns'
  >[];
}

const OUTLINES = `
select c.oid, n.nspname::text as schema, c.relname::text as name,
  array(select json_build_object('name', a.attname, 'position', a.attnum) from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
from unnest($1::text[], $2::text[]) as wanted(schema, name)
join pg_namespace n on n.nspname = wanted.schema
join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name and c.relkind in ('r', 'p', 'v', 'm', 'f')`;

/**
 * Reads of the listed relations what `readCatalog` also knows, for a small part of its price.
 * @param selection unquoted names, each once; those that do not exist are absent from the result.
 * @throws the driver's errors, untranslated: only the caller knows how to name the database.
 */
export async function readOutlines(client: Queryable, selection: readonly RelationName[]): Promise<RelationOutline[]> {
  const names = [selection.map(({ schema }) => schema), selection.map(({ name }) => name)];
  const { rows } = await client.query<ConstrainedTable>(OUTLINES, names);
  const server = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  const oids = rows.map(({ oid }) => oid);
  const constraints = assembleConstraints(await readBareConstraints(client, oids, server.rows[0]?.version ?? 0), rows);
  return rows.map(({ oid, schema, name, columns }) => ({ schema, name, columns, ...keysOf(constraints.get(oid)) }));
}

function keysOf(
  constraints: Pick<Relation, 'primaryKey' | 'uniqueConstraints' | 'foreignKeys'> | undefined,
): Pick<RelationOutline, 'primaryKey' | 'uniqueConstraints' | 'foreignKeys'> {
  const { primaryKey = null, uniqueConstraints = [], foreignKeys = [] } = constraints ?? {};
  return { primaryKey, uniqueConstraints, foreignKeys };
}
