import type { RelationKind } from './model.js';
import { RELATION_KIND } from './read-relations.js';
import { readServer } from './server.js';
import type { Queryable } from './queryable.js';

export interface RelationSummary {
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly comment: string | null;
  /** Partitions are documented with their parent; they can still be listed by name. */
  readonly isPartition: boolean;
}

export interface ListOptions {
  /** Also the single partitions of partitioned tables; by default they are left out. */
  readonly partitions?: boolean;
  /** Only relations with one of these names, in lower case. */
  readonly names?: readonly string[];
}

const LIST = `
select n.nspname::text as schema, c.relname::text as name, ${RELATION_KIND} as kind, d.description as comment,
  c.relispartition as "isPartition"
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  and (not c.relispartition or $1)
  and ($2::text[] is null or lower(c.relname::text) = any ($2))
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
order by n.nspname collate "C", c.relname collate "C"`;

/**
 * Tables, partitioned tables, views, materialized views and foreign tables outside PostgreSQL's own schemas
 * (those, and only those, begin with `pg_`) and outside extensions.
 * @throws UnsupportedServerError
 */
export async function listRelations(client: Queryable, options: ListOptions = {}): Promise<RelationSummary[]> {
  await readServer(client);
  return (await client.query<RelationSummary>(LIST, [options.partitions ?? false, options.names ?? null])).rows;
}
