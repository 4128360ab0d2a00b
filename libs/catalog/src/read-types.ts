import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { ObjectPart, ReadObject } from './model.js';
import { keyOf } from './read-dependencies.js';
import type { CatalogServer } from './server.js';
import type { Queryable } from './queryable.js';

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
  /** With the name of the constraint, where it has one of its own (PostgreSQL 17). */
  readonly not_null: string | null;
  readonly checks:
    readonly { readonly name: string; readonly definition: string; readonly comment: string | null }[] | null;
  readonly attributes:
    | readonly {
        readonly name: string;
        readonly type: string;
        readonly collation: string | null;
        readonly comment: string | null;
      }[]
    | null;
  readonly range: RangeRow | null;
}

interface RangeRow {
  readonly subtype: string;
  readonly opclass: string | null;
  readonly collation: string | null;
  readonly difference: string | null;
  readonly multirange: string | null;
}

/** `schema.name`, the schema only outside pg_catalog, as everything is written for an empty search path. */
const collationName = (oid: string): string => `
  (select case when cn.nspname = 'pg_catalog' then '' else quote_ident(cn.nspname) || '.' end || quote_ident(co.collname)
    from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = ${oid})`;

const typesQuery = (multirange: string): string => `
select t.oid, n.nspname::text as schema, t.typname::text as name, t.typtype::text as type, d.description as comment,
  array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
  case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as base,
  case when t.typtype = 'd' and t.typcollation <> b.typcollation then ${collationName('t.typcollation')} end as collation,
  coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), quote_literal(t.typdefault)) as default,
  case when t.typnotnull then coalesce((select 'CONSTRAINT ' || quote_ident(k.conname) || ' ' from pg_constraint k
    where k.contypid = t.oid and k.contype = 'n' and k.conname <> t.typname || '_not_null'), '') || 'NOT NULL' end as not_null,
  (select json_agg(json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid), 'comment', (
      select kd.description from pg_description kd where kd.objoid = k.oid and kd.classoid = 'pg_constraint'::regclass
    )) order by k.conname)
    from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks,
  (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'collation',
      case when a.attcollation <> at.typcollation then ${collationName('a.attcollation')} end,
      'comment', col_description(a.attrelid, a.attnum)) order by a.attnum)
    from pg_attribute a join pg_type at on at.oid = a.atttypid
    where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
  ) as attributes,
  (select json_build_object('subtype', format_type(r.rngsubtype, null),
      'opclass', case when not o.opcdefault or o.opcintype <> r.rngsubtype and s.typtype <> 'd'
        then quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) end,
      'collation', case when r.rngcollation <> s.typcollation then ${collationName('r.rngcollation')} end,
      'difference', case when r.rngsubdiff <> 0 then r.rngsubdiff::regproc::text end,
      'multirange', (select quote_ident(mn.nspname) || '.' || quote_ident(m.typname) from pg_type m
        join pg_namespace mn on mn.oid = m.typnamespace where m.oid = ${multirange}))
    from pg_range r join pg_type s on s.oid = r.rngsubtype join pg_opclass o on o.oid = r.rngsubopc
    join pg_namespace opn on opn.oid = o.opcnamespace
    where r.rngtypid = t.oid) as range
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_type b on b.oid = t.typbasetype
left join pg_description d on d.objoid = t.oid and d.classoid = 'pg_type'::regclass and d.objsubid = 0
where t.oid = any($1::oid[]) and t.typtype in ('e', 'd', 'c', 'r') and coalesce(c.relkind, 'c') = 'c'
order by t.oid`;

/** Enums, domains, composite types and ranges. Base types are in C and come with extensions. */
export async function readTypes(
  client: Queryable,
  oids: readonly number[],
  server: CatalogServer,
): Promise<ReadObject[]> {
  const multirange = server.has('pg_range.rngmultitypid') ? 'r.rngmultitypid' : '0';
  const { rows } = await client.query<TypeRow>(typesQuery(multirange), [oids]);
  return rows.map((row) => {
    const kind = row.type === 'd' ? 'domain' : 'type';
    return {
      key: keyOf('pg_type', row.oid),
      kind,
      schema: row.schema,
      name: row.name,
      definition: definitionOf(row),
      parts: checksOf(row),
      comments: commentsOf(row, kind),
    };
  });
}

function commentsOf(row: TypeRow, kind: 'type' | 'domain'): string[] {
  const name = qualifiedName(row.schema, row.name);
  const comment = (on: string, text: string | null): string[] =>
    text === null ? [] : [`COMMENT ON ${on} IS ${quoteLiteral(text)};`];
  return [
    ...comment(`${kind.toUpperCase()} ${name}`, row.comment),
    ...(row.attributes ?? []).flatMap((attribute) =>
      comment(`COLUMN ${name}.${quoteIdentifier(attribute.name)}`, attribute.comment),
    ),
  ];
}

function definitionOf(row: TypeRow): string {
  const name = qualifiedName(row.schema, row.name);
  switch (row.type) {
    case 'e':
      return `CREATE TYPE ${name} AS ENUM (${row.labels.map(quoteLiteral).join(', ')})`;
    case 'd':
      return `CREATE DOMAIN ${name} AS ${domainBody(row)}`;
    case 'c':
      return `CREATE TYPE ${name} AS (${(row.attributes ?? []).map(attribute).join(', ')})`;
    case 'r':
      return `CREATE TYPE ${name} AS RANGE (${rangeOptions(row)})`;
  }
}

type Attribute = NonNullable<TypeRow['attributes']>[number];

function attribute({ name, type, collation }: Attribute): string {
  return `${quoteIdentifier(name)} ${type}${collation === null ? '' : ` COLLATE ${collation}`}`;
}

function rangeOptions({ range }: TypeRow): string {
  if (range === null) {
    return '';
  }
  const { subtype, opclass, collation, difference, multirange } = range;
  return [
    `SUBTYPE = ${subtype}`,
    opclass === null ? '' : `SUBTYPE_OPCLASS = ${opclass}`,
    collation === null ? '' : `COLLATION = ${collation}`,
    difference === null ? '' : `SUBTYPE_DIFF = ${difference}`,
    multirange === null ? '' : `MULTIRANGE_TYPE_NAME = ${multirange}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function domainBody(row: TypeRow): string {
  return [
    row.base,
    row.collation === null ? '' : `COLLATE ${row.collation}`,
    row.default === null ? '' : `DEFAULT ${row.default}`,
    row.not_null ?? '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** A check that is not validated cannot be part of CREATE DOMAIN. */
function checksOf({ schema, name, checks }: TypeRow): ObjectPart[] {
  return (checks ?? []).map((check) => {
    const clause = `CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition}`;
    return {
      part: `constraint:${check.name}`,
      clause: check.definition.endsWith(' NOT VALID') ? null : clause,
      statement: `ALTER DOMAIN ${qualifiedName(schema, name)} ADD ${clause};`,
      comments:
        check.comment === null
          ? []
          : [
              `COMMENT ON CONSTRAINT ${quoteIdentifier(check.name)} ON DOMAIN ${qualifiedName(schema, name)} IS ${quoteLiteral(check.comment)};`,
            ],
    };
  });
}
