import { relationName, type Catalog, type ForeignKey, type Relation } from '#libs/catalog';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { Chosen } from './choose.js';
import { hasUniqueKey } from './declared-joins.js';
import { FACT, type Join } from './join.js';
import type { JoinSchema } from './join-schema.js';

/** The relationship of a chosen candidate. */
export function inferredJoin({ judged, confidence }: Chosen, { found }: JoinSchema): Join {
  const { candidate, contained, evidence } = judged;
  const { from, to, columns, toColumns, condition, elements, role } = candidate;
  const names = columns.map(({ name }) => name);
  const known = found.get(from);
  const key = known?.evidence.source === 'data' ? known : undefined;
  const isUnique =
    hasUniqueKey(from, names) || (key !== undefined && key.columns.every((name) => names.includes(name)));
  const mayMiss = contained === null || contained.matched < contained.seen || contained.none !== null;
  return {
    id: idOf(from, names, condition?.value),
    from: relationName(from),
    to: relationName(to),
    fromFields: names,
    toFields: toColumns.map(({ name }) => name),
    cardinality: isUnique && elements === null ? 'one_to_one' : 'many_to_one',
    optional: mayMiss || contained.hasNulls || columns.some(({ notNull }) => !notNull),
    noneValue: contained?.none ?? null,
    condition,
    elements,
    role,
    declared: false,
    standing: confidence >= FACT ? 'fact' : 'hint',
    distinctCount: contained?.matched ?? null,
    confidence,
    evidence,
  };
}

function idOf(from: Relation, columns: readonly string[], value: string | undefined): string {
  const condition = value === undefined ? '' : `_${value}`;
  return `${from.name}_${columns.join('_')}${condition}_inferred`;
}

/** The catalog with the facts that hold for every row, as foreign keys that no constraint declares. */
export function withForeignKeys(catalog: Catalog, joins: readonly Join[]): Catalog {
  const facts = joins.filter(({ standing, condition, elements }) => standing === 'fact' && !condition && !elements);
  const byRelation = Map.groupBy(facts, ({ from }) => from);
  const byName = new Map(catalog.relations.map((relation) => [relationName(relation), relation]));
  const relations = catalog.relations.map((relation) => {
    const more = (byRelation.get(relationName(relation)) ?? []).flatMap((join) => {
      const to = byName.get(join.to);
      return to ? [foreignKeyOf(join, to)] : [];
    });
    return more.length > 0 ? { ...relation, foreignKeys: [...relation.foreignKeys, ...more] } : relation;
  });
  return { ...catalog, relations };
}

function foreignKeyOf({ id, fromFields, toFields }: Join, to: Relation): ForeignKey {
  const columns = fromFields.map(quoteIdentifier).join(', ');
  const referenced = toFields.map(quoteIdentifier).join(', ');
  return {
    name: id,
    columns: fromFields,
    referencedSchema: to.schema,
    referencedTable: to.name,
    referencedColumns: toFields,
    definition: `FOREIGN KEY (${columns}) REFERENCES ${qualifiedName(to.schema, to.name)}(${referenced})`,
    inferred: true,
    local: true,
  };
}
