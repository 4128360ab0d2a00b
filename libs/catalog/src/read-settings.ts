import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { RelationStatement } from './model.js';
import type { CatalogServer } from './server.js';
import type { Queryable } from './queryable.js';

/** By OID of the relation. */
export type Statements = ReadonlyMap<number, readonly RelationStatement[]>;

interface StatementRow {
  readonly relation: number;
  readonly part: string;
  readonly statement: string;
  readonly about?: string | null;
  readonly targets?: readonly string[] | null;
}

const TABLE = `quote_ident(n.nspname) || '.' || quote_ident(c.relname)`;
const STATISTICS = `quote_ident(sn.nspname) || '.' || quote_ident(s.stxname)`;
const STATISTICS_TARGET = `
  case when s.stxstattarget >= 0 then E'\\nALTER STATISTICS ' || ${STATISTICS} || ' SET STATISTICS ' || s.stxstattarget || ';'
    else '' end`;
const LISTED = `join pg_namespace n on n.oid = c.relnamespace`;

/** A child that was made earlier keeps the usual storage where its parent has another. */
const UNLIKE_PARENT = `
  a.attinhcount > 0 and exists (select from pg_inherits i
    join pg_attribute p on p.attrelid = i.inhparent and p.attname = a.attname and p.attstorage <> a.attstorage
    where i.inhrelid = a.attrelid)`;

/** The columns with details that CREATE TABLE does not say: one scan, since `pg_attribute` is the largest catalog. */
const unusualColumns = (server: CatalogServer): string => `
unusual as materialized (
  select a.attrelid, a.attnum, a.attname, a.attstorage, a.attstattarget, a.attoptions,
    a.attstorage <> t.typstorage or ${UNLIKE_PARENT} as stored,
    ${server.has('pg_attribute.attcompression') ? 'a.attcompression' : "''"} as compression
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped
    and (a.attstorage <> t.typstorage or a.attstattarget >= 0 or a.attoptions is not null or ${UNLIKE_PARENT}
      ${server.has('pg_attribute.attcompression') ? "or a.attcompression <> ''" : ''})
)`;

/** Follows a statement with the comment of the object that it makes. */
const withComment = (kind: string, name: string, catalogTable: string, oid: string, onTable = true): string => `
  || coalesce((select E'\\nCOMMENT ON ${kind} ' || ${name} ${onTable ? `|| ' ON ' || ${TABLE}` : ''} || ' IS ' ||
    quote_literal(d.description) || ';' from pg_description d
    where d.objoid = ${oid} and d.classoid = '${catalogTable}'::regclass and d.objsubid = 0), '')`;

const ALTER_COLUMN = `
  'ALTER ' || case c.relkind when 'm' then 'MATERIALIZED VIEW ' else 'TABLE ONLY ' end || ${TABLE} ||
  ' ALTER COLUMN ' || quote_ident(a.attname) || ' '`;

const INDEX = `quote_ident(xn.nspname) || '.' || quote_ident(x.relname)`;
const ABOUT_INDEX = `coalesce('constraint:' || k.conname, 'index:' || x.relname)`;
/** The indexes \`i\` of the listed relations \`c\`, each with its constraint \`k\` where it has one. */
const FROM_INDEXES = `
from marked i join pg_class x on x.oid = i.indexrelid join pg_namespace xn on xn.oid = x.relnamespace
join pg_class c on c.oid = i.indrelid ${LISTED}
left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')`;

/** The few indexes with details that their definition does not contain. */
const MARKED_INDEXES = `
marked as materialized (
  select i.indexrelid, i.indrelid, i.indisreplident, i.indisclustered, i.indexprs, d.description
  from pg_index i
  left join (select objoid, description from pg_description
    where classoid = 'pg_class'::regclass and objsubid = 0 offset 0) d on d.objoid = i.indexrelid
  where i.indrelid = any($1::oid[])
    and (i.indisreplident or i.indisclustered or i.indexprs is not null or d.description is not null)
)`;

const UNUSUAL = `from unusual a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm') ${LISTED}`;

