import type { ColumnProfile } from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';

/** A half-open span of time, as SQL expressions and in words. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly words: string;
}

/** The spans that questions about a date column use. */
export interface DatePeriods {
  /** A month in which there is at least one row. */
  readonly month: Period;
  readonly previousMonth: Period;
  /** The year of the latest row, and the one before. */
  readonly year: Period;
  readonly previousYear: Period;
  /** Calendar years from the first row to the last; null when unknown. */
  readonly years: number | null;
}

/** The values of a column that were measured, each as far as it may be shown. */
export function measuredValues(profile: ColumnProfile | undefined): string[] {
  const { min = null, max = null, topValues = [], sampleValues = [] } = profile ?? {};
  return [min, max, ...topValues.map(({ value }) => value), ...sampleValues].filter((value) => value !== null);
}

/** `infinity` and `-infinity` are dates to PostgreSQL, in no month. */
export function isInfinite(value: string): boolean {
  return value === 'infinity' || value === '-infinity';
}

/** Spans inside the measured range, or relative to today where nothing was measured. */
export function periodsOf(profile: ColumnProfile | undefined, language: Language): DatePeriods {
  const measured = profile && !profile.sensitive ? [profile.max, ...profile.sampleValues].flatMap(monthsOf) : [];
  const latest = monthsOf(profile?.max ?? null)[0] ?? Math.max(...measured);
  if (measured.length === 0 || !Number.isFinite(latest)) {
    return relativePeriods(language);
  }
  const earliest = monthsOf(profile?.min ?? null)[0] ?? Math.min(...measured);
  const sorted = [...measured].sort((a, b) => a - b);
  const month = sorted[Math.floor(sorted.length / 2)] ?? latest;
  const year = Math.floor(latest / 12);
  return {
    month: monthPeriod(month, language),
    previousMonth: monthPeriod(month > earliest ? month - 1 : month + 1, language),
    year: yearPeriod(year, language),
    previousYear: yearPeriod(year - 1, language),
    years: year - Math.floor(earliest / 12) + 1,
  };
}

/** `2022-06-03 …` → months since year 0. */
function monthsOf(value: string | null): number[] {
  const match = value === null ? null : /^(\d{4})-(\d{2})-\d{2}(?!.* BC$)/.exec(value);
  return match ? [Number(match[1]) * 12 + Number(match[2]) - 1] : [];
}

const day = (month: number): string =>
  `DATE '${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01'`;

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

interface Calendar {
  /** @param index 0 is January */
  month(year: number, index: number): string;
  year(year: number): string;
  readonly thisMonth: string;
  readonly lastMonth: string;
  readonly thisYear: string;
  readonly lastYear: string;
}

const CALENDAR: ByLanguage<Calendar> = {
  zh: {
    month: (year, index) => `${year}年${index + 1}月`,
    year: (year) => `${year}年`,
    thisMonth: '本月',
    lastMonth: '上月',
    thisYear: '今年',
    lastYear: '去年',
  },
  en: {
    month: (year, index) => `${MONTHS[index] ?? ''} ${year}`,
    year: String,
    thisMonth: 'this month',
    lastMonth: 'last month',
    thisYear: 'this year',
    lastYear: 'last year',
  },
};

function monthPeriod(month: number, language: Language): Period {
  const [year, index] = [Math.floor(month / 12), month % 12];
  return {
    from: day(month),
    to: day(month + 1),
    words: CALENDAR[language].month(year, index),
  };
}

function yearPeriod(year: number, language: Language): Period {
  return { from: day(year * 12), to: day(year * 12 + 12), words: CALENDAR[language].year(year) };
}

function relativePeriods(language: Language): DatePeriods {
  const span = (unit: 'month' | 'year', back: number, words: string): Period => ({
    from: `date_trunc('${unit}', CURRENT_DATE)${shift(unit, -back)}`,
    to: `date_trunc('${unit}', CURRENT_DATE)${shift(unit, 1 - back)}`,
    words,
  });
  const { thisMonth, lastMonth, thisYear, lastYear } = CALENDAR[language];
  return {
    month: span('month', 0, thisMonth),
    previousMonth: span('month', 1, lastMonth),
    year: span('year', 0, thisYear),
    previousYear: span('year', 1, lastYear),
    years: null,
  };
}

function shift(unit: string, count: number): string {
  return count === 0 ? '' : ` ${count < 0 ? '-' : '+'} INTERVAL '${Math.abs(count)} ${unit}'`;
}
