import pLimit from 'p-limit';
import pg from 'pg';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { Catalog, ForeignKey, Relation } from './model.js';
import { nameReferences, type NameReference } from './name-references.js';
import { isLender, onAnyConnection, type Database, type Queryable } from './session.js';

/** Share of the sampled values that must exist in the referenced table; a few orphans are normal without a constraint. */
const CONTAINED = 0.98;
const PARALLEL = 3;

/**
 * Proposes foreign keys that no constraint declares: names and types must fit, and where there are rows, their values
 * must exist in the referenced table (a bounded sample is looked up by primary key). Proposals are marked `inferred`.
 * @param database a pool whose connections are read-only and have a statement timeout.
 * @returns the catalog with the proposals added to `foreignKeys`, and how many there are.
 * @throws the abort reason, or the driver's error when the connection is lost.
 */
export async function inferForeignKeys(
  database: Database,
  catalog: Catalog,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ catalog: Catalog; inferred: number }> {
  const limit = pLimit(isLender(database) ? PARALLEL : 1);
  const check = async (reference: NameReference): Promise<readonly NameReference[]> => {
    options.signal?.throwIfAborted();
    const contained = await onAnyConnection(database, (client) => isContained(client, reference));
    return contained ? [reference] : [];
  };
  const accepted = (
    await Promise.all(nameReferences(catalog).map((reference) => limit(() => check(reference))))
  ).flat();
  let inferred = 0;
  const byRelation = new Map<Relation, ForeignKey[]>();
  for (const reference of firstOfEachColumn(accepted)) {
    inferred += 1;
    byRelation.set(reference.from, [...(byRelation.get(reference.from) ?? []), foreignKeyOf(reference)]);
  }
  const relations = catalog.relations.map((relation) => {
    const more = byRelation.get(relation);
    return more ? { ...relation, foreignKeys: [...relation.foreignKeys, ...more] } : relation;
  });
  return { catalog: { ...catalog, relations }, inferred };
}

function firstOfEachColumn(references: readonly NameReference[]): NameReference[] {
  const taken = new Map<Relation, Set<string>>();
  return references.filter(({ from, columns }) => {
    const names = columns.map(({ name }) => name).join('\u0000');
    const known = taken.get(from) ?? new Set<string>();
    const isNew = !known.has(names);
    taken.set(from, known.add(names));
    return isNew;
  });
}

function foreignKeyOf({ from, columns, to, toColumns }: NameReference): ForeignKey {
  const names = columns.map(({ name }) => name);
  const referenced = toColumns.map(({ name }) => name);
  return {
    name: `${from.name}_${names.join('_')}_inferred`,
    columns: names,
    referencedSchema: to.schema,
    referencedTable: to.name,
    referencedColumns: referenced,
    definition: `FOREIGN KEY (${names.map(quoteIdentifier).join(', ')}) REFERENCES ${qualifiedName(to.schema, to.name)}(${referenced.map(quoteIdentifier).join(', ')})`,
    inferred: true,
    local: true,
  };
}

/** Without rows, names and types decide. Unreadable tables are not proposed. */
async function isContained(client: Queryable, reference: NameReference): Promise<boolean> {
  try {
    const { rows } = await client.query<{ seen: number; matched: number }>(containmentQuery(reference));
    const { seen = 0, matched = 0 } = rows[0] ?? {};
    return matched >= CONTAINED * seen && (seen > 0 || !reference.needsRows);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code !== undefined && !/^(08|53|57P|58)/.test(error.code)) {
      return false;
    }
    throw error;
  }
}

/** At most 200 distinct values out of 2000 rows, each looked up by the primary key. */
function containmentQuery({ from, columns, to, toColumns }: NameReference): string {
  const named = columns.map(({ name }, at) => `${quoteIdentifier(name)} as v${at}`).join(', ');
  const present = columns.map((_, at) => `v${at} is not null`).join(' and ');
  const equal = toColumns.map(({ name }, at) => `t.${quoteIdentifier(name)} = s.v${at}`).join(' and ');
  return `
    select count(*)::int as seen, count(found.one)::int as matched
    from (
      select distinct * from (select ${named} from ${qualifiedName(from.schema, from.name)} limit 2000) sample
      where ${present} limit 200
    ) s
    left join lateral (
      select 1 as one from ${qualifiedName(to.schema, to.name)} t where ${equal} limit 1
    ) found on true`;
}
