import { allOf } from '../conditions.js';
import { intentOf, type Dimension, type Measure } from '../intent.js';
import { interleaved, pairsOf } from './choose.js';
import type { Family } from './family.js';

const TOP = 5;

/** The linked entities with the most rows, or the highest figure. */
export const topEntities: Family = {
  name: 'top_entities',
  *propose({ subject, entities, manyEntities, totals, averages, periods, linkedConditions, ownConditions }) {
    const conditions = [null, ...periods.slice(0, 1), ...ownConditions.slice(0, 1), ...linkedConditions.slice(0, 1)];
    let turn = 0;
    for (const [dimension, measure] of pairsOf(interleaved([entities, manyEntities]), [...totals, ...averages])) {
      const where = conditions[turn % conditions.length] ?? null;
      yield intentOf(subject, {
        measures: [measure],
        dimensions: [dimension],
        where,
        order: { by: 0, direction: turn % 4 === 3 ? 'asc' : 'desc', limit: turn % 3 === 2 ? 1 : TOP },
      });
      turn += 1;
    }
  },
};

/** The best period. */
export const peakPeriod: Family = {
  name: 'peak_period',
  *propose({ subject, timeDimensions, totals, ownConditions, linkedConditions }) {
    const times = timeDimensions.filter((time) => time.form === 'time' && time.bucket !== 'quarter');
    const conditions = [null, ...linkedConditions.slice(0, 2), ...ownConditions.slice(0, 2)];
    for (const [where, [time, measure]] of pairsOf(conditions, [...pairsOf(times, totals)])) {
      yield intentOf(subject, {
        measures: [measure],
        dimensions: [time],
        where,
        order: { by: 0, direction: 'desc', limit: 1 },
      });
    }
  },
};

/** The best within each group. */
export const rankInGroup: Family = {
  name: 'rank_in_group',
  *propose({ subject, ownDimensions, linkedDimensions, entities, totals, quantities }) {
    const groups = interleaved([linkedDimensions, ownDimensions, entities.slice(0, 2)]);
    for (const [[within, second], measure] of pairsOf([...pairsOf(groups, entities)], totals)) {
      if (isInside(within, second)) {
        yield intentOf(subject, {
          measures: [measure],
          dimensions: [within, second],
          order: { by: 0, direction: 'desc', limit: null },
          comparison: { form: 'rank', top: 3 },
        });
      }
    }
    const isListed = subject.title.length > 0;
    for (const [within, of] of isListed ? pairsOf(groups, quantities) : []) {
      yield intentOf(subject, {
        dimensions: [within],
        shown: [of],
        order: { by: 0, direction: 'desc', limit: null },
        comparison: { form: 'rank', top: 1 },
      });
    }
  },
};

/** Two different things: ranking customers within themselves says nothing. */
function isInside(within: Dimension, second: Dimension): boolean {
  return (
    within !== second && !(within.form === 'entity' && second.form === 'entity' && within.entity === second.entity)
  );
}

/** Groups with more than so many rows, or an amount above the average of the groups. */
export const having: Family = {
  name: 'having',
  *propose({ subject, entities, totals, linkedDimensions, periods }) {
    for (const [dimension, measure] of pairsOf([...entities, ...linkedDimensions], totals)) {
      const value = limitFor(subject.rowCount, dimension, measure);
      if (value !== null) {
        yield intentOf(subject, {
          measures: [measure],
          dimensions: [dimension],
          having: { measure: 0, by: '>', value },
          order: { by: 0, direction: 'desc', limit: null },
        });
      }
      yield intentOf(subject, {
        measures: [measure],
        dimensions: [dimension],
        where: allOf(periods.slice(0, 1)),
        having: { measure: 0, by: '>', value: 'average' },
        order: { by: 0, direction: 'desc', limit: null },
      });
    }
  },
};

/** About the mean of the groups, rounded: some have more, some less. */
function limitFor(rowCount: number | null, dimension: Dimension, measure: Measure): number | null {
  const groups =
    dimension.form === 'entity'
      ? dimension.path.at(-1)?.relationship.distinctCount
      : dimension.form === 'field'
        ? dimension.of.field.distinctCount
        : null;
  if (!rowCount || !groups) {
    return null;
  }
  if (measure.form === 'count') {
    return rounded(rowCount / groups, true);
  }
  const of = measure.form === 'aggregate' ? measure.of : null;
  const middle = of?.form === 'field' ? Number(of.field.quartiles[1]) : NaN;
  return Number.isFinite(middle) && middle > 0 ? rounded((rowCount / groups) * middle, false) : null;
}

function rounded(mean: number, isCount: boolean): number | null {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(mean, 1))));
  const value = mean < 10 ? Math.floor(mean) : Math.floor(mean / step) * step;
  return value > (isCount ? 1 : 0) ? value : null;
}

/** The rows with the highest and the lowest value. */
export const topRows: Family = {
  name: 'top_rows',
  *propose({ subject, quantities, ownConditions, linkedConditions }) {
    const conditions = [null, ...ownConditions.slice(0, 2), ...linkedConditions.slice(0, 2)];
    if (subject.title.length === 0) {
      return;
    }
    let turn = 0;
    for (const [where, of] of pairsOf(conditions, quantities)) {
      const direction = turn % 3 === 1 ? 'asc' : 'desc';
      yield intentOf(subject, { shown: [of], where, order: { by: 0, direction, limit: turn % 2 === 0 ? TOP : 1 } });
      turn += 1;
    }
  },
};
