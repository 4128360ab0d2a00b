import { relationName, type Relation, type RelationProfile } from '#libs/catalog';
import { fieldOf } from './derive-field.js';
import { kindOf, timeOf, type RoledColumn } from './entities/kind.js';
import { softDeleteOf } from './entities/soft-delete.js';
import { titleOf } from './entities/title.js';
import type { Join } from './joins/join.js';
import { rowMetrics } from './measures/row-metrics.js';
import { currencyFieldOf } from './measures/unit.js';
import type { Lookups } from './meanings/field-values.js';
import type { Entity, EntityKind, Metric } from './model.js';
import { entityName } from './names/stand-in.js';
import { tableFacts, type TableFacts } from './roles/column-facts.js';
import { roleOf, type Judged } from './roles/role-of.js';
import { housekeepingOf } from './roles/technical.js';
import type { FieldRole } from './model.js';

export interface EntityContext {
  readonly joins: readonly Join[];
  readonly foundKey: readonly string[] | undefined;
  /** Other entities refer to it. */
  readonly isReferenced: boolean;
  readonly lookups: Lookups;
  readonly prefixes: ReadonlyMap<string, string>;
}

export interface DerivedEntity {
  /** Its importance is 0 until all are known. */
  readonly entity: Entity;
  readonly metrics: readonly Metric[];
}

export function entityOf(
  relation: Relation,
  profile: RelationProfile | undefined,
  context: EntityContext,
): DerivedEntity {
  const id = relationName(relation);
  const table = tableFacts(relation, profile, context.joins, context.foundKey);
  const roles = rolesOf(table, context.isReferenced);
  const columns = table.columns.map((facts): RoledColumn => ({
    facts,
    role: roles.get(facts.column.name)?.value ?? 'text',
  }));
  const kind = kindOf(table, columns, context.isReferenced);
  const currencyField = currencyFieldOf(table.columns);
  const hasQuantity = columns.some(({ facts, role }) => role === 'measure' && facts.concept === 'quantity');
  const fields = columns.map(({ facts, role }) =>
    fieldOf({
      table,
      facts,
      role,
      judged: roles.get(facts.column.name),
      kind,
      currencyField,
      hasQuantity,
      lookups: context.lookups,
    }),
  );
  const title = titleOf(relation.name, kind, columns);
  const softDelete = softDeleteOf(table.columns);
  const entity: Entity = {
    id,
    schema: relation.schema,
    table: relation.name,
    kind,
    name: entityName(relation, context.prefixes),
    description: relation.comment,
    fields,
    key: table.key,
    title: title.fields,
    titleRepeats: title.repeats,
    time: timeOf(columns),
    softDelete,
    rowCount: profile?.rowCount ?? null,
    importance: 0,
    rowSecurity: profile?.rowSecurity === true,
    evidence: {
      kind: { source: 'data', confidence: 0.7, because: null },
      ...(softDelete ? { softDelete: { source: 'data', confidence: 0.9, because: null } } : {}),
    },
  };
  return { entity, metrics: rowMetrics(id, relation.name, columns) };
}

/** The roles by column; the creation time of an event without another time becomes its time. */
function rolesOf(table: TableFacts, isReferenced: boolean): ReadonlyMap<string, Judged<FieldRole>> {
  const roles = new Map(table.columns.map((facts) => [facts.column.name, roleOf(facts)]));
  const created = table.columns.find(
    ({ column }) => column.typeCategory === 'D' && housekeepingOf(column) === 'creation',
  );
  const hasTime = [...roles.values()].some(({ value }) => value === 'time');
  if (created && !hasTime) {
    const asTime = new Map(roles).set(created.column.name, { value: 'time', source: 'name', confidence: 0.8 });
    const columns = table.columns.map((facts): RoledColumn => ({
      facts,
      role: asTime.get(facts.column.name)?.value ?? 'text',
    }));
    const kind: EntityKind = kindOf(table, columns, isReferenced);
    return kind === 'event' || kind === 'log' || kind === 'line' ? asTime : roles;
  }
  return roles;
}
