import { qualifiedName, quoteLiteral } from '#libs/postgres';
import type { Catalog, UserFunction } from './model.js';
import type { Queryable } from './session.js';

interface FunctionRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly definition: string | null;
  readonly arguments: string;
  readonly after_tables: boolean;
  readonly transition_function: string | null;
  readonly state_type: string | null;
  readonly final_function: string | null;
  readonly initial_value: string | null;
}

/** Objects of the listed relations that can depend on functions and extensions. */
export const PARTS = `
parts(classid, objid) as (
  select 'pg_class'::regclass::oid, unnest($1::oid[])
  union all select 'pg_attrdef'::regclass, oid from pg_attrdef where adrelid = any($1::oid[])
  union all select 'pg_constraint'::regclass, oid from pg_constraint where conrelid = any($1::oid[])
  union all select 'pg_class'::regclass, indexrelid from pg_index where indrelid = any($1::oid[])
  union all select 'pg_rewrite'::regclass, oid from pg_rewrite where ev_class = any($1::oid[])
)`;

/** Aggregates bring the functions they are made of; functions of extensions and of PostgreSQL stay out. */
const FUNCTIONS = `
with ${PARTS}, called as (
  select d.refobjid as oid from parts
  join pg_depend d on d.classid = parts.classid and d.objid = parts.objid and d.refclassid = 'pg_proc'::regclass
  union
  select d.refobjid from pg_attribute a
  join pg_constraint k on k.contypid = a.atttypid
  join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = k.oid and d.refclassid = 'pg_proc'::regclass
  where a.attrelid = any($1::oid[]) and a.attnum > 0
), needed as (
  select oid from called
  union
  select f.oid from called join pg_aggregate g on g.aggfnoid = called.oid
  cross join lateral (values (g.aggtransfn::oid), (g.aggfinalfn::oid)) f(oid)
)
select p.oid, n.nspname::text as schema, p.proname::text as name,
  case when p.prokind in ('f', 'w') then pg_get_functiondef(p.oid) end as definition,
  pg_get_function_identity_arguments(p.oid) as arguments,
  exists (
    select from unnest(p.proargtypes || p.prorettype) u(oid) join pg_type t on t.oid = u.oid
    join pg_class c on c.oid = t.typrelid and c.relkind <> 'c'
  ) as after_tables,
  nullif(g.aggtransfn::oid, 0)::regproc::text as transition_function, format_type(g.aggtranstype, null) as state_type,
  nullif(g.aggfinalfn::oid, 0)::regproc::text as final_function, g.agginitval as initial_value
from needed
join pg_proc p on p.oid = needed.oid
join pg_namespace n on n.oid = p.pronamespace
left join pg_aggregate g on g.aggfnoid = p.oid
where n.nspname not in ('pg_catalog', 'information_schema')
  and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
order by p.oid`;

/** User functions that the relations call, in the order they were created. */
export async function readFunctions(client: Queryable, oids: readonly number[]): Promise<UserFunction[]> {
  const { rows } = await client.query<FunctionRow>(FUNCTIONS, [oids]);
  return rows.map((row) => ({
    oid: row.oid,
    schema: row.schema,
    name: row.name,
    definition: row.definition === null ? aggregateDefinition(row) : `${row.definition.trimEnd()};`,
    afterTables: row.after_tables,
  }));
}

function aggregateDefinition(row: FunctionRow): string {
  const options = [
    `SFUNC = ${row.transition_function}`,
    `STYPE = ${row.state_type}`,
    ...(row.final_function === null ? [] : [`FINALFUNC = ${row.final_function}`]),
    ...(row.initial_value === null ? [] : [`INITCOND = ${quoteLiteral(row.initial_value)}`]),
  ];
  return `CREATE AGGREGATE ${qualifiedName(row.schema, row.name)}(${row.arguments}) (${options.join(', ')});`;
}

const EXTENSIONS = `
with ${PARTS}
select distinct x.extname::text collate "C" as name, n.nspname::text as schema
from parts
join pg_depend d on d.classid = parts.classid and d.objid = parts.objid
join pg_depend e on e.classid = d.refclassid and e.objid = d.refobjid and e.deptype = 'e'
  and e.refclassid = 'pg_extension'::regclass
join pg_extension x on x.oid = e.refobjid
join pg_namespace n on n.oid = x.extnamespace
order by 1`;

/** Extensions that types, functions or operator classes of the relations come from. */
export async function readExtensions(client: Queryable, oids: readonly number[]): Promise<Catalog['extensions']> {
  return (await client.query<Catalog['extensions'][number]>(EXTENSIONS, [oids])).rows;
}
