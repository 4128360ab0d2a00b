import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { intentOf, type Condition, type Dimension, type Measure } from '../../intent.js';
import { fieldRef, stepsIn, stepsOut } from '../../paths.js';
import { phrases } from '../phrase.js';

const count: Measure = { form: 'count' };
const flag = (column: string, label: string) =>
  field(column, 'boolean', names(label, '标志'), {
    role: 'flag',
    values: [value('t', 0.4), value('f', 0.6)],
    distinctCount: 2,
  });
const member = entity(
  'member',
  names('member', '会员/位'),
  [
    key(),
    name('name', '姓名'),
    field('city', 'text', names('city', '城市'), { role: 'dimension', values: [value('Oslo', 0.3)] }),
    field('level', 'text', names('member type', '类型'), { role: 'dimension', values: [value('gold', 0.3)] }),
    field('plan', 'text', names('plan', '套餐'), { role: 'dimension', values: [value('Alpine Club', 0.3)] }),
    field('height_cm', 'integer', names('height cm', '身高'), {
      role: 'measure',
      unit: { kind: 'length', code: 'cm', field: null },
    }),
    field('milliseconds', 'integer', names('milliseconds/milliseconds', '毫秒'), {
      role: 'measure',
      unit: { kind: 'duration', code: 'millisecond', field: null },
    }),
    field('training_hours', 'integer', names('training hours/training hours', '训练小时数'), {
      role: 'measure',
      unit: { kind: 'duration', code: 'hour', field: null },
    }),
    flag('active', 'active'),
    flag('make', 'make'),
    flag('is_sponsor', 'is sponsor'),
    flag('mfa_enabled', 'MFA enabled'),
    field('joined_on', 'date', names('join date', '入会日期'), { role: 'time' }),
  ],
  { time: 'joined_on', rowCount: 300 },
);
const payment = entity(
  'payment',
  names('payment', '付款/笔'),
  [
    key(),
    reference('member_id', 'member', '会员'),
    reference('employee_id', 'employee', '员工'),
    field('payment_amount', 'numeric(10,2)', names('payment amount', '付款金额'), {
      role: 'measure',
      additivity: 'additive',
    }),
    field('paid_at', 'date', names('payment date', '付款日期'), { role: 'time' }),
  ],
  { kind: 'event', time: 'paid_at', title: ['id'], rowCount: 900 },
);
const employee = entity('employee', names('employee', '员工/位'), [key(), name('name', '姓名')], { rowCount: 8 });
const index = new ModelIndex(
  modelOf(
    [member, payment, employee],
    [relationship('payment.member_id → member.id'), relationship('payment.employee_id → employee.id')],
  ),
);
const first = (intent: Parameters<typeof phrases>[0]) => phrases(intent, 'en')[0];
const ref = (of: Entity, column: string) => {
  const found = of.fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return fieldRef(of, [], found);
};
const is = (column: string, text: string): Condition => ({
  form: 'compare',
  of: ref(member, column),
  by: '=',
  value: { value: text, meaning: null },
});
const members = (...of: Condition[]) =>
  first(intentOf(member, { measures: [count], where: of.length > 1 ? { form: 'and', of } : (of[0] ?? null) }));
const toMember = stepsOut(index, payment).filter(({ target }) => target === member);
const byMember: Dimension = { form: 'entity', path: toMember, entity: member, withEmpty: false };
const hours = ref(member, 'training_hours');
const amount: Measure = { form: 'aggregate', by: 'sum', of: ref(payment, 'payment_amount') };

