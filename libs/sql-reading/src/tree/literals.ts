import type { SyntaxObject } from '#libs/sql-safety';
import { bodyOf, textOf } from './nodes.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})[ T]00:00(:00(\.0+)?)?(\+00(:?00)?|Z)?$/;
const UNITS = 'year|month|week|day|hour|minute|second';
const SPAN = new RegExp(`^\\s*(-?\\d+)\\s*(${UNITS}|mon|min|sec|yr|hr)s?\\s*$`, 'i');
const LONG: Readonly<Record<string, string>> = { mon: 'month', min: 'minute', sec: 'second', yr: 'year', hr: 'hour' };
/** Bits of the type modifier of `INTERVAL '1' MONTH`. */
const FIELDS: Readonly<Record<number, string>> = { 4: 'year', 2: 'month', 8: 'day', 1024: 'hour', 2048: 'minute' };

/** The value of an A_Const as text; null for NULL. */
export function constantText(body: SyntaxObject): string | null {
  if (body['isnull'] === true) {
    return null;
  }
  if ('ival' in body) {
    return textOf(bodyOf(body['ival'])['ival'], '0');
  }
  if ('fval' in body) {
    return plainNumber(textOf(bodyOf(body['fval'])['fval']));
  }
  if ('boolval' in body) {
    return textOf(bodyOf(body['boolval'])['boolval'], 'false');
  }
  return plainDate(textOf(bodyOf(body['sval'])['sval']));
}

/** `1.50` → `1.5`, `100.0` → `100` */
export function plainNumber(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/** A time stamp at midnight is its date. */
export function plainDate(text: string): string {
  return MIDNIGHT.exec(text)?.[1] ?? text;
}

export function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(text));
}

/** `interval 3 month` for the texts and type modifiers of an interval; null where it is none of one unit. */
export function intervalText(text: string, field: number | null): string {
  const unit = field === null ? undefined : FIELDS[field];
  const [, count, found = ''] = SPAN.exec(unit === undefined ? text : `${text} ${unit}`) ?? [];
  const name = found.toLowerCase();
  return `interval ${count === undefined ? text : `${count} ${LONG[name] ?? name}`}`;
}

/** A date so many units away; null where that is no date. */
export function shiftedDate(date: string, by: string, sign: 1 | -1): string | null {
  const [, count, unit = ''] = /^interval (-?\d+) (year|month|week|day)$/.exec(by) ?? [];
  if (count === undefined || !isDate(date)) {
    return null;
  }
  const steps = Number(count) * sign;
  return unit === 'year' || unit === 'month'
    ? addMonths(date, unit === 'year' ? steps * 12 : steps)
    : addDays(date, unit === 'week' ? steps * 7 : steps);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The last day of a shorter month stands for days that it does not have, as in PostgreSQL. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return first.toISOString().slice(0, 10);
}
