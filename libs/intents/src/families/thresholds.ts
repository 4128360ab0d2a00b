import type { Field } from '#libs/semantic-model';
import type { Period } from '../intent.js';

/** First digits of the numbers that people choose as limits. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The nearest number that a person would choose as a limit: 46 → 50, 172 → 150, 3.4 → 3. */
export function roundNumber(number: number): number {
  if (!Number.isFinite(number) || number === 0) {
    return 0;
  }
  const size = 10 ** Math.floor(Math.log10(Math.abs(number)));
  const first = Math.abs(number) / size;
  const isSmall = Number.isInteger(number) && size === 1;
  const fits = ROUND.filter((digit) => !isSmall || Number.isInteger(digit));
  const nearest = isSmall
    ? first
    : fits.reduce((best, digit) => (distance(digit, first) < distance(best, first) ? digit : best));
  return Number((Math.sign(number) * nearest * size).toPrecision(3));
}

const distance = (a: number, b: number): number => Math.abs(Math.log(a / b));

/** A quartile as people say a limit, within the measured range: rounded to two digits where the round number lies outside. */
export function roundLimit(quartile: string | undefined, range: Field['range']): string | null {
  const number = Number(quartile);
  if (quartile === undefined || quartile.trim() === '' || !Number.isFinite(number)) {
    return null;
  }
  const isInside = (value: number): boolean =>
    range === null || (value > Number(range.min) && value < Number(range.max));
  const chosen = [roundNumber(number), Number(number.toPrecision(2)), number].find(isInside) ?? number;
  return chosen === 0 || range?.max === String(chosen) ? null : String(chosen);
}

/** Values that part the rows into about equal quarters: as measured, else from the values that are known. */
export function quartilesOf({ quartiles, values }: Pick<Field, 'quartiles' | 'values'>): readonly string[] {
  const sorted = [...values].sort((a, b) => Number(a.value) - Number(b.value)).map(({ value }) => value);
  return quartiles.length > 0 || sorted.length < MANY_VALUES
    ? quartiles
    : [0.25, 0.5, 0.75].map((part) => sorted[Math.floor(sorted.length * part)] ?? '');
}

/** Fewer known values say little about the others. */
const MANY_VALUES = 5;

/** Steps of scales, in each power of ten. */
const STEPS = [1, 2, 5, 10];
const MOST_BANDS = 4;

/**
 * Bounds at equal steps, as people part prices and ages: 20, 40, 60. The step is about half of what the middle half of the rows
 * spans; the first bound is near the first quartile. None where fewer than two lie within the range.
 */
export function bandsOf(field: Pick<Field, 'quartiles' | 'values' | 'range'>): number[] {
  const [low = NaN, , high = NaN] = quartilesOf(field).map((text) => (text.trim() === '' ? NaN : Number(text)));
  const half = (high - low) / 2;
  if (!Number.isFinite(half) || half <= 0 || low < 0) {
    return [];
  }
  const size = 10 ** Math.floor(Math.log10(half));
  const step =
    size * STEPS.reduce((best, each) => (distance(each, half / size) < distance(best, half / size) ? each : best));
  const first = Math.max(step, Math.round(low / step) * step);
  const bounds = Array.from({ length: MOST_BANDS - 1 }, (_, at) => Number((first + at * step).toPrecision(6)));
  const inside = bounds.filter((bound) => field.range === null || bound < Number(field.range.max));
  return inside.length < 2 ? [] : inside;
}

/** Year, quarter and month of rows, from the measured range: each has rows, none is the whole. */
export function periodsOf({ range, quartiles }: Pick<Field, 'range' | 'quartiles'>): Period[] {
  const [first, last] = [monthOf(range?.min), monthOf(range?.max)];
  if (first === null || last === null) {
    return [];
  }
  // Without quartiles, only the last period is known to have rows.
  const middle = monthOf(quartiles[1]) ?? last;
  const late = monthOf(quartiles[2]) ?? last;
  const year = Math.floor(middle / 12);
  const lateYear = Math.floor(late / 12);
  const isOneYear = Math.floor(first / 12) === Math.floor(last / 12);
  const isOneMonth = first === last;
  const periods: Period[] = [];
  if (!isOneYear) {
    periods.push({ unit: 'year', year: lateYear }, ...(year === lateYear ? [] : [{ unit: 'year', year } as const]));
  }
  if (!isOneMonth) {
    periods.push({ unit: 'month', year, month: (middle % 12) + 1 });
    if (last - first >= 6) {
      periods.push({ unit: 'quarter', year: lateYear, quarter: Math.floor((late % 12) / 3) + 1 });
    }
  }
  return periods;
}

/** `2022-06-03 …` → months since year 0; null for `infinity` and years before Christ. */
export function monthOf(value: string | undefined): number | null {
  const match = /^(\d{4})-(\d{2})-\d{2}(?!.* BC$)/.exec(value ?? '');
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : null;
}