describe('English', () => {
  it('puts states before the noun, then its kind, and places behind it', () => {
    expect(members(is('level', 'gold'), is('city', 'Oslo'), is('active', 't'))).toBe(
      'How many active gold members are in Oslo?',
    );
  });

  it('speaks of people with "who"', () => {
    expect(phrases(intentOf(member, { where: is('is_sponsor', 't') }), 'en')).toContain(
      'List the members who are sponsors.',
    );
  });

  it('speaks of flags by what the rows are or have, and of no flag that says too little', () => {
    expect(members(is('mfa_enabled', 't'))).toBe('How many members have MFA enabled?');
    expect(members(is('mfa_enabled', 'f'))).toBe('How many members do not have MFA enabled?');
    expect(members(is('make', 't'))).toBeUndefined();
  });

  it('parts the rows by a flag in two', () => {
    const by = (column: string) =>
      first(intentOf(member, { measures: [count], dimensions: [{ form: 'field', of: ref(member, column) }] }));
    expect(by('active')).toBe('How many members are active, and how many are not?');
    expect(by('mfa_enabled')).toBe('How many members have MFA enabled, and how many do not?');
  });

  it('says when something was done to the rows', () => {
    const period: Condition = { form: 'period', of: ref(member, 'joined_on'), period: { unit: 'year', year: 2024 } };
    expect(phrases(intentOf(member, { where: period }), 'en')).toContain('List the members who joined in 2024.');
    const month: Dimension = { form: 'time', of: ref(member, 'joined_on'), bucket: 'month' };
    expect(first(intentOf(member, { measures: [count], dimensions: [month] }))).toBe(
      'How many members joined each month?',
    );
  });

  it('asks for two figures of the same rows without naming them twice', () => {
    expect(phrases(intentOf(payment, { measures: [count, amount], dimensions: [byMember] }), 'en')).toEqual([
      'How many payments has each member made, and what is their total amount?',
      'Show the number of payments and their total amount by member.',
      'Number of payments and their total amount by member',
    ]);
  });

  it('says by which of two figures groups are ordered, and what of them is most', () => {
    const order = { by: 0, direction: 'desc', limit: null } as const;
    const [both] = phrases(intentOf(payment, { measures: [count, amount], dimensions: [byMember], order }), 'en');
    expect(both).toBe('Show the number of payments and their total amount by member, from most to fewest payments.');
    const having = { measure: 0, by: '>', value: 3 } as const;
    expect(phrases(intentOf(payment, { measures: [count], dimensions: [byMember], having, order }), 'en')[0]).toBe(
      'List the members who made more than 3 payments, from most to fewest.',
    );
  });

  it('leaves out of a column what the rows are', () => {
    expect(first(intentOf(payment, { measures: [amount], dimensions: [byMember] }))).toBe(
      'What is the total amount of payments for each member?',
    );
  });

  it('says what the average is of, where it is not of the rows asked for', () => {
    const of = ref(payment, 'payment_amount');
    const where = (isOfAll: boolean): Condition => ({ form: 'average', of, by: '>', isOfAll });
    expect(first(intentOf(payment, { where: where(false), shown: [of] }))).toBe(
      'Which payments have an above-average amount?',
    );
    expect(first(intentOf(payment, { where: where(true), shown: [of] }))).toBe(
      'Which payments have an amount above the average of all payments?',
    );
  });

  it('lets staff handle what others do', () => {
    const path = stepsOut(index, payment).filter(({ target }) => target === employee);
    const named: Condition = {
      form: 'like',
      of: fieldRef(payment, path, ref(employee, 'name').field),
      text: 'Li',
      at: 'anywhere',
    };
    expect(first(intentOf(payment, { measures: [count], where: named }))).toBe(
      'How many payments were handled by employees with "Li" in the name?',
    );
  });

  it('counts what is counted, and calls an amount by less than the rows are called', () => {
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    expect(first(intentOf(member, { shown: [ref(member, 'training_hours')], order }))).toBe(
      'Which five members have the most training hours?',
    );
    expect(first(intentOf(payment, { shown: [ref(payment, 'payment_amount')], order }))).toBe(
      'Which five payments have the highest amount?',
    );
    const both: Measure[] = (['min', 'max'] as const).map((by) => ({ form: 'aggregate', by, of: hours }));
    expect(first(intentOf(member, { measures: both }))).toBe(
      'What are the minimum and maximum training hours of members?',
    );
  });

  it('says what people did', () => {
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    const by = (dimension: Dimension, where: Condition | null = null) =>
      first(intentOf(payment, { measures: [count], dimensions: [dimension], where, order }));
    const period: Condition = { form: 'period', of: ref(payment, 'paid_at'), period: { unit: 'year', year: 2024 } };
    expect(by(byMember)).toBe('Which five members made the most payments?');
    const path = stepsOut(index, payment).filter(({ target }) => target === employee);
    const byEmployee: Dimension = { form: 'entity', path, entity: employee, withEmpty: false };
    expect(by(byEmployee, period)).toBe('Which five employees handled the most payments in 2024?');
    expect(first(intentOf(payment, { measures: [count], dimensions: [byEmployee], where: period }))).toBe(
      'How many payments did each employee handle in 2024?',
    );
  });

  it('compares figures of the two sides of a flag, and has no words for a flag among other groups', () => {
    const flagged: Dimension = { form: 'field', of: ref(member, 'active') };
    const averageHours: Measure = { form: 'aggregate', by: 'avg', of: hours };
    expect(first(intentOf(member, { measures: [averageHours], dimensions: [flagged] }))).toBe(
      'What is the average number of training hours for active members and for inactive members?',
    );
    const place: Dimension = { form: 'field', of: ref(member, 'city') };
    expect(phrases(intentOf(member, { measures: [count], dimensions: [place, flagged] }), 'en')).toEqual([]);
  });

  it('puts a noun that says of which kind things are before them', () => {
    const gift = entity('parcel', names('parcel', '包裹/件'), [key(), flag('is_gift', 'is gift')], { rowCount: 30 });
    const where = (text: string): Condition => ({
      form: 'compare',
      of: ref(gift, 'is_gift'),
      by: '=',
      value: { value: text, meaning: null },
    });
    expect(first(intentOf(gift, { measures: [count], where: where('t') }))).toBe('How many gift parcels are there?');
    expect(first(intentOf(gift, { measures: [count], where: where('f') }))).toBe(
      'How many non-gift parcels are there?',
    );
  });

  it('says what one row is, too', () => {
    const path = toMember;
    const dimension: Dimension = { form: 'field', of: { ...ref(member, 'is_sponsor'), path } };
    expect(phrases(intentOf(payment, { measures: [count], dimensions: [dimension] }), 'en')).toContain(
      'How many payments are there from members who are sponsors and how many from members who are not sponsors?',
    );
  });

  it('names other attributes by their column and value', () => {
    expect(phrases(intentOf(member, { where: is('plan', 'Alpine Club') }), 'en')).toContain(
      'List the members with the Alpine Club plan.',
    );
    expect(members(is('plan', 'Alpine Club'), is('city', 'Oslo'))).toBe(
      'How many members with the Alpine Club plan are in Oslo?',
    );
  });

  it('says the unit with the number, and not in the name', () => {
    const above = (column: string, value: string): Condition => ({
      form: 'compare',
      of: ref(member, column),
      by: '>',
      value: { value, meaning: null },
    });
    expect(members(above('height_cm', '180'))).toBe('How many members have a height of more than 180 cm?');
    expect(members(above('milliseconds', '900'))).toBe(
      'How many members have a duration of more than 900 milliseconds?',
    );
    expect(members(above('training_hours', '20'))).toBe('How many members have more than 20 training hours?');
  });

  it('says of the longest what it is', () => {
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    expect(first(intentOf(member, { shown: [ref(member, 'height_cm')], order }))).toBe(
      'Which five members are the tallest?',
    );
  });

  it('says of things without lines that nothing was done to them', () => {
    const line = entity(
      'order_line',
      names('order line', '订单明细/条'),
      [key(), reference('item_id', 'item', '商品')],
      {
        kind: 'line',
        title: [],
      },
    );
    const item = entity('item', names('item', '商品/种'), [key(), name('name', '名称')], { rowCount: 50 });
    const shop = new ModelIndex(modelOf([item, line], [relationship('order_line.item_id → item.id')]));
    const exists = (negated: boolean): Condition => ({
      form: 'exists',
      path: stepsIn(shop, item),
      where: null,
      negated,
    });
    expect(phrases(intentOf(item, { where: exists(true) }), 'en')[0]).toBe('Which items were never ordered?');
    expect(first(intentOf(item, { measures: [count], where: exists(false) }))).toBe('How many items were ordered?');
  });
});
