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

/** A value with what its order depends on, read from the text once. */
export interface Ordered {
  readonly value: string;
  /** The number, or the year. */
  readonly major: number;
  /** The rest of a date; empty for numbers. */
  readonly minor: string;
}

/** Least and greatest, as PostgreSQL orders them, of numbers and of dates and times in ISO form; other types have none. */
export function rangeOf(column: Column, values: readonly string[]): ValueRange {
  const ordered = orderedValues(column, values);
  const [first] = ordered ?? [];
  if (!ordered || first === undefined) {
    return { min: null, max: null };
  }
  let [least, greatest] = [first, first];
  for (const entry of ordered) {
    least = comparedTo(entry, least) < 0 ? entry : least;
    greatest = comparedTo(entry, greatest) > 0 ? entry : greatest;
  }
  return { min: least.value, max: greatest.value };
}

/** The values as they can be compared, in the same sequence; null where their text form has no order. */
export function orderedValues(column: Column, values: readonly string[]): Ordered[] | null {
  const { isArray, typeCategory, baseTypeOid } = column;
  const isNumber = typeCategory === 'N';
  if (isArray || !(isNumber || typeCategory === 'D') || UNORDERED_TEXT.includes(baseTypeOid)) {
    return null;
  }
  const ordered = values.map((value) => (isNumber ? numberOf(value) : momentOf(value)));
  // Types such as regclass are numbers with names.
  const isNamed = isNumber && ordered.some(({ value, major }) => Number.isNaN(major) && value !== 'NaN');
  return isNamed ? null : ordered;
}

/** Below 0 when `a` comes before `b`. NaN is greater than infinity. */
export function comparedTo(a: Ordered, b: Ordered): number {
  if (a.major !== b.major) {
    return Number.isNaN(a.major)
      ? Number.isNaN(b.major)
        ? 0
        : 1
      : Number.isNaN(b.major) || a.major < b.major
        ? -1
        : 1;
  }
  if (a.minor !== b.minor) {
    return a.minor < b.minor ? -1 : 1;
  }
  return a.value === b.value ? 0 : exactOrder(a.value, b.value);
}

function numberOf(value: string): Ordered {
  return { value, major: Number(value), minor: '' };
}

const PLAIN = /^(-?\d+)(?:\.(\d+))?$/;

/** Decimals of more digits than a JavaScript number keeps; 0 for other texts. */
function exactOrder(a: string, b: string): number {
  const [left, right] = [PLAIN.exec(a), PLAIN.exec(b)];
  if (!left || !right) {
    return 0;
  }
  const places = Math.max(left[2]?.length ?? 0, right[2]?.length ?? 0);
  const scaled = ([, whole = '', fraction = '']: RegExpExecArray): bigint =>
    BigInt(whole + fraction.padEnd(places, '0'));
  const [x, y] = [scaled(left), scaled(right)];
  return x === y ? 0 : x < y ? -1 : 1;
}

const DATE = /^(\d{4,})(-\d\d-\d\d.*?)( BC)?$/;

/** Years before Christ count backwards, months within them do not. A time of day has no year. */
function momentOf(value: string): Ordered {
  if (value === 'infinity' || value === '-infinity') {
    return { value, major: value === 'infinity' ? Infinity : -Infinity, minor: '' };
  }
  const [, year, rest, isBeforeChrist] = DATE.exec(value) ?? [];
  if (year === undefined || rest === undefined) {
    return { value, major: 0, minor: value };
  }
  return { value, major: isBeforeChrist ? 1 - Number(year) : Number(year), minor: rest };
}
