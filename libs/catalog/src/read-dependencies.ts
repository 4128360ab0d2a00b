import type { Dependency } from './model.js';
import type { CatalogServer } from './server.js';
import type { Queryable } from './queryable.js';

/** Identifies an object of one database by its catalog table and OID: `pg_proc:16400`. */
export function keyOf(catalogTable: string, oid: number): string {
  return `${catalogTable}:${oid}`;
}

export function tableOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

type DependencyRow = readonly [ownerTable: string, owner: number, part: string | null, table: string, oid: number];

/** FirstNormalObjectId: every database has the objects with smaller OIDs. */
export const FIRST_USER_OID = 16_384;

/**
 * `pg_depend` is recorded between rows of the catalog. `creates` leads from a row to the object whose statement creates
 * it: from an index to its table, from an array to its element, from a row type to its relation. An object that is not
 * there is its own; the members of an extension are created by the extension.
 */
const creates = (multirange: string): string => `
creates(classid, objid, by_class, by) as materialized (
  select 'pg_class'::regclass::oid, c.oid, case when c.relkind = 'c' then 'pg_type'::regclass else 'pg_class'::regclass end::oid,
    case when c.relkind = 'c' then c.reltype else i.indrelid end
  from pg_class c left join pg_index i on i.indexrelid = c.oid
  where c.oid >= ${FIRST_USER_OID} and c.relkind in ('i', 'I', 'c')
  union all
  select 'pg_type'::regclass, t.oid, case when c.oid is null then 'pg_type'::regclass else 'pg_class'::regclass end,
    coalesce(c.oid, m.rngtypid, e.oid)
  from pg_type t
  join pg_type e on e.oid = case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem else t.oid end
  left join pg_class c on c.oid = e.typrelid and c.relkind <> 'c'
  left join pg_range m on e.typtype = 'm' and ${multirange} = e.oid
  where t.oid >= ${FIRST_USER_OID} and (e.oid <> t.oid or c.oid is not null or m.rngtypid is not null)
  union all
  select 'pg_constraint'::regclass, oid, case when conrelid <> 0 then 'pg_class'::regclass else 'pg_type'::regclass end,
    case when conrelid <> 0 then conrelid else contypid end
  from pg_constraint where oid >= ${FIRST_USER_OID}
  union all
  select 'pg_attrdef'::regclass, oid, 'pg_class'::regclass, adrelid from pg_attrdef
  union all
  select 'pg_rewrite'::regclass, oid, 'pg_class'::regclass, ev_class from pg_rewrite where oid >= ${FIRST_USER_OID}
  union all
  -- the functions that construct a range or multirange
  select d.classid, d.objid, d.refclassid, coalesce(m.rngtypid, d.refobjid)
  from pg_depend d left join pg_range m on ${multirange} = d.refobjid
  where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass and d.deptype = 'i'
),
member as materialized (
  select classid, objid, refobjid as extension from pg_depend where deptype = 'e' and objid >= ${FIRST_USER_OID}
)`;

/**
 * From `recorded(owner_class, owner, part, refclassid, refobjid)` to the edges between objects. Parents are left out: a
 * relation is written without one that is not listed. `::text` would call a cast that the database defines for regclass.
 */
const EDGES = `
select distinct format('%s', recorded.owner_class::regclass), recorded.owner, recorded.part,
  format('%s', needed.classid::regclass), needed.objid
from recorded
left join creates on creates.classid = recorded.refclassid and creates.objid = recorded.refobjid
left join member on member.classid = coalesce(creates.by_class, recorded.refclassid)
  and member.objid = coalesce(creates.by, recorded.refobjid)
cross join lateral (
  select case when member.extension is null then coalesce(creates.by_class, recorded.refclassid)
      else 'pg_extension'::regclass end::oid as classid,
    coalesce(member.extension, creates.by, recorded.refobjid) as objid
) needed
where ((needed.classid, needed.objid) <> (recorded.owner_class, recorded.owner) or recorded.part = 'query')
  and not (recorded.owner_class = 'pg_class'::regclass and exists (
    select from pg_inherits i where i.inhrelid = recorded.owner and i.inhparent = needed.objid))
order by 1, 2, 3, 4, 5`;

/** Schemas are known from the names of the objects; foreign tables are written as tables; roles are not written. */
const IGNORED = `'pg_namespace'::regclass, 'pg_am'::regclass, 'pg_foreign_server'::regclass,
  'pg_foreign_data_wrapper'::regclass`;

/**
 * A row that belongs to another depends on it automatically or internally: a default on its column, an index on its
 * table or constraint. Nearly all dependencies are of this kind, and each leads back to its own relation.
 */
const NOT_ON_ITS_OWN_RELATION = `(d.deptype in ('n', 'x')
  or d.refclassid not in ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_attrdef'::regclass))`;

