import { leavesOf } from '../conditions.js';
import { intentOf, type Condition, type Dimension, type Measure } from '../intent.js';
import { crossEachOther } from './apart.js';
import { interleaved, pairsOf } from './choose.js';
import { groupsIn, isFlagged } from './dimension-parts.js';
import type { Family } from './family.js';
import type { SubjectParts } from './subject-parts.js';

/** A figure for each group of rows. */
const grouped = (
  name: string,
  dimensionsOf: (parts: SubjectParts) => readonly Dimension[],
  figuresOf: (parts: SubjectParts) => readonly Measure[],
): Family => ({
  name,
  *propose(parts) {
    for (const [dimension, measure] of pairsOf(dimensionsOf(parts), figuresOf(parts))) {
      yield intentOf(parts.subject, { measures: [measure], dimensions: [dimension] });
    }
  },
});

export const byColumn = grouped(
  'by_column',
  ({ ownDimensions }) => ownDimensions,
  ({ figures }) => figures,
);
export const byLinkedColumn = grouped(
  'by_linked_column',
  ({ linkedDimensions }) => linkedDimensions,
  ({ figures }) => figures,
);
export const byEntity = grouped(
  'by_entity',
  ({ entities }) => entities,
  ({ figures }) => figures,
);
export const byManyEntity = grouped(
  'by_many_entity',
  ({ manyEntities }) => manyEntities,
  ({ figures }) => figures.filter(({ form }) => form === 'count'),
);

/** The groups in the order of their figure. */
export const rankedGroups: Family = {
  name: 'ranked_groups',
  *propose({ subject, entities, linkedDimensions, ownDimensions, figures, periods }) {
    const groups = interleaved([entities, linkedDimensions, ownDimensions]).filter((group) => !isFlagged(group));
    let turn = 0;
    for (const [dimension, measure] of pairsOf(groups, figures)) {
      const where = turn % 2 === 1 ? (periods[0] ?? null) : null;
      const direction = turn % 4 === 3 ? 'asc' : 'desc';
      yield intentOf(subject, {
        measures: [measure],
        dimensions: [dimension],
        where,
        order: { by: 0, direction, limit: null },
      });
      turn += 1;
    }
  },
};

/** Several figures next to each other, in all and for each group. */
export const severalFigures: Family = {
  name: 'several_figures',
  *propose({ subject, entities, linkedDimensions, ownDimensions, timeDimensions, figures, periods, linkedConditions }) {
    const groups = [...interleaved([entities, linkedDimensions, ownDimensions, timeDimensions.slice(0, 1)]), null];
    const conditions = [null, periods[0] ?? null, linkedConditions[0] ?? null];
    const couples = figures.slice(1).map((figure) => [figures[0], figure].filter((one) => one !== undefined));
    let turn = 0;
    for (const [dimension, measures] of pairsOf(groups, couples)) {
      const where = conditions[turn % conditions.length] ?? null;
      const isRanked = turn % 2 === 1 && dimension !== null && dimension.form !== 'time' && !isFlagged(dimension);
      yield intentOf(subject, {
        measures,
        dimensions: dimension ? [dimension] : [],
        where,
        order: isRanked ? { by: 0, direction: 'desc', limit: null } : null,
      });
      turn += 1;
    }
  },
};

/** Rows for each linked entity, and 0 for those without any. */
export const withEmpty: Family = {
  name: 'with_empty_groups',
  isSeldom: true,
  *propose({ subject, entities, ownConditions, periods, figures }) {
    const conditions = [null, ...periods.slice(0, 1), ...ownConditions.slice(0, 1)].filter(isOwn);
    const isCounted = figures.some(({ form }) => form === 'count');
    for (const [dimension, where] of isCounted ? pairsOf(entities, conditions) : []) {
      if (dimension.form === 'entity' && dimension.path.length === 1 && hasEmpty(dimension)) {
        yield intentOf(subject, {
          measures: [{ form: 'count' }],
          dimensions: [{ ...dimension, withEmpty: true }],
          where,
        });
      }
    }
  },
};

function isOwn(condition: Condition | null): boolean {
  return condition === null || leavesOf(condition).every((leaf) => leaf.form !== 'exists' && leaf.of.path.length === 0);
}

/** Some of its rows have no counterpart, or may have none. */
function hasEmpty(dimension: Dimension): boolean {
  const rows = dimension.form === 'entity' ? dimension.entity.rowCount : null;
  const used = groupsIn(dimension);
  return rows === null || used === null || used < rows;
}

/** A figure for each year, quarter, month, weekday. */
export const byTime: Family = {
  name: 'by_time',
  *propose({ subject, timeDimensions, figures, periods }) {
    const year = periods.find((where) => where.form === 'period' && where.period.unit === 'year') ?? null;
    for (const [dimension, measure] of pairsOf(timeDimensions, figures)) {
      const isLong = dimension.form === 'time' && (dimension.bucket === 'year' || dimension.bucket === 'weekday');
      yield intentOf(subject, { measures: [measure], dimensions: [dimension], where: isLong ? null : year });
    }
  },
};

/** Crossed with others, more groups are a list that takes long to read. */
const MANY_IN_CROSS = 20;

/** Two ways of parting the rows at once. */
export const byTwo: Family = {
  name: 'by_two_dimensions',
  *propose({ subject, totals, ownDimensions, linkedDimensions, entities, timeDimensions }) {
    const small = interleaved([ownDimensions, linkedDimensions.filter((linked) => !isFlagged(linked))]);
    const times = timeDimensions.filter(
      (time) => time.form === 'time' && time.bucket !== 'weekday' && time.bucket !== 'day',
    );
    const few = entities.filter((dimension) => (groupsIn(dimension) ?? MANY_IN_CROSS) < MANY_IN_CROSS);
    const seconds = interleaved([times, small.slice(1), few.slice(0, 2)]);
    for (const [[first, second], measure] of pairsOf([...pairsOf(small, seconds)], totals)) {
      if (crossEachOther(first, second) && !(isFlagged(first) && isFlagged(second))) {
        yield intentOf(subject, { measures: [measure], dimensions: [first, second] });
      }
    }
  },
};
