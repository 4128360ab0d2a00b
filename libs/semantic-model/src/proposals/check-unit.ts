import type { ColumnProposals } from '#libs/step-files';
import type { Field } from '../model.js';

/** The codes of each kind; none for kinds without codes. */
const CODES: Readonly<Record<string, ReadonlySet<string>>> = {
  currency: new Set([...Intl.supportedValuesOf('currency'), 'cent']),
  share: new Set(),
  percent: new Set(),
  count: new Set(),
  duration: new Set(['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'year']),
  bytes: new Set(['byte', 'kB', 'MB', 'GB', 'TB']),
  weight: new Set(['mg', 'g', 'kg', 't', 'lb', 'oz']),
  length: new Set(['mm', 'cm', 'm', 'km', 'inch', 'foot', 'mile']),
  volume: new Set(['ml', 'l', 'm3', 'gallon']),
  area: new Set(['m2', 'km2', 'ha', 'acre']),
  temperature: new Set(['C', 'F', 'K']),
  speed: new Set(['km/h', 'm/s', 'mph']),
  energy: new Set(['J', 'kJ', 'Wh', 'kWh', 'kcal']),
  pressure: new Set(['Pa', 'hPa', 'kPa', 'bar', 'mmHg']),
};

/** A unit that exists, of a quantity, whose measured values it allows. */
export function unitFits({ kind, code }: NonNullable<ColumnProposals['unit']>, { role, range, type }: Field): boolean {
  const codes = Object.hasOwn(CODES, kind) ? CODES[kind] : undefined;
  if (role !== 'measure' || !codes || (code !== undefined && !codes.has(code))) {
    return false;
  }
  const [min, max] = [Number(range?.min ?? NaN), Number(range?.max ?? NaN)];
  switch (kind) {
    case 'share':
      return min >= 0 && max <= 1 && !/^(small|big)?int/.test(type);
    case 'percent':
      // Values up to 1 may as well be shares.
      return min >= -100 && max > 1;
    case 'count':
      return /^(small|big)?int|^numeric/.test(type);
    case 'bytes':
    case 'length':
    case 'weight':
    case 'area':
    case 'volume':
      return !(min < 0);
    default:
      return true;
  }
}