/** A statistics target of -1 is the default, since PostgreSQL 17 null is. */
const settingsQuery = (server: CatalogServer): string => `
with ${unusualColumns(server)},
${MARKED_INDEXES}
select c.oid as relation, 'storage:' || a.attnum as part, ${ALTER_COLUMN} || 'SET STORAGE ' ||
    case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end || ';' as statement,
  null as about
${UNUSUAL} where a.stored
union all
select c.oid, 'compression:' || a.attnum, ${ALTER_COLUMN} || 'SET COMPRESSION ' ||
    case a.compression when 'l' then 'lz4' else 'pglz' end || ';', null
${UNUSUAL} where a.compression <> ''
union all
select c.oid, 'target:' || a.attnum, ${ALTER_COLUMN} || 'SET STATISTICS ' || a.attstattarget || ';', null
${UNUSUAL} where a.attstattarget >= 0
union all
select c.oid, 'options:' || a.attnum, ${ALTER_COLUMN} || 'SET (' || array_to_string(a.attoptions, ', ') || ');', null
${UNUSUAL} where a.attoptions is not null
union all
select c.oid, 'statistics:' || s.stxname, pg_get_statisticsobjdef(s.oid) || ';' ||
    ${server.has('pg_statistic_ext.stxstattarget') ? STATISTICS_TARGET : "''"} ${withComment('STATISTICS', STATISTICS, 'pg_statistic_ext', 's.oid', false)}, null
from pg_statistic_ext s join pg_class c on c.oid = s.stxrelid join pg_namespace sn on sn.oid = s.stxnamespace
where s.stxrelid = any($1::oid[])
union all
select c.oid, 'identity of rows', 'ALTER TABLE ONLY ' || ${TABLE} || ' REPLICA IDENTITY ' ||
    case c.relreplident when 'f' then 'FULL' else 'NOTHING' end || ';', null
from pg_class c ${LISTED}
where c.oid = any($1::oid[]) and c.relkind in ('r', 'p') and c.relreplident in ('f', 'n')
union all
select c.oid, 'identity of rows', 'ALTER TABLE ONLY ' || ${TABLE} || ' REPLICA IDENTITY USING INDEX ' ||
    quote_ident(x.relname) || ';', ${ABOUT_INDEX}
${FROM_INDEXES} where i.indisreplident and c.relreplident = 'i'
union all
select c.oid, 'cluster', 'ALTER ' || case c.relkind when 'm' then 'MATERIALIZED VIEW ' else 'TABLE ' end || ${TABLE} ||
    ' CLUSTER ON ' || quote_ident(x.relname) || ';', ${ABOUT_INDEX}
${FROM_INDEXES} where i.indisclustered
union all
select c.oid, 'index comment:' || x.relname, 'COMMENT ON INDEX ' || ${INDEX} || ' IS ' || quote_literal(i.description) || ';',
  ${ABOUT_INDEX}
${FROM_INDEXES} where i.description is not null and k.oid is not null
union all
select c.oid, 'index target:' || x.relname || ' ' || a.attnum, 'ALTER INDEX ' || ${INDEX} || ' ALTER COLUMN ' || a.attnum ||
    ' SET STATISTICS ' || a.attstattarget || ';', ${ABOUT_INDEX}
${FROM_INDEXES} join pg_attribute a on a.attrelid = x.oid and a.attstattarget >= 0 and a.attnum > 0
where i.indexprs is not null
order by 1, 2`;

/** Storage, statistics, replica identity and the like, as statements that run once the relation exists. */
export async function readSettings(
  client: Queryable,
  oids: readonly number[],
  server: CatalogServer,
): Promise<Statements> {
  const { rows } = await client.query<StatementRow>(settingsQuery(server), [oids]);
  return grouped(rows);
}

const enabled = (state: string): string =>
  `case ${state} when 'D' then ' DISABLE' when 'A' then ' ENABLE ALWAYS' when 'R' then ' ENABLE REPLICA' else ' ENABLE' end`;

/**
 * The copies of triggers of partitioned tables, on partitions of every level, that are not enabled as the trigger itself.
 * Each is changed once its partition is attached.
 */
const CHANGED_COPIES = `
copy(root, oid, level) as (
  select t.oid, t.oid, 0 from pg_trigger t where t.tgrelid = any($1::oid[]) and not t.tgisinternal and t.tgparentid = 0
  union all
  select copy.root, t.oid, copy.level + 1 from copy join pg_trigger t on t.tgparentid = copy.oid
),
changed as (
  select copy.root, array_agg(n.nspname || '.' || c.relname order by copy.level, t.oid) as targets,
    string_agg(E'\\nALTER TABLE ONLY ' || ${TABLE} || ${enabled('t.tgenabled')} || ' TRIGGER ' || quote_ident(t.tgname) || ';',
      '' order by copy.level, t.oid) as statements
  from copy join pg_trigger root on root.oid = copy.root
  join pg_trigger t on t.oid = copy.oid and t.tgenabled <> root.tgenabled
  join pg_class c on c.oid = t.tgrelid ${LISTED}
  group by copy.root
)`;
const NO_COPIES =
  'changed as (select null::oid as root, null::text[] as targets, null::text as statements where false)';

