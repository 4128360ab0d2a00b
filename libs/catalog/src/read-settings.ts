import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { RelationStatement } from './model.js';
import type { Queryable } from './session.js';

/** By OID of the relation. */
export type Statements = ReadonlyMap<number, readonly RelationStatement[]>;

interface StatementRow {
  readonly relation: number;
  readonly part: string;
  readonly statement: string;
}

const TABLE = `quote_ident(n.nspname) || '.' || quote_ident(c.relname)`;
const LISTED = `join pg_namespace n on n.oid = c.relnamespace`;

/** The columns with details that CREATE TABLE does not say: one scan, since `pg_attribute` is the largest catalog. */
const unusualColumns = (serverVersion: number): string => `
unusual as materialized (
  select a.attrelid, a.attnum, a.attname, a.attstorage, a.attstattarget, a.attoptions, a.attstorage <> t.typstorage as stored,
    ${serverVersion >= 140_000 ? 'a.attcompression' : "''"} as compression
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped
    and (a.attstorage <> t.typstorage or a.attstattarget >= 0 or a.attoptions is not null
      ${serverVersion >= 140_000 ? "or a.attcompression <> ''" : ''})
)`;

const ALTER_COLUMN = `
  'ALTER ' || case c.relkind when 'm' then 'MATERIALIZED VIEW ' else 'TABLE ONLY ' end || ${TABLE} ||
  ' ALTER COLUMN ' || quote_ident(a.attname) || ' '`;

const UNUSUAL = `from unusual a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm') ${LISTED}`;

/** A statistics target of -1 is the default, since PostgreSQL 17 null is. */
const settingsQuery = (serverVersion: number): string => `
with ${unusualColumns(serverVersion)}
select c.oid as relation, 'storage:' || a.attnum as part, ${ALTER_COLUMN} || 'SET STORAGE ' ||
    case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end || ';' as statement
${UNUSUAL} where a.stored
union all
select c.oid, 'compression:' || a.attnum, ${ALTER_COLUMN} || 'SET COMPRESSION ' ||
    case a.compression when 'l' then 'lz4' else 'pglz' end || ';'
${UNUSUAL} where a.compression <> ''
union all
select c.oid, 'target:' || a.attnum, ${ALTER_COLUMN} || 'SET STATISTICS ' || a.attstattarget || ';'
${UNUSUAL} where a.attstattarget >= 0
union all
select c.oid, 'options:' || a.attnum, ${ALTER_COLUMN} || 'SET (' || array_to_string(a.attoptions, ', ') || ');'
${UNUSUAL} where a.attoptions is not null
union all
select c.oid, 'statistics:' || s.stxname, pg_get_statisticsobjdef(s.oid) || ';'
from pg_statistic_ext s join pg_class c on c.oid = s.stxrelid
where s.stxrelid = any($1::oid[])
union all
select c.oid, 'identity of rows', 'ALTER TABLE ONLY ' || ${TABLE} || ' REPLICA IDENTITY ' ||
    case c.relreplident when 'f' then 'FULL' when 'n' then 'NOTHING' else (
      select 'USING INDEX ' || quote_ident(x.relname) from pg_index i join pg_class x on x.oid = i.indexrelid
      where i.indrelid = c.oid and i.indisreplident) end || ';'
from pg_class c ${LISTED}
where c.oid = any($1::oid[]) and c.relkind in ('r', 'p') and c.relreplident <> 'd'
  and (c.relreplident <> 'i' or exists (select from pg_index i where i.indrelid = c.oid and i.indisreplident))
union all
select c.oid, 'cluster', 'ALTER ' || case c.relkind when 'm' then 'MATERIALIZED VIEW ' else 'TABLE ' end || ${TABLE} ||
    ' CLUSTER ON ' || quote_ident(x.relname) || ';'
from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid ${LISTED}
where i.indrelid = any($1::oid[]) and i.indisclustered
order by 1, 2`;

