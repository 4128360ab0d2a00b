import { allOf, leavesOf } from '../conditions.js';
import { intentOf, type Condition, type Dimension, type Measure } from '../intent.js';
import { isTitle } from '../words/part.js';
import { determines, isAboutGroup } from './apart.js';
import { interleaved, pairsOf } from './choose.js';
import { groupsIn, isFlagged } from './dimension-parts.js';
import type { Family } from './family.js';
import { isPeople } from './people.js';
import { quartilesOf } from './thresholds.js';

const TOP = 5;
/** Of fewer groups, people look at all. */
const MANY = 6;
/** Within more groups, a ranking is a long list. */
const MANY_TO_RANK = 30;

/** The linked entities with the most rows, or the highest figure. */
export const topEntities: Family = {
  name: 'top_entities',
  *propose({ subject, entities, manyEntities, totals, averages, periods, linkedConditions, ownConditions }) {
    const conditions = [null, ...periods.slice(0, 1), ...ownConditions.slice(0, 1), ...linkedConditions.slice(0, 1)];
    let turn = 0;
    for (const [dimension, measure] of pairsOf(interleaved([entities, manyEntities]), [...totals, ...averages])) {
      if (manyEntities.includes(dimension) && measure.form !== 'count') {
        continue;
      }
      const condition = conditions[turn % conditions.length] ?? null;
      const where = condition && areNamed(condition, dimension) ? null : condition;
      yield intentOf(subject, {
        measures: [measure],
        dimensions: [dimension],
        where,
        order: { by: 0, direction: turn % 4 === 3 ? 'asc' : 'desc', limit: turn % 3 === 2 ? 1 : placesOf(dimension) },
      });
      turn += 1;
    }
  },
};

/** The best five of many, the best three of some, the best of few. */
function placesOf(dimension: Dimension): number {
  const groups = groupsIn(dimension) ?? 10;
  return groups >= 10 ? TOP : groups >= 6 ? 3 : 1;
}

/** The condition leaves one group only. */
function areNamed(condition: Condition, dimension: Dimension): boolean {
  return leavesOf(condition).some(
    (leaf) =>
      leaf.form === 'compare' && leaf.of.form === 'field' && isAboutGroup(condition, dimension) && isTitle(leaf.of),
  );
}

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
    const few = entities.filter(
      (dimension) => (groupsIn(dimension) ?? MANY_TO_RANK) < MANY_TO_RANK && !areOfPeople(dimension),
    );
    const groups = interleaved([linkedDimensions, ownDimensions, few.slice(0, 2)]).filter((group) => !isFlagged(group));
    const many = entities.filter((dimension) => (groupsIn(dimension) ?? MANY) >= MANY);
    for (const [[within, second], measure] of pairsOf([...pairsOf(groups, many)], totals)) {
      if (within !== second && !determines(within, second)) {
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

/** What is best is that of the business, not that of one person. */
function areOfPeople(dimension: Dimension): boolean {
  return dimension.form === 'entity' && isPeople(dimension.entity);
}

/** Groups with more than so many rows, or an amount above the average of the groups. */
export const having: Family = {
  name: 'having',
  *propose({ subject, entities, totals, linkedDimensions, periods }) {
    let turn = 0;
    for (const [dimension, measure] of pairsOf([...entities, ...linkedDimensions], totals)) {
      const value = limitFor(subject.rowCount, dimension, measure);
      if (value !== null) {
        yield intentOf(subject, {
          measures: [measure],
          dimensions: [dimension],
          having: { measure: 0, by: '>', value },
          order: turn % 2 === 1 ? { by: 0, direction: 'desc', limit: null } : null,
        });
        turn += 1;
      }
      if ((groupsIn(dimension) ?? MANY) < MANY) {
        continue;
      }
      yield intentOf(subject, {
        measures: [measure],
        dimensions: [dimension],
        where: allOf(periods.slice(0, 1)),
        having: { measure: 0, by: '>', value: 'average' },
      });
    }
  },
};

/** About the mean of the groups, rounded: some have more, some less. */
function limitFor(rowCount: number | null, dimension: Dimension, measure: Measure): number | null {
  const groups = groupsIn(dimension);
  if (!rowCount || !groups || groups < MANY) {
    return null;
  }
  if (measure.form === 'count') {
    return rounded(rowCount / groups, true);
  }
  const of = measure.form === 'aggregate' ? measure.of : null;
  const middle = of?.form === 'field' ? Number(quartilesOf(of.field)[1] || NaN) : NaN;
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
  *propose({ subject, quantities, ownConditions, linkedConditions, isListed }) {
    const conditions = [null, ...ownConditions.slice(0, 2), ...linkedConditions.slice(0, 2)];
    if (!isListed) {
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
