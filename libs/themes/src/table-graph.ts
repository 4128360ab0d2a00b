import { relationName, type Catalog } from '#libs/catalog';
import { technicalHubs, type Entity, type SemanticModel } from '#libs/semantic-model';

/** The listed tables and their joins. */
export interface TableGraph {
  /** `schema.table`, in catalog order. */
  readonly tables: readonly string[];
  /** Undefined for a relation without columns. */
  readonly entity: (table: string) => Entity | undefined;
  /** Neighbours in both directions, the more important first; not along the joins to a technical hub. */
  readonly neighbours: (table: string) => readonly string[];
  /** How much there is to ask about a table, 0 to 1. */
  readonly weight: (table: string) => number;
  /** A theme may be about it: it exists for itself, has rows, is no part of a partitioned table and no hub. */
  readonly mayLead: (table: string) => boolean;
}

/** Lookups, links and logs are read along with what they serve. */
const LEADING: ReadonlySet<Entity['kind']> = new Set(['event', 'thing', 'line', 'snapshot']);
/** People speak of orders before order lines and customers. */
const EVENT_BONUS = 0.15;

export function tableGraph(catalog: Catalog, model: SemanticModel): TableGraph {
  const tables = catalog.relations.map(relationName);
  const entities = new Map(model.entities.map((entity) => [entity.id, entity]));
  const hubs = technicalHubs(model);
  const edges = new Map<string, Set<string>>(tables.map((name) => [name, new Set()]));
  const connect = (a: string, b: string): void => {
    if (a !== b && edges.has(a) && edges.has(b)) {
      edges.get(a)?.add(b);
      edges.get(b)?.add(a);
    }
  };
  for (const { from, to, standing } of model.relationships) {
    if (standing === 'fact' && !hubs.has(to)) {
      connect(from, to);
    }
  }
  const parts = new Set<string>();
  for (const relation of catalog.relations) {
    const name = relationName(relation);
    relation.reads.forEach((source) => connect(name, source));
    if (relation.partitionOf) {
      parts.add(name);
      connect(name, relationName(relation.partitionOf));
    }
  }
  const weight = (table: string): number => {
    const entity = entities.get(table);
    return entity && !parts.has(table) ? entity.importance + (entity.kind === 'event' ? EVENT_BONUS : 0) : 0;
  };
  const sorted = new Map([...edges].map(([name, near]) => [name, [...near].sort(byWeight(weight))]));
  return {
    tables,
    entity: (table) => entities.get(table),
    weight,
    neighbours: (table) => sorted.get(table) ?? [],
    mayLead: (table) => {
      const entity = entities.get(table);
      return (
        entity !== undefined &&
        LEADING.has(entity.kind) &&
        entity.rowCount !== 0 &&
        !parts.has(table) &&
        !hubs.has(table)
      );
    },
  };
}

/** Heavier first, then by name, so that equal input gives equal output. */
export function byWeight(weight: (table: string) => number): (a: string, b: string) => number {
  return (a, b) => weight(b) - weight(a) || (a < b ? -1 : 1);
}
