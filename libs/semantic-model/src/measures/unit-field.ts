import type { ColumnFacts } from '../roles/column-facts.js';

const UNIT =
  /^(unit|units|uom|unit of measure|unit measure|measure unit|measurement unit|unit measure code|unit code)$/;
/** Of whose values the unit column of the row tells the unit, if it names no other. */
const MEASURED = new Set(['quantity', 'size', 'amount', 'stock', 'rate', null]);

/**
 * The column that says in which unit the value of each row is: `strength_unit` of a strength, `unit` of a lab value. Null for
 * measures with one unit.
 */
export function unitFieldOf(facts: ColumnFacts, columns: readonly ColumnFacts[]): string | null {
  const name = facts.words.join(' ');
  const isUnit = ({ words }: ColumnFacts, of: string): boolean =>
    words.join(' ').startsWith(of) && UNIT.test(words.join(' ').slice(of.length).trim());
  // `dose_unit` is that of the `dose_amount`.
  const measured = name.replace(/ (amount|amt|quantity|qty|value|val|size)$/, '');
  const own = columns.find(
    (other) => other !== facts && (isUnit(other, `${name} `) || (measured !== name && isUnit(other, `${measured} `))),
  );
  if (own) {
    return own.column.name;
  }
  const isNamed = /\b(price|cost|fee|total|discount|tax|percent|pct)\b/.test(name);
  const shared = columns.find((other) => other !== facts && isUnit(other, ''));
  return shared && !isNamed && MEASURED.has(facts.concept) ? shared.column.name : null;
}
