import type { Entity, Field, Metric, Relationship, SemanticModel } from './model.js';

/** Finds the parts of a model by name. It is made once and read by everything that walks the joins. */
export class ModelIndex {
  private readonly byId: ReadonlyMap<string, Entity>;
  private readonly fields: ReadonlyMap<string, ReadonlyMap<string, Field>>;
  private readonly outgoing: ReadonlyMap<string, readonly Relationship[]>;
  private readonly incoming: ReadonlyMap<string, readonly Relationship[]>;
  private readonly metrics: ReadonlyMap<string, readonly Metric[]>;

  /** Only facts are walked: hints never stand in a pair. */
  constructor(readonly model: SemanticModel) {
    this.byId = new Map(model.entities.map((entity) => [entity.id, entity]));
    this.fields = new Map(
      model.entities.map(({ id, fields }) => [id, new Map(fields.map((field) => [field.name, field]))]),
    );
    const facts = model.relationships.filter(({ standing }) => standing === 'fact');
    this.outgoing = Map.groupBy(facts, ({ from }) => from);
    this.incoming = Map.groupBy(facts, ({ to }) => to);
    this.metrics = Map.groupBy(model.metrics, ({ entity }) => entity);
  }

  entity(id: string): Entity | undefined {
    return this.byId.get(id);
  }

  field(entity: string, name: string): Field | undefined {
    return this.fields.get(entity)?.get(name);
  }

  /** Joins in which the entity holds the reference. */
  from(entity: string): readonly Relationship[] {
    return this.outgoing.get(entity) ?? [];
  }

  /** Joins in which the entity is referred to. */
  to(entity: string): readonly Relationship[] {
    return this.incoming.get(entity) ?? [];
  }

  metricsOf(entity: string): readonly Metric[] {
    return this.metrics.get(entity) ?? [];
  }
}
