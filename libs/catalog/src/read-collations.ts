import { qualifiedName, quoteLiteral } from '#libs/postgres';
import type { Collation } from './model.js';
import { PARTS } from './read-functions.js';
import type { Queryable } from './session.js';

/** Columns of `pg_collation`, which have changed their names: 15 brought `colliculocale`, 17 calls it `colllocale`. */
interface CollationRow {
  readonly schema: string;
  readonly name: string;
  readonly row: {
    readonly collprovider: 'c' | 'i' | 'b';
    readonly collisdeterministic: boolean;
    readonly collcollate: string | null;
    readonly collctype: string | null;
    readonly colllocale?: string | null;
    readonly colliculocale?: string | null;
    readonly collicurules?: string | null;
  };
}

/** Most databases have none: with `offset 0` nothing is looked up before there is one. */
const COLLATIONS = `
with ${PARTS}, used as (
  select classid, objid from parts union all select 'pg_type'::regclass, unnest($2::oid[])
)
select n.nspname::text as schema, c.collname::text as name, to_jsonb(c) as row
from pg_collation c join pg_namespace n on n.oid = c.collnamespace
where n.nspname not in ('pg_catalog', 'information_schema')
  and exists (
    select from used join pg_depend d on d.classid = used.classid and d.objid = used.objid
    where d.refclassid = 'pg_collation'::regclass and d.refobjid = c.oid offset 0
  )
  and not exists (
    select from pg_depend e where e.classid = 'pg_collation'::regclass and e.objid = c.oid and e.deptype = 'e'
  )
order by n.nspname collate "C", c.collname collate "C"`;

/** User-defined collations that the relations or the types use. */
export async function readCollations(
  client: Queryable,
  oids: readonly number[],
  typeOids: readonly number[],
): Promise<Collation[]> {
  const { rows } = await client.query<CollationRow>(COLLATIONS, [oids, typeOids]);
  return rows.map((row) => ({ schema: row.schema, name: row.name, definition: definitionOf(row) }));
}

const PROVIDERS = { c: 'libc', i: 'icu', b: 'builtin' } as const;

function definitionOf({ schema, name, row }: CollationRow): string {
  const locale = row.colllocale ?? row.colliculocale ?? row.collcollate ?? '';
  const options = [
    `provider = ${PROVIDERS[row.collprovider]}`,
    ...(row.collprovider === 'c'
      ? [`lc_collate = ${quoteLiteral(row.collcollate ?? '')}`, `lc_ctype = ${quoteLiteral(row.collctype ?? '')}`]
      : [`locale = ${quoteLiteral(locale)}`]),
    ...(row.collisdeterministic ? [] : ['deterministic = false']),
    ...(row.collicurules ? [`rules = ${quoteLiteral(row.collicurules)}`] : []),
  ];
  return `CREATE COLLATION ${qualifiedName(schema, name)} (${options.join(', ')});`;
}
