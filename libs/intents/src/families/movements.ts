import { intentOf, type Dimension } from '../intent.js';
import { pairsOf } from './choose.js';
import { isFlagged } from './dimension-parts.js';
import type { Family } from './family.js';
import { additivityOf } from './measure-parts.js';
import { monthOf } from './thresholds.js';

const inMonths = (dimension: Dimension): boolean => dimension.form === 'time' && dimension.bucket === 'month';

/** Totals that grow from period to period. */
export const runningTotal: Family = {
  name: 'running_total',
  *propose({ subject, timeDimensions, totals, periods, linkedConditions, isDense }) {
    if (!isDense || subject.kind === 'thing') {
      return;
    }
    const [year = null] = periods;
    for (const [where, measure] of pairsOf([year, ...linkedConditions.slice(0, 1)], totals)) {
      for (const dimension of timeDimensions.filter(inMonths)) {
        yield intentOf(subject, {
          measures: [measure],
          dimensions: [dimension],
          where,
          comparison: { form: 'running_total' },
        });
      }
    }
  },
};

/** The mean of the last three months, month by month. */
export const movingAverage: Family = {
  name: 'moving_average',
  isSeldom: true,
  *propose({ subject, timeDimensions, totals, time, isDense }) {
    const [first, last] = [monthOf(time?.field.range?.min), monthOf(time?.field.range?.max)];
    if (!isDense || subject.kind === 'thing' || first === null || last === null || last - first < 6) {
      return;
    }
    for (const measure of totals) {
      for (const dimension of timeDimensions.filter(inMonths)) {
        const comparison = { form: 'moving_average', periods: 3 } as const;
        yield intentOf(subject, { measures: [measure], dimensions: [dimension], comparison });
      }
    }
  },
};

/** The value that nine of ten rows stay below. */
export const percentile: Family = {
  name: 'percentile',
  isSeldom: true,
  *propose({ subject, quantities, linkedDimensions, ownDimensions }) {
    const parted = [...ownDimensions.slice(0, 1), ...linkedDimensions.slice(0, 2)];
    const groups = [null, ...parted.filter((group) => !isFlagged(group))];
    const flows = quantities.filter((quantity) => additivityOf(quantity) !== 'semi_additive');
    for (const [dimension, of] of pairsOf(groups, flows)) {
      yield intentOf(subject, {
        measures: [{ form: 'percentile', at: 0.9, of }],
        dimensions: dimension ? [dimension] : [],
      });
    }
  },
};

/** The last days and months, counted back from the end of the data. */
export const recent: Family = {
  name: 'recent_period',
  *propose({ subject, time, totals, entities, linkedDimensions, ownDimensions, isDense }) {
    const [first, last] = [monthOf(time?.field.range?.min), monthOf(time?.field.range?.max)];
    if (!isDense || subject.kind === 'thing' || time === null || first === null || last === null || last - first < 2) {
      return;
    }
    const months = last - first >= 12 ? [{ unit: 'last', count: 3, of: 'month' } as const] : [];
    const periods = [{ unit: 'last', count: 30, of: 'day' } as const, ...months];
    const groups = [null, ...entities.slice(0, 1), ...linkedDimensions.slice(0, 1), ...ownDimensions.slice(0, 1)];
    for (const [period, [dimension, measure]] of pairsOf(periods, [...pairsOf(groups, totals)])) {
      yield intentOf(subject, {
        measures: [measure],
        dimensions: dimension ? [dimension] : [],
        where: { form: 'period', of: time, period },
      });
    }
  },
};
