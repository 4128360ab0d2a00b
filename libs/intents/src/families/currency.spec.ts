import { describe, expect, it } from '@jest/globals';
import type { Entity } from '#libs/semantic-model';
import { entity, field, names, value } from '../../../../test/harness/model-builder.js';
import { intentOf } from '../intent.js';
import { fieldRef } from '../paths.js';
import { renderIntent } from '../sql/render-intent.js';
import { withOneUnit } from './currency.js';

const paid = (currencies: readonly string[]): Entity =>
  entity(
    'payment',
    names('payment', '付款/笔'),
    [
      field('amount', 'numeric(10,2)', names('amount', '金额'), {
        role: 'measure',
        additivity: 'additive',
        unit: { kind: 'currency', code: null, field: 'currency' },
      }),
      field('currency', 'text', names('currency/currencies', '币种'), {
        role: 'dimension',
        values: currencies.map((currency) => value(currency, 1 / currencies.length)),
        distinctCount: currencies.length,
      }),
      field('method', 'text', names('method', '方式'), { role: 'dimension', values: [value('card', 0.5)] }),
    ],
    { kind: 'event', title: [] },
  );

function totalOf(payment: Entity, slots: Parameters<typeof intentOf>[1] = {}): string | null {
  const [amount] = payment.fields;
  const measures = amount ? [{ form: 'aggregate', by: 'sum', of: fieldRef(payment, [], amount) } as const] : [];
  const intent = withOneUnit(intentOf(payment, { measures, ...slots }));
  return intent && renderIntent(intent, 'en').sql;
}

describe('amounts of several currencies', () => {
  it('are grouped by currency', () => {
    expect(totalOf(paid(['EUR', 'USD']))).toBe(
      'SELECT currency, SUM(amount) AS total_amount FROM payment GROUP BY currency',
    );
  });

  it('are ranked in the most frequent one, or not at all', () => {
    const ranked = (payment: Entity): string | null =>
      totalOf(payment, {
        dimensions: payment.fields.slice(2).map((own) => ({ form: 'field', of: fieldRef(payment, [], own) })),
        order: { by: 0, direction: 'desc', limit: 1 },
      });
    expect(ranked(paid(['EUR', 'USD']))).toContain("WHERE currency = 'EUR'");
    expect(ranked(paid([]))).toBeNull();
  });

  it('are one sum where there is one currency', () => {
    expect(totalOf(paid(['EUR']))).toBe('SELECT SUM(amount) AS total_amount FROM payment');
  });
});
