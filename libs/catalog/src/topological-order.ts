import { referencedName, relationName } from './columns.js';
import type { Catalog, ForeignKey, Relation } from './model.js';

export interface TopologicalOrder {
  /** A relation comes after those that it refers to, inherits from or reads. */
  readonly relations: readonly Relation[];
  /** Foreign keys between listed relations whose target comes later: they close a circle. */
  readonly deferred: readonly { readonly relation: Relation; readonly foreignKey: ForeignKey }[];
}

/** Relations that must exist before this one can be created. */
function required(relation: Relation): string[] {
  return [
    ...(relation.partitionOf ? [relationName(relation.partitionOf)] : []),
    ...relation.inherits.map(relationName),
    ...relation.reads,
  ];
}

/**
 * An order in which the relations can be created. Inheritance, partitioning and views are always kept; a circle of
 * foreign keys is opened at the member that waits for the fewest others. Equal input gives equal output.
 */
export function topologicalOrder(catalog: Catalog): TopologicalOrder {
  const pending = new Map(catalog.relations.map((relation) => [relationName(relation), relation]));
  const listed = new Set(pending.keys());
  const waits = new Map<string, { hard: Set<string>; soft: Set<string> }>();
  const dependents = new Map<string, string[]>();
  for (const [name, relation] of pending) {
    const hard = new Set(required(relation).filter((other) => other !== name && listed.has(other)));
    const keys = relation.foreignKeys.filter(({ inferred }) => !inferred).map(referencedName);
    const soft = new Set(keys.filter((other) => other !== name && listed.has(other) && !hard.has(other)));
    waits.set(name, { hard, soft });
    for (const other of [...hard, ...soft]) {
      dependents.set(other, [...(dependents.get(other) ?? []), name]);
    }
  }
  const order: Relation[] = [];
  const ready = [...pending.keys()].filter((name) => isReady(waits.get(name)));
  for (let name = next(ready, pending, waits); name !== undefined; name = next(ready, pending, waits)) {
    const relation = pending.get(name);
    if (relation && pending.delete(name)) {
      order.push(relation);
    }
    for (const dependent of dependents.get(name) ?? []) {
      const waiting = waits.get(dependent);
      waiting?.hard.delete(name);
      waiting?.soft.delete(name);
      if (pending.has(dependent) && isReady(waiting)) {
        ready.push(dependent);
      }
    }
  }
  return { relations: order, deferred: deferredKeys(order, listed) };
}

function isReady(waiting: { hard: Set<string>; soft: Set<string> } | undefined): boolean {
  return waiting !== undefined && waiting.hard.size === 0 && waiting.soft.size === 0;
}

function next(
  ready: string[],
  pending: ReadonlyMap<string, Relation>,
  waits: ReadonlyMap<string, { hard: Set<string>; soft: Set<string> }>,
): string | undefined {
  for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
    if (pending.has(name)) {
      return name;
    }
  }
  return nodeOfCircle(pending, waits);
}

/**
 * Follows what each relation waits for until it comes round. Required edges go first, so that a relation that is left
 * by a foreign key has none; there is one on every circle, since required edges alone make no circle.
 */
function nodeOfCircle(
  pending: ReadonlyMap<string, Relation>,
  waits: ReadonlyMap<string, { hard: Set<string>; soft: Set<string> }>,
): string | undefined {
  const path: string[] = [];
  const seen = new Set<string>();
  let [name] = pending.keys();
  while (name !== undefined && !seen.has(name)) {
    seen.add(name);
    path.push(name);
    const waiting = waits.get(name);
    [name] = [...(waiting?.hard ?? []), ...(waiting?.soft ?? [])];
  }
  const circle = path.slice(name === undefined ? 0 : path.indexOf(name));
  const open = circle.filter((member) => waits.get(member)?.hard.size === 0);
  return open.sort((a, b) => (waits.get(a)?.soft.size ?? 0) - (waits.get(b)?.soft.size ?? 0))[0];
}

function deferredKeys(order: readonly Relation[], listed: ReadonlySet<string>): TopologicalOrder['deferred'] {
  const position = new Map(order.map((relation, index) => [relationName(relation), index]));
  return order.flatMap((relation, index) =>
    relation.foreignKeys
      .filter(
        (key) => !key.inferred && listed.has(referencedName(key)) && (position.get(referencedName(key)) ?? 0) > index,
      )
      .map((foreignKey) => ({ relation, foreignKey })),
  );
}
