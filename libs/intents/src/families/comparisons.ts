import { intentOf, type Condition, type Dimension } from '../intent.js';
import { areApart, determines, isAboutGroup } from './apart.js';
import { interleaved, pairsOf } from './choose.js';
import { isState } from './asked-columns.js';
import { valueOf, valuesFor } from './condition-parts.js';
import { groupsIn, isFlagged } from './dimension-parts.js';
import type { Family } from './family.js';
import { isWide } from './measure-parts.js';
import { bandsOf } from './thresholds.js';
import { isBanded } from './figure-columns.js';
import { isAssociation } from './ways.js';

/** The percentage that each group has of the total. */
export const shareOfTotal: Family = {
  name: 'share_of_total',
  *propose({ subject, ownDimensions, linkedDimensions, entities, totals, periods }) {
    const few = entities.filter((dimension) => (groupsIn(dimension) ?? 99) <= 30);
    for (const [dimension, measure] of pairsOf(interleaved([linkedDimensions, few, ownDimensions]), totals)) {
      yield intentOf(subject, {
        measures: [measure],
        dimensions: [dimension],
        where: null,
        comparison: { form: 'share' },
      });
      for (const where of periods.slice(0, 1)) {
        yield intentOf(subject, { measures: [measure], dimensions: [dimension], where, comparison: { form: 'share' } });
      }
    }
  },
};

/** A period without rows would be left out, and the growth would span the gap. */
const ROWS_PER_PERIOD = 20;
const ROWS_PER_FILTERED_PERIOD = 100;

/** The growth against the period before. */
export const growth: Family = {
  name: 'growth',
  *propose({ subject, timeDimensions, totals, linkedConditions, time }) {
    if (subject.kind === 'thing') {
      return;
    }
    const times = timeDimensions.filter(
      (dimension) => dimension.form === 'time' && dimension.bucket !== 'weekday' && dimension.bucket !== 'day',
    );
    const months = monthsIn(time?.field.range ?? null);
    const isThick = months > 0 && (time?.entity.rowCount ?? 0) / months >= ROWS_PER_FILTERED_PERIOD;
    const isDense = months > 0 && (time?.entity.rowCount ?? 0) / months >= ROWS_PER_PERIOD;
    for (const [where, [dimension, measure]] of pairsOf(
      [null, ...linkedConditions.slice(0, 2)],
      [...pairsOf(times, totals)],
    )) {
      if (dimension.form === 'time' && (where === null ? isDense || dimension.bucket === 'year' : isThick)) {
        yield intentOf(subject, {
          measures: [measure],
          dimensions: [dimension],
          where,
          comparison: { form: 'previous' },
        });
      }
      if (dimension.form === 'time' && dimension.bucket !== 'year' && months > 14) {
        yield intentOf(subject, {
          measures: [measure],
          dimensions: [dimension],
          where,
          comparison: { form: 'year_ago' },
        });
      }
    }
  },
};

function monthsIn(range: { readonly min: string; readonly max: string } | null): number {
  const days = range ? (Date.parse(range.max.slice(0, 10)) - Date.parse(range.min.slice(0, 10))) / 86_400_000 : 0;
  return Number.isFinite(days) ? days / 30.4 : 0;
}

/** Percentages of more groups are of few rows each. */
const MANY_TO_RATE = 100;

/** The percentage of rows in a state, in all and for each group. */
export const conditionalRate: Family = {
  name: 'conditional_rate',
  *propose({ subject, ownDimensions, linkedDimensions, entities, timeDimensions, ownConditions, figures }) {
    if (!figures.some(({ form }) => form === 'count')) {
      return;
    }
    const equal = (dimension: Dimension): Condition[] => {
      const [value] = dimension.form === 'field' ? valuesFor(dimension.of.field) : [];
      return dimension.form === 'field' && value
        ? [{ form: 'compare', of: dimension.of, by: '=', value: valueOf(value) }]
        : [];
    };
    const [states, others] = [true, false].map((wanted) =>
      ownDimensions.filter((own) => own.form === 'field' && isState(own.of.field) === wanted).flatMap(equal),
    );
    const missing = ownConditions.filter(
      (leaf) =>
        leaf.form === 'columns' ||
        (leaf.form === 'null' && !/top of the hierarchy/.test(leaf.of.field.nullMeaning?.en ?? '')),
    );
    const limits = ownConditions.filter((leaf) => leaf.form === 'compare' && leaf.by !== '=');
    const months = timeDimensions.filter((dimension) => dimension.form === 'time' && dimension.bucket === 'month');
    const few = entities.filter((dimension) => (groupsIn(dimension) ?? MANY_TO_RATE) < MANY_TO_RATE);
    const parted = interleaved([few, linkedDimensions, months, ownDimensions]);
    const groups = [null, ...parted.filter((group) => !isFlagged(group))];
    const changing = [...missing, ...(states ?? [])];
    for (const [dimension, where] of pairsOf(groups, changing)) {
      if (dimension === null || areOther(dimension, where)) {
        yield intentOf(subject, { measures: [{ form: 'rate', where }], dimensions: dimension ? [dimension] : [] });
      }
    }
    // What does not change is no rate to compare groups by.
    for (const where of [...(others ?? []), ...limits]) {
      yield intentOf(subject, { measures: [{ form: 'rate', where }] });
    }
  },
};

