import type pg from 'pg';
import { quoteIdentifier } from '#libs/postgres';
import type { StatementStatistics } from '../statement-statistics.js';

/** The server keeps 5,000 by default. */
const MOST = 20_000;
/** Characters of a statement; longer ones are not read. */
const MOST_CHARACTERS = 200_000;

const EXTENSION = `
select n.nspname::text as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'pg_stat_statements'`;

/**
 * Statements that the statistics hide from the role have a text in angle brackets. Those of the role itself are mostly
 * ours: they count only where it can see no others.
 */
const statistics = (view: string): string => `
with statements as (
  select *, userid = (select oid from pg_roles where rolname = current_user) as is_own from ${view}
  where dbid = (select oid from pg_database where datname = current_database()) and length(query) <= ${MOST_CHARACTERS}
)
select case when query like '<%>' then null else query end as query, sum(calls)::float8 as calls, count(*)::int as entries
from statements
where not is_own or not exists (select from statements where not is_own and query not like '<%>')
group by 1 order by 2 desc, 1 limit ${MOST}`;

/** SQLSTATEs of a server whose extension is not in `shared_preload_libraries`, and of one that refuses the role. */
const STATES: Readonly<Record<string, 'not_loaded' | 'not_permitted'>> = {
  '55000': 'not_loaded',
  '42501': 'not_permitted',
};

/** `pg_stat_statements` of the database that the client is connected to. */
export async function readStatistics(client: Pick<pg.ClientBase, 'query'>): Promise<StatementStatistics> {
  const { rows } = await client.query<{ schema: string }>(EXTENSION);
  const [extension] = rows;
  if (extension === undefined) {
    return { state: 'absent' };
  }
  const view = `${quoteIdentifier(extension.schema)}.pg_stat_statements`;
  try {
    const found = await client.query<{ query: string | null; calls: number; entries: number }>(statistics(view));
    const statements = found.rows.flatMap(({ query, calls }) => (query === null ? [] : [{ text: query, calls }]));
    return { state: 'read', statements, hidden: found.rows.find(({ query }) => query === null)?.entries ?? 0 };
  } catch (error) {
    const state = STATES[(error as { code?: string }).code ?? ''];
    if (state === undefined) {
      throw error;
    }
    return { state };
  }
}
