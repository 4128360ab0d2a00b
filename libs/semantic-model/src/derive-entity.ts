import { relationName, type Relation, type RelationProfile } from '#libs/catalog';
import type { SchemaNames } from '#libs/lexicon';
import { fieldOf } from './derive-field.js';
import { withCreationTime } from './entities/creation-time.js';
import { ofCompanies } from './entities/companies.js';
import { timeOf, type RoledColumn } from './entities/kind.js';
import { softDeleteOf } from './entities/soft-delete.js';
import { titleOf } from './entities/title.js';
import type { Join } from './joins/join.js';
import { rowDurations } from './measures/row-durations.js';
import { rowMeasures, type RowMeasures } from './measures/row-metrics.js';
import { currencyFieldOf } from './measures/unit.js';
import type { MeaningSources } from './meanings/field-values.js';
import type { Entity, Metric } from './model.js';
import { tableFacts } from './roles/column-facts.js';
import { roleOf } from './roles/role-of.js';

export interface EntityContext {
  readonly joins: readonly Join[];
  readonly foundKey: readonly string[] | undefined;
  /** Other entities refer to it. */
  readonly isReferenced: boolean;
  readonly sources: MeaningSources;
  readonly names: SchemaNames;
}

export interface DerivedEntity {
  /** Its importance is 0 until all are known. */
  readonly entity: Entity;
  readonly durations: readonly Metric[];
  /** For the amounts that are computed from this row and rows that it refers to. */
  readonly measures: RowMeasures;
}

export function entityOf(
  relation: Relation,
  profile: RelationProfile | undefined,
  context: EntityContext,
): DerivedEntity {
  const id = relationName(relation);
  const table = tableFacts(relation, profile, context.joins, context.foundKey);
  const roles = new Map(table.columns.map((facts) => [facts.column.name, roleOf(facts)]));
  const judged = table.columns.map((facts): RoledColumn => ({
    facts,
    role: roles.get(facts.column.name)?.value ?? 'text',
  }));
  const { kind, columns } = withCreationTime(table, judged, context.isReferenced);
  const currencyField = currencyFieldOf(table.columns);
  const hasTotal = columns.some(
    ({ facts, role }) => role === 'measure' && ['quantity', 'amount'].includes(facts.concept ?? ''),
  );
  const fields = columns.map(({ facts, role }) =>
    fieldOf({
      table,
      facts,
      role,
      judged: roles.get(facts.column.name),
      kind,
      currencyField,
      hasTotal,
      sources: context.sources,
      names: context.names,
    }),
  );
  const time = timeOf(table, columns);
  const title = titleOf({ table: relation.name, kind, key: table.key, time }, columns);
  const titleFacts = table.columns.filter(({ column }) => title.fields.includes(column.name));
  const softDelete = softDeleteOf(table.columns);
  const entity: Entity = {
    id,
    schema: relation.schema,
    table: relation.name,
    kind,
    name: ofCompanies(context.names.entity(relation), titleFacts),
    description: relation.comment,
    fields,
    key: table.key,
    title: title.fields,
    titleRepeats: title.repeats,
    time,
    softDelete,
    rowCount: profile?.rowCount ?? null,
    importance: 0,
    rowSecurity: profile?.rowSecurity === true,
    evidence: {
      kind: { source: 'data', confidence: 0.7, because: null },
      ...(softDelete ? { softDelete: { source: 'data', confidence: 0.9, because: null } } : {}),
    },
  };
  const unitOfPrice = fields.find(({ additivity }) => additivity === 'unit_price')?.unit ?? null;
  return {
    entity,
    durations: rowDurations(table, id, columns, entity.time, context.names),
    measures: rowMeasures(table, id, kind, columns, unitOfPrice),
  };
}
