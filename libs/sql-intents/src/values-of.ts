import type { Comparator, FieldRef, Period, Value } from '#libs/intents';
import type { Field } from '#libs/semantic-model';
import { Unsaid } from './unsaid.js';

/** Alternatives for one value: each gives another statement, and one of them has rows and a condition that bites. */
const MOST = 4;

/**
 * Values of the profile for a condition, the best first. A value of the statement is one of them only where the profile
 * shows it: whatever somebody searched for stays where it was.
 * @throws Unsaid for a column whose values nobody may or need see
 */
export function valuesFor({ field }: FieldRef, by: Comparator | 'in', asked: readonly string[]): Value[] {
  refuseSensitive(field, 'value');
  const isEqual = by === '=' || by === '<>' || by === 'in';
  const found = isEqual ? equalTo(field, asked) : boundsFor(field, by);
  if (found.length === 0) {
    throw new Unsaid('value', field.name);
  }
  return found.slice(0, MOST);
}

function equalTo(field: Field, asked: readonly string[]): Value[] {
  if (field.values.length === 0 && field.typeCategory === 'B') {
    return ['true', 'false'].map((value) => ({ value, meaning: null }));
  }
  if (field.role === 'key' || field.role === 'reference') {
    return [];
  }
  const wanted = new Set(asked.map((value) => value.toLowerCase()));
  const isAsked = (value: string): boolean => wanted.has(value) || wanted.has(value === 't' ? 'true' : 'false');
  const own = field.values.filter(({ value }) => isAsked(value.toLowerCase()));
  return [...new Set([...own, ...field.values])].map(({ value, meaning }) => ({ value, meaning }));
}

/** Of a quarter of the rows first. */
function boundsFor({ quartiles, typeCategory }: Field, by: Comparator): Value[] {
  if (typeCategory !== 'N' && typeCategory !== 'D') {
    return [];
  }
  const rising = quartiles.map((value) => ({
    value: typeCategory === 'D' ? value.slice(0, 10) : value,
    meaning: null,
  }));
  return by === '>' || by === '>=' ? rising.toReversed() : rising;
}

/** Pieces of values: whole words, as people search for them. */
export function piecesOf({ field }: FieldRef, asked: string): string[] {
  refuseSensitive(field, 'value');
  const words = field.values.flatMap(({ value }) => value.match(/[\p{L}\p{N}]{2,}/gu) ?? []);
  const own = words.filter((word) => word.toLowerCase() === asked.toLowerCase());
  const pieces = [...new Set([...own, ...words])].slice(0, MOST);
  if (pieces.length === 0) {
    throw new Unsaid('value', field.name);
  }
  return pieces;
}

/**
 * Periods of the same length within the data, that of the statement first where the data have it.
 * @param from first day, or a text that is no date
 * @param to first day after it
 * @throws Unsaid for a column whose values nobody may see, and where there is no period
 */
export function periodsFor({ field }: FieldRef, from: string | null, to: string | null): Period[] {
  refuseSensitive(field, 'period');
  const { range, quartiles } = field;
  const days = [...quartiles.toReversed(), range?.max ?? '', range?.min ?? ''].filter((text) =>
    /^\d{4}-\d\d-\d\d/.test(text),
  );
  const exact = from !== null && to !== null ? spanOf(from, to) : null;
  const unit = exact?.unit ?? 'year';
  const isWithin =
    exact !== null && range !== null && from !== null && from >= range.min.slice(0, 10) && from <= range.max;
  // A parameter may be a period of any length: a year may hold all rows.
  const units: readonly Unit[] = exact === null ? ['year', 'month'] : [unit];
  const periods = [
    ...(isWithin ? [exact] : []),
    ...days.slice(0, 2).flatMap((day) => units.map((one) => periodAt(one, day))),
    ...days.map((day) => periodAt(unit, day)),
  ];
  const different = new Map(periods.map((period) => [JSON.stringify(period), period]));
  if (different.size === 0) {
    throw new Unsaid('period', field.name);
  }
  return [...different.values()].slice(0, MOST);
}

/** @throws Unsaid */
function refuseSensitive({ role }: Field, slot: 'value' | 'period'): void {
  if (role === 'sensitive') {
    throw new Unsaid(slot, 'sensitive');
  }
}

type Named = Exclude<Period, { unit: 'last' }>;
type Unit = Named['unit'];

/** @throws Unsaid for a span that has no name */
function spanOf(from: string, to: string): Named | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(from) ?? [];
  if (year === undefined || !/^\d{4}-\d\d-\d\d$/.test(to)) {
    return null;
  }
  const months = (Number(to.slice(0, 4)) - Number(year)) * 12 + Number(to.slice(5, 7)) - Number(month);
  const isWhole = day === '01' && to.endsWith('-01');
  if (isWhole && months === 12 && month === '01') {
    return periodAt('year', from);
  }
  if (isWhole && months === 3 && Number(month) % 3 === 1) {
    return periodAt('quarter', from);
  }
  if (isWhole && months === 1) {
    return periodAt('month', from);
  }
  if (Date.parse(to) - Date.parse(from) === 86_400_000) {
    return periodAt('date', from);
  }
  throw new Unsaid('period', `${from} ${to}`);
}

function periodAt(unit: Unit, day: string): Named {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  switch (unit) {
    case 'year':
      return { unit, year };
    case 'quarter':
      return { unit, year, quarter: Math.ceil(month / 3) };
    case 'month':
      return { unit, year, month };
    case 'date':
      return { unit, date: day.slice(0, 10) };
  }
}
