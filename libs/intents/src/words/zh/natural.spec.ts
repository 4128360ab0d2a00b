import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../../test/harness/model-refs.js';
import { amount, date, word } from '../../../../../test/harness/plain-columns.js';
import { toWhomZh } from '../../families/composed/linked-lists.js';
import { intentOf, type Condition, type Dimension, type Intent, type Measure } from '../../intent.js';
import { stepsIn, stepsOut } from '../../paths.js';
import { isPerSoldPiece } from '../../sold-once.js';
import { phrases } from '../phrase.js';
import { written } from '../written.js';
import { deniedZh, linkOfThings } from './deeds.js';
import { flagZh } from './flags.js';
import { atPlaceZh } from './places.js';
import { recordedZh, wordOfRecordsZh } from './records.js';

const LEVELS = [value('H', 0.2, { en: 'high', zh: '高' }), value('L', 0.8, { en: 'low', zh: '低' })];

const index = new ModelIndex(
  modelOf(
    [
      entity('car', names('car', '汽车/辆'), [word('year', '年款'), word('class', '档次', { values: LEVELS })], {}),
      entity('clerk', names('clerk', '职员/位'), [date('hired', '入职日期')], { time: 'hired' }),
      entity('client', names('client', '客户/位'), [], {}),
      entity(
        'sale',
        names('sale', '销售/笔'),
        [date('sold', '销售日期'), amount('price', '售价'), word('way', '支付方式')],
        { kind: 'event', time: 'sold', title: [] },
      ),
      entity('loan', names('loan', '租借/次'), [date('lent', '租借日期'), amount('fee', '租金')], {
        kind: 'event',
        time: 'lent',
        title: [],
      }),
      entity('item', names('item', '产品/种'), [], {}),
      entity('drug', names('drug', '药品/种'), [], {}),
      entity('cure', names('treatment', '治疗/次'), [date('given', '治疗日期')], {
        kind: 'event',
        time: 'given',
        title: [],
      }),
      entity(
        'balance',
        names('daily account balance', '每日账户余额/条'),
        [amount('level', '余额'), { ...amount('held', '可用额'), additivity: 'semi_additive' }],
        {
          kind: 'snapshot',
          title: [],
        },
      ),
      entity('toll', names('toll', '过路费率/条'), [amount('rate', '费率'), word('road', '路段')], {}),
      entity('stock', names('stock', '库存/件'), [amount('quantity', '数量')], { kind: 'line', title: [] }),
      entity('offer', names('offer', '特价优惠/个'), [word('kind', '类型'), amount('rate', '折扣')], {}),
      entity('order_line', names('order line', '采购订单明细/条'), [amount('received', '收货数量')], {
        kind: 'line',
        title: [],
      }),
      entity('price', names('daily price', '每日价格/条'), [amount('volume', '成交量'), date('day', '日期')], {
        kind: 'snapshot',
        time: 'day',
        title: [],
      }),
    ],
    [
      relationship('sale.car_id → car.id'),
      relationship('sale.client_id → client.id', { distinctCount: 3 }),
      relationship('loan.car_id → car.id'),
      relationship('cure.drug_id → drug.id'),
      relationship('balance.client_id → client.id'),
      relationship('stock.item_id → item.id'),
      relationship('price.item_id → item.id'),
    ],
  ),
);

const { of, ref, is, by, byOwner } = refsOf(index);

const in2020 = (text: string): Condition => ({ form: 'period', of: ref(text), period: { unit: 'year', year: 2020 } });
const lastDays = (text: string): Condition => ({
  form: 'period',
  of: ref(text),
  period: { unit: 'last', count: 30, of: 'day' },
});
const said = (table: string, more: Partial<Intent>): string[] => phrases(intentOf(of(table), more), 'zh');
const count: Measure = { form: 'count' };
const sum = (text: string): Measure => ({ form: 'aggregate', by: 'sum', of: ref(text) });