/** Within groups by the same column, or by a place, a condition on it holds for all rows or for none. */
function areOther(dimension: Dimension, where: Condition): boolean {
  return dimension.form !== 'field' || areApart(where, { form: 'null', of: dimension.of, negated: true });
}

/** Rows for each linked entity on average, and amounts for each of them. */
export const ratio: Family = {
  name: 'ratio',
  isSeldom: true,
  *propose({ subject, totals, entities, timeDimensions }) {
    const unders = entities.flatMap((dimension) =>
      dimension.form === 'entity'
        ? [{ form: 'distinct', path: dimension.path, entity: dimension.entity } as const]
        : [],
    );
    const groups = [null, ...timeDimensions.slice(0, 2)];
    for (const [dimension, [over, under]] of pairsOf(groups, [...pairsOf(totals, unders)])) {
      yield intentOf(subject, { measures: [{ form: 'ratio', over, under }], dimensions: dimension ? [dimension] : [] });
    }
  },
};

/** People know which of a handful there are. */
const MANY_TO_COUNT = 5;

/** How many different entities the rows lead to. */
export const distinctThroughLink: Family = {
  name: 'distinct_through_link',
  *propose(parts) {
    const { subject, entities, linkedDimensions, timeDimensions, ownConditions, linkedConditions, periods } = parts;
    // Snapshots are there for all.
    const isAsked = subject.kind !== 'snapshot' && !isAssociation(parts.index, subject);
    const many = isAsked ? entities.filter((dimension) => (groupsIn(dimension) ?? MANY_TO_COUNT) >= MANY_TO_COUNT) : [];
    for (const dimension of many) {
      if (dimension.form === 'entity' && dimension.entity !== subject) {
        const measures = [{ form: 'distinct', path: dimension.path, entity: dimension.entity } as const];
        const others = interleaved([linkedDimensions, timeDimensions, entities]);
        for (const other of others
          .filter(
            (group) =>
              group !== dimension &&
              !determines(group, dimension) &&
              !determines(dimension, group) &&
              // How many different genres each of many albums has: one.
              (groupsIn(group) ?? 0) <= (groupsIn(dimension) ?? Infinity),
          )
          .slice(0, 3)) {
          const isRanked = other.form !== 'time' && !isFlagged(other);
          yield intentOf(subject, {
            measures,
            dimensions: [other],
            order: isRanked ? { by: 0, direction: 'desc', limit: null } : null,
          });
        }
        const conditions = [...periods.slice(0, 1), ...linkedConditions.slice(0, 3), ...ownConditions.slice(0, 1)];
        for (const where of conditions.filter((condition) => !isAboutGroup(condition, dimension)).slice(0, 2)) {
          yield intentOf(subject, { measures, where });
        }
      }
    }
  },
};

/** Rows by bands of a quantity. */
export const bands: Family = {
  name: 'bands',
  isSeldom: true,
  *propose({ subject, quantities, totals }) {
    const counts = totals.filter(({ form }) => form === 'count');
    for (const [of, measure] of pairsOf(quantities, counts)) {
      const bounds = of.form === 'field' && isWide(of.field) && isBanded(of.field) ? bandsOf(of.field) : [];
      if (bounds.length > 1) {
        yield intentOf(subject, { measures: [measure], dimensions: [{ form: 'bands', of, bounds }] });
      }
    }
  },
};
