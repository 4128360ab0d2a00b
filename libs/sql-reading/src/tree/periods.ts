import type { Condition, Period } from '../reading.js';
import { addDays, addMonths, isDate } from './literals.js';

interface Bounds {
  readonly of: string;
  readonly from: string | null;
  readonly to: string | null;
}

const MONTHS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };
const SPAN_OF = /^(year|quarter|month|week|day)\((.*)\)$/s;
const END_OF_DAY = /^(\d{4}-\d{2}-\d{2})[ T]23:59(:59(\.9+)?)?$/;

/**
 * Conditions on times as half-open periods, in whichever way they are written: two bounds or BETWEEN, a year of EXTRACT,
 * the first day of date_trunc, the text of to_char, the day of a cast.
 * @param conditions conjuncts of one level
 */
export function withPeriods(conditions: readonly Condition[]): { conditions: Condition[]; periods: Period[] } {
  const rest: Condition[] = [];
  const found = new Map<string, Period>();
  for (const condition of withMonths(conditions)) {
    const bounds = 'from' in condition ? condition : boundsOf(condition);
    if (bounds === null) {
      rest.push(condition as Condition);
      continue;
    }
    const key = `${bounds.of} ${condition.at ?? ''}`;
    const known = found.get(key);
    const at = condition.at === undefined ? {} : { at: condition.at };
    found.set(key, {
      of: bounds.of,
      from: later(known?.from ?? null, bounds.from),
      to: earlier(known?.to ?? null, bounds.to),
      ...at,
    });
  }
  return { conditions: rest, periods: [...found.values()] };
}

/** `year(x) = 2007` with `month_of_year(x) = 5` is one month. */
function withMonths(conditions: readonly Condition[]): (Condition | (Bounds & Pick<Condition, 'at'>))[] {
  const used = new Set<Condition>();
  const made: (Bounds & Pick<Condition, 'at'>)[] = [];
  for (const condition of conditions) {
    const [, part = '', of] = /^(month|quarter)_of_year\((.*)\)$/s.exec(condition.of) ?? [];
    const number = Number(condition.values[0]);
    const size = MONTHS[part];
    if (of === undefined || size === undefined || condition.by !== '=' || !Number.isInteger(number)) {
      continue;
    }
    const year = conditions.find((one) => one.of === `year(${of})` && one.by === '=' && one.at === condition.at);
    if (year && /^\d{4}$/.test(year.values[0] ?? '')) {
      used.add(condition).add(year);
      const from = addMonths(`${year.values[0] ?? ''}-01-01`, (number - 1) * size);
      const at = condition.at === undefined ? {} : { at: condition.at };
      made.push({ of, from, to: addMonths(from, size), ...at });
    }
  }
  return [...conditions.filter((condition) => !used.has(condition)), ...made];
}

/** Null when the condition is no bound of a period. */
function boundsOf({ of, by, values: [value = '', ...others] }: Condition): Bounds | null {
  if (others.length > 0) {
    return null;
  }
  const [, unit, inner] = SPAN_OF.exec(of) ?? [];
  if (unit !== undefined && inner !== undefined) {
    return boundsOfSpan(unit, inner, by, value);
  }
  const day = dayOf(by, value);
  if (day === null) {
    return null;
  }
  switch (by) {
    case '=':
      return { of, from: day, to: addDays(day, 1) };
    case '>=':
      return { of, from: day, to: null };
    case '>':
      return { of, from: addDays(day, 1), to: null };
    case '<':
      return { of, from: null, to: day };
    case '<=':
      return { of, from: null, to: addDays(day, 1) };
    default:
      return null;
  }
}

/** The end of a day, included, is the day itself. */
function dayOf(by: string, value: string): string | null {
  const end = by === '<=' ? END_OF_DAY.exec(value)?.[1] : undefined;
  const day = end ?? value;
  return isDate(day) ? day : null;
}

function boundsOfSpan(unit: string, of: string, by: string, value: string): Bounds | null {
  const first = firstDay(unit, value);
  if (first === null) {
    return null;
  }
  const months = MONTHS[unit];
  const next = months === undefined ? addDays(first, unit === 'week' ? 7 : 1) : addMonths(first, months);
  switch (by) {
    case '=':
      return { of, from: first, to: next };
    case '>=':
      return { of, from: first, to: null };
    case '>':
      return { of, from: next, to: null };
    case '<':
      return { of, from: null, to: first };
    case '<=':
      return { of, from: null, to: next };
    default:
      return null;
  }
}

/** `2007`, `2007-05`, `2007-Q2` or a date that begins the span. */
function firstDay(unit: string, value: string): string | null {
  if (isDate(value)) {
    return value;
  }
  const [, year, month] = /^(\d{4})(?:[-/]?(\d{2}))?$/.exec(value) ?? [];
  if (year !== undefined && (unit === 'year') === (month === undefined)) {
    const day = `${year}-${month ?? '01'}-01`;
    return isDate(day) ? day : null;
  }
  const [, ofYear, quarter] = /^(\d{4})-Q([1-4])$/.exec(value) ?? [];
  return unit === 'quarter' && ofYear !== undefined ? addMonths(`${ofYear}-01-01`, (Number(quarter) - 1) * 3) : null;
}

function later(one: string | null, other: string | null): string | null {
  return one === null || (other !== null && other > one) ? other : one;
}

function earlier(one: string | null, other: string | null): string | null {
  return one === null || (other !== null && other < one) ? other : one;
}