describe('a period before a noun', () => {
  it('takes 的, and its end is that of the data', () => {
    const where = lastDays('sale.sold');
    const dimensions = [byOwner('sale', 'client')];
    expect(said('sale', { measures: [count], where, dimensions })).toContain(
      '按客户统计最近 30 天（截至数据中的最新日期）的销售笔数。',
    );
    expect(said('loan', { measures: [count], where: in2020('loan.lent') })).toContain('统计2020年的租借次数。');
  });

  it('takes no 的 before a whole clause', () => {
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    const dimensions = [byOwner('sale', 'car')];
    const top = said('sale', { measures: [sum('sale.price')], where: in2020('sale.sold'), dimensions, order });
    expect(top).toContain('列出2020年总销售额最高的前 5 辆汽车。');
  });

  it('comes once when the groups are of the same time', () => {
    const time: Dimension = { form: 'time', of: ref('clerk.hired'), bucket: 'quarter' };
    expect(said('clerk', { measures: [count], where: in2020('clerk.hired'), dimensions: [time] })).toEqual([
      '2020年每个季度分别有多少位职员入职？',
      '按季度统计2020年入职的职员数。',
    ]);
  });
});

describe('what is done', () => {
  it('is listed and counted as records of what it was done with', () => {
    expect(recordedZh('设备维修')).toBe('设备维修记录');
    expect(recordedZh('订单')).toBe('订单');
    expect(wordOfRecordsZh('租借', '次')).toBe('条');
    expect(wordOfRecordsZh('销售', '笔')).toBe('笔');
    const where = is('sale.car.year', '2022');
    expect(said('sale', { shown: [ref('sale.price')], where })).toEqual([
      '列出 2022 款汽车的销售记录及其售价。',
      '查询 2022 款汽车的销售记录，包括售价。',
    ]);
    expect(said('sale', { measures: [count], where })[0]).toBe('2022 款汽车共有多少笔销售记录？');
    expect(said('loan', { measures: [count], where: is('loan.car.year', '2021') })[0]).toBe(
      '2021 款汽车共有多少次租借？',
    );
  });

  it('is not repeated before its own price', () => {
    const range = (text: string): Measure[] => [
      { form: 'aggregate', by: 'min', of: ref(text) },
      { form: 'aggregate', by: 'max', of: ref(text) },
    ];
    const where = is('sale.car.year', '2022');
    expect(said('sale', { measures: [sum('sale.price')], where })[0]).toBe('2022 款汽车的总销售额是多少？');
    expect(said('sale', { measures: range('sale.price') })).toContain('统计最低售价和最高售价。');
    expect(said('loan', { measures: range('loan.fee') })).toContain('统计最低租金和最高租金。');
  });

  it('shares are of the number, and say so', () => {
    const rate = said('sale', { measures: [{ form: 'rate', where: is('sale.way', '现金') }] });
    expect(rate).toContain('统计支付方式为“现金”的销售笔数占全部销售笔数的百分比。');
    expect(rate[0]).toBe('全部销售中，支付方式为“现金”的笔数占百分之多少？');
    expect(said('sale', { measures: [count], dimensions: [by('sale.way')], comparison: { form: 'share' } })).toEqual([
      '全部销售中，各支付方式的笔数分别占百分之多少？',
      '按支付方式统计销售笔数及其占全部销售笔数的百分比。',
    ]);
  });

  it('is averaged over its owners, who are told in a note', () => {
    const path = stepsOut(index, of('sale')).filter(({ target }) => target.table === 'client');
    const per: Measure = { form: 'ratio', over: count, under: { form: 'distinct', path, entity: of('client') } };
    const time: Dimension = { form: 'time', of: ref('sale.sold'), bucket: 'month' };
    expect(said('sale', { measures: [per], dimensions: [time] })).toContain(
      '按月份统计平均每位客户的购买笔数（仅统计当月有过购买记录的客户）。',
    );
  });

  it('is not counted for each piece that is sold once', () => {
    const ofPiece = intentOf(of('sale'), { measures: [count], dimensions: [byOwner('sale', 'car')] });
    expect(isPerSoldPiece(ofPiece)).toBe(true);
    expect(isPerSoldPiece({ ...ofPiece, dimensions: [byOwner('sale', 'client')] })).toBe(false);
    expect(isPerSoldPiece(intentOf(of('loan'), { measures: [count], dimensions: [byOwner('loan', 'car')] }))).toBe(
      false,
    );
  });
});

