import { byTwoNumbers, type ByTwoNumbers } from './by-two-numbers.js';
import type { Queryable } from './queryable.js';

export interface TypeFact {
  readonly oid: number;
  /** The type under domains and arrays. */
  readonly base_oid: number;
  readonly category: string;
  readonly is_array: boolean;
  readonly is_domain: boolean;
  /** Base type of a domain, with its precision; null for other types. */
  readonly domain_base: string | null;
  /** Labels of the enum under it, in order. */
  readonly labels: string[] | null;
  readonly collation_oid: number;
  readonly comparable: boolean;
}

export interface TypeFacts {
  readonly types: ReadonlyMap<number, TypeFact>;
  /** Types as SQL text, by OID and modifier. */
  readonly names: ByTwoNumbers;
  /** Collations as SQL text, by OID. */
  readonly collations: ReadonlyMap<number, string>;
}

/**
 * ANALYZE counts the values of a type that has equality and no statistics of its own kind, as ranges and search vectors
 * have. `varchar` has the operators of `text`.
 *
 * `chain` walks from each type through domains and arrays to what lies under them.
 */
const TYPES = `
with recursive chain(root, oid, depth, is_array, is_domain) as (
  select root, root, 0, false, false from unnest($1::oid[]) wanted(root)
  union all
  select chain.root, case when t.typtype = 'd' then t.typbasetype else t.typelem end, chain.depth + 1,
    chain.is_array or t.typtype <> 'd', chain.is_domain or t.typtype = 'd'
  from chain join pg_type t on t.oid = chain.oid
  where t.typtype = 'd' or (t.typcategory = 'A' and t.typelem <> 0)
), classes(oid) as (
  select c.opcintype from pg_opclass c join pg_am a on a.oid = c.opcmethod
  where c.opcdefault and a.amname in ('btree', 'hash')
), base as (
  select distinct on (root) root, oid, is_array, is_domain from chain order by root, depth desc
)
select base.root as oid, base.oid as base_oid, b.typcategory::text as category, base.is_array, base.is_domain,
  case when t.typtype = 'd' then (
    select format_type(d.typbasetype, d.typtypmod) from chain join pg_type d on d.oid = chain.oid
    where chain.root = base.root and d.typtype = 'd' order by chain.depth desc limit 1
  ) end as domain_base,
  (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = base.oid) as labels,
  t.typcollation as collation_oid,
  b.typanalyze = 0 and (b.typtype = 'e' or exists (select from classes where classes.oid in (
    select b.oid union all select k.casttarget from pg_cast k
    where k.castsource = b.oid and k.castmethod = 'b' and k.castcontext = 'i'))) as comparable
from base
join pg_type t on t.oid = base.root
join pg_type b on b.oid = base.oid`;

const COLLATIONS = `
select c.oid, case when n.nspname = 'pg_catalog' then '' else quote_ident(n.nspname) || '.' end || quote_ident(c.collname)
  as name
from pg_collation c join pg_namespace n on n.oid = c.collnamespace
where c.oid = any($1::oid[])`;

/** Each type is named once, not once a column. */
const NAMES = `
select type, modifier, format_type(type, modifier) from unnest($1::oid[], $2::int[]) as used(type, modifier)`;

/**
 * Facts of types and collations.
 * @param modifiers the modifiers that each type is used with, by its OID
 */
export async function readTypeFacts(
  client: Queryable,
  modifiers: ReadonlyMap<number, ReadonlySet<number>>,
  collationOids: readonly number[],
): Promise<TypeFacts> {
  const types = await client.query<TypeFact>(TYPES, [[...modifiers.keys()]]);
  const used = [...modifiers].flatMap(([type, own]) => [...own].map((modifier) => [type, modifier] as const));
  const names = await client.query<[number, number, string]>({
    text: NAMES,
    values: [used.map(([type]) => type), used.map(([, modifier]) => modifier)],
    rowMode: 'array',
  });
  const collations = await client.query<{ oid: number; name: string }>(COLLATIONS, [collationOids]);
  return {
    names: byTwoNumbers(names.rows),
    types: new Map(types.rows.map((fact) => [fact.oid, fact])),
    collations: new Map(collations.rows.map(({ oid, name }) => [oid, name])),
  };
}
