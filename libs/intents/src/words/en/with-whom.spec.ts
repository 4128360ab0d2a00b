import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity, type Field } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { bothEn } from '../../families/composed/sets.js';
import { sideBySide } from '../../families/composed/groups-side-by-side.js';
import { intentOf, type Condition, type Dimension, type Intent, type Measure } from '../../intent.js';
import { fieldRef, stepsIn, stepsOut } from '../../paths.js';
import { phrases } from '../phrase.js';
import { asDeeds } from './deeds.js';
import { prepositionFor } from './prepositions.js';
import { placeOfCode } from './values.js';

/** A nursery that buys plants from growers, sells them, and lends out tools. */
const kind = (column: string, en: string, ...values: string[]): Field =>
  field(column, 'text', names(en, en), { role: 'dimension', values: values.map((text) => value(text, 0.3)) });
const money = (column: string, en: string): Field =>
  field(column, 'numeric(10,2)', names(en, '金额'), { role: 'measure', additivity: 'additive' });
const grower = entity(
  'grower',
  names('vendor', '供应商/家'),
  [key(), name('name', '名称'), kind('state', 'state', 'ON', 'SP')],
  {
    rowCount: 20,
  },
);
const client = entity(
  'client',
  names('customer', '客户/位'),
  [key(), name('name', '姓名'), kind('country', 'country', 'AU', 'US'), kind('state', 'state', 'CA', 'NY')],
  { rowCount: 90 },
);
const plant = entity(
  'plant',
  names('plant', '植物/种'),
  [key(), name('name', '名称'), reference('genus_id', 'genre', '属')],
  {
    rowCount: 50,
  },
);
const genus = entity('genus', names('genre', '属/个'), [key(), name('name', '名称')], { rowCount: 9 });
const purchase = entity(
  'purchase',
  names('purchase order', '采购单/张'),
  [
    key(),
    reference('grower_id', 'vendor', '供应商'),
    field('subtotal', 'numeric', names('subtotal', '小计'), { role: 'measure', additivity: 'additive' }),
    money('tax', 'tax'),
    kind('status', 'status', 'pending'),
  ],
  { kind: 'event', title: ['id'], rowCount: 400 },
);
const payment = entity(
  'payment',
  names('payment', '付款/笔'),
  [key(), reference('client_id', 'customer', '客户'), money('amount', 'amount'), kind('status', 'status', 'failed')],
  { kind: 'event', title: ['id'], rowCount: 400 },
);
const hire = entity(
  'hire',
  names('rental', '租借/次'),
  [
    key(),
    reference('client_id', 'customer', '客户'),
    field('tools', 'integer', names('tools', '工具数'), { role: 'measure' }),
  ],
  { kind: 'event', title: ['id'], rowCount: 400 },
);
const line = entity(
  'line',
  names('invoice line', '发票明细/条'),
  [
    key(),
    reference('plant_id', 'plant', '植物'),
    reference('client_id', 'customer', '客户'),
    field('quantity', 'integer', names('quantity', '数量'), { role: 'measure', additivity: 'additive' }),
  ],
  { kind: 'line', title: ['id'], rowCount: 4000 },
);
const scan = entity('scan', names('photo', '照片/张'), [key(), name('name', '名称')], { rowCount: 90 });
const scanOf = entity(
  'scan_of',
  names('plant photo', '植物照片/张'),
  [reference('scan_id', 'photo', '照片'), reference('plant_id', 'plant', '植物')],
  {
    kind: 'link',
    rowCount: 200,
  },
);
const index = new ModelIndex(
  modelOf(
    [grower, client, plant, genus, purchase, payment, hire, line, scan, scanOf],
    [
      relationship('purchase.grower_id → grower.id'),
      relationship('payment.client_id → client.id'),
      relationship('hire.client_id → client.id'),
      relationship('line.plant_id → plant.id'),
      relationship('line.client_id → client.id'),
      relationship('plant.genus_id → genus.id'),
      relationship('scan_of.scan_id → scan.id'),
      relationship('scan_of.plant_id → plant.id'),
    ],
  ),
);

const count: Measure = { form: 'count' };
const to = (subject: Entity, table: string) => stepsOut(index, subject).filter(({ target }) => target.table === table);
const ref = (subject: Entity, column: string, path = to(subject, '')) => {
  const found = (path.at(-1)?.target ?? subject).fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return fieldRef(subject, path, found);
};
const is = (of: ReturnType<typeof ref>, text: string): Condition => ({
  form: 'compare',
  of,
  by: '=',
  value: { value: text, meaning: null },
});
const said = (intent: Intent) => phrases(intent, 'en');
const aggregate = (by: 'sum' | 'avg' | 'min' | 'max' | 'median', of: ReturnType<typeof ref>): Measure => ({
  form: 'aggregate',
  by,
  of,
});

describe('who sends and who gets', () => {
  it.each([
    ['purchase order', 'vendor', 'to'],
    ['requisition', 'supplier', 'to'],
    ['invoice', 'customer', 'to'],
    ['vendor invoice', 'vendor', 'from'],
    ['rental', 'customer', 'by'],
    ['booking', 'member', 'by'],
    ['order', 'customer', 'from'],
    ['product', 'supplier', 'from'],
  ])('%s and %s: %s', (row, role, preposition) => {
    const subject = { ...hire, name: names(row, row) };
    expect(prepositionFor(role, subject, { ...client, name: names(role, role) })).toBe(preposition);
  });

  it('says by whom lines were bought', () => {
    const where = is(ref(line, 'country', to(line, 'client')), 'US');
    const sum = said(intentOf(line, { measures: [aggregate('sum', ref(line, 'quantity'))], where }));
    expect(sum).toContain('Show the total quantity sold to customers in the US.');
  });

  it('speaks of sales of what was not sold itself', () => {
    const path = [...to(line, 'plant'), ...to(plant, 'genus')];
    const measure: Measure = { form: 'distinct', path, entity: genus };
    expect(said(intentOf(line, { measures: [measure] })).join()).toContain('number of different genres with sales');
  });
});

