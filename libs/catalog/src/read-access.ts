import type { Relation } from './model.js';
import type { Queryable } from './queryable.js';

/** The restrictions of the role of the connection on one relation. */
export interface Access {
  readonly unreadable: readonly string[];
  readonly rowSecurity: boolean;
}

/** Functions on what was dropped meanwhile return null. */
const ACCESS = `
select c.oid, coalesce(row_security_active(c.oid), false) as "rowSecurity",
  array(
    select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and not has_column_privilege(c.oid, a.attnum, 'SELECT')
    order by a.attnum
  ) as unreadable
from pg_class c
where c.oid = any($1::oid[]) and (row_security_active(c.oid) or not has_table_privilege(c.oid, 'SELECT'))`;

/** @returns by OID, only relations with a restriction. */
export async function readAccess(
  client: Queryable,
  relations: readonly Pick<Relation, 'oid'>[],
): Promise<Map<number, Access>> {
  const { rows } = await client.query<Access & { oid: number }>(ACCESS, [relations.map(({ oid }) => oid)]);
  return new Map(rows.map((row) => [row.oid, row]));
}
