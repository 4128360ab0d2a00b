import { allOf } from '../conditions.js';
import type { Field, FieldRole } from '#libs/semantic-model';
import { intentOf, type Condition, type FieldRef } from '../intent.js';
import { fieldRef } from '../paths.js';
import { areApart, isWithinPlace } from './apart.js';
import { isAskedFor, isSetting } from './asked-columns.js';
import { pairsOf } from './choose.js';
import type { Family } from './family.js';
import { MOSTLY_EMPTY } from './measure-parts.js';
import type { SubjectParts } from './subject-parts.js';

/** The most telling first. */
const SHOWN: readonly FieldRole[] = ['measure', 'time', 'dimension', 'code'];

/** Columns that a person wants to see next to the title. */
function isShown({ role, sensitive, label, nullShare }: Field): boolean {
  return (
    sensitive === null && (nullShare ?? 0) <= MOSTLY_EMPTY && SHOWN.includes(role) && !/\bid$/i.test(label.en.text)
  );
}

/** Postal codes and phones are looked up, not listed. */
function isCodeOfPlace({ label, role }: Field): boolean {
  return role === 'code' && /\b(postal|post|zip|phone|fax|mobile)\b/.test(label.en.text);
}

function shownOf({ subject }: SubjectParts, without: readonly Condition[]): FieldRef[] {
  const compared = without.flatMap((condition) =>
    'of' in condition && 'field' in condition.of ? condition.of.field : [],
  );
  const isGiven = (field: Field): boolean => {
    const dimension = { form: 'field', of: fieldRef(subject, [], field) } as const;
    return compared.includes(field) || without.some((condition) => isWithinPlace(condition, dimension));
  };
  return subject.fields
    .filter(
      (field) =>
        isShown(field) &&
        isAskedFor(field, subject, true) &&
        !isSetting(field) &&
        !isCodeOfPlace(field) &&
        !subject.title.includes(field.name) &&
        !isGiven(field),
    )
    .sort((a, b) => SHOWN.indexOf(a.role) - SHOWN.indexOf(b.role))
    .slice(0, 2)
    .map((field) => fieldRef(subject, [], field));
}

/** The rows that meet a condition, with some of their columns. */
export const listRows: Family = {
  name: 'list_rows',
  *propose(parts) {
    const { subject, ownConditions, linkedConditions, periods, isListed } = parts;
    if (!isListed) {
      return;
    }
    for (const where of [
      ...linkedConditions.slice(0, 1),
      ...ownConditions.slice(0, 3),
      ...linkedConditions.slice(1, 4),
    ]) {
      yield intentOf(subject, { shown: shownOf(parts, [where]), where });
    }
    const seconds = [...linkedConditions, ...periods, ...ownConditions];
    for (const [first, second] of pairsOf(ownConditions, seconds)) {
      if (areApart(first, second)) {
        yield intentOf(subject, { shown: shownOf(parts, [first, second]), where: allOf([first, second]) });
      }
    }
  },
};

/** Rows without, and with, rows that refer to them. */
export const withOrWithout: Family = {
  name: 'with_or_without',
  *propose({ subject, linkedRowConditions, ownConditions, linkedConditions }) {
    const isListed = subject.title.length > 0;
    for (const [second, where] of pairsOf(
      [null, ...ownConditions.slice(0, 2), ...linkedConditions.slice(0, 1)],
      linkedRowConditions,
    )) {
      const both = allOf([second, where]);
      if (where.form !== 'exists' || (!where.negated && where.where === null)) {
        // Nearly all rows have linked rows, so this condition filters nothing.
        continue;
      }
      if (isListed && where.negated) {
        yield intentOf(subject, { where: both });
      }
      yield intentOf(subject, { measures: [{ form: 'count' }], where: both });
    }
  },
};

/** Rows above the average of all. */
export const aboveAverage: Family = {
  name: 'above_average',
  isSeldom: true,
  *propose({ subject, quantities, ownConditions, linkedConditions }) {
    const isListed = subject.title.length > 0;
    if (subject.kind === 'snapshot') {
      return;
    }
    for (const [second, of] of pairsOf(
      [null, ...ownConditions.slice(0, 2), ...linkedConditions.slice(0, 2)],
      quantities,
    )) {
      if (of.form === 'field') {
        const where = allOf([second, { form: 'average', of, by: '>', isOfAll: second !== null }]);
        yield isListed
          ? intentOf(subject, { shown: [of], where })
          : intentOf(subject, { measures: [{ form: 'count' }], where });
      }
    }
  },
};
