import type { Entity, Relationship } from '#libs/semantic-model';
import type { Step } from '../intent.js';

/** The parts of the model that a statement reads, in the order in which they are met. */
export class Used {
  private readonly entities = new Map<string, Entity>();
  private readonly fields = new Set<string>();
  private readonly relationships = new Set<string>();

  entity(entity: Entity): void {
    this.entities.set(entity.id, entity);
  }

  column(entity: Entity, name: string): void {
    this.fields.add(`${entity.id}.${name}`);
  }

  /** @param source the entity that the step starts from */
  step({ relationship, direction, target }: Step, source: Entity): void {
    const [from, to] = direction === 'out' ? [source, target] : [target, source];
    this.relationships.add(joinId(relationship));
    relationship.fromFields.forEach((name) => this.column(from, name));
    relationship.toFields.forEach((name) => this.column(to, name));
  }

  /** Entity ids; the subject is the first. */
  get tables(): string[] {
    return [...this.entities.keys()];
  }

  /** `entity id` + `.` + column */
  get columns(): string[] {
    return [...this.fields];
  }

  /** See `joinId`. */
  get joins(): string[] {
    return [...this.relationships];
  }
}

/** Names a relationship of a model: `entity id` + `:` + relationship id. */
export function joinId({ from, id }: Pick<Relationship, 'from' | 'id'>): string {
  return `${from}:${id}`;
}
