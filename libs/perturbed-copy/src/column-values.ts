import type { Column, ColumnProfile } from '#libs/catalog';

/** How the values of a column are made. */
export type ValueKind = 'integer' | 'number' | 'date' | 'timestamp' | 'time' | 'boolean' | 'text' | 'uuid';

/** A column of a copy. */
export interface CopiedColumn {
  readonly name: string;
  /** A type of every PostgreSQL, for the copy knows no types of the database. */
  readonly type: string;
  readonly kind: ValueKind;
  readonly notNull: boolean;
  /** Values that it may have; null: any of its kind. */
  readonly allowed: readonly string[] | null;
  /** Values of the profile. */
  readonly usual: readonly string[];
}

const KINDS: readonly (readonly [RegExp, ValueKind])[] = [
  [/^(smallint|integer|bigint)$/, 'integer'],
  [/^(numeric(\(.*\))?|real|double precision)$/, 'number'],
  [/^date$/, 'date'],
  [/^timestamp/, 'timestamp'],
  [/^time( |\(|$)/, 'time'],
  [/^boolean$/, 'boolean'],
  [/^(text|character varying.*|character.*)$/, 'text'],
  [/^uuid$/, 'uuid'],
];
/** Values of a profile that a copy shows. */
const MOST_USUAL = 16;

/**
 * The column in a copy.
 * @param isChecked a constraint or a domain limits its values: only those of the profile are certain to be allowed
 * @returns null for a column whose values cannot be made
 */
export function copiedColumn(
  column: Column,
  profile: ColumnProfile | undefined,
  isChecked: boolean,
): CopiedColumn | null {
  const { name, enumLabels, domainBase, isDomain, isArray, generated, notNull } = column;
  const type = enumLabels ? 'text' : (domainBase ?? column.type);
  const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1];
  if (kind === undefined || isArray || generated !== null) {
    return null;
  }
  const usual = usualValues(profile).filter((value) => fits(value, kind, type));
  const allowed = enumLabels ?? (isChecked || isDomain ? usual : null);
  return allowed?.length === 0 ? null : { name, type, kind, notNull, allowed, usual };
}

function usualValues(profile: ColumnProfile | undefined): string[] {
  if (profile === undefined) {
    return [];
  }
  const { enumeration, topValues, sampleValues, quartiles = [], min, max } = profile;
  const listed = [...(enumeration ?? []), ...topValues.map(({ value }) => value), ...sampleValues];
  const values = [...listed, ...quartiles, ...[min, max].filter((value) => value !== null)];
  return [...new Set(values)].slice(0, MOST_USUAL);
}

/** The constants that a column is compared with, and their neighbours, as values of the column. */
export function valuesNear(constants: Iterable<string>, { kind, type, allowed }: CopiedColumn): string[] {
  const all = [...constants];
  const near = kind === 'date' || kind === 'timestamp' ? datesNear(all) : all.flatMap((one) => neighbours(one, kind));
  return [...new Set(near)].filter((value) => fits(value, kind, type) && (allowed?.includes(value) ?? true));
}

function neighbours(constant: string, kind: ValueKind): string[] {
  if (kind === 'text') {
    const spelt = constant.replaceAll(/[%_]/g, '');
    return [constant, spelt, `${spelt}x`];
  }
  const value = Number(constant);
  const isNumber = (kind === 'integer' || kind === 'number') && constant.trim() !== '' && Number.isFinite(value);
  return isNumber ? [constant, String(value - 1), String(value + 1)] : [constant];
}

const DATE = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?/;

/** Days, and the whole numbers that years, months and days of the month are compared with. */
function datesNear(constants: readonly string[]): string[] {
  const dates = constants.flatMap((constant) => {
    const [, year, month, day = '1'] = DATE.exec(constant) ?? [];
    const moment = Date.UTC(Number(year), Number(month) - 1, Number(day));
    return Number.isNaN(moment) ? [] : [constant.length > 10 ? constant : dayAt(moment), ...daysAround(moment)];
  });
  const whole = constants.filter((constant) => /^\d{1,4}$/.test(constant)).map(Number);
  const years = whole.filter((value) => value > 1500 && value < 2500);
  const usedYears = years.length === 0 ? [2024] : years;
  const small = whole.filter((value) => value >= 1 && value <= 31);
  const ofYears = years.flatMap((year) => [Date.UTC(year - 1, 11, 31), Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)]);
  const parts = usedYears.flatMap((year) =>
    small.flatMap((value) => [Date.UTC(year, Math.min(value, 12) - 1, 15), Date.UTC(year, 0, value)]),
  );
  return [...dates, ...[...ofYears, ...years.map((year) => Date.UTC(year, 5, 15)), ...parts].map(dayAt)];
}

const DAY_MS = 86_400_000;

function daysAround(moment: number): string[] {
  return [dayAt(moment - DAY_MS), dayAt(moment + DAY_MS)];
}

function dayAt(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

const RANGES: Readonly<Record<string, number>> = { smallint: 2 ** 15, integer: 2 ** 31, bigint: 2 ** 53 };

function fits(value: string, kind: ValueKind, type: string): boolean {
  switch (kind) {
    case 'integer':
      return /^-?\d{1,15}$/.test(value) && Math.abs(Number(value)) < (RANGES[type] ?? 0);
    case 'number':
      return /^-?\d{1,15}(\.\d+)?$/.test(value) && Math.abs(Number(value)) < 10 ** wholeDigits(type);
    case 'date':
    case 'timestamp':
      return /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value.slice(0, 10)));
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d/.test(value);
    case 'boolean':
      return /^(t|f|true|false)$/.test(value);
    case 'text':
      return value.length <= longest(type) && !value.includes('\0');
    case 'uuid':
      return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);
  }
}

function wholeDigits(type: string): number {
  const [, precision, scale = '0'] = /^numeric\((\d+)(?:,(-?\d+))?\)/.exec(type) ?? [];
  return precision === undefined ? 15 : Number(precision) - Number(scale);
}

function longest(type: string): number {
  const [, length] = /\((\d+)\)/.exec(type) ?? [];
  return type === 'character' ? 1 : Number(length ?? 1_000);
}

/** The n-th of different values of a kind, from 1; null where there are no more. */
export function ordinaryValue(n: number, { kind, type }: CopiedColumn): string | null {
  const value = {
    integer: () => String(n),
    number: () => String(n),
    date: () => dayAt(Date.UTC(2024, 0, n * 9)),
    timestamp: () => `${dayAt(Date.UTC(2024, 0, n * 9))} 12:00:00`,
    time: () => `${String(n % 24).padStart(2, '0')}:00:00`,
    boolean: () => (n % 2 === 0 ? 'false' : 'true'),
    text: () => `v${n}`,
    uuid: () => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  }[kind]();
  return fits(value, kind, type) ? value : null;
}
