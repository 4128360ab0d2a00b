import { holdsSensitiveText, maskValue, type SensitiveRule } from '#libs/sensitivity';
import { jsonShape } from './json-shape.js';
import type { ArrayElements, Column, ColumnProfile } from './model.js';

const MAX_SAMPLE_VALUES = 10;
const JSON_TYPES = [114, 3802];
/** Types without readable text: bytea, and the search vectors tsvector and vector. */
const NEVER_SHOWN = [17, 3614];
const VECTOR = /^(\w+\.)?(vector|halfvec|sparsevec)(\(|\[|$)/;

/**
 * The profile of a column without confidential values: no values of some types, masks for personal and secret values,
 * the shape alone for JSON.
 * @param rule the rule that matches the column
 */
export function protectProfile(column: Column, rule: SensitiveRule | null, profile: ColumnProfile): ColumnProfile {
  if (NEVER_SHOWN.includes(column.baseTypeOid) || VECTOR.test(column.type)) {
    return { ...withoutValues(profile), distinctCount: null };
  }
  if (rule) {
    const masked = profile.sampleValues.flatMap((value) => maskValue(value, rule) ?? []);
    const sampleValues = [...new Set(masked)].slice(0, MAX_SAMPLE_VALUES);
    // Empty texts are no personal data. They show how many rows have no value.
    const topValues = profile.topValues.filter(({ value }) => value === '');
    return { ...withoutValues(profile), topValues, sensitive: rule.id, sampleValues };
  }
  if (JSON_TYPES.includes(column.baseTypeOid)) {
    const shape = jsonShape(profile.sampleValues);
    return { ...profile, topValues: [], enumeration: null, sampleValues: shape === null ? [] : [shape] };
  }
  return {
    ...profile,
    topValues: profile.topValues.filter(({ value }) => isHarmless(value)),
    sampleValues: profile.sampleValues.filter(isHarmless).slice(0, MAX_SAMPLE_VALUES),
    enumeration: profile.enumeration?.every(isHarmless) ? profile.enumeration : null,
    ...(profile.elements ? { elements: withoutSensitive(profile.elements) } : {}),
  };
}

function withoutValues(profile: ColumnProfile): ColumnProfile {
  return {
    ...profile,
    min: null,
    max: null,
    quartiles: [],
    topValues: [],
    sampleValues: [],
    enumeration: null,
    ...(profile.elements ? { elements: null } : {}),
  };
}

function withoutSensitive(elements: ArrayElements): ArrayElements {
  return { ...elements, frequent: elements.frequent.filter(({ value }) => isHarmless(value)) };
}

function isHarmless(value: string): boolean {
  return !holdsSensitiveText(value);
}
