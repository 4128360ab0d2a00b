import { measureText, type Condition, type Reading } from '#libs/sql-reading';

export interface Span {
  readonly count: number;
  readonly of: 'day' | 'month';
}

const FROM_NOW = /^\((?:now|current_date) - interval (\d+) (day|week|month|year)\)$/;
const FROM_LAST = /^\(\(select (max\(.+\))\) - interval (\d+) (day|month)\)$/s;
const NOW = /^(?:now|current_date|\((?:now|current_date) \+ interval 1 day\))$/;

/** `x >= now() - INTERVAL '30 days'`: the last 30 days, for data that go up to now; null for every other condition. */
export function spanFromNow({ by, values: [value = '', ...more] }: Condition): Span | null {
  const [, count = '', unit] = FROM_NOW.exec(value) ?? [];
  if (more.length > 0 || !by.startsWith('>') || unit === undefined) {
    return null;
  }
  const times = { day: 1, week: 7, month: 1, year: 12 }[unit] ?? 1;
  return { count: Number(count) * times, of: unit === 'day' || unit === 'week' ? 'day' : 'month' };
}

/** `x <= now()` leaves out nothing that has happened. */
export function isUpToNow({ by, values: [value = '', ...more] }: Condition): boolean {
  return more.length === 0 && by.startsWith('<') && NOW.test(value);
}

/**
 * Both ways to say "the last 30 days" as one: counted from now, as statements of applications do, and from the last value in
 * the data, as ours do, so that an example gives the same rows tomorrow.
 */
export function withSpans(reading: Reading): Reading {
  const counted = reading.conditions.flatMap(({ values: [value = ''] }) => FROM_LAST.exec(value)?.[1] ?? []);
  const tables = [...reading.tables];
  for (const text of counted) {
    const label = tables.find((one) => text.startsWith(`max(${one}.`));
    if (label !== undefined) {
      tables.splice(tables.indexOf(label), 1);
    }
  }
  const conditions = reading.conditions
    .filter((condition) => !isUpToNow(condition))
    .map((condition) =>
      spanFromNow(condition) !== null || FROM_LAST.test(condition.values[0] ?? '')
        ? { ...condition, by: 'last', values: ['?'] }
        : condition,
    );
  const measures = reading.measures.filter((measure) => !counted.includes(measureText(measure)));
  return { ...reading, tables, conditions, measures };
}
