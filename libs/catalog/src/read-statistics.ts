import type { Relation } from './model.js';
import { TEXT_FORM } from './sample-relation.js';
import type { Queryable } from './queryable.js';

/** Statistics of a column, as ANALYZE stored them. */
export interface ColumnStatistics {
  readonly column: string;
  readonly null_share: number;
  /** Distinct values, or, negative, minus their share of the rows. */
  readonly distinct: number;
  /** At most 21, the most frequent first. */
  readonly values: string[] | null;
  readonly shares: number[] | null;
  /** How many frequent values are listed in all. */
  readonly listed: number | null;
  /** The least and greatest of the others, by numbers and by text, which is the order of dates in ISO form. */
  readonly further: string[] | null;
  /** Ends of the histogram, which leaves the most frequent values out. */
  readonly low: string | null;
  readonly high: string | null;
  /** Eleven values that part the histogram into ten equal parts, for numbers and times; else null. */
  readonly deciles: string[] | null;
}

/**
 * `pg_stats` shows a role only the columns that it may read. Its conditions are names with `any`, the only ones that
 * PostgreSQL lets through to the tables under this view; a join would read all statistics for each table. Long values
 * are cut, as a profile would do anyway.
 */
const STATISTICS = `
select s.schemaname::text as schema, s.tablename::text as table, s.inherited, s.attname::text as column,
  s.null_frac::float8 as null_share, s.n_distinct::float8 as distinct,
  array(select left(v, 1000) from unnest(s.most_common_vals::text::text[]) with ordinality u(v, i) where i <= 21 order by i)
    as values,
  s.most_common_freqs[1:21]::float8[] as shares,
  cardinality(s.most_common_freqs) as listed,
  case when cardinality(s.most_common_freqs) > 21 then (
    select array[min(v collate "C"), max(v collate "C"), (array_agg(v order by n))[1], (array_agg(v order by n desc nulls last))[1]]
    from unnest((s.most_common_vals::text::text[])[22:]) u(v) cross join lateral (
      select case when v ~ '^-?[0-9]+([.][0-9]+)?(e[-+]?[0-9]+)?$' then v::numeric end as n) number
    where length(v) <= 40) end as further,
  left(h.bounds[1], 1000) as low, left(h.bounds[array_upper(h.bounds, 1)], 1000) as high,
  case when length(h.bounds[1]) <= 40 and cardinality(h.bounds) > 10 then
    array(select h.bounds[1 + (cardinality(h.bounds) - 1) * i / 10] from generate_series(0, 10) i) end as deciles
from pg_stats s cross join lateral (select s.histogram_bounds::text::text[] as bounds) h
where s.schemaname = any($1::name[]) and s.tablename = any($2::name[])`;

/** Relations with fresh statistics: at most a fifth of the rows changed since ANALYZE. */
const FRESH = `
select c.oid, n.nspname::text as schema, c.relname::text as table,
  c.relkind = 'p' or exists (select from pg_inherits i where i.inhparent = c.oid) as inherited
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.oid = any($1::oid[]) and c.reltuples > 0
  and coalesce(pg_stat_get_mod_since_analyze(c.oid), 0) <= 0.2 * c.reltuples + 50`;

interface TableRow {
  readonly schema: string;
  readonly table: string;
  readonly inherited: boolean;
}

const keyOf = ({ schema, table, inherited }: TableRow): string => [schema, table, inherited].join('\u0000');

/** @returns statistics by `relation OID.column`. */
export async function readStatistics(
  client: Queryable,
  relations: readonly Pick<Relation, 'oid' | 'schema' | 'name'>[],
): Promise<Map<string, ColumnStatistics>> {
  const fresh = await client.query<TableRow & { oid: number }>(FRESH, [relations.map(({ oid }) => oid)]);
  const oids = new Map(fresh.rows.map((row) => [keyOf(row), row.oid]));
  await client.query(`begin read only; ${TEXT_FORM}`);
  const { rows } = await client
    .query<ColumnStatistics & TableRow>(STATISTICS, [
      [...new Set(fresh.rows.map(({ schema }) => schema))],
      [...new Set(fresh.rows.map(({ table }) => table))],
    ])
    .finally(() => client.query('commit'));
  return new Map(
    rows.flatMap((row) => {
      const oid = oids.get(keyOf(row));
      return oid === undefined ? [] : [[`${oid}.${row.column}`, row] as const];
    }),
  );
}
