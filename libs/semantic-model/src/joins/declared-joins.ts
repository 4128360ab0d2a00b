import { referencedName, relationName, type Catalog, type ForeignKey, type Relation } from '#libs/catalog';
import type { Join } from './join.js';

/** The joins of the constraints. Those of partitions repeat their parent's. */
export function declaredJoins(catalog: Catalog): Join[] {
  return catalog.relations
    .filter(({ partitionOf }) => partitionOf === null)
    .flatMap((relation) => relation.foreignKeys.map((key) => declaredJoin(relation, key)));
}

function declaredJoin(from: Relation, key: ForeignKey): Join {
  const columns = from.columns.filter(({ name }) => key.columns.includes(name));
  return {
    id: key.name,
    from: relationName(from),
    to: referencedName(key),
    fromFields: key.columns,
    toFields: key.referencedColumns,
    cardinality: hasUniqueKey(from, key.columns) ? 'one_to_one' : 'many_to_one',
    optional: columns.some(({ notNull }) => !notNull),
    noneValue: null,
    condition: null,
    elements: null,
    role: [],
    declared: !key.inferred,
    standing: 'fact',
    distinctCount: null,
    confidence: key.inferred ? 0.9 : 1,
    evidence: [{ source: key.inferred ? 'name' : 'declared', confidence: key.inferred ? 0.9 : 1, because: null }],
  };
}

/** Each combination of these columns occurs once. */
export function hasUniqueKey(relation: Relation, columns: readonly string[]): boolean {
  const keys = [...(relation.primaryKey ? [relation.primaryKey] : []), ...relation.uniqueConstraints];
  return keys.some((key) => key.columns.every((name) => columns.includes(name)));
}
