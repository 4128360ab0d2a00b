import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { ReadObject, SchemaObjectKind } from './model.js';
import { keyOf } from './read-dependencies.js';
import type { Queryable } from './queryable.js';

/** A reader of one catalog table that few databases have own rows in: asked only where such an object is needed. */
interface RareObjects {
  readonly kind: SchemaObjectKind;
  /** Takes OIDs; answers `oid, schema, name, definition, comment_on` (what follows COMMENT ON), in the order of OIDs. */
  readonly query: string;
}

interface RareRow {
  readonly oid: number;
  readonly schema: string | null;
  readonly name: string;
  readonly definition: string;
  readonly comment_on: string;
  readonly comment: string | null;
}

/** Operators outside pg_catalog have to be written with their schema. */
const operatorName = (oid: string): string => `
  (select case when on_.nspname = 'pg_catalog' then x.oprname::text
      else 'OPERATOR(' || quote_ident(on_.nspname) || '.' || x.oprname || ')' end
    from pg_operator x join pg_namespace on_ on on_.oid = x.oprnamespace where x.oid = ${oid})`;

/** CREATE OPERATOR CLASS takes no OPERATOR(). */
const bareOperatorName = (oid: string): string => `
  (select quote_ident(on_.nspname) || '.' || x.oprname
    from pg_operator x join pg_namespace on_ on on_.oid = x.oprnamespace where x.oid = ${oid})`;

const qualified = (schema: string, name: string): string => `quote_ident(${schema}) || '.' || quote_ident(${name})`;

const OPERATORS = `
select o.oid, n.nspname::text as schema,
  o.oprname || '(' || concat_ws(',', nullif(format_type(nullif(o.oprleft, 0), null), '???'), format_type(o.oprright, null)) || ')' as name,
  'CREATE OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || ' (' || concat_ws(', ',
    'FUNCTION = ' || o.oprcode::oid::regproc::text,
    case when o.oprleft <> 0 then 'LEFTARG = ' || format_type(o.oprleft, null) end,
    'RIGHTARG = ' || format_type(o.oprright, null),
    'COMMUTATOR = ' || ${operatorName('o.oprcom')}, 'NEGATOR = ' || ${operatorName('o.oprnegate')},
    case when o.oprrest <> 0 then 'RESTRICT = ' || o.oprrest::oid::regproc::text end,
    case when o.oprjoin <> 0 then 'JOIN = ' || o.oprjoin::oid::regproc::text end,
    case when o.oprcanhash then 'HASHES' end, case when o.oprcanmerge then 'MERGES' end) || ')' as definition,
  'OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || ' (' ||
    coalesce(format_type(nullif(o.oprleft, 0), null), 'NONE') || ', ' || format_type(o.oprright, null) || ')' as comment_on
from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
where o.oid = any($1::oid[])`;

/** Operators and functions that belong to an operator class or family, as the statements list them; null without any. */
const membersOf = (catalogTable: string, oid: string): string => `
  nullif(concat_ws(', ',
    (select string_agg('OPERATOR ' || o.amopstrategy || ' ' || ${bareOperatorName('o.amopopr')} ||
        '(' || format_type(o.amoplefttype, null) || ', ' || format_type(o.amoprighttype, null) || ')' ||
        case when o.amopsortfamily <> 0 then ' FOR ORDER BY ' ||
          (select ${qualified('sn.nspname', 'sf.opfname')} from pg_opfamily sf
            join pg_namespace sn on sn.oid = sf.opfnamespace where sf.oid = o.amopsortfamily) else '' end,
        ', ' order by o.amopstrategy, o.oid)
      from pg_amop o join pg_depend d on d.classid = 'pg_amop'::regclass and d.objid = o.oid
        and d.refclassid = '${catalogTable}'::regclass and d.refobjid = ${oid}),
    (select string_agg('FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, null) || ', ' ||
        format_type(p.amprocrighttype, null) || ') ' || p.amproc::oid::regprocedure::text, ', ' order by p.amprocnum, p.oid)
      from pg_amproc p join pg_depend d on d.classid = 'pg_amproc'::regclass and d.objid = p.oid
        and d.refclassid = '${catalogTable}'::regclass and d.refobjid = ${oid})), '')`;

