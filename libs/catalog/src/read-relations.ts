import type { RelationKind } from './model.js';
import type { Queryable } from './queryable.js';
import type { RelationName } from './session.js';

export interface RelationRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly comment: string | null;
  readonly partition_key: string | null;
  readonly bound: string | null;
  readonly definition: string | null;
  readonly options: string[] | null;
  readonly toast_options: string[] | null;
  readonly foreign_server: string | null;
  readonly foreign_options: string[] | null;
  readonly unlogged: boolean;
  readonly access_method: string | null;
  readonly of_type: string | null;
  readonly tuples: number;
  readonly pages: number;
  readonly block_size: number;
}

export const RELATION_KIND = `case c.relkind when 'r' then 'table' when 'p' then 'partitioned_table' when 'v' then 'view'
  when 'm' then 'materialized_view' when 'f' then 'foreign_table' end`;

/** The relations in `selected`: `c`, each in its schema `n`. */
export const FROM_SELECTED = `
from unnest($1::text[], $2::text[]) as wanted(schema, name)
join pg_namespace n on n.nspname = wanted.schema
join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name and c.relkind in ('r', 'p', 'v', 'm', 'f')`;

/** The parameters of a query with `FROM_SELECTED`: each name once. */
export function selected(selection: readonly RelationName[]): [schemas: string[], names: string[]] {
  const unique = new Map(selection.map((item) => [`${item.schema}\u0000${item.name}`, item]));
  const wanted = [...unique.values()];
  return [wanted.map(({ schema }) => schema), wanted.map(({ name }) => name)];
}

const RELATIONS = `
select c.oid, n.nspname::text as schema, c.relname::text as name, ${RELATION_KIND} as kind, d.description as comment,
  case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
  case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as bound,
  case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
  c.reloptions as options, t.reloptions as toast_options,
  s.srvname::text as foreign_server, ft.ftoptions as foreign_options,
  c.relpersistence = 'u' as unlogged, am.amname::text as access_method, case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type, c.reltuples::float8 as tuples,
  (c.relpages + coalesce(t.relpages, 0) + coalesce(i.pages, 0))::float8 as pages,
  current_setting('block_size')::int as block_size
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_class t on t.oid = c.reltoastrelid
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
left join pg_am am on am.oid = c.relam and am.amname <> 'heap'
left join pg_foreign_table ft on ft.ftrelid = c.oid
left join pg_foreign_server s on s.oid = ft.ftserver
left join (
  select x.indrelid, sum(ic.relpages) as pages from pg_index x join pg_class ic on ic.oid = x.indexrelid group by 1
) i on i.indrelid = c.oid
where c.oid = any($1::oid[])
order by n.nspname collate "C", c.relname collate "C"`;

/** Sorted by schema and name. */
export async function readRelations(client: Queryable, oids: readonly number[]): Promise<RelationRow[]> {
  return (await client.query<RelationRow>(RELATIONS, [oids])).rows;
}

const WITH_PARTITIONS = `
with recursive listed(oid, kind) as (
  select c.oid, c.relkind ${FROM_SELECTED}
  union
  select p.oid, p.relkind from listed join pg_inherits i on i.inhparent = listed.oid join pg_class p on p.oid = i.inhrelid
  where listed.kind = 'p' and p.relispartition
)
select oid from listed order by 1`;

/** OIDs of the listed relations that exist, and of the partitions of the partitioned tables among them, and theirs. */
export async function readOids(client: Queryable, selection: readonly RelationName[]): Promise<number[]> {
  const { rows } = await client.query<{ oid: number }>(WITH_PARTITIONS, selected(selection));
  return rows.map(({ oid }) => oid);
}

export interface InheritanceRow {
  readonly child: number;
  readonly child_schema: string;
  readonly child_name: string;
  readonly child_tuples: number;
  readonly parent: number;
  readonly parent_schema: string;
  readonly parent_name: string;
  readonly partition: boolean;
}

const INHERITANCE = `
select i.inhrelid as child, cn.nspname::text as child_schema, c.relname::text as child_name,
  c.reltuples::float8 as child_tuples, i.inhparent as parent, pn.nspname::text as parent_schema,
  p.relname::text as parent_name, c.relispartition as partition
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
join pg_namespace cn on cn.oid = c.relnamespace
join pg_class p on p.oid = i.inhparent
join pg_namespace pn on pn.oid = p.relnamespace
where c.relkind in ('r', 'p', 'f') and (i.inhrelid = any($1::oid[]) or i.inhparent = any($1::oid[]))
order by i.inhseqno, cn.nspname collate "C", c.relname collate "C"`;

/** Parents and children of the relations, by partitioning and by plain inheritance. */
export async function readInheritance(client: Queryable, oids: readonly number[]): Promise<InheritanceRow[]> {
  return (await client.query<InheritanceRow>(INHERITANCE, [oids])).rows;
}

export interface ViewSourceRow {
  readonly view: number;
  readonly schema: string;
  readonly name: string;
}

const VIEW_SOURCES = `
select distinct r.ev_class as view, n.nspname::text collate "C" as schema, c.relname::text collate "C" as name
from pg_rewrite r
join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
join pg_class c on c.oid = d.refobjid and c.relkind in ('r', 'p', 'v', 'm', 'f')
join pg_namespace n on n.oid = c.relnamespace
where r.ev_class = any($1::oid[]) and r.ev_type = '1' and c.oid <> r.ev_class
order by 1, 2, 3`;

/** The relations in the queries of views. The other rewrite rules say what happens on INSERT, UPDATE and DELETE. */
export async function readViewSources(client: Queryable, oids: readonly number[]): Promise<ViewSourceRow[]> {
  return (await client.query<ViewSourceRow>(VIEW_SOURCES, [oids])).rows;
}
