import type { SchemaNames } from '#libs/lexicon';
import { additivityOf } from './measures/additivity.js';
import { unitOf } from './measures/unit.js';
import { unitFieldOf } from './measures/unit-field.js';
import { fieldValues, type MeaningSources } from './meanings/field-values.js';
import { nullMeaning } from './meanings/null-meaning.js';
import type { EntityKind, Field, FieldRole } from './model.js';
import type { ColumnFacts, TableFacts } from './roles/column-facts.js';
import type { Judged } from './roles/role-of.js';

const NONE: readonly string[] = [];

export interface FieldInput {
  readonly table: TableFacts;
  readonly facts: ColumnFacts;
  readonly role: FieldRole;
  readonly judged: Judged<FieldRole> | undefined;
  readonly kind: EntityKind;
  readonly currencyField: string | null;
  /** The row has a quantity or a total, so that its price is that of one piece. */
  readonly hasTotal: boolean;
  readonly sources: MeaningSources;
  readonly names: SchemaNames;
}

export function fieldOf({
  table,
  facts,
  role,
  judged,
  kind,
  currencyField,
  hasTotal,
  sources,
  names,
}: FieldInput): Field {
  const { column, profile } = facts;
  const { values, complete, source } = fieldValues(table, facts, role, sources);
  const missing = nullMeaning(table, facts, role);
  const fields = { currencyField, unitField: unitFieldOf(facts, table.columns) };
  const unit = role === 'measure' ? unitOf(facts, fields, table.relation.name) : null;
  const seen = [...(profile?.topValues.map(({ value }) => value) ?? []), ...(profile?.sampleValues ?? [])];
  return {
    name: column.name,
    type: column.type,
    typeCategory: column.typeCategory,
    isArray: column.isArray,
    notNull: column.notNull,
    role,
    label: names.field(table.relation, column.name),
    description: column.comment,
    // Glucose and cholesterol are not added up.
    additivity: unit?.kind === 'measured' ? 'rate' : additivityOf(facts, role, kind, hasTotal),
    unit,
    sensitive: profile?.sensitive ?? null,
    values,
    valuesComplete: complete,
    range: profile && profile.min !== null && profile.max !== null ? { min: profile.min, max: profile.max } : null,
    quartiles: role === 'measure' || role === 'time' ? (profile?.quartiles ?? NONE) : NONE,
    distinctCount: profile?.distinctCount ?? null,
    nullShare: profile?.nullShare ?? null,
    nullMeaning: missing,
    hasBlanks: seen.includes(''),
    hasInfinity: [profile?.min, profile?.max, ...seen].some((value) => value === 'infinity' || value === '-infinity'),
    evidence: {
      ...(judged ? { role: { source: judged.source, confidence: judged.confidence, because: null } } : {}),
      ...(missing ? { nullMeaning: { source: 'name', confidence: 0.8, because: null } } : {}),
      ...(source ? { values: { source, confidence: source === 'comment' ? 0.95 : 0.9, because: null } } : {}),
    },
  };
}
