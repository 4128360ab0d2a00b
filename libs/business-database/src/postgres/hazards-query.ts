import type pg from 'pg';
import { sendQuery } from '#libs/postgres';
import { Hazards, type Hazard } from '#libs/sql-safety';

/**
 * Everything that calls a VOLATILE function of the database, found from those functions upwards by the dependencies that
 * PostgreSQL records: other functions (default arguments, bodies in SQL, aggregates), operators, casts, domains with
 * checks, views, row security of this role. `strong`: a type whose values alone may call it, by a cast that no
 * statement has to name.
 *
 * What a function does inside of a body that is text is not recorded: a function that is declared STABLE is believed.
 */
const HAZARDS = `
with recursive own_procedure as (
  select p.oid from pg_proc p
  where p.provolatile = 'v' and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
), unsafe(class, object, strong) as (
  select 'pg_proc'::regclass::oid, oid, false from own_procedure
  union
  select dependent.class, dependent.object, dependent.strong
  from unsafe u
  join pg_depend d on d.refclassid = u.class and d.refobjid = u.object and d.deptype in ('n', 'a', 'i')
  cross join lateral (
    select d.classid, d.objid, false where d.classid = 'pg_operator'::regclass
    union all
    select d.classid, d.objid, false from pg_proc p where d.classid = 'pg_proc'::regclass and p.oid = d.objid
      and (u.class <> 'pg_type'::regclass or u.strong or u.object = any (p.proargtypes::oid[]))
    union all
    select d.classid, d.objid, u.strong where d.classid = 'pg_type'::regclass and u.class = 'pg_type'::regclass
    union all
    select 'pg_type'::regclass, t.oid, true from pg_cast c, unnest(array[c.castsource, c.casttarget]) t(oid)
      where d.classid = 'pg_cast'::regclass and c.oid = d.objid and t.oid >= 16384 and u.class = 'pg_proc'::regclass
    union all
    select 'pg_type'::regclass, k.contypid, false from pg_constraint k
      where d.classid = 'pg_constraint'::regclass and k.oid = d.objid and k.contypid <> 0
    union all
    select 'pg_class'::regclass, r.ev_class, false from pg_rewrite r
      where d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    union all
    select 'pg_class'::regclass, l.polrelid, false from pg_policy l
      where d.classid = 'pg_policy'::regclass and l.oid = d.objid and row_security_active(l.polrelid)
    union all
    select 'pg_class'::regclass, c.oid, false from pg_class c
      where d.classid = 'pg_class'::regclass and c.oid = d.objid and u.class = 'pg_type'::regclass and u.strong
    union all
    select 'pg_type'::regclass, c.reltype, u.strong from pg_class c
      where d.classid = 'pg_class'::regclass and c.oid = d.objid and u.class = 'pg_type'::regclass and c.relkind = 'c'
  ) as dependent(class, object, strong)
), named as (
  select 'function' as kind, p.oid, p.pronamespace as namespace, p.proname as name, pg_function_is_visible(p.oid) as visible,
    p.pronargs - p.pronargdefaults as minimum, case when p.provariadic = 0 then p.pronargs end as maximum
  from unsafe u join pg_proc p on u.class = 'pg_proc'::regclass and p.oid = u.object
  union
  select 'operator', o.oid, o.oprnamespace, o.oprname, pg_operator_is_visible(o.oid), 0, 0
  from unsafe u join pg_operator o on u.class = 'pg_operator'::regclass and o.oid = u.object
  union
  select 'type', t.oid, t.typnamespace, t.typname, pg_type_is_visible(t.oid), 0, 0
  from unsafe u join pg_type t on u.class = 'pg_type'::regclass and t.oid = u.object
  union
  select 'relation', c.oid, c.relnamespace, c.relname, pg_table_is_visible(c.oid), 0, 0
  from unsafe u join pg_class c on u.class = 'pg_class'::regclass and c.oid = u.object and c.relkind <> 'c'
), fields as (
  select a.attname as name, json_agg(json_build_object('schema', n.nspname, 'name', c.relname)) as relations
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where a.attname in (select name from named where kind = 'function' and minimum <= 1)
    and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')
  group by a.attname
)
select h.kind, n.nspname::text as schema, h.name::text, h.visible, h.minimum as "minArguments", h.maximum as "maxArguments",
  h.kind = 'function' and exists (
    select from pg_proc p where p.proname = h.name and p.pronamespace = 'pg_catalog'::regnamespace
      and p.pronargs - p.pronargdefaults <= coalesce(h.maximum, p.pronargs)
      and (p.provariadic <> 0 or p.pronargs >= h.minimum)) as "hasTwin",
  coalesce(f.relations, '[]') as "columnIn"
from named h join pg_namespace n on n.oid = h.namespace
left join fields f on f.name = h.name and h.kind = 'function'
where n.nspname not in ('pg_catalog', 'information_schema')`;

/** @param client a session that finds bare names as statements do */
export async function readHazards(client: pg.ClientBase): Promise<Hazards> {
  return new Hazards((await sendQuery<Hazard>(client, HAZARDS)).rows);
}
