import type { RoledColumn } from '../entities/kind.js';
import type { Factor, Metric } from '../model.js';
import { wordsName } from '../names/stand-in.js';
import { liesBetween } from './additivity.js';

const TOTAL = /\b(total|subtotal|amount|amt|linetotal|extended|sum|net|gross|payable|paid)\b|金额|总价|总额|小计|合计/u;
const NOT_THE_TOTAL =
  /\b(tax|vat|discount|freight|shipping|fee|tip|refund|deposit)\b|税|折扣|优惠|运费|手续费|押金|定金|退款/u;

/** Measures that are computed from columns of one row: price × quantity × (1 − discount). */
export function rowMetrics(entity: string, table: string, columns: readonly RoledColumn[]): Metric[] {
  const measures = columns.filter(({ role }) => role === 'measure').map(({ facts }) => facts);
  const price = measures.find(({ concept }) => concept === 'price');
  const quantity = measures.find(
    ({ concept, words, column }) =>
      concept === 'quantity' &&
      /\b(quantity|qty|units?|pieces?)\b|数量$|数$|量$/u.test(`${words.join(' ')} ${column.comment ?? ''}`),
  );
  const hasTotal = measures.some(({ concept, words, column }) => {
    const name = `${words.join(' ')} ${column.comment ?? ''}`;
    return concept === 'amount' && TOTAL.test(name) && !NOT_THE_TOTAL.test(name);
  });
  if (!price || !quantity || hasTotal) {
    return [];
  }
  const discount = measures.find(({ concept }) => concept === 'discount');
  const factors: Factor[] = [
    { field: price.column.name, through: null, as: 'plain' },
    { field: quantity.column.name, through: null, as: 'plain' },
  ];
  if (discount && liesBetween(discount, 0, 1)) {
    factors.push({ field: discount.column.name, through: null, as: 'one_minus' });
  } else if (discount && liesBetween(discount, 0, 100) && /percent|pct|rate/.test(discount.words.join(' '))) {
    factors.push({ field: discount.column.name, through: null, as: 'one_minus_percent' });
  }
  return [
    {
      id: `${table.replace(/\W+/g, '_').toLowerCase()}_amount`,
      entity,
      name: wordsName(['amount']),
      expression: { form: 'product', factors },
      additivity: 'additive',
      unit: { kind: 'currency', code: null, field: null },
      evidence: { source: 'name', confidence: 0.85, because: null },
    },
  ];
}
