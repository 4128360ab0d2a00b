/** The tables of a database with their columns, as the judges look names up. */
export class Relations {
  /** @param {Iterable<{ schema: string, name: string, columns: readonly string[] }>} tables */
  constructor(tables) {
    this.columns = new Map();
    this.byName = new Map();
    for (const { schema, name, columns } of tables) {
      const id = `${schema}.${name}`;
      this.columns.set(id, new Set(columns));
      this.byName.set(name, [...(this.byName.get(name) ?? []), id]);
    }
  }

  /** @returns {string[]} ids (`schema.name`) that the name may mean; one without a schema means public first */
  candidates(schema, name) {
    const ids = this.byName.get(name) ?? [];
    return schema ? ids.filter((id) => id === `${schema}.${name}`) : ids;
  }

  /** @returns {string | undefined} */
  find(schema, name) {
    const ids = this.candidates(schema, name);
    return ids.find((id) => id === `public.${name}`) ?? ids[0];
  }
}

/** @param {{ query: (sql: string) => Promise<{ rows: object[] }> }} client */
export async function readRelations(client) {
  const { rows } = await client.query(`
    select n.nspname as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
     group by 1, 2`);
  return new Relations(rows);
}
