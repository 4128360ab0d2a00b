import { createHash } from 'node:crypto';
import type { ModelBase } from '#libs/step-files';
import type { Entity, Metric, Relationship } from '../model.js';
import { ENTITY_STATEMENTS } from './entity-statements.js';
import { FIELD_STATEMENTS } from './field-statements.js';
import { METRIC_STATEMENTS } from './metric-statements.js';
import { RELATIONSHIP_STATEMENTS } from './relationship-statements.js';
import type { Plain, Statement } from './statement.js';

export type ItemBase = Readonly<Record<string, string>>;

export const ENDS = 'ends';

/** What `ModelBase` keeps of a table. */
export function tableBase(
  entity: Entity,
  relationships: readonly Relationship[],
  metrics: readonly Metric[],
): ModelBase {
  return {
    own: digestsOf(entity, ENTITY_STATEMENTS),
    fields: Object.fromEntries(entity.fields.map((field) => [field.name, digestsOf(field, FIELD_STATEMENTS)])),
    relationships: Object.fromEntries(
      relationships.map((join) => [
        join.id,
        { [ENDS]: digestOf(endsOf(join)), ...digestsOf(join, RELATIONSHIP_STATEMENTS) },
      ]),
    ),
    metrics: Object.fromEntries(metrics.map((metric) => [metric.id, digestsOf(metric, METRIC_STATEMENTS)])),
  };
}

/** The ends of a join as the file has them. */
export function endsOf({ from, to, fromFields, toFields }: Relationship): Readonly<Record<string, Plain>> {
  return { from, to, from_columns: fromFields, to_columns: toFields };
}

function digestsOf<T>(target: T, statements: readonly Statement<T>[]): ItemBase {
  return Object.fromEntries(
    statements.flatMap(({ key, write }) => {
      const value = write(target);
      return value === undefined ? [] : [[key, digestOf(value)]];
    }),
  );
}

/** Short values stand for themselves. */
export function digestOf(value: Plain): string {
  const text = JSON.stringify(value, sortedKeys);
  return text.length <= 20 ? text : createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** A person may list the keys of a map in another order. */
function sortedKeys(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
