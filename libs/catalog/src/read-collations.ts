import { qualifiedName, quoteLiteral } from '#libs/postgres';
import type { ReadObject } from './model.js';
import { keyOf } from './read-dependencies.js';
import type { Queryable } from './queryable.js';

/** Columns of `pg_collation`, which differ by version: `colliculocale` since 15, `colllocale` since 17. */
interface CollationRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
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

const COLLATIONS = `
select c.oid, n.nspname::text as schema, c.collname::text as name, d.description as comment, to_jsonb(c) as row
from pg_collation c join pg_namespace n on n.oid = c.collnamespace
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_collation'::regclass and d.objsubid = 0
where c.oid = any($1::oid[])
order by c.oid`;

/** Collations that were made by CREATE COLLATION. */
export async function readCollations(client: Queryable, oids: readonly number[]): Promise<ReadObject[]> {
  const { rows } = await client.query<CollationRow>(COLLATIONS, [oids]);
  return rows.map((row) => ({
    key: keyOf('pg_collation', row.oid),
    kind: 'collation',
    schema: row.schema,
    name: row.name,
    definition: definitionOf(row),
    parts: [],
    comments:
      row.comment === null
        ? []
        : [`COMMENT ON COLLATION ${qualifiedName(row.schema, row.name)} IS ${quoteLiteral(row.comment)};`],
  }));
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
  return `CREATE COLLATION ${qualifiedName(schema, name)} (${options.join(', ')})`;
}
