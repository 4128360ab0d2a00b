import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { Dependency, ReadObject } from './model.js';
import { byTwoNumbers } from './by-two-numbers.js';
import type { ByColumn } from './read-columns.js';
import { keyOf } from './read-dependencies.js';
import type { Queryable } from './queryable.js';

interface SequenceRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  /** bigint values as text. */
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly owner_relation: number | null;
  readonly owner_position: number | null;
  readonly owner_schema: string | null;
  readonly owner_table: string | null;
  readonly owner_column: string | null;
  readonly identity: boolean;
  readonly unlogged: boolean;
  readonly comment: string | null;
}

/** The sequence of an identity column is created with the type of the column, whatever it has now. */
const TYPE = `case when o.deptype = 'i' then a.atttypid else s.seqtypid end`;

/** An identity column whose sequence is as PostgreSQL makes it needs no options and is left out. */
const SEQUENCES = `
with used as (
  select unnest($2::oid[]) as oid
  union
  select d.objid from pg_depend d
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = any($1::oid[])
    and d.refobjsubid > 0 and d.deptype in ('a', 'i')
)
select c.oid, n.nspname::text as schema, c.relname::text as name, format_type(${TYPE}, null) as type,
  s.seqstart::text as start, s.seqincrement::text as increment, s.seqmin::text as minimum, s.seqmax::text as maximum,
  s.seqcache::text as cache, s.seqcycle as cycle, o.refobjid as owner_relation, o.refobjsubid as owner_position,
  tn.nspname::text as owner_schema, t.relname::text as owner_table, a.attname::text as owner_column,
  coalesce(o.deptype = 'i', false) as identity, c.relpersistence = 'u' as unlogged, (
    select d.description from pg_description d
    where d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0) as comment
from used
join pg_class c on c.oid = used.oid and c.relkind = 'S'
join pg_namespace n on n.oid = c.relnamespace
join pg_sequence s on s.seqrelid = c.oid
left join pg_depend o on o.classid = 'pg_class'::regclass and o.objid = c.oid and o.refclassid = 'pg_class'::regclass
  and o.refobjsubid > 0 and o.deptype in ('a', 'i')
left join pg_class t on t.oid = o.refobjid
left join pg_namespace tn on tn.oid = t.relnamespace
left join pg_attribute a on a.attrelid = o.refobjid and a.attnum = o.refobjsubid
where o.deptype is distinct from 'i' or s.seqstart <> 1 or s.seqincrement <> 1 or s.seqmin <> 1 or s.seqcache <> 1
  or s.seqcycle or c.relnamespace <> t.relnamespace or c.relname <> t.relname || '_' || a.attname || '_seq'
  or s.seqmax <> case ${TYPE} when 21 then 32767 when 23 then 2147483647 else 9223372036854775807 end
order by n.nspname collate "C", c.relname collate "C"`;

export interface Sequences {
  readonly objects: readonly ReadObject[];
  /** From a sequence to the column that owns it. */
  readonly owners: readonly Dependency[];
  /** Options of identity columns that are not PostgreSQL's defaults. */
  readonly identityOptions: ByColumn;
}

/** @param needed OIDs of relations that may be sequences; those that columns of `oids` own are read too. */
export async function readSequences(
  client: Queryable,
  oids: readonly number[],
  needed: readonly number[],
): Promise<Sequences> {
  const { rows } = await client.query<SequenceRow>(SEQUENCES, [oids, needed]);
  const identities = rows.filter(({ identity }) => identity);
  const sequences = rows.filter(({ identity }) => !identity);
  return {
    objects: sequences.map(sequenceOf),
    owners: sequences.flatMap(({ oid, owner_relation: owner }) =>
      owner === null ? [] : [{ owner: keyOf('pg_class', oid), part: OWNED, needs: keyOf('pg_class', owner) }],
    ),
    identityOptions: byTwoNumbers(
      identities
        .map((row) => [row.owner_relation ?? 0, row.owner_position ?? 0, identityOptionsOf(row)] as const)
        .filter(([, , options]) => options !== ''),
    ),
  };
}

const OWNED = 'owned by';

function sequenceOf(row: SequenceRow): ReadObject {
  const { owner_schema: schema, owner_table: table, owner_column: column } = row;
  const name = qualifiedName(row.schema, row.name);
  const options = optionsOf(row).join(' ');
  return {
    key: keyOf('pg_class', row.oid),
    kind: 'sequence',
    schema: row.schema,
    name: row.name,
    definition: `CREATE ${row.unlogged ? 'UNLOGGED ' : ''}SEQUENCE ${name} AS ${row.type}${options ? ` ${options}` : ''}`,
    parts:
      schema !== null && table !== null && column !== null
        ? [
            {
              part: OWNED,
              clause: null,
              statement: `ALTER SEQUENCE ${name} OWNED BY ${qualifiedName(schema, table)}.${quoteIdentifier(column)};`,
              comments: [],
            },
          ]
        : [],
    comments: row.comment === null ? [] : [`COMMENT ON SEQUENCE ${name} IS ${quoteLiteral(row.comment)};`],
  };
}

function identityOptionsOf(row: SequenceRow): string {
  const defaultName = `${row.owner_table}_${row.owner_column}_seq`;
  const named = row.name !== defaultName || row.schema !== row.owner_schema;
  const name = named ? [`SEQUENCE NAME ${qualifiedName(row.schema, row.name)}`] : [];
  return [...name, ...optionsOf(row)].join(' ');
}

const LIMITS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Only what differs from what PostgreSQL would choose for this type and direction. */
function optionsOf(row: SequenceRow): string[] {
  const descending = row.increment.startsWith('-');
  const [lowest, highest] = LIMITS[row.type] ?? [0n, 0n];
  const minimum = String(descending ? lowest : 1n);
  const maximum = String(descending ? -1n : highest);
  const start = descending ? row.maximum : row.minimum;
  return [
    row.increment === '1' ? '' : `INCREMENT BY ${row.increment}`,
    row.minimum === minimum ? '' : `MINVALUE ${row.minimum}`,
    row.maximum === maximum ? '' : `MAXVALUE ${row.maximum}`,
    row.start === start ? '' : `START WITH ${row.start}`,
    row.cache === '1' ? '' : `CACHE ${row.cache}`,
    row.cycle ? 'CYCLE' : '',
  ].filter(Boolean);
}