describe('figures of rows that took place', () => {
  it('are called by their rows', () => {
    const amount = ref(payment, 'amount');
    const where = is(ref(payment, 'country', to(payment, 'client')), 'AU');
    expect(said(intentOf(payment, { measures: [aggregate('median', amount)] }))[0]).toBe(
      'What is the median payment amount?',
    );
    expect(said(intentOf(payment, { measures: [aggregate('avg', amount)], where }))[0]).toBe(
      'What is the average payment amount from customers in Australia?',
    );
    expect(said(intentOf(payment, { measures: [aggregate('min', amount), aggregate('max', amount)] }))[0]).toBe(
      'What are the lowest and highest payment amounts?',
    );
    const before = aggregate('sum', ref(purchase, 'subtotal'));
    expect(said(intentOf(purchase, { measures: [before] }))).toContain(
      'Show the total purchase order amount before tax.',
    );
  });

  it('keep their preposition where a state or a preposition comes first', () => {
    const failed = is(ref(payment, 'status'), 'failed');
    expect(said(intentOf(payment, { measures: [aggregate('avg', ref(payment, 'amount'))], where: failed }))[0]).toBe(
      'What is the average amount of failed payments?',
    );
    const pending = is(ref(purchase, 'status'), 'pending');
    expect(
      said(intentOf(purchase, { measures: [aggregate('sum', ref(purchase, 'subtotal'))], where: pending })),
    ).toContain('Show the total amount before tax for pending purchase orders.');
    expect(said(intentOf(hire, { measures: [aggregate('avg', ref(hire, 'tools'))] }))[0]).toBe(
      'What is the average number of tools per rental?',
    );
  });
});

describe('places that are kept as codes', () => {
  it.each([
    ['AU', 'country', ['AU', 'US'], 'Australia'],
    ['US', 'country', [], 'US'],
    ['CA', 'state', ['CA', 'NY'], 'California'],
    ['ON', 'state', ['CA', 'ON', 'SP'], null],
    ['London', 'city', [], 'London'],
    ['USA', 'country', [], 'USA'],
  ])('%s, a %s: %s', (code, label, column, place) => {
    expect(placeOfCode(code, label, column)).toBe(place);
  });

  it('are not asked for where the code says nothing', () => {
    expect(said(intentOf(grower, { measures: [count], where: is(ref(grower, 'state'), 'ON') }))).toEqual([]);
    expect(said(intentOf(client, { measures: [count], where: is(ref(client, 'state'), 'NY') }))[0]).toBe(
      'How many customers are in New York?',
    );
  });
});

it('says what follows the noun after the verb', () => {
  const where = is(ref(payment, 'country', to(payment, 'client')), 'AU');
  expect(said(intentOf(payment, { measures: [count], where }))[0]).toBe(
    'How many payments are there from customers in Australia?',
  );
  const [, ...rest] = said(intentOf(payment, { measures: [count, aggregate('sum', ref(payment, 'amount'))], where }));
  expect(rest.every((text) => !text.startsWith('What are the number'))).toBe(true);
});

describe('documents', () => {
  const path = [...stepsIn(index, scan), ...stepsOut(index, scanOf).filter(({ target }) => target === plant)];

  it('are linked to things, and do not have them', () => {
    const where: Condition = { form: 'exists', path, where: null, negated: true };
    expect(said(intentOf(scan, { measures: [count], where }))).toContain('Count the photos not linked to any plants.');
    expect(said(intentOf(scan, { where: { ...where, negated: false } }))[0]).toBe('Which photos are linked to plants?');
  });
});

it.each([
  ['which users made rentals of both PG and R films?', 'which users rented both PG and R films?'],
  ['which users made rentals of new cars but no rentals of vans?', 'which users rented new cars but no vans?'],
  ['which users made both bookings of rooms and bookings of halls?', 'which users booked both rooms and halls?'],
  ['which users placed orders?', 'which users placed orders?'],
])('%s', (text, deed) => {
  expect(asDeeds(text)).toBe(deed);
});

it('puts two kinds of rows side by side', () => {
  expect(sideBySide('orders', 'orders shipped to Bonn', 'orders shipped to Rome', ' (by order date)')).toBe(
    'each month (by order date), how many orders were shipped to Bonn and how many to Rome?',
  );
  expect(sideBySide('calls', 'calls from Bonn', 'calls from Rome')).toBe(
    'each month, how many calls were there from Bonn and how many from Rome?',
  );
  expect(sideBySide('orders', 'paid orders', 'unpaid orders')).toBe(
    'how many paid and how many unpaid orders were there each month?',
  );
});

it.each([
  ['plants in the Herbs category', 'plants in the Ferns category', 'plants in both the Herbs and Ferns categories'],
  ['posts in the North region', 'posts in the Old Town', 'posts in both the North region and the Old Town'],
  ['cures for gout', 'cures for flu', 'cures for both gout and flu'],
])('both %s and %s', (one, other, both) => {
  expect(bothEn(one, other)).toBe(both);
});

it('shares of what was done do not name the group as the doer', () => {
  const dimensions: Dimension[] = [{ form: 'entity', path: to(line, 'client'), entity: client, withEmpty: false }];
  const texts = said(
    intentOf(line, { measures: [aggregate('sum', ref(line, 'quantity'))], dimensions, comparison: { form: 'share' } }),
  );
  expect(texts).toContain('Share of the total quantity sold, by customer');
});
