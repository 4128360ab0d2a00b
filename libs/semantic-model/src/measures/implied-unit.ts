import type { Unit } from '../model.js';
import type { ColumnFacts } from '../roles/column-facts.js';
import { liesBetween } from './additivity.js';

interface Implied {
  readonly column: RegExp;
  /** Without one, in every table. */
  readonly table?: RegExp;
  readonly low: number;
  readonly high: number;
  readonly code: string;
}

/** Figures that everybody states in one unit; the range of the values has to agree. */
const IMPLIED: readonly Implied[] = [
  { column: /^(length|runtime|running time|duration)$/, table: /film|movie/, low: 5, high: 600, code: 'minute' },
  { column: /\b(rental|lending|borrowing) (duration|period)$/, low: 1, high: 90, code: 'day' },
  { column: /\b(lead time|delivery time|shelf life|notice period)$/, low: 1, high: 730, code: 'day' },
];

/** Minutes of a film, days of a rental; null where the unit is not certain. */
export function impliedUnit(facts: ColumnFacts, table: string): Unit | null {
  const name = facts.words.join(' ');
  const isWhole = /^(smallint|integer|bigint)$/.test(facts.column.domainBase ?? facts.column.type);
  const found = isWhole
    ? IMPLIED.find(
        ({ column, table: of, low, high }) =>
          column.test(name) && (of === undefined || of.test(table.toLowerCase())) && liesBetween(facts, low, high),
      )
    : undefined;
  return found ? { kind: 'duration', code: found.code, field: null } : null;
}
