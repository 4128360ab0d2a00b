import type { Entity, Field, Metric, ModelIndex, Relationship } from '#libs/semantic-model';
import type { FieldRef, MetricRef, Path, Step } from './intent.js';
import { isUnclear } from './unclear-joins.js';

/** The step out over a relationship of the entity at hand; null when its other side is not in the model. */
export function stepOut(index: ModelIndex, relationship: Relationship): Step | null {
  const target = index.entity(relationship.to);
  return target ? { relationship, direction: 'out', target } : null;
}

/** The step back, to the rows that refer to the entity at hand. */
export function stepIn(index: ModelIndex, relationship: Relationship): Step | null {
  const target = index.entity(relationship.from);
  return target ? { relationship, direction: 'in', target } : null;
}

export function stepsOut(index: ModelIndex, { id }: Entity): Step[] {
  return index.from(id).flatMap((join) => (isUnclear(index, join) ? [] : (stepOut(index, join) ?? [])));
}

export function stepsIn(index: ModelIndex, { id }: Entity): Step[] {
  return index.to(id).flatMap((join) => (isUnclear(index, join) ? [] : (stepIn(index, join) ?? [])));
}

/** The step may lead from one row to several. */
export function isToMany({ relationship, direction }: Step): boolean {
  return relationship.elements !== null || (direction === 'in' && relationship.cardinality === 'many_to_one');
}

export function fansOut(path: Path): boolean {
  return path.some(isToMany);
}

/** Unique among the steps from one entity. */
function stepKey({ relationship, direction }: Step): string {
  return `${direction} ${relationship.from}:${relationship.id}`;
}

export function pathKey(path: Path): string {
  return path.map(stepKey).join(' / ');
}

/** The way back. @param subject where the path starts */
export function reversed(subject: Entity, path: Path): Path {
  return path
    .map(({ relationship, direction }, index): Step => ({
      relationship,
      direction: direction === 'out' ? 'in' : 'out',
      target: path[index - 1]?.target ?? subject,
    }))
    .reverse();
}

/** One path after the other. The reference of a row that was reached over this reference leads back to where it came from. */
export function follow(base: Path, path: Path): Path {
  const [last, next] = [base.at(-1), path[0]];
  return last?.direction === 'in' && next?.direction === 'out' && last.relationship === next.relationship
    ? follow(base.slice(0, -1), path.slice(1))
    : [...base, ...path];
}

/** Over a link table whose key is both references: each pair comes up once. */
export function meetsOnce(path: Path): boolean {
  const [first, second, more] = path;
  if (first?.relationship.elements && second === undefined) {
    return true;
  }
  const key = first?.target.key ?? [];
  const references = [...(first?.relationship.fromFields ?? []), ...(second?.relationship.fromFields ?? [])];
  return (
    more === undefined &&
    first?.direction === 'in' &&
    second?.direction === 'out' &&
    key.length > 0 &&
    key.every((name) => references.includes(name))
  );
}

export function endOf(subject: Entity, path: Path): Entity {
  return path.at(-1)?.target ?? subject;
}

export function fieldRef(subject: Entity, path: Path, field: Field): FieldRef {
  return { form: 'field', path, entity: endOf(subject, path), field };
}

/** Null when a factor's relationship is not in the model. */
export function metricRef(index: ModelIndex, subject: Entity, path: Path, metric: Metric): MetricRef | null {
  const entity = endOf(subject, path);
  const ids =
    metric.expression.form === 'product' ? metric.expression.factors.flatMap(({ through }) => through ?? []) : [];
  const steps = stepsOut(index, entity).filter(({ relationship }) => ids.includes(relationship.id));
  const through = new Map(steps.map((step) => [step.relationship.id, step]));
  return ids.every((id) => through.has(id)) ? { form: 'metric', path, entity, metric, through } : null;
}
