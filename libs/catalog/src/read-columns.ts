import type { Column } from './model.js';
import type { Queryable } from './session.js';

interface ColumnRow {
  readonly relation: number;
  readonly name: string;
  readonly position: number;
  readonly type: string;
  readonly base_oid: number;
  readonly category: string;
  readonly is_array: boolean;
  readonly is_domain: boolean;
  readonly labels: string[] | null;
  readonly not_null: boolean;
  readonly expression: string | null;
  readonly identity: string;
  readonly generated: string;
  readonly collation: string | null;
  readonly comment: string | null;
  readonly local: boolean;
}

/** `chain` walks from each column type through domains and arrays to what lies under them. */
const COLUMNS = `
with recursive cols as (
  select a.* from pg_attribute a where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped
), chain(root, oid, depth, is_array, is_domain) as (
  select distinct atttypid, atttypid, 0, false, false from cols
  union all
  select chain.root, case when t.typtype = 'd' then t.typbasetype else t.typelem end, chain.depth + 1,
    chain.is_array or t.typtype <> 'd', chain.is_domain or t.typtype = 'd'
  from chain join pg_type t on t.oid = chain.oid
  where t.typtype = 'd' or (t.typcategory = 'A' and t.typelem <> 0)
), base as (
  select distinct on (root) root, chain.oid, is_array, is_domain, t.typcategory::text as category
  from chain join pg_type t on t.oid = chain.oid order by root, depth desc
), labels as (
  select enumtypid, array_agg(enumlabel::text order by enumsortorder) as labels from pg_enum
  where enumtypid in (select oid from base) group by enumtypid
)
select a.attrelid as relation, a.attname::text as name, a.attnum::int as position,
  format_type(a.atttypid, a.atttypmod) as type, base.oid as base_oid, base.category, base.is_array, base.is_domain,
  labels.labels, a.attnotnull as not_null, pg_get_expr(ad.adbin, ad.adrelid) as expression,
  a.attidentity::text as identity, a.attgenerated::text as generated,
  case when a.attcollation <> 0 and a.attcollation <> t.typcollation then
    case when cn.nspname = 'pg_catalog' then '' else quote_ident(cn.nspname) || '.' end || quote_ident(co.collname)
  end as collation,
  d.description as comment, a.attislocal as local
from cols a
join pg_type t on t.oid = a.atttypid
join base on base.root = a.atttypid
left join labels on labels.enumtypid = base.oid
left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
left join pg_collation co on co.oid = a.attcollation
left join pg_namespace cn on cn.oid = co.collnamespace
left join pg_description d on d.objoid = a.attrelid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
order by a.attrelid, a.attnum`;

/** @returns the columns by OID of their relation, in table order; `identityOptions` comes from the sequences. */
export async function readColumns(
  client: Queryable,
  oids: readonly number[],
  identityOptions: ReadonlyMap<string, string>,
): Promise<Map<number, Column[]>> {
  const { rows } = await client.query<ColumnRow>(COLUMNS, [oids]);
  const columns = new Map<number, Column[]>(oids.map((oid) => [oid, []]));
  for (const row of rows) {
    columns.get(row.relation)?.push(columnOf(row, identityOptions.get(`${row.relation}.${row.position}`) ?? null));
  }
  return columns;
}

function columnOf(row: ColumnRow, identityOptions: string | null): Column {
  return {
    name: row.name,
    position: row.position,
    type: row.type,
    baseTypeOid: row.base_oid,
    typeCategory: row.category,
    isArray: row.is_array,
    isDomain: row.is_domain,
    enumLabels: row.labels,
    notNull: row.not_null,
    default: row.identity || row.generated ? null : row.expression,
    identity: row.identity === 'a' ? 'always' : row.identity === 'd' ? 'by_default' : null,
    identityOptions,
    generated: row.generated ? row.expression : null,
    generatedVirtual: row.generated === 'v',
    collation: row.collation,
    comment: row.comment,
    local: row.local,
  };
}
