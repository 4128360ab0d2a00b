import type { Entity, Field, SemanticModel } from '#libs/semantic-model';
import { columnProfileLine, type TableProfile } from '#libs/step-files';

/** `column_profiles.jsonl`: the figures of all columns, for charts. Sensitive columns have no values in it. */
export function* columnProfiles({ entities }: SemanticModel): Generator<string, void> {
  for (const entity of entities) {
    yield columnProfileLine(profileOf(entity));
  }
}

function profileOf({ id, rowCount, fields }: Entity): TableProfile {
  return { table: id, rows: rowCount, columns: fields.map(figuresOf) };
}

function figuresOf(field: Field): TableProfile['columns'][number] {
  const { name, type, role, nullShare, distinctCount, range, quartiles, values, valuesComplete } = field;
  const sensitive = role === 'sensitive' || field.sensitive !== null;
  return {
    ...{ name, type, sensitive, null_share: nullShare, distinct: distinctCount },
    ...(sensitive ? { min: null, max: null } : { min: range?.min ?? null, max: range?.max ?? null }),
    quartiles: sensitive ? [] : [...quartiles],
    values: sensitive ? [] : values.map(({ value, share }) => ({ value, share })),
    values_complete: !sensitive && valuesComplete,
  };
}
