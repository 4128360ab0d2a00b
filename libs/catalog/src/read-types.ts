import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { UserType } from './model.js';
import type { Queryable } from './session.js';

interface TypeRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly type: 'e' | 'd' | 'c' | 'r';
  readonly comment: string | null;
  readonly labels: string[];
  readonly base: string | null;
  readonly collation: string | null;
  readonly default: string | null;
  readonly not_null: boolean;
  readonly checks: readonly { readonly name: string; readonly definition: string }[] | null;
  readonly attributes: readonly { readonly name: string; readonly type: string }[] | null;
  readonly subtype: string | null;
  readonly multirange: string | null;
}

/** `used` walks through arrays, domains, ranges and composite types down to what they are made of. */
const TYPES = `
with recursive used(oid) as (
  select unnest($1::oid[])
  union
  select u.oid from pg_proc p, unnest(p.proargtypes || p.prorettype) u(oid) where p.oid = any($2::oid[])
  union
  select part.oid from used join pg_type t on t.oid = used.oid cross join lateral (
    select t.typbasetype where t.typtype = 'd'
    union all select t.typelem where t.typcategory = 'A' and t.typelem <> 0
    union all select r.rngsubtype from pg_range r where r.rngtypid = t.oid
    union all select a.atttypid from pg_attribute a
      where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
  ) part(oid)
)
select t.oid, n.nspname::text as schema, t.typname::text as name, t.typtype::text as type, d.description as comment,
  array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
  case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as base,
  case when t.typtype = 'd' and t.typcollation <> b.typcollation then
    case when cn.nspname = 'pg_catalog' then '' else quote_ident(cn.nspname) || '.' end || quote_ident(co.collname)
  end as collation,
  t.typdefault as default, t.typnotnull as not_null,
  (select json_agg(json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid)) order by k.conname)
    from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks,
  (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
    from pg_attribute a where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
  ) as attributes,
  format_type(r.rngsubtype, null) as subtype, ${multirangeName('$3')} as multirange
from used
join pg_type t on t.oid = used.oid and t.typtype in ('e', 'd', 'c', 'r')
join pg_namespace n on n.oid = t.typnamespace and n.nspname not in ('pg_catalog', 'information_schema')
left join pg_class c on c.oid = t.typrelid
left join pg_type b on b.oid = t.typbasetype
left join pg_collation co on co.oid = t.typcollation
left join pg_namespace cn on cn.oid = co.collnamespace
left join pg_range r on r.rngtypid = t.oid
left join pg_description d on d.objoid = t.oid and d.classoid = 'pg_type'::regclass and d.objsubid = 0
where coalesce(c.relkind, 'c') = 'c'
  and not exists (select from pg_depend e where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype = 'e')
order by t.oid`;

/** `pg_range.rngmultitypid` came with PostgreSQL 14; reading it through JSON keeps one query text for all versions. */
function multirangeName(versionParameter: string): string {
  return `case when ${versionParameter}::int >= 140000 and r.rngtypid is not null then
    (select m.typname::text from pg_type m where m.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid) end`;
}

/**
 * User types of the columns and functions, down to what they are made of, in the order they were created.
 * Row types of tables and types of extensions are not among them.
 */
export async function readTypes(
  client: Queryable,
  typeOids: readonly number[],
  functionOids: readonly number[],
  serverVersion: number,
): Promise<UserType[]> {
  const { rows } = await client.query<TypeRow>(TYPES, [typeOids, functionOids, serverVersion]);
  return rows.map((row) => ({
    oid: row.oid,
    schema: row.schema,
    name: row.name,
    kind: KINDS[row.type],
    comment: row.comment,
    labels: row.labels,
    definition: definitionOf(row),
  }));
}

const KINDS = { e: 'enum', d: 'domain', c: 'composite', r: 'range' } as const;

function definitionOf(row: TypeRow): string {
  const name = qualifiedName(row.schema, row.name);
  switch (row.type) {
    case 'e':
      return `CREATE TYPE ${name} AS ENUM (${row.labels.map(quoteLiteral).join(', ')});`;
    case 'd':
      return `CREATE DOMAIN ${name} AS ${domainBody(row)};`;
    case 'c':
      return `CREATE TYPE ${name} AS (${(row.attributes ?? []).map((a) => `${quoteIdentifier(a.name)} ${a.type}`).join(', ')});`;
    case 'r': {
      const multirange =
        row.multirange === null ? '' : `, MULTIRANGE_TYPE_NAME = ${qualifiedName(row.schema, row.multirange)}`;
      return `CREATE TYPE ${name} AS RANGE (SUBTYPE = ${row.subtype}${multirange});`;
    }
  }
}

function domainBody(row: TypeRow): string {
  return [
    row.base,
    row.collation === null ? '' : `COLLATE ${row.collation}`,
    row.default === null ? '' : `DEFAULT ${row.default}`,
    row.not_null ? 'NOT NULL' : '',
    ...(row.checks ?? []).map((check) => `CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition}`),
  ]
    .filter(Boolean)
    .join(' ');
}
