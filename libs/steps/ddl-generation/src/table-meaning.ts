import {
  copiesAmong,
  type Entity,
  type Field,
  type Metric,
  type Relationship,
  type SemanticModel,
} from '#libs/semantic-model';

/** What the semantic model knows about one table, for its documents. */
export interface TableMeaning {
  readonly entity: Entity;
  /** The table that it is a backup or another copy of; null for others. */
  readonly original: Entity | null;
  /** Joins in which the table holds the reference, hints included. */
  readonly outgoing: readonly Relationship[];
  /** Joins of other tables, and of its own rows, to it. */
  readonly incoming: readonly Relationship[];
  readonly metrics: readonly Metric[];
  readonly field: (name: string) => Field | undefined;
  /** Any table of the model. */
  readonly entityOf: (id: string) => Entity | undefined;
  /** Joins of any table, in either direction, that hold for all rows. */
  readonly joinsOf: (id: string) => readonly Relationship[];
}

/** By `schema.name`; undefined for a relation without columns. */
export function tableMeanings(model: SemanticModel): (id: string) => TableMeaning | undefined {
  const entities = new Map(model.entities.map((entity) => [entity.id, entity]));
  const outgoing = Map.groupBy(model.relationships, ({ from }) => from);
  const incoming = Map.groupBy(model.relationships, ({ to }) => to);
  const copies = copiesAmong(
    model.entities.map(({ id, schema, table, fields }) => ({
      id,
      schema,
      table,
      columns: fields.map(({ name }) => name),
    })),
  );
  const metrics = Map.groupBy(model.metrics, ({ entity }) => entity);
  const walked = model.relationships.filter(isWalked);
  const walkedFrom = Map.groupBy(walked, ({ from }) => from);
  const walkedTo = Map.groupBy(walked, ({ to }) => to);
  const joinsOf = (id: string): Relationship[] => [...(walkedFrom.get(id) ?? []), ...(walkedTo.get(id) ?? [])];
  return (id) => {
    const entity = entities.get(id);
    if (entity === undefined) {
      return undefined;
    }
    const fields = new Map(entity.fields.map((field) => [field.name, field]));
    return {
      entity,
      original: entities.get(copies.get(id) ?? '') ?? null,
      outgoing: outgoing.get(id) ?? [],
      incoming: incoming.get(id) ?? [],
      metrics: metrics.get(id) ?? [],
      field: (name) => fields.get(name),
      entityOf: (other) => entities.get(other),
      joinsOf,
    };
  };
}

function isWalked({ standing, condition, elements, from, to }: Relationship): boolean {
  return standing === 'fact' && condition === null && elements === null && from !== to;
}
