import type { Queryable } from './session.js';

/** What ANALYZE knows of a column. */
export interface ColumnStatistics {
  readonly relation: number;
  readonly column: string;
  readonly null_share: number;
  /** Distinct values, or, negative, minus their share of the rows. */
  readonly distinct: number;
  /** At most 21, the most frequent first. */
  readonly values: string[] | null;
  readonly shares: number[] | null;
  /** Ends of the histogram, which leaves the most frequent values out. */
  readonly low: string | null;
  readonly high: string | null;
}

/**
 * `pg_stats` shows a role only the columns that it may read. Statistics that a fifth of the rows has outrun are left
 * out; so are long values, which a profile would cut anyway.
 */
const STATISTICS = `
select c.oid as relation, s.attname::text as column, s.null_frac::float8 as null_share, s.n_distinct::float8 as distinct,
    array(select left(v, 1000) from unnest(s.most_common_vals::text::text[]) with ordinality u(v, i) where i <= 21 order by i)
    as values,
  s.most_common_freqs[1:21]::float8[] as shares,
  left((s.histogram_bounds::text::text[])[1], 1000) as low,
  left((s.histogram_bounds::text::text[])[array_upper(s.histogram_bounds::text::text[], 1)], 1000) as high
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname
  and s.inherited = (c.relkind = 'p' or exists (select from pg_inherits i where i.inhparent = c.oid))
left join pg_stat_all_tables t on t.relid = c.oid
where c.oid = any($1::oid[]) and c.reltuples > 0 and coalesce(t.n_mod_since_analyze, 0) <= 0.2 * c.reltuples + 50`;

/** @returns statistics by `relation OID.column`. */
export async function readStatistics(
  client: Queryable,
  oids: readonly number[],
): Promise<Map<string, ColumnStatistics>> {
  const { rows } = await client.query<ColumnStatistics>(STATISTICS, [oids]);
  return new Map(rows.map((row) => [`${row.relation}.${row.column}`, row]));
}