const rulesAndTriggers = (server: CatalogServer): string => `
with recursive ${server.has('pg_trigger.tgparentid') ? CHANGED_COPIES : NO_COPIES}
select r.ev_class as relation, 'rule:' || r.rulename as part, pg_get_ruledef(r.oid) ||
  case r.ev_enabled when 'O' then '' else
    E'\\nALTER TABLE ' || ${TABLE} || ${enabled('r.ev_enabled')} || ' RULE ' || quote_ident(r.rulename) || ';' end
  ${withComment('RULE', 'quote_ident(r.rulename)', 'pg_rewrite', 'r.oid')} as statement, null as targets
from pg_rewrite r join pg_class c on c.oid = r.ev_class ${LISTED}
where r.ev_class = any($1::oid[]) and r.rulename <> '_RETURN'
union all
select t.tgrelid, 'trigger:' || t.tgname, pg_get_triggerdef(t.oid) || ';' ||
  case t.tgenabled when 'O' then '' else
    E'\\nALTER TABLE ' || ${TABLE} || ${enabled('t.tgenabled')} || ' TRIGGER ' || quote_ident(t.tgname) || ';' end
  || coalesce(changed.statements, '') ${withComment('TRIGGER', 'quote_ident(t.tgname)', 'pg_trigger', 't.oid')}, changed.targets
from pg_trigger t join pg_class c on c.oid = t.tgrelid ${LISTED} left join changed on changed.root = t.oid
where t.tgrelid = any($1::oid[]) and not t.tgisinternal
  ${server.has('pg_trigger.tgparentid') ? 'and t.tgparentid = 0' : ''}
order by 1, 2`;

interface PolicyRow {
  readonly relation: number;
  readonly schema: string;
  readonly table: string;
  readonly name: string | null;
  readonly permissive: boolean;
  readonly command: keyof typeof COMMANDS;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly comment: string | null;
}

const COMMANDS = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE', '*': 'ALL' } as const;

/** A row for each table with row security, enabled or forced, and one for each of its policies. */
const POLICIES = `
select c.oid as relation, n.nspname::text as schema, c.relname::text as table, null as name, true as permissive,
  '*' as command, array[]::text[] as roles, null as using, null as check, c.relrowsecurity as enabled,
  c.relforcerowsecurity as forced,
  null as comment
from pg_class c ${LISTED} where c.oid = any($1::oid[]) and (c.relrowsecurity or c.relforcerowsecurity)
union all
select c.oid, n.nspname::text, c.relname::text, p.polname::text, p.polpermissive, p.polcmd::text,
  array(select case when r.oid = 0 then 'public' else pg_get_userbyid(r.oid)::text end from unnest(p.polroles) r(oid)),
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), false, false,
  (select d.description from pg_description d
    where d.objoid = p.oid and d.classoid = 'pg_policy'::regclass and d.objsubid = 0)
from pg_policy p join pg_class c on c.oid = p.polrelid ${LISTED} where p.polrelid = any($1::oid[])
order by 1, 4 nulls first`;

/** Rules, triggers and row security: what happens when rows are read or written. */
export async function readBehaviour(
  client: Queryable,
  oids: readonly number[],
  server: CatalogServer,
): Promise<Statements> {
  const { rows } = await client.query<StatementRow>(rulesAndTriggers(server), [oids]);
  const policies = await client.query<PolicyRow>(POLICIES, [oids]);
  return grouped([...rows, ...policies.rows.map(policyStatement)]);
}

/** Roles belong to the cluster: a policy names those that it is for, and needs them in the target. */
function policyStatement(row: PolicyRow): StatementRow {
  const table = qualifiedName(row.schema, row.table);
  if (row.name === null) {
    const modes = [...(row.enabled ? ['ENABLE'] : []), ...(row.forced ? ['FORCE'] : [])];
    const statement = modes.map((mode) => `ALTER TABLE ${table} ${mode} ROW LEVEL SECURITY;`).join('\n');
    return { relation: row.relation, part: 'policy:', statement };
  }
  const roles = row.roles.map((role) => (role === 'public' ? 'PUBLIC' : quoteIdentifier(role)));
  const clauses = [
    `CREATE POLICY ${quoteIdentifier(row.name)} ON ${table}`,
    row.permissive ? '' : 'AS RESTRICTIVE',
    `FOR ${COMMANDS[row.command]}`,
    `TO ${roles.join(', ')}`,
    row.using === null ? '' : `USING (${row.using})`,
    row.check === null ? '' : `WITH CHECK (${row.check})`,
  ];
  const comment =
    row.comment === null
      ? ''
      : `\nCOMMENT ON POLICY ${quoteIdentifier(row.name)} ON ${table} IS ${quoteLiteral(row.comment)};`;
  const statement = `${clauses.filter(Boolean).join(' ')};${comment}`;
  return { relation: row.relation, part: `policy:${row.name}`, statement };
}

function grouped(rows: readonly StatementRow[]): Statements {
  const statements = rows.map(({ relation, ...entry }) => ({ relation, entry }));
  return new Map(
    [...Map.groupBy(statements, ({ relation }) => relation)].map(([relation, own]) => [
      relation,
      own.map(({ entry }) => entry),
    ]),
  );
}
