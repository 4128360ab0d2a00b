import { additivityOf } from './measures/additivity.js';
import { unitOf } from './measures/unit.js';
import { fieldValues, type Lookups } from './meanings/field-values.js';
import type { EntityKind, Field, FieldRole } from './model.js';
import { fieldName } from './names/stand-in.js';
import type { ColumnFacts, TableFacts } from './roles/column-facts.js';
import type { Judged } from './roles/role-of.js';

export interface FieldInput {
  readonly table: TableFacts;
  readonly facts: ColumnFacts;
  readonly role: FieldRole;
  readonly judged: Judged<FieldRole> | undefined;
  readonly kind: EntityKind;
  readonly currencyField: string | null;
  /** The row has a quantity of its own. */
  readonly hasQuantity: boolean;
  readonly lookups: Lookups;
}

export function fieldOf({ table, facts, role, judged, kind, currencyField, hasQuantity, lookups }: FieldInput): Field {
  const { column, profile } = facts;
  const join =
    role === 'reference'
      ? table.joins.find(({ fromFields }) => fromFields.length === 1 && fromFields[0] === column.name)
      : undefined;
  const { values, complete } = fieldValues(table, facts, role, join && lookups.get(join.to));
  const seen = [...(profile?.topValues.map(({ value }) => value) ?? []), ...(profile?.sampleValues ?? [])];
  return {
    name: column.name,
    type: column.type,
    typeCategory: column.typeCategory,
    isArray: column.isArray,
    notNull: column.notNull,
    role,
    label: fieldName(column, table.relation),
    description: column.comment,
    additivity: additivityOf(facts, role, kind, hasQuantity),
    unit: role === 'measure' ? unitOf(facts, currencyField) : null,
    sensitive: profile?.sensitive ?? null,
    values,
    valuesComplete: complete,
    range: profile && profile.min !== null && profile.max !== null ? { min: profile.min, max: profile.max } : null,
    quartiles: [],
    distinctCount: profile?.distinctCount ?? null,
    nullShare: profile?.nullShare ?? null,
    nullMeaning: null,
    hasBlanks: seen.includes(''),
    hasInfinity: [profile?.min, profile?.max, ...seen].some((value) => value === 'infinity' || value === '-infinity'),
    evidence: judged ? { role: { source: judged.source, confidence: judged.confidence, because: null } } : {},
  };
}
