import type { Field } from '#libs/semantic-model';
import type { Period } from '../intent.js';

/** A quartile as people say a limit: two digits that count, within the measured range. */
export function roundLimit(quartile: string | undefined, range: Field['range']): string | null {
  const number = Number(quartile);
  if (quartile === undefined || quartile.trim() === '' || !Number.isFinite(number)) {
    return null;
  }
  const digits = Math.floor(Math.log10(Math.abs(number) || 1)) - 1;
  const step = 10 ** Math.max(digits, number % 1 === 0 ? 0 : -1);
  const rounded = Number((Math.round(number / step) * step).toFixed(Math.max(0, -digits)));
  const isInside = range === null || (rounded > Number(range.min) && rounded < Number(range.max));
  const chosen = isInside ? rounded : number;
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
