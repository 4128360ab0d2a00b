import type { NotNullConstraint } from './model.js';
import type { Queryable } from './queryable.js';

/** By OID of the relation and attnum. */
export type NotNulls = ReadonlyMap<number, ReadonlyMap<number, NotNullConstraint>>;

interface NotNullRow {
  readonly relation: number;
  readonly position: number;
  readonly name: string;
  readonly no_inherit: boolean;
  readonly not_valid: boolean;
  readonly comment: string | null;
}

/** Before PostgreSQL 18 there are none: NOT NULL is a mark of the column. */
const NOT_NULLS = `
select k.conrelid as relation, k.conkey[1]::int as position, k.conname::text as name, k.connoinherit as no_inherit,
  not k.convalidated as not_valid, d.description as comment
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
left join pg_description d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass and d.objsubid = 0
where k.contype = 'n' and k.conrelid = any($1::oid[]) and (k.connoinherit or not k.convalidated
  or d.description is not null or k.conname <> c.relname || '_' || a.attname || '_not_null')`;

/** The NOT NULL constraints with a name of their own, a comment, NO INHERIT or NOT VALID. */
export async function readNotNulls(client: Queryable, oids: readonly number[]): Promise<NotNulls> {
  const { rows } = await client.query<NotNullRow>(NOT_NULLS, [oids]);
  const byRelation = Map.groupBy(rows, ({ relation }) => relation);
  return new Map([...byRelation].map(([relation, own]) => [relation, new Map(own.map(constraintOf))]));
}

function constraintOf(row: NotNullRow): [number, NotNullConstraint] {
  const { position, name, comment } = row;
  return [position, { name, comment, noInherit: row.no_inherit, notValid: row.not_valid }];
}
