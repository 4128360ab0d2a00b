import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { intentOf, type Dimension, type Measure } from '../../intent.js';
import { fieldRef, stepsOut } from '../../paths.js';
import { phrases } from '../phrase.js';

/** Figures of a boat yard: units, what was paid, what is billed, and fuel that is bought for boats. */
const figure = (column: string, label: string) =>
  field(column, 'numeric', names(label, '数'), { role: 'measure', additivity: 'additive' });
const boat = entity('boat', names('boat', '船/艘'), [key(), name('name', '船名'), figure('length_ft', 'length FT')], {
  rowCount: 60,
});
const toll = entity('toll', names('charge code', '收费代码'), [key(), name('name', '名称')], { rowCount: 9 });
const filling = entity(
  'filling',
  names('fuel purchase', '加油/次'),
  [key(), reference('boat_id', 'boat', '船'), field('at', 'date', names('date', '日期'), { role: 'time' })],
  { kind: 'event', time: 'at', title: ['id'], rowCount: 900 },
);
const trade = entity('trade', names('boat sale', '售船/次'), filling.fields, {
  kind: 'event',
  time: 'at',
  title: ['id'],
  rowCount: 50,
});
const damage = entity(
  'damage',
  names('damage report', '损坏/次'),
  [
    key(),
    figure('amount_paid', 'amount paid'),
    figure('fee_cents', 'fee cents'),
    figure('used_num', 'used number'),
    figure('faults', 'faults found'),
  ],
  { kind: 'event', title: ['id'], rowCount: 90 },
);
const line = entity(
  'bill_line',
  names('invoice line', '账单明细/条'),
  [key(), reference('toll_id', 'charge code', '收费代码'), figure('quantity', 'quantity'), figure('amount', 'amount')],
  { kind: 'line', title: [], rowCount: 900 },
);
const index = new ModelIndex(
  modelOf(
    [boat, toll, filling, trade, damage, line],
    [
      relationship('filling.boat_id → boat.id'),
      relationship('trade.boat_id → boat.id'),
      relationship('bill_line.toll_id → toll.id'),
    ],
  ),
);

const ref = (of: Entity, column: string) => {
  const found = of.fields.find((one) => one.name === column);
  if (!found) {
    throw new Error(column);
  }
  return fieldRef(of, [], found);
};
const of = (by: 'sum' | 'avg', on: Entity, column: string): Measure => ({ form: 'aggregate', by, of: ref(on, column) });
const said = (subject: Entity, measures: Measure[], dimensions: Dimension[] = []): string =>
  phrases(intentOf(subject, { measures, dimensions }), 'en').join('\n');

describe('figures as people say them', () => {
  it.each([
    ['the unit of a length', boat, [of('avg', boat, 'length_ft')], 'average length in feet for boats'],
    ['the unit of money', damage, [of('sum', damage, 'fee_cents')], 'total fee in cents for damage reports'],
    ['what was paid', damage, [of('sum', damage, 'amount_paid')], 'total amount paid on damage reports'],
    ['what was found', damage, [of('avg', damage, 'faults')], 'average number of faults found'],
    [
      'what was billed',
      line,
      [of('sum', line, 'quantity'), of('sum', line, 'amount')],
      'total quantity billed and total amount',
    ],
  ])('say %s', (_, subject, measures, text) => {
    expect(said(subject, measures)).toContain(text);
  });

  it('are not asked for where the number is of nothing', () => {
    expect(said(damage, [of('sum', damage, 'used_num')])).toBe('');
  });

  it.each([
    [filling, false],
    [trade, true],
  ])('say of things that they were sold or purchased only where they were: %#', (subject, isDone) => {
    const path = stepsOut(index, subject);
    const text = said(subject, [{ form: 'distinct', path, entity: boat }]);
    expect(/purchased|boats (were )?sold/.test(text)).toBe(isDone);
    expect(text).not.toBe('');
  });

  it('lists numbers of what was found for each row', () => {
    const shown = [ref(damage, 'fee_cents'), ref(damage, 'faults')];
    expect(phrases(intentOf(damage, { shown }), 'en')).toContain(
      'Show the fee and number of faults found for each damage report.',
    );
  });
});
