import type { EntityKind } from '../model.js';
import { distinctness, type ColumnFacts, type TableFacts } from '../roles/column-facts.js';
import { housekeepingOf } from '../roles/technical.js';
import { isLaterTime } from '../meanings/later-times.js';
import { kindOf, type RoledColumn } from './kind.js';
import { datesRow, isFilled, isOfAnotherKind } from './row-dates.js';

const LEAST_ROWS = 20;
/** Rows that were written one by one, and not by an import. */
const APART = 0.5;
const REACHABLE = new Set(['email', 'phone', 'password', 'person_name']);

export interface KindOfColumns {
  readonly kind: EntityKind;
  readonly columns: readonly RoledColumn[];
}

/**
 * The creation time of a row is the time of its event where it has no other time, and of the registration where a row is
 * a person; else it is housekeeping.
 */
export function withCreationTime(
  table: TableFacts,
  columns: readonly RoledColumn[],
  isReferenced: boolean,
): KindOfColumns {
  const kind = kindOf(table, columns, isReferenced);
  const created = columns.find(({ facts }) => isCreationTime(facts));
  if (!created || hasOwnTime(table, columns, kind === 'event' && isFilled(created.facts))) {
    return { kind, columns };
  }
  const asTime = columns.map((each): RoledColumn => (each === created ? { ...each, role: 'time' } : each));
  if (kind === 'link' || kind === 'lookup' || kind === 'snapshot') {
    return { kind, columns };
  }
  if (kind === 'log' || kind === 'line') {
    return { kind, columns: asTime };
  }
  if (isEvent(table, columns, isReferenced) && kindOf(table, asTime, isReferenced) === 'event') {
    return { kind: 'event', columns: asTime };
  }
  return { kind, columns: isPerson(columns) && areWrittenApart(created.facts) ? asTime : columns };
}

/**
 * A column other than the creation time tells when the row happened.
 * @param isRecorded the rows are events of which each has a creation time: later stages do not date them
 */
function hasOwnTime(table: TableFacts, columns: readonly RoledColumn[], isRecorded: boolean): boolean {
  const times = columns.filter(({ facts, role }) => role === 'time' && !isOfPerson(facts));
  return times.some(
    ({ facts }) =>
      datesRow(facts, table) || (!isRecorded && !isLaterTime(facts, table) && !isOfAnotherKind(facts, table)),
  );
}

function isCreationTime(facts: ColumnFacts): boolean {
  const { column } = facts;
  return (
    column.typeCategory === 'D' &&
    /^(date|timestamp)/.test(column.domainBase ?? column.type) &&
    housekeepingOf(facts) === 'creation'
  );
}

function isOfPerson({ words }: ColumnFacts): boolean {
  return /^(birth|last|login)/.test(words.join(' '));
}

/** It counts something, or nothing refers to it and it brings two others together. */
function isEvent(table: TableFacts, columns: readonly RoledColumn[], isReferenced: boolean): boolean {
  const counts = columns.some(
    ({ facts, role }) =>
      role === 'measure' && ['amount', 'quantity', 'count', 'duration', 'score'].includes(facts.concept ?? ''),
  );
  const others = new Set(table.joins.filter(({ to, from }) => to !== from).map(({ to }) => to)).size;
  const goesOn = columns.some(({ facts, role }) => role === 'time' && isLaterTime(facts, table));
  return others > 0 && (counts || goesOn || (!isReferenced && others > 1));
}

function isPerson(columns: readonly RoledColumn[]): boolean {
  return columns.some(({ facts }) => REACHABLE.has(facts.profile?.sensitive ?? ''));
}

function areWrittenApart(facts: ColumnFacts): boolean {
  return (facts.rowCount ?? 0) >= LEAST_ROWS && (distinctness(facts) ?? 0) >= APART;
}