const FAMILY = `${qualified('n.nspname', 'f.opfname')} || ' USING ' || quote_ident(a.amname)`;

/** What an index can do without (functions to sort faster, operators of GiST) belongs to the family, not to the class. */
const OPERATOR_FAMILIES = `
select f.oid, n.nspname::text as schema, f.opfname || ' using ' || a.amname as name,
  concat_ws(E';\\n', 'CREATE OPERATOR FAMILY ' || ${FAMILY},
    'ALTER OPERATOR FAMILY ' || ${FAMILY} || ' ADD ' || ${membersOf('pg_opfamily', 'f.oid')}) as definition,
  'OPERATOR FAMILY ' || ${FAMILY} as comment_on
from pg_opfamily f join pg_namespace n on n.oid = f.opfnamespace join pg_am a on a.oid = f.opfmethod
where f.oid = any($1::oid[])`;

const OPERATOR_CLASSES = `
select c.oid, n.nspname::text as schema, c.opcname || ' using ' || a.amname as name,
  'CREATE OPERATOR CLASS ' || ${qualified('n.nspname', 'c.opcname')} || case when c.opcdefault then ' DEFAULT' else '' end ||
  ' FOR TYPE ' || format_type(c.opcintype, null) || ' USING ' || quote_ident(a.amname) ||
  ' FAMILY ' || ${qualified('fn.nspname', 'f.opfname')} || ' AS ' || concat_ws(', ',
    -- The list cannot be empty: the type that is stored is the type itself, unless another is named.
    case when c.opckeytype <> 0 or members.list is null
      then 'STORAGE ' || format_type(coalesce(nullif(c.opckeytype, 0), c.opcintype), null) end,
    members.list) as definition,
  'OPERATOR CLASS ' || ${qualified('n.nspname', 'c.opcname')} || ' USING ' || quote_ident(a.amname) as comment_on
from pg_opclass c join pg_namespace n on n.oid = c.opcnamespace join pg_am a on a.oid = c.opcmethod
join pg_opfamily f on f.oid = c.opcfamily join pg_namespace fn on fn.oid = f.opfnamespace
cross join lateral (select ${membersOf('pg_opclass', 'c.oid')} as list) members
where c.oid = any($1::oid[])`;

const CASTS = `
select k.oid, null as schema, '(' || format_type(k.castsource, null) || ' as ' || format_type(k.casttarget, null) || ')' as name,
  'CREATE CAST (' || format_type(k.castsource, null) || ' AS ' || format_type(k.casttarget, null) || ') ' ||
  case k.castmethod when 'f' then 'WITH FUNCTION ' || k.castfunc::oid::regprocedure::text
    when 'i' then 'WITH INOUT' else 'WITHOUT FUNCTION' end ||
  case k.castcontext when 'a' then ' AS ASSIGNMENT' when 'i' then ' AS IMPLICIT' else '' end as definition,
  'CAST (' || format_type(k.castsource, null) || ' AS ' || format_type(k.casttarget, null) || ')' as comment_on
from pg_cast k
where k.oid = any($1::oid[])`;

const DICTIONARIES = `
select x.oid, n.nspname::text as schema, x.dictname::text as name,
  'CREATE TEXT SEARCH DICTIONARY ' || ${qualified('n.nspname', 'x.dictname')} || ' (TEMPLATE = ' ||
    case when tn.nspname = 'pg_catalog' then '' else quote_ident(tn.nspname) || '.' end || quote_ident(t.tmplname) ||
    coalesce(', ' || x.dictinitoption, '') || ')' as definition,
  'TEXT SEARCH DICTIONARY ' || ${qualified('n.nspname', 'x.dictname')} as comment_on
from pg_ts_dict x join pg_namespace n on n.oid = x.dictnamespace
join pg_ts_template t on t.oid = x.dicttemplate join pg_namespace tn on tn.oid = t.tmplnamespace
where x.oid = any($1::oid[])`;

