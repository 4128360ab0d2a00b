import type { Additivity, EntityKind, FieldRole } from '../model.js';
import { numericRange, type ColumnFacts } from '../roles/column-facts.js';

/** How a measure is put together. The kind of the table decides where the name alone does not. */
export function additivityOf(facts: ColumnFacts, role: FieldRole, kind: EntityKind, hasTotal: boolean): Additivity {
  if (role !== 'measure') {
    return 'none';
  }
  const isShare = liesBetween(facts, 0, 1);
  switch (facts.concept) {
    case 'amount':
      // `tax`, `commission`, `interest` are amounts or rates, as their values show.
      return isShare ? 'rate' : kind === 'thing' || kind === 'lookup' ? amountOfThing(facts) : 'additive';
    case 'discount':
      return numericRange(facts) === null || liesBetween(facts, 0, 100) ? 'rate' : 'additive';
    case 'price':
      return isBarePrice(facts) && kind === 'event' && !hasTotal ? 'additive' : 'unit_price';
    case 'quantity':
    case 'count':
    case 'bytes':
      return 'additive';
    case 'duration':
      return kind === 'thing' && facts.words.length > 1 ? 'rate' : 'additive';
    case 'stock':
    case 'balance':
    case 'pay':
      return 'semi_additive';
    case 'size':
      return kind === 'thing' || kind === 'lookup' ? 'rate' : 'additive';
    default:
      return 'rate';
  }
}

/** A cost or fee of a product holds for one piece; a total or balance of a customer is a sum at this moment. */
function amountOfThing({ words }: ColumnFacts): Additivity {
  const name = words.join(' ');
  if (
    /\b(cost|fee|value|rent|toll|fare|deposit|premium|fine)\b/.test(name) &&
    !/\b(total|ytd|mtd|annual|yearly|year|month)\b/.test(name)
  ) {
    return 'unit_price';
  }
  return 'semi_additive';
}

function isBarePrice({ words, column }: ColumnFacts): boolean {
  return /^(\w+ )?(price|fare)$/.test(words.join(' '))
    ? !/^(unit|list|standard|base) /.test(words.join(' '))
    : /价格$|票价$/u.test(column.name);
}

/** All values that were measured lie within, and they are fractions where the upper bound is 1. */
export function liesBetween(facts: ColumnFacts, low: number, high: number): boolean {
  const range = numericRange(facts);
  if (!range || range.min < low || range.max > high) {
    return false;
  }
  const whole = /^(smallint|integer|bigint)$/.test(facts.column.domainBase ?? facts.column.type);
  return high > 1 || (!whole && range.max > 0);
}
