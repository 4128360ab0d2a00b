import type { FieldValue } from '#libs/semantic-model';
import { allOf, conjuncts } from '../conditions.js';
import { intentOf, type Condition, type FieldRef, type Quantity } from '../intent.js';
import { areApart } from './apart.js';
import { pairsOf } from './choose.js';
import { keeps, valueOf, valuesFor } from './condition-parts.js';
import type { Family } from './family.js';
import { isWide } from './measure-parts.js';
import { quartilesOf, roundLimit } from './thresholds.js';

/** A figure over the rows whose linked row meets a condition. */
export const filterThroughLink: Family = {
  name: 'filter_through_link',
  *propose({ subject, linkedConditions, figures, periods }) {
    for (const [where, measure] of pairsOf(linkedConditions, figures)) {
      yield intentOf(subject, { measures: [measure], where });
      for (const period of periods.slice(0, 1)) {
        yield intentOf(subject, { measures: [measure], where: allOf([where, period]) });
      }
    }
  },
};

/** Two conditions that both hold, on the rows and on what they refer to; three with a period. */
export const severalConditions: Family = {
  name: 'several_conditions',
  *propose({ subject, ownConditions, linkedConditions, periods, figures }) {
    const seconds = [...linkedConditions, ...ownConditions];
    for (const [[first, second], measure] of pairsOf([...pairsOf(ownConditions, seconds)].slice(0, 40), figures)) {
      if (areApart(first, second)) {
        const both = allOf([first, second]);
        const period = periods[conjuncts(both).length % Math.max(periods.length, 1)];
        yield intentOf(subject, { measures: [measure], where: both });
        if (period && areApart(period, first)) {
          yield intentOf(subject, { measures: [measure], where: allOf([both, period]) });
        }
      }
    }
  },
};

/** One of two conditions on different columns. */
export const eitherCondition: Family = {
  name: 'either_condition',
  isSeldom: true,
  *propose({ subject, ownConditions, figures }) {
    const [measure] = figures;
    for (const [first, second] of pairsOf(ownConditions, ownConditions.slice(1))) {
      if (measure && first !== second && areApart(first, second)) {
        yield intentOf(subject, { measures: [measure], where: { form: 'or', of: [first, second] } });
      }
    }
  },
};

/** One of several values, or none of them. */
export const oneOfValues: Family = {
  name: 'one_of_values',
  isSeldom: true,
  *propose({ subject, figures, ownDimensions, linkedDimensions }) {
    const refs = [...ownDimensions, ...linkedDimensions].flatMap((dimension) =>
      dimension.form === 'field' ? dimension.of : [],
    );
    const conditions = refs.flatMap((of) => [...listOf(of, false), ...listOf(of, true)]);
    for (const [where, measure] of pairsOf(conditions, figures)) {
      yield intentOf(subject, { measures: [measure], where });
    }
  },
};

/** Two values that together keep part of the rows; the frequent one left out. */
function listOf(of: FieldRef, negated: boolean): Condition[] {
  const values = valuesFor(of.field);
  const isFew = (of.field.distinctCount ?? values.length) < 3;
  const [frequent, rare] = [values.slice(0, 2), values.slice(-2)];
  const chosen = negated || keeps(combinedShare(frequent)) ? frequent : rare;
  const share = combinedShare(chosen);
  const kept = share !== null && negated ? 1 - share : share;
  const areNumbers = chosen.every(({ value }) => /^-?\d+(\.\d+)?$/.test(value));
  const sorted = (areNumbers ? chosen.toSorted((a, b) => Number(a.value) - Number(b.value)) : chosen).map(valueOf);
  return isFew || chosen.length < 2 || !keeps(kept) ? [] : [{ form: 'in', of, values: sorted, negated }];
}

/** Of all rows; null when one is unknown. */
function combinedShare(values: readonly FieldValue[]): number | null {
  return values.reduce<number | null>((sum, { share }) => (sum === null || share === null ? null : sum + share), 0);
}

/** From the first to the third quartile. */
export const between: Family = {
  name: 'between',
  isSeldom: true,
  *propose({ subject, quantities, figures, linkedConditions }) {
    const conditions = quantities.flatMap((of) => middle(of));
    for (const [where, measure] of figures[0]?.form === 'count' ? pairsOf(conditions, figures) : []) {
      yield intentOf(subject, { measures: [measure], where });
      yield intentOf(subject, { measures: [measure], where: allOf([linkedConditions[0] ?? null, where]) });
    }
  },
};

function middle(of: Quantity): Condition[] {
  if (of.form !== 'field' || !isWide(of.field)) {
    return [];
  }
  const { range } = of.field;
  const quartiles = quartilesOf(of.field);
  const [low, high] = [roundLimit(quartiles[0], range), roundLimit(quartiles[2], range)];
  return low === null || high === null || Number(low) >= Number(high)
    ? []
    : [{ form: 'between', of, low: { value: low, meaning: null }, high: { value: high, meaning: null } }];
}
