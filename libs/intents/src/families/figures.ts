import { allOf } from '../conditions.js';
import { intentOf } from '../intent.js';
import { pairsOf } from './choose.js';
import { groupsIn, isFlagged } from './dimension-parts.js';
import type { Family } from './family.js';
import { additivityOf, aggregate } from './measure-parts.js';

/** The middle of each of more groups is a long list. */
const MANY_GROUPS = 30;

/** One figure over all rows, over a period, or over the rows that meet a condition of their own. */
export const count: Family = {
  name: 'count',
  *propose({ subject, figures, ownConditions, periods }) {
    if (!figures.some(({ form }) => form === 'count')) {
      return;
    }
    for (const where of [...ownConditions.slice(0, 1), ...periods.slice(0, 1), null, ...ownConditions.slice(1)]) {
      yield intentOf(subject, { measures: [{ form: 'count' }], where });
    }
  },
};

const ofFigures = (name: string, by: 'sum' | 'avg'): Family => ({
  name,
  *propose({ subject, figures, ownConditions, linkedConditions, periods }) {
    const measures = figures.filter((figure) => figure.form === 'aggregate' && figure.by === by);
    for (const [where, measure] of pairsOf(
      [...periods.slice(0, 1), ...linkedConditions.slice(0, 1), null, ...ownConditions],
      measures,
    )) {
      yield intentOf(subject, { measures: [measure], where });
    }
  },
});

export const sum = ofFigures('sum', 'sum');
export const average = ofFigures('average', 'avg');

/** The two ends of a quantity, and its middle. */
export const range: Family = {
  name: 'range',
  isSeldom: true,
  *propose({ subject, quantities, ownConditions }) {
    // The minimum over a history of balances is no balance that anything has now.
    const flows = quantities.filter((quantity) => additivityOf(quantity) !== 'semi_additive');
    for (const [where, of] of pairsOf([null, ...ownConditions], flows)) {
      if (where === null || !('of' in where) || where.of !== of) {
        yield intentOf(subject, { measures: [aggregate('min', of), aggregate('max', of)], where });
      }
    }
  },
};

export const median: Family = {
  name: 'median',
  isSeldom: true,
  *propose({ subject, quantities, ownDimensions, entities, periods }) {
    const few = entities.filter((dimension) => (groupsIn(dimension) ?? MANY_GROUPS) < MANY_GROUPS);
    const flows = quantities.filter((quantity) => additivityOf(quantity) !== 'semi_additive');
    for (const [dimension, of] of pairsOf([...ownDimensions.filter((own) => !isFlagged(own)), null, ...few], flows)) {
      yield intentOf(subject, {
        measures: [aggregate('median', of)],
        dimensions: dimension ? [dimension] : [],
        where: dimension ? null : allOf(periods.slice(0, 1)),
      });
    }
  },
};