/** Storage, statistics, replica identity and the like, as statements that run once the relation exists. */
export async function readSettings(
  client: Queryable,
  oids: readonly number[],
  serverVersion: number,
): Promise<Statements> {
  const { rows } = await client.query<StatementRow>(settingsQuery(serverVersion), [oids]);
  return grouped(rows);
}

const RULES_AND_TRIGGERS = `
select r.ev_class as relation, 'rule:' || r.rulename as part, pg_get_ruledef(r.oid) ||
  case r.ev_enabled when 'O' then '' else E'\\nALTER TABLE ' || ${TABLE} || case r.ev_enabled when 'D' then ' DISABLE'
    when 'A' then ' ENABLE ALWAYS' else ' ENABLE REPLICA' end || ' RULE ' || quote_ident(r.rulename) || ';' end as statement
from pg_rewrite r join pg_class c on c.oid = r.ev_class ${LISTED}
where r.ev_class = any($1::oid[]) and r.rulename <> '_RETURN'
union all
select t.tgrelid, 'trigger:' || t.tgname, pg_get_triggerdef(t.oid) || ';' ||
  case t.tgenabled when 'O' then '' else E'\\nALTER TABLE ' || ${TABLE} || case t.tgenabled when 'D' then ' DISABLE'
    when 'A' then ' ENABLE ALWAYS' else ' ENABLE REPLICA' end || ' TRIGGER ' || quote_ident(t.tgname) || ';' end
from pg_trigger t join pg_class c on c.oid = t.tgrelid ${LISTED}
where t.tgrelid = any($1::oid[]) and not t.tgisinternal and coalesce((to_jsonb(t) ->> 'tgparentid')::oid, 0) = 0
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
  readonly forced: boolean;
}

const COMMANDS = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE', '*': 'ALL' } as const;

/** A row for each table with row security, and one for each of its policies. */
const POLICIES = `
select c.oid as relation, n.nspname::text as schema, c.relname::text as table, null as name, true as permissive,
  '*' as command, array[]::text[] as roles, null as using, null as check, c.relforcerowsecurity as forced
from pg_class c ${LISTED} where c.oid = any($1::oid[]) and c.relrowsecurity
union all
select c.oid, n.nspname::text, c.relname::text, p.polname::text, p.polpermissive, p.polcmd::text,
  array(select case when r.oid = 0 then 'public' else pg_get_userbyid(r.oid)::text end from unnest(p.polroles) r(oid)),
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), false
from pg_policy p join pg_class c on c.oid = p.polrelid ${LISTED} where p.polrelid = any($1::oid[])
order by 1, 4 nulls first`;

/** Rules, triggers and row security: what happens when rows are read or written. */
export async function readBehaviour(client: Queryable, oids: readonly number[]): Promise<Statements> {
  const { rows } = await client.query<StatementRow>(RULES_AND_TRIGGERS, [oids]);
  const policies = await client.query<PolicyRow>(POLICIES, [oids]);
  return grouped([...rows, ...policies.rows.map(policyStatement)]);
}

/** Roles belong to the cluster: a policy names those that it is for, and needs them in the target. */
function policyStatement(row: PolicyRow): StatementRow {
  const table = qualifiedName(row.schema, row.table);
  if (row.name === null) {
    const force = row.forced ? `\nALTER TABLE ${table} FORCE ROW LEVEL SECURITY;` : '';
    const statement = `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;${force}`;
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
  return { relation: row.relation, part: `policy:${row.name}`, statement: `${clauses.filter(Boolean).join(' ')};` };
}

function grouped(rows: readonly StatementRow[]): Statements {
  const statements = rows.map(({ relation, part, statement }) => ({ relation, entry: { part, statement } }));
  return new Map(
    [...Map.groupBy(statements, ({ relation }) => relation)].map(([relation, own]) => [
      relation,
      own.map(({ entry }) => entry),
    ]),
  );
}