describe('what rows are', () => {
  it('stands before the noun as people put it', () => {
    expect(said('car', { measures: [count], where: is('car.class', 'L') })).toContain('低档汽车数');
    expect(said('offer', { measures: [count], where: is('offer.kind', 'Customer') })[0]).toBe(
      '面向客户的特价优惠有多少个？',
    );
    expect(flagZh(true, '时薪制标志', '职员').noun).toBe('时薪制职员');
    expect(flagZh(false, '文件夹标志', '文档')).toMatchObject({ text: '不是文件夹', noun: null });
    expect(flagZh(false, '成品标志', '产品').noun).toBe('非成品');
  });

  it('is not told by a number of what it is itself', () => {
    const above: Condition = { form: 'compare', of: ref('toll.rate'), by: '>', value: { value: '8', meaning: null } };
    expect(said('toll', { measures: [count], where: above })[0]).toBe('超过 8 的过路费率有多少条？');
    const both: Condition = { form: 'and', of: [above, is('toll.road', '甲')] };
    expect(said('toll', { measures: [count], where: both })[0]).toBe('费率超过 8 且路段为“甲”的过路费率有多少条？');
    const sold: Condition = { ...above, of: ref('sale.price') };
    expect(said('sale', { measures: [count], where: sold })[0]).toBe('售价超过 8 的销售有多少笔？');
  });

  it('is a place by its label where the value is a code of two letters', () => {
    expect(atPlaceZh('州/省', '“CA”', '客户', '位')?.text).toBe('来自“CA”州');
    expect(atPlaceZh('国家', '“DE”', '供应商', '家')?.text).toBe('所在国家为“DE”');
    expect(atPlaceZh('国家', '“Germany”', '供应商', '家')?.text).toBe('来自“Germany”');
  });
});

describe('what things belong to', () => {
  it('is theirs as a part of it', () => {
    const thing = of('item');
    expect(toWhomZh('地区', thing)).toBe('及其所属地区');
    expect(toWhomZh('部门', thing)).toBe('及其所属部门');
    expect(toWhomZh('负责人', thing)).toBe('及其负责人');
    expect(toWhomZh('客户', of('sale'))).toBe('及对应的客户');
  });
});

describe('what things are linked with', () => {
  it('they do not have', () => {
    expect(linkOfThings('文档', '产品')).toEqual({ ofRows: '关联了' });
    expect(linkOfThings('影片', '演员')).toBeNull();
    expect(linkOfThings('播放列表', '曲目')).toBeNull();
    expect(deniedZh('关联了产品')).toBe('未关联产品');
    expect(deniedZh('用于过治疗')).toBe('未用于治疗');
  });

  it('a row of stock may hold none', () => {
    const path = stepsIn(index, of('item')).filter(({ target }) => target.table === 'stock');
    const where: Condition = { form: 'exists', path, where: null, negated: true };
    expect(said('item', { measures: [count], where })[0]).toBe('没有库存记录的产品有多少种？');
  });
});

describe('owners without rows', () => {
  it('of remedies are those that were not used', () => {
    const [all] = [byOwner('cure', 'drug')].map((dimension) => ({ ...dimension, withEmpty: true }));
    expect(said('cure', { measures: [count], dimensions: all ? [all] : [] })).toContain(
      '按药品统计治疗次数（含未用于治疗的药品）。',
    );
    const visited = { ...byOwner('loan', 'car'), withEmpty: true };
    expect(said('loan', { measures: [count], dimensions: [visited] })).toContain(
      '按汽车统计租借次数（含没有租借的汽车）。',
    );
  });
});

describe('totals', () => {
  it('and means of days say the day once', () => {
    const mean: Measure = { form: 'aggregate', by: 'avg', of: ref('balance.level') };
    expect(said('balance', { measures: [mean] })[0]).toBe('日均账户余额是多少？');
  });

  it('and the daily mean of several holders is not asked for', () => {
    const held = ref('balance.held');
    const mean: Measure = { form: 'aggregate', by: 'avg', of: held };
    expect(said('balance', { measures: [mean] })).toEqual([]);
    expect(said('balance', { measures: [mean], dimensions: [byOwner('balance', 'client')] })).toContain(
      '按客户统计平均每日可用额。',
    );
  });

  it('of lines and of daily figures are those of the whole', () => {
    expect(said('order_line', { measures: [sum('order_line.received')] })).toContain('统计采购订单收货总量。');
    expect(said('price', { measures: [sum('price.volume')], dimensions: [byOwner('price', 'item')] })).toContain(
      '按产品统计总成交量。',
    );
  });
});

it('corrects a common slip', () => {
  expect(written('各模版类型分别有多少条消息？', 'zh')).toBe('各模板类型分别有多少条消息？');
});
