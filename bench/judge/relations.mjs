/** The tables of a database with their columns, as `libs/evaluation` looks names up. */
import { Relations } from '#libs/evaluation';

/** @param {{ query: (sql: string) => Promise<{ rows: object[] }> }} client */
export async function readRelations(client) {
  const { rows } = await client.query(`
    select n.nspname as schema, c.relname as name, jsonb_agg(jsonb_build_object('name', a.attname) order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
     group by 1, 2`);
  return new Relations(rows);
}
