import { isLinkTable, measureColumns, referencedName, relationName, type Catalog, type Relation } from '#libs/catalog';

/** The listed tables and their references, declared or inferred. */
export interface TableGraph {
  /** By `schema.table`, in catalog order. */
  readonly relations: ReadonlyMap<string, Relation>;
  /** Neighbours in both directions, in a fixed order. */
  readonly neighbours: (table: string) => readonly string[];
  /** How much there is to ask about a table: measures, dates and references count. */
  readonly weight: (table: string) => number;
}

export function tableGraph(catalog: Catalog): TableGraph {
  const relations = new Map(catalog.relations.map((relation) => [relationName(relation), relation]));
  const edges = new Map<string, Set<string>>([...relations.keys()].map((name) => [name, new Set()]));
  const connect = (a: string, b: string): void => {
    if (a !== b && edges.has(a) && edges.has(b)) {
      edges.get(a)?.add(b);
      edges.get(b)?.add(a);
    }
  };
  for (const [name, relation] of relations) {
    for (const key of relation.foreignKeys) {
      connect(name, referencedName(key));
    }
    for (const source of relation.reads) {
      connect(name, source);
    }
    if (relation.partitionOf) {
      connect(name, relationName(relation.partitionOf));
    }
  }
  const weights = new Map(
    [...relations].map(([name, relation]) => [name, weightOf(relation, edges.get(name)?.size ?? 0)]),
  );
  const weight = (table: string): number => weights.get(table) ?? 0;
  const sorted = new Map([...edges].map(([name, near]) => [name, [...near].sort(byWeight(weight))]));
  return { relations, weight, neighbours: (table) => sorted.get(table) ?? [] };
}

/** Heavier first, then by name, so that equal input gives equal output. */
export function byWeight(weight: (table: string) => number): (a: string, b: string) => number {
  return (a, b) => weight(b) - weight(a) || (a < b ? -1 : 1);
}

function weightOf(relation: Relation, degree: number): number {
  if (relation.partitionOf || relation.columns.length === 0) {
    return 0;
  }
  // Facts to count and sum are in tables that refer to others; views only repeat them.
  const measures = 2 * Math.min(measureColumns(relation).length, 4);
  const dates = relation.columns.some(({ typeCategory }) => typeCategory === 'D') ? 2 : 0;
  const derived = relation.kind === 'view' || relation.kind === 'materialized_view' ? -8 : 0;
  const link = isLinkTable(relation) ? -4 : 0;
  return Math.max(
    1,
    2 + measures + dates + derived + link + Math.min(degree, 3) + Math.min(relation.foreignKeys.length, 4),
  );
}
