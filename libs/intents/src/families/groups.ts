import { intentOf, type Dimension, type Measure } from '../intent.js';
import { interleaved, pairsOf } from './choose.js';
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
  ({ figures }) => figures,
);

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

/** Two ways of parting the rows at once. */
export const byTwo: Family = {
  name: 'by_two_dimensions',
  *propose({ subject, totals, averages, ownDimensions, linkedDimensions, entities, timeDimensions }) {
    const small = interleaved([ownDimensions, linkedDimensions]);
    const times = timeDimensions.filter(
      (time) => time.form === 'time' && time.bucket !== 'weekday' && time.bucket !== 'day',
    );
    const seconds = interleaved([times, small.slice(1), entities.slice(0, 2)]);
    for (const [[first, second], measure] of pairsOf([...pairsOf(small, seconds)], [...totals, ...averages])) {
      if (first !== second) {
        yield intentOf(subject, { measures: [measure], dimensions: [first, second] });
      }
    }
  },
};