const CONFIGURATIONS = `
select g.oid, n.nspname::text as schema, g.cfgname::text as name,
  concat_ws(E';\\n', 'CREATE TEXT SEARCH CONFIGURATION ' || ${qualified('n.nspname', 'g.cfgname')} || ' (PARSER = ' ||
    case when pn.nspname = 'pg_catalog' then '' else quote_ident(pn.nspname) || '.' end || quote_ident(p.prsname) || ')',
    (select string_agg('ALTER TEXT SEARCH CONFIGURATION ' || ${qualified('n.nspname', 'g.cfgname')} ||
        ' ADD MAPPING FOR ' || quote_ident(m.token) || ' WITH ' || m.dictionaries, E';\\n' order by m.token)
      from (
        select t.alias as token, string_agg(
          case when dn.nspname = 'pg_catalog' then '' else quote_ident(dn.nspname) || '.' end || quote_ident(d.dictname),
          ', ' order by m.mapseqno) as dictionaries
        from pg_ts_config_map m join pg_ts_dict d on d.oid = m.mapdict join pg_namespace dn on dn.oid = d.dictnamespace
        join ts_token_type(g.cfgparser) t on t.tokid = m.maptokentype
        where m.mapcfg = g.oid group by t.alias
      ) m)) as definition,
  'TEXT SEARCH CONFIGURATION ' || ${qualified('n.nspname', 'g.cfgname')} as comment_on
from pg_ts_config g join pg_namespace n on n.oid = g.cfgnamespace
join pg_ts_parser p on p.oid = g.cfgparser join pg_namespace pn on pn.oid = p.prsnamespace
where g.oid = any($1::oid[])`;

/** By catalog table. */
const RARE: Readonly<Record<string, RareObjects>> = {
  pg_operator: { kind: 'operator', query: OPERATORS },
  pg_opfamily: { kind: 'operator family', query: OPERATOR_FAMILIES },
  pg_opclass: { kind: 'operator class', query: OPERATOR_CLASSES },
  pg_cast: { kind: 'cast', query: CASTS },
  pg_ts_dict: { kind: 'text search dictionary', query: DICTIONARIES },
  pg_ts_config: { kind: 'text search configuration', query: CONFIGURATIONS },
};

/** Objects of one of the rare catalog tables; none for a table that is not supported. */
export async function readRareObjects(
  client: Queryable,
  catalogTable: string,
  oids: readonly number[],
): Promise<ReadObject[]> {
  const rare = RARE[catalogTable];
  if (rare === undefined || oids.length === 0) {
    return [];
  }
  const { rows } = await client.query<RareRow>(
    `select found.*, d.description as comment from (${rare.query}) found
    left join pg_description d on d.objoid = found.oid and d.classoid = $2::regclass and d.objsubid = 0
    order by found.oid`,
    [oids, catalogTable],
  );
  return rows.map(({ oid, schema, name, definition, comment_on: target, comment }) => ({
    key: keyOf(catalogTable, oid),
    kind: rare.kind,
    schema,
    name,
    definition,
    parts: [],
    comments: comment === null ? [] : [`COMMENT ON ${target} IS ${quoteLiteral(comment)};`],
  }));
}

const EXTENSIONS = `
select x.oid, x.extname::text as name, n.nspname::text as schema
from pg_extension x join pg_namespace n on n.oid = x.extnamespace
where x.oid = any($1::oid[])
order by x.oid`;

export async function readExtensions(client: Queryable, oids: readonly number[]): Promise<ReadObject[]> {
  const { rows } = await client.query<{ oid: number; name: string; schema: string }>(EXTENSIONS, [oids]);
  return rows.map(({ oid, name, schema }) => ({
    key: keyOf('pg_extension', oid),
    kind: 'extension',
    schema,
    name,
    definition: `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)} WITH SCHEMA ${quoteIdentifier(schema)}`,
    parts: [],
    comments: [],
  }));
}
