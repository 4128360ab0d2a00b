import type { Unit } from '#libs/semantic-model';

/**
 * A number with its unit.
 * @param inUnit the number in the unit that it has; not called for shares, percentages, and units that differ from row to row
 */
export function amountIn(
  text: string,
  unit: Unit | null,
  inUnit: (plain: string, number: number, unit: Unit) => string,
): string {
  const number = Number(text);
  const plain = Number.isFinite(number) && !/e/i.test(String(number)) ? String(number) : text;
  if (unit === null || unit.field !== null || !Number.isFinite(number)) {
    return plain;
  }
  switch (unit.kind) {
    case 'share':
      return `${Number((number * 100).toFixed(4))}%`;
    case 'percent':
      return `${plain}%`;
    default:
      return inUnit(plain, number, unit);
  }
}