/** Rows of the catalog that depend in the name of a listed relation. */
const PARTS_OF_RELATIONS = `
  select 'pg_class'::regclass::oid as owner_class, oid as owner, null::text as part, 'pg_class'::regclass::oid as classid,
    oid as objid
  from unnest($1::oid[]) listed(oid)
  union all
  select 'pg_class'::regclass, a.adrelid, 'default:' || a.adnum, 'pg_attrdef'::regclass, a.oid
  from pg_attrdef a where a.adrelid = any($1::oid[])
  union all
  select 'pg_class'::regclass, k.conrelid, 'constraint:' || k.conname, 'pg_constraint'::regclass, k.oid
  from pg_constraint k where k.conrelid = any($1::oid[]) and k.contype in ('c', 'x')
  union all
  select 'pg_class'::regclass, i.indrelid, coalesce('constraint:' || k.conname, 'index:' || c.relname),
    'pg_class'::regclass, i.indexrelid
  from pg_index i join pg_class c on c.oid = i.indexrelid
  left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
  where i.indrelid = any($1::oid[])
  union all
  select 'pg_class'::regclass, r.ev_class, case when r.ev_type = '1' then 'query' else 'rule:' || r.rulename end,
    'pg_rewrite'::regclass, r.oid
  from pg_rewrite r where r.ev_class = any($1::oid[])
  union all
  select 'pg_class'::regclass, s.stxrelid, 'statistics:' || s.stxname, 'pg_statistic_ext'::regclass, s.oid
  from pg_statistic_ext s where s.stxrelid = any($1::oid[])
  union all
  select 'pg_class'::regclass, t.tgrelid, 'trigger:' || t.tgname, 'pg_trigger'::regclass, t.oid
  from pg_trigger t where t.tgrelid = any($1::oid[]) and not t.tgisinternal
  union all
  select 'pg_class'::regclass, p.polrelid, 'policy:' || p.polname, 'pg_policy'::regclass, p.oid
  from pg_policy p where p.polrelid = any($1::oid[])`;

/** Catalog tables whose rows are objects of their own, each created by one statement. */
const OBJECT_TABLES = [
  'pg_proc',
  'pg_operator',
  'pg_opfamily',
  'pg_opclass',
  'pg_collation',
  'pg_ts_config',
  'pg_ts_dict',
];

/**
 * Rows that depend in the name of an object other than a relation, in the whole database: they are few, and any may be
 * needed by another. The operators and functions of an operator class or family are rows of their own. The cast from a range to
 * its multirange comes with the range.
 */
const PARTS_OF_OBJECTS = `
  select 'pg_type'::regclass, t.oid, null, 'pg_type'::regclass, t.oid
  from pg_type t left join pg_class c on c.oid = t.typrelid
  where t.oid >= ${FIRST_USER_OID} and coalesce(c.relkind, 'c') = 'c' and (t.typcategory <> 'A' or t.typelem = 0)
  union all
  select 'pg_type'::regclass, c.reltype, null, 'pg_class'::regclass, c.oid from pg_class c where c.relkind = 'c'
  union all
  select 'pg_type'::regclass, k.contypid, 'constraint:' || k.conname, 'pg_constraint'::regclass, k.oid
  from pg_constraint k where k.contypid <> 0
  union all
  select d.refclassid, d.refobjid, null, d.classid, d.objid from pg_depend d
  where d.classid in ('pg_amop'::regclass, 'pg_amproc'::regclass) and d.refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
    and d.objid >= ${FIRST_USER_OID}
  union all
  select 'pg_cast'::regclass, k.oid, null, 'pg_cast'::regclass, k.oid from pg_cast k
  where k.oid >= ${FIRST_USER_OID} and not exists (
    select from pg_depend i where i.classid = 'pg_cast'::regclass and i.objid = k.oid and i.deptype = 'i')
  ${OBJECT_TABLES.map(
    (table) => `union all
  select '${table}'::regclass, oid, null, '${table}'::regclass, oid from ${table} where oid >= ${FIRST_USER_OID}`,
  ).join('\n  ')}`;

/** The expression of a generated column cannot be written apart from its relation. */
const PART_OF_RELATION = `case when part.classid = 'pg_attrdef'::regclass and exists (
    select from pg_attrdef e join pg_attribute a on a.attrelid = e.adrelid and a.attnum = e.adnum
    where e.oid = part.objid and a.attgenerated <> '') then null else part.part end`;

const dependenciesQuery = (server: CatalogServer): string => `
with ${creates(server.has('pg_range.rngmultitypid') ? 'm.rngmultitypid' : '0')},
part as materialized (
  ${PARTS_OF_RELATIONS}
  union all
  select object.* from (${PARTS_OF_OBJECTS}) object(owner_class, owner, part, classid, objid)
  where not exists (select from member m where m.classid = object.owner_class and m.objid = object.owner)
),
bare as materialized (
  select part.owner_class, part.owner, ${PART_OF_RELATION} as part, d.refclassid, d.refobjid
  from part join pg_depend d on d.classid = part.classid and d.objid = part.objid
  where d.refobjid >= ${FIRST_USER_OID} and d.deptype <> 'e' and ${NOT_ON_ITS_OWN_RELATION} and d.refclassid not in (${IGNORED})
    -- a view that reads itself depends on its own columns
    and not (d.refclassid = 'pg_class'::regclass and d.refobjid = part.owner
      and (part.part is distinct from 'query' or d.refobjsubid = 0))
),
/* An expression that casts depends on the function of the cast only, but is written with the cast. */
recorded as (
  select * from bare
  union all
  select bare.owner_class, bare.owner, bare.part, 'pg_cast'::regclass, k.oid
  from bare join pg_cast k on bare.refclassid = 'pg_proc'::regclass and k.castfunc = bare.refobjid
    and k.oid >= ${FIRST_USER_OID}
  where bare.part is not null and not exists (
    select from pg_depend i where i.classid = 'pg_cast'::regclass and i.objid = k.oid and i.deptype = 'i')
)
${EDGES}`;

/**
 * Dependencies of the listed relations with their constraints, indexes, rules, triggers and policies, and of every
 * object of the database that is no relation.
 */
export async function readDependencies(
  client: Queryable,
  oids: readonly number[],
  server: CatalogServer,
): Promise<Dependency[]> {
  const text = dependenciesQuery(server);
  const { rows } = await client.query<[...DependencyRow]>({ text, values: [oids], rowMode: 'array' });
  return rows.map(([ownerTable, owner, part, table, oid]) => ({
    owner: keyOf(ownerTable, owner),
    part,
    needs: keyOf(table, oid),
  }));
}
