import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../../test/harness/model-refs.js';
import { amount, date, event, word } from '../../../../../test/harness/plain-columns.js';
import { intentOf, type Intent, type Measure } from '../../intent.js';
import { isPointless } from '../../pointless.js';
import { phrases } from '../phrase.js';

/** A garage that rents vans out, with helpers. */
const index = new ModelIndex(
  modelOf(
    [
      entity('driver', names('driver', '乘客/位'), [date('created', '创建时间')], {}),
      entity('account', names('account', '账号/个'), [date('created', '创建时间')], {}),
      entity('helper', names('helper', '店员/位'), [word('town', '城市'), date('hired', '入职日期')], {}),
      entity(
        'van',
        names('van', '车辆/辆'),
        [word('model', '车型'), word('status', '状态'), date('bought', '购置日期')],
        {},
      ),
      event('repair', '车辆保养记录/条', [amount('cost', '保养费用'), word('reason', '原因')]),
      event('booking', '预订/次', [word('method', '方式')]),
      event('extra', '预订配件/件', [amount('quantity', '数量')], 'line'),
      event('claim', '投诉记录/条', [
        word('handled', '是否回复', {
          values: [value('0', 0.5, { en: 'no', zh: '否' }), value('1', 0.5, { en: 'yes', zh: '是' })],
        }),
      ]),
    ],
    [
      relationship('repair.van_id → van.id'),
      relationship('booking.van_id → van.id'),
      relationship('booking.helper_id → helper.id'),
      relationship('extra.booking_id → booking.id'),
    ],
  ),
);

const { of, ref, is, by, byOwner } = refsOf(index);
const count: Measure = { form: 'count' };
const sum = (text: string): Measure => ({ form: 'aggregate', by: 'sum', of: ref(text) });
const said = (table: string, more: Partial<Intent>): string[] => phrases(intentOf(of(table), more), 'zh');
const yearly = (text: string) => ({ form: 'time', of: ref(text), bucket: 'year' }) as const;

describe('words that databases of any business need', () => {
  it('people are entered, and accounts are created', () => {
    expect(said('driver', { measures: [count], dimensions: [yearly('driver.created')] })[0]).toBe(
      '每年分别有多少位乘客登记？',
    );
    expect(said('account', { measures: [count], dimensions: [yearly('account.created')] })[0]).toMatch(/创建/u);
  });

  it('records of what costs something give their place to the cost', () => {
    expect(said('repair', { measures: [sum('repair.cost')] })[0]).toBe('车辆总保养费用是多少？');
    expect(
      said('repair', {
        measures: [count, sum('repair.cost')],
        where: is('repair.reason', '事故'),
        dimensions: [by('repair.van.model')],
      })[0],
    ).toMatch(/中，.*的记录数和总保养费用分别是多少？$/u);
  });

  it('a quantity says of what it is', () => {
    expect(said('extra', { measures: [sum('extra.quantity')] })[0]).toBe('预订配件总数量是多少？');
  });

  it('a way is one of what is done', () => {
    expect(said('booking', { measures: [count], dimensions: [by('booking.method')] })[0]).toBe(
      '各预订方式分别有多少次预订？',
    );
  });

  it('yes and no of codes are states', () => {
    expect(said('claim', { measures: [count], where: is('claim.handled', '0') })[0]).toBe('未回复的投诉记录有多少条？');
    expect(said('claim', { measures: [count], where: is('claim.handled', '1') })[0]).toBe('已回复的投诉记录有多少条？');
  });

  it('staff does what is counted', () => {
    const having = { measure: 0, by: '>', value: 20 } as const;
    expect(said('booking', { measures: [count], dimensions: [byOwner('booking', 'helper')], having })).toEqual([
      '哪些店员经手的预订次数超过 20 次？',
      '列出经手预订超过 20 次的店员。',
    ]);
  });

  it('the best year of a part opens with the part', () => {
    const order = { by: 0, direction: 'desc', limit: 1 } as const;
    const most = { measures: [count], order };
    expect(said('helper', { ...most, dimensions: [yearly('helper.hired')], where: is('helper.town', '青岛') })[0]).toBe(
      '所在城市为“青岛”的店员中，哪一年入职的最多？',
    );
    expect(said('van', { ...most, dimensions: [yearly('van.bought')], where: is('van.model', '面包车') })[0]).toBe(
      '车型为“面包车”的车辆中，哪一年购置的最多？',
    );
    expect(said('van', { measures: [count], where: is('van.model', '面包车') })[0]).toBe(
      '车型为“面包车”的车辆有多少辆？',
    );
    expect(said('van', { measures: [count] })[0]).toBe('一共有多少辆车？');
  });

  it('what is so at the moment is no part of what happened', () => {
    expect(isPointless(intentOf(of('booking'), { measures: [count], where: is('booking.van.status', 'in use') }))).toBe(
      true,
    );
    expect(isPointless(intentOf(of('van'), { measures: [count], where: is('van.status', 'in use') }))).toBe(false);
    expect(isPointless(intentOf(of('booking'), { measures: [count], where: is('booking.van.status', 'sold') }))).toBe(
      false,
    );
  });
});
