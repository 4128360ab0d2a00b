import type { Bucket, Comparison, Having, Intent } from '../intent.js';
import type { Labels } from '../words/labels.js';
import { orderOf, type Grouped } from './grouped.js';
import type { OutputNames } from './output-names.js';
import type { Drawing } from './drawing.js';
import { renderSelect, type SelectClauses } from './select.js';

/** The statement of groups that are compared with each other. */
export function writeComparison(comparison: Comparison, grouped: Grouped, drawing: Drawing): string {
  const { labels, intent } = drawing;
  const [measure] = grouped.measures;
  if (!measure) {
    throw new Error('a comparison needs a measure');
  }
  switch (comparison.form) {
    case 'share':
      return writeShare(grouped, drawing);
    case 'rank': {
      const [group, ...rest] = grouped.dimensions;
      const within = group?.groupBy ?? [];
      return writeRanked(
        grouped.clauses,
        { by: measure.sql, direction: intent.order?.direction === 'asc' ? 'ASC' : 'DESC', within },
        {
          labels,
          names: grouped.names,
          top: comparison.top,
          orderBy: group?.names ?? [],
          columns: [...(group?.names ?? []), ...rest.flatMap(({ names }) => names), measure.name],
        },
      );
    }
    case 'previous':
      return writeAgainst(STEP, grouped, drawing);
    case 'year_ago':
      return writeAgainst(YEAR, grouped, drawing);
    case 'running_total':
      return writeWindow(grouped, labels.runningTotal, (sql, order) => `SUM(${sql}) OVER (ORDER BY ${order})`);
    case 'moving_average':
      return writeMovingAverage(comparison.periods, grouped, drawing);
  }
}

function writeShare(grouped: Grouped, { intent, labels }: Drawing): string {
  const [measure] = grouped.measures;
  const share = grouped.names.take(labels.share);
  const sql = `ROUND(100.0 * ${measure?.sql} / NULLIF(SUM(${measure?.sql}) OVER (), 0), 2)`;
  return renderSelect({
    ...grouped.clauses,
    select: [...grouped.clauses.select, `${sql} AS ${share}`],
    orderBy: orderOf(intent, grouped),
  });
}

export interface Rank {
  readonly by: string;
  readonly direction: 'ASC' | 'DESC';
  readonly within: readonly string[];
}

export interface RankedOptions {
  readonly labels: Labels;
  readonly names: OutputNames;
  readonly top: number;
  readonly orderBy: readonly string[];
  readonly columns: readonly string[];
  /** The place is the same for all. */
  readonly hidesPlace?: boolean;
}

/** The best of each group; ties share a place. */
export function writeRanked(clauses: SelectClauses, rank: Rank, options: RankedOptions): string {
  const place = options.names.take(options.labels.place);
  const over = `RANK() OVER (PARTITION BY ${rank.within.join(', ')} ORDER BY ${rank.by} ${rank.direction}${rank.direction === 'DESC' ? ' NULLS LAST' : ''})`;
  const ranked = renderSelect({ ...clauses, select: [...clauses.select, `${over} AS ${place}`] });
  return renderSelect({
    with: `ranked AS (${ranked})`,
    select: [...options.columns, ...(options.hidesPlace ? [] : [place])],
    from: 'ranked',
    where: [options.top === 1 ? `${place} = 1` : `${place} <= ${options.top}`],
    orderBy: [...options.orderBy, ...(options.hidesPlace ? [] : [place]), ...options.columns],
  });
}

/** How far back, in the calendar, the value is that others are compared with: a number, and its unit. */
type Back = Readonly<Partial<Record<Bucket, readonly [number, string | null]>>>;

const STEP: Back = {
  year: [1, null],
  quarter: [3, 'month'],
  month: [1, 'month'],
  week: [1, 'week'],
  day: [1, 'day'],
};
const YEAR: Back = { month: [1, 'year'], quarter: [1, 'year'] };

/** `INTERVAL '2 months'`: so many periods of the calendar; years are numbers. */
function span(back: Back, { dimensions: [dimension] }: Intent, periods = 1): string {
  const step = dimension?.form === 'time' ? back[dimension.bucket] : undefined;
  if (step === undefined) {
    throw new Error('these periods have none before');
  }
  const [one, unit] = step;
  const count = one * periods;
  return unit === null ? String(count) : `INTERVAL '${count} ${unit}${count === 1 ? '' : 's'}'`;
}

/** With the value of a period before, and the growth: by the calendar, so that a period without rows is not skipped. */
function writeAgainst(back: Back, grouped: Grouped, { intent, labels }: Drawing): string {
  const before = span(back, intent);
  const { time, value } = namesOf(grouped);
  return renderSelect({
    with: `periods AS (${renderSelect(grouped.clauses)})`,
    select: [
      `now.${time}`,
      `now.${value}`,
      `before.${value} AS ${grouped.names.take(labels.previous)}`,
      `${growth(`now.${value}`, `before.${value}`)} AS ${grouped.names.take(labels.growth)}`,
    ],
    from: 'periods now',
    joins: [`LEFT JOIN periods before ON before.${time} = now.${time} - ${before}`],
    orderBy: [`now.${time}`],
  });
}

function growth(value: string, previous: string): string {
  return `ROUND(100.0 * (${value} - ${previous}) / NULLIF(${previous}, 0), 2)`;
}

function writeWindow(grouped: Grouped, label: string, window: (sql: string, order: string) => string): string {
  const { time } = namesOf(grouped);
  const [measure] = grouped.measures;
  const order = grouped.clauses.groupBy?.[0] ?? '';
  return renderSelect({
    ...grouped.clauses,
    select: [...grouped.clauses.select, `${window(measure?.sql ?? '', order)} AS ${grouped.names.take(label)}`],
    orderBy: [time],
  });
}

/** Over all periods of the calendar: one without rows counts as 0, and is not left out of the average. */
function writeMovingAverage(periods: number, grouped: Grouped, { intent, labels }: Drawing): string {
  const { time, value } = namesOf(grouped);
  const step = span(STEP, intent);
  const number = `COALESCE(p.${value}, 0)`;
  const cast = step.startsWith('INTERVAL') ? '::date' : '';
  return renderSelect({
    with:
      `periods AS (${renderSelect(grouped.clauses)}), calendar AS ` +
      `(SELECT generate_series(MIN(${time}), MAX(${time}), ${step})${cast} AS ${time} FROM periods)`,
    select: [
      `c.${time}`,
      `${number} AS ${value}`,
      `ROUND(AVG(${number}) OVER (ORDER BY c.${time} ROWS BETWEEN ${periods - 1} PRECEDING AND CURRENT ROW), 2) AS ${grouped.names.take(labels.movingAverage)}`,
    ],
    from: 'calendar c',
    joins: [`LEFT JOIN periods p ON p.${time} = c.${time}`],
    orderBy: [`c.${time}`],
  });
}

function namesOf({ dimensions, measures }: Grouped): { readonly time: string; readonly value: string } {
  return { time: dimensions[0]?.names[0] ?? '', value: measures[0]?.name ?? '' };
}

/** Groups on one side of the average of all groups. */
export function writeAboveAverage({ clauses, measures, dimensions }: Grouped, having: Having): string {
  const value = measures[having.measure]?.name ?? '';
  return renderSelect({
    with: `totals AS (${renderSelect(clauses)})`,
    select: [...dimensions.flatMap(({ names }) => names), ...measures.map(({ name }) => name)],
    from: 'totals',
    where: [`${value} ${having.by} (SELECT AVG(${value}) FROM totals)`],
  });
}
