import type { CheckConstraint, ForeignKey, Index, KeyConstraint } from './model.js';
import type { Queryable } from './session.js';

interface ConstraintRow {
  readonly relation: number;
  readonly type: 'p' | 'u' | 'c' | 'x' | 'f';
  readonly name: string;
  readonly definition: string;
  readonly columns: string[];
  readonly local: boolean;
  readonly referenced_schema: string | null;
  readonly referenced_table: string | null;
  readonly referenced_columns: string[];
}

export interface Constraints {
  primaryKey: KeyConstraint | null;
  readonly uniqueConstraints: KeyConstraint[];
  readonly checkConstraints: CheckConstraint[];
  readonly exclusionConstraints: CheckConstraint[];
  readonly foreignKeys: ForeignKey[];
}

/**
 * A foreign key to a partitioned table also has one hidden row a partition of that table, on the same referencing
 * table: `own` leaves those out.
 */
const CONSTRAINTS = `
with own as (
  select k.* from pg_constraint k left join pg_constraint parent on parent.oid = k.conparentid
  where k.conrelid = any($1::oid[]) and k.contype in ('p', 'u', 'c', 'x', 'f')
    and (parent.oid is null or parent.conrelid <> k.conrelid)
)
select k.conrelid as relation, k.contype::text as type, k.conname::text as name,
  pg_get_constraintdef(k.oid) as definition,
  k.conislocal and k.conparentid = 0 as local,
  array(select a.attname::text from unnest(k.conkey) with ordinality u(num, pos)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.pos) as columns,
  fn.nspname::text as referenced_schema, f.relname::text as referenced_table,
  array(select a.attname::text from unnest(k.confkey) with ordinality u(num, pos)
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by u.pos) as referenced_columns
from own k
left join pg_class f on f.oid = k.confrelid and k.contype = 'f'
left join pg_namespace fn on fn.oid = f.relnamespace
order by k.conrelid, k.contype, k.conname collate "C"`;

/** @returns the constraints by OID of their relation, each kind sorted by name. */
export async function readConstraints(client: Queryable, oids: readonly number[]): Promise<Map<number, Constraints>> {
  const { rows } = await client.query<ConstraintRow>(CONSTRAINTS, [oids]);
  const constraints = new Map(oids.map((oid) => [oid, noConstraints()]));
  for (const row of rows) {
    const target = constraints.get(row.relation);
    if (target) {
      addConstraint(target, row);
    }
  }
  return constraints;
}

function noConstraints(): Constraints {
  return { primaryKey: null, uniqueConstraints: [], checkConstraints: [], exclusionConstraints: [], foreignKeys: [] };
}

function addConstraint(target: Constraints, row: ConstraintRow): void {
  const { name, definition, columns, local } = row;
  switch (row.type) {
    case 'p':
      target.primaryKey = { name, columns, definition };
      break;
    case 'u':
      target.uniqueConstraints.push({ name, columns, definition });
      break;
    case 'c':
      target.checkConstraints.push({ name, columns, definition, local });
      break;
    case 'x':
      target.exclusionConstraints.push({ name, columns, definition, local });
      break;
    case 'f':
      target.foreignKeys.push({
        name,
        columns,
        definition,
        local,
        referencedSchema: row.referenced_schema ?? '',
        referencedTable: row.referenced_table ?? '',
        referencedColumns: row.referenced_columns,
        inferred: false,
      });
      break;
  }
}

const INDEXES = `
select i.indrelid as relation, c.relname::text as name, pg_get_indexdef(i.indexrelid) as definition,
  i.indisunique as unique
from pg_index i
join pg_class c on c.oid = i.indexrelid
where i.indrelid = any($1::oid[]) and i.indislive
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
order by i.indrelid, c.relname collate "C"`;

/** @returns the indexes that no constraint brought along, by OID of their relation, sorted by name. */
export async function readIndexes(client: Queryable, oids: readonly number[]): Promise<Map<number, Index[]>> {
  const { rows } = await client.query<Index & { relation: number }>(INDEXES, [oids]);
  const indexes = new Map<number, Index[]>(oids.map((oid) => [oid, []]));
  for (const { relation, ...index } of rows) {
    indexes.get(relation)?.push(index);
  }
  return indexes;
}
