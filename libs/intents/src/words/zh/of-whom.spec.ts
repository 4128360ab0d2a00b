import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, modelOf, names, relationship } from '../../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../../test/harness/model-refs.js';
import { amount, date, event, word } from '../../../../../test/harness/plain-columns.js';
import { intentOf, type Dimension, type Intent, type Measure } from '../../intent.js';
import { phrases } from '../phrase.js';

/** A boatyard that sells boats, and a library that lends books. */
const index = new ModelIndex(
  modelOf(
    [
      entity('buyer', names('buyer', '买家/位'), [word('city', '城市')], {}),
      entity('boat', names('boat', '船只/艘'), [word('drive', '发动机类型'), word('gear', '变速箱')], {}),
      entity('dealer', names('dealer', '经销商/家'), [word('country', '国家')], {}),
      event('sale', '销售/笔', [date('sold', '销售日期'), word('way', '付款方式')]),
      event('payment', '收款/笔', [date('paid', '收款日期'), amount('amount', '金额')]),
      entity('district', names('district', '片区/个'), [amount('ytd', '年初至今销售额'), word('group', '分组')], {}),
      entity('voucher', names('voucher', '提货券/张'), [amount('worth', '面值')], {}),
      entity('reader', names('reader', '读者/位'), [word('marriage', '婚姻状况')], {}),
      entity('branch', names('branch', '分馆/座'), [amount('month', '本月借阅费')], {}),
      event('loan', '借阅/次', [date('lent', '借阅日期'), date('returned', '归还日期'), word('state', '状态')]),
      event('booking', '预订/次', [date('booked', '预订日期'), amount('fee', '金额')]),
    ],
    [
      relationship('sale.buyer_id → buyer.id'),
      relationship('sale.boat_id → boat.id'),
      relationship('payment.boat_id → boat.id'),
      relationship('voucher.dealer_id → dealer.id'),
      relationship('loan.reader_id → reader.id'),
      relationship('loan.branch_id → branch.id'),
      relationship('booking.reader_id → reader.id'),
    ],
  ),
);

const { of, ref, is, owner, by, byOwner } = refsOf(index);

const on = (text: string): Dimension => ({ form: 'time', of: ref(text), bucket: 'weekday' });
const said = (table: string, more: Partial<Intent>): string[] => phrases(intentOf(of(table), more), 'zh');
const count: Measure = { form: 'count' };
const figure = (by: 'avg' | 'max' | 'sum', text: string): Measure => ({ form: 'aggregate', by, of: ref(text) });

describe('a sale', () => {
  it('is one to its buyer, who buys', () => {
    expect(said('sale', { measures: [count], where: is('sale.buyer.city', '厦门') })).toContain(
      '统计卖给来自“厦门”的买家的销售笔数。',
    );
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    expect(said('sale', { measures: [count], dimensions: [byOwner('sale', 'buyer')], order })[0]).toBe(
      '哪 5 位买家的购买笔数最多？',
    );
  });

  it('of other things is no sale to somebody', () => {
    expect(said('sale', { measures: [count], where: is('sale.boat.gear', 'manual') })).toContain(
      '统计变速箱为手动的船只的销售笔数。',
    );
    expect(said('loan', { measures: [count], where: is('loan.reader.marriage', 'single') })[0]).toBe(
      '未婚读者共有多少次借阅？',
    );
  });
});

describe('a mean', () => {
  it('of amounts stands before what happens', () => {
    expect(
      said('payment', { measures: [figure('avg', 'payment.amount')], where: is('payment.boat.drive', 'diesel') })[0],
    ).toBe('发动机类型为柴油的船只的平均收款金额是多少？');
    const where = is('booking.reader.marriage', 'married');
    expect(said('booking', { measures: [figure('avg', 'booking.fee')], where })).toContain(
      '统计已婚读者的平均预订金额。',
    );
  });

  it('of what came together so far keeps the time apart', () => {
    expect(
      said('district', { measures: [figure('avg', 'district.ytd')], dimensions: [by('district.group')] }),
    ).toContain('按所属分组统计片区年初至今的平均销售额。');
    expect(said('branch', { measures: [figure('max', 'branch.month')] })).toContain('统计分馆本月的最高借阅费。');
    expect(said('district', { measures: [figure('sum', 'district.ytd')] })).toContain('统计片区年初至今销售额。');
  });
});

describe('who did something', () => {
  it.each([
    ['loan', '按星期几统计有借阅记录的读者数。', 'loan.lent'],
    ['booking', '按星期几统计有预订记录的读者数。', 'booking.booked'],
  ])('of %s has a record of it', (table, text, time) => {
    const measures: Measure[] = [{ form: 'distinct', ...owner(table, 'reader') }];
    expect(said(table, { measures, dimensions: [on(time)] })).toContain(text);
  });
});

describe('the day of the week', () => {
  it('is asked for as such', () => {
    const order = { by: 0, direction: 'desc', limit: 1 } as const;
    expect(said('sale', { measures: [count], dimensions: [on('sale.sold')], order })).toEqual([
      '销售笔数在星期几最多？',
    ]);
    expect(said('loan', { measures: [count], dimensions: [on('loan.returned')] })).toEqual([
      '按归还日期是星期几统计借阅次数。',
    ]);
  });
});

describe('a part of each group', () => {
  it('is one of the rows of the group, without a word for the groups', () => {
    const overdue: Measure = { form: 'rate', where: is('loan.state', '丢失') };
    expect(said('loan', { measures: [overdue], dimensions: [byOwner('loan', 'branch')] })).toEqual([
      '每座分馆的借阅中，状态为“丢失”的占百分之多少？',
      '按分馆统计借阅中状态为“丢失”的占比。',
    ]);
    expect(said('reader', { measures: [{ form: 'rate', where: is('reader.marriage', 'widowed') }] })[0]).not.toMatch(
      /其/u,
    );
    const way: Measure = { form: 'rate', where: is('sale.way', '现金') };
    expect(said('sale', { measures: [way], dimensions: [by('sale.boat.gear')] }).at(-1)).toBe(
      '按船只变速箱统计销售中付款方式为“现金”的笔数占比。',
    );
  });

  it('of the places of somebody is not that of each of them', () => {
    const comparison = { form: 'rank', top: 1 } as const;
    const order = { by: 0, direction: 'desc', limit: null } as const;
    const best = { dimensions: [by('voucher.dealer.country')], shown: [ref('voucher.worth')], order, comparison };
    expect(said('voucher', best)).toEqual(['按经销商所在国家分组，列出各组中面值最高的提货券。']);
  });
});
