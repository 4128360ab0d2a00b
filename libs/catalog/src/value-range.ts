import type { Column } from './model.js';

const MONEY = 790;
const INTERVAL = 1186;
const TIME_WITH_ZONE = 1266;
/** Their text form does not have the order of the values: money depends on the locale, a time on its zone. */
const UNORDERED_TEXT = [MONEY, INTERVAL, TIME_WITH_ZONE];

export interface ValueRange {
  readonly min: string | null;
  readonly max: string | null;
}

/** Least and greatest, as PostgreSQL orders them, of numbers and of dates and times in ISO form; other types have none. */
export function rangeOf(column: Column, values: readonly string[]): ValueRange {
  const before = orderOf(column, values);
  const [first] = values;
  if (before === null || first === undefined) {
    return { min: null, max: null };
  }
  return {
    min: values.reduce((least, value) => (before(value, least) ? value : least), first),
    max: values.reduce((greatest, value) => (before(greatest, value) ? value : greatest), first),
  };
}

/** The order of values in text form; null where they have none. */
export function orderOf(column: Column, values: readonly string[]): ((a: string, b: string) => boolean) | null {
  const { isArray, typeCategory, baseTypeOid } = column;
  const isNumber = typeCategory === 'N';
  if (isArray || !(isNumber || typeCategory === 'D') || UNORDERED_TEXT.includes(baseTypeOid)) {
    return null;
  }
  // Types such as regclass are numbers with names.
  const isNamed = isNumber && values.some((value) => Number.isNaN(Number(value)) && value !== 'NaN');
  return isNamed ? null : isNumber ? numericBefore : earlier;
}

/** NaN is greater than infinity. */
function numericBefore(a: string, b: string): boolean {
  if (a === 'NaN' || b === 'NaN') {
    return b === 'NaN' && a !== 'NaN';
  }
  const [x, y] = [Number(a), Number(b)];
  return x === y ? exactlyBefore(a, b) : x < y;
}

const PLAIN = /^(-?\d+)(?:\.(\d+))?$/;

/** Decimals of more digits than a JavaScript number keeps. */
function exactlyBefore(a: string, b: string): boolean {
  const [left, right] = [PLAIN.exec(a), PLAIN.exec(b)];
  if (a === b || !left || !right) {
    return false;
  }
  const places = Math.max(left[2]?.length ?? 0, right[2]?.length ?? 0);
  const scaled = ([, whole = '', fraction = '']: RegExpExecArray): bigint =>
    BigInt(whole + fraction.padEnd(places, '0'));
  return scaled(left) < scaled(right);
}

function earlier(a: string, b: string): boolean {
  const [left, right] = [momentOf(a), momentOf(b)];
  return left.year === right.year ? left.rest < right.rest : left.year < right.year;
}

const DATE = /^(\d{4,})(-\d\d-\d\d.*?)( BC)?$/;

/** Years before Christ count backwards, months within them do not. A time of day has no year. */
function momentOf(value: string): { readonly year: number; readonly rest: string } {
  if (value === 'infinity' || value === '-infinity') {
    return { year: value === 'infinity' ? Infinity : -Infinity, rest: '' };
  }
  const [, year, rest, isBeforeChrist] = DATE.exec(value) ?? [];
  if (year === undefined || rest === undefined) {
    return { year: 0, rest: value };
  }
  return { year: isBeforeChrist ? 1 - Number(year) : Number(year), rest };
}
