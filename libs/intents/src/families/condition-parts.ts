import type { Entity, Field, FieldValue, ModelIndex } from '#libs/semantic-model';
import type { Condition, FieldRef, Path, Quantity, Value } from '../intent.js';
import { endOf, fieldRef } from '../paths.js';
import { interleaved } from './choose.js';
import { periodsOf, roundLimit } from './thresholds.js';
import { pathsOverLinks, pathsToMany } from './ways.js';

/** A condition is worth asking when it keeps this share of the rows. */
const LEAST = 0.02;
const MOST = 0.7;

const keeps = (share: number | null): boolean => share === null || (share >= LEAST && share <= MOST);

/** Values that a person would type: no long or cut texts. */
const isSpoken = ({ value, meaning }: FieldValue): boolean =>
  meaning !== null || (value.trim() === value && value !== '' && value.length <= 40 && !/["“”\n\\…*]/.test(value));

export const valueOf = ({ value, meaning }: FieldValue): Value => ({ value, meaning });

/** The values of a column that conditions may use, in the order of the model. */
export function valuesFor({ values, role, sensitive }: Field): FieldValue[] {
  return sensitive === null && (role === 'dimension' || role === 'flag' || role === 'text' || role === 'code')
    ? values.filter((value) => keeps(value.share) && isSpoken(value))
    : [];
}

function equals(of: FieldRef): Condition[] {
  return valuesFor(of.field)
    .slice(0, 4)
    .map((value) => ({ form: 'compare', of, by: '=', value: valueOf(value) }));
}

/** One of each column in turn: values, limits, missing values. */
export function ownConditions(subject: Entity, quantities: readonly Quantity[]): Condition[] {
  const refs = subject.fields.map((field) => fieldRef(subject, [], field));
  const categories = refs.filter(({ field }) => field.role === 'dimension' || field.role === 'flag');
  return interleaved([...categories.map(equals), ...quantities.map(limits), refs.flatMap((of) => missing(of))]);
}

/** Above the third quartile, below the first. */
export function limits(of: Quantity): Condition[] {
  if (of.form !== 'field') {
    return [];
  }
  const { quartiles, range } = of.field;
  const limit = (at: number, by: '>' | '<'): Condition[] => {
    const value = roundLimit(quartiles[at], range);
    return value === null ? [] : [{ form: 'compare', of, by, value: { value, meaning: null } }];
  };
  return [...limit(2, '>'), ...limit(0, '<')];
}

/** Rows without a value, where the model knows what that means. */
function missing(of: FieldRef): Condition[] {
  const { nullMeaning, nullShare } = of.field;
  return nullMeaning !== null && nullShare !== null && keeps(nullShare) ? [{ form: 'null', of, negated: false }] : [];
}

/** Conditions on linked rows: by their title where they are few, by their columns. */
export function linkedConditions(subject: Entity, paths: readonly Path[]): Condition[] {
  return interleaved(
    paths.map((path) => {
      const entity = endOf(subject, path);
      const [title = '', second] = entity.title;
      const refs = entity.fields.map((field) => fieldRef(subject, path, field));
      const named = refs.filter(({ field }) => field.name === title && second === undefined);
      const columns = refs.filter(({ field }) => field.role === 'dimension' || field.role === 'flag');
      return interleaved([...named.map(equals), ...columns.map(equals)]);
    }),
  );
}

export function periodConditions(of: FieldRef | null): Condition[] {
  return of === null ? [] : periodsOf(of.field).map((period) => ({ form: 'period', of, period }));
}

/** With rows that refer to them, and without; where both exist. */
export function linkedRowConditions(index: ModelIndex, subject: Entity): Condition[] {
  const paths = [...pathsToMany(index, subject), ...pathsOverLinks(index, subject)];
  return paths.flatMap((path): Condition[] => {
    const used = path[0]?.relationship.distinctCount ?? null;
    const share = used === null || !subject.rowCount ? null : used / subject.rowCount;
    const isSplit = share === null || (share >= LEAST && share <= 1 - LEAST);
    return isSplit
      ? [
          { form: 'exists', path, where: null, negated: true },
          { form: 'exists', path, where: null, negated: false },
        ]
      : [];
  });
}
