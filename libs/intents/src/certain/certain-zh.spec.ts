import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../test/harness/model-refs.js';
import { amount, date, event, word } from '../../../../test/harness/plain-columns.js';
import { candidateOf } from '../candidate.js';
import { intentOf, type Intent, type Measure } from '../intent.js';
import { CERTAIN_ZH } from './zh.js';

/** Flats of houses, what their keepers repair there, and the bills for it. */
const index = new ModelIndex(
  modelOf(
    [
      entity(
        'house',
        names('house', '楼宇/座'),
        [
          word('district', '片区'),
          field('built', 'integer', names('built', '建成年份'), { role: 'dimension', distinctCount: 9 }),
        ],
        { rowCount: 40, title: [] },
      ),
      entity('keeper', names('keeper', '员工/位'), [word('post', '岗位')], { rowCount: 60 }),
      event('repair', '报修单/张', [
        date('reported', '报修时间'),
        amount('cost', '维修费用'),
        word('note', '处理说明'),
      ]),
      event('bill', '账单/笔', [date('written', '开账时间'), amount('due', '应收金额')]),
      entity('fee', names('fee', '收费项目/项'), [amount('price', '单价')], { kind: 'lookup', rowCount: 5 }),
    ],
    [
      relationship('repair.house_id → house.id'),
      relationship('repair.checker_id → keeper.id', { role: names('checker', '检查人/位') }),
      relationship('bill.repair_id → repair.id'),
    ],
  ),
);
const { of, by, byOwner, ref, is } = refsOf(index);
const count: Measure = { form: 'count' };
const sure = (table: string, more: Partial<Intent>): boolean => CERTAIN_ZH.isQuestion(intentOf(of(table), more));

describe('relations that people say', () => {
  it('ask who it was in a role, and not what else that one is', () => {
    expect(sure('repair', { measures: [count], dimensions: [byOwner('repair', 'keeper')] })).toBe(true);
    expect(sure('repair', { measures: [count], dimensions: [by('repair.keeper.post')] })).toBe(false);
    expect(sure('repair', { measures: [count], where: is('repair.keeper.post', '保安') })).toBe(false);
    expect(sure('repair', { measures: [count], dimensions: [by('repair.house.district')] })).toBe(true);
  });

  it('do not group by documents, nor by numbers of other tables, nor by what somebody wrote', () => {
    expect(sure('bill', { measures: [count], dimensions: [byOwner('bill', 'repair')] })).toBe(false);
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    expect(sure('bill', { measures: [count], dimensions: [byOwner('bill', 'repair')], order })).toBe(true);
    expect(sure('repair', { measures: [count], dimensions: [by('repair.house.built')] })).toBe(false);
    expect(sure('repair', { measures: [count], dimensions: [by('repair.note')] })).toBe(false);
  });

  it('do not skip the event in the middle, but for money that flows through it', () => {
    const dimensions = [by('bill.repair.house.district')];
    expect(sure('bill', { measures: [count], dimensions })).toBe(false);
    expect(sure('bill', { measures: [{ form: 'aggregate', by: 'sum', of: ref('bill.due') }], dimensions })).toBe(true);
  });

  it('ask for no mean of a handful of rows', () => {
    const mean = (text: string): Measure => ({ form: 'aggregate', by: 'avg', of: ref(text) });
    expect(sure('fee', { measures: [mean('fee.price')] })).toBe(false);
    expect(sure('repair', { measures: [mean('repair.cost')] })).toBe(true);
  });

  it('leave no question, but those that somebody has asked', () => {
    const intent = intentOf(of('repair'), { measures: [count], dimensions: [by('repair.keeper.post')] });
    expect(candidateOf({ name: 'by_column' }, intent, 'zh')).toBeNull();
    expect(candidateOf({ name: 'by_column', isAsked: true }, intent, 'zh')).not.toBeNull();
  });
});

describe('what people say', () => {
  it.each([
    ['付款方式为“dd”的付款有多少笔？', false],
    ['优先级为“P1”的工单有多少张？', false],
    ['类型为“KIOSK”的门店有多少家？', false],
    ['状态为“in_use”的设备有多少台？', false],
    ['来自“USA”的客户有多少位？', true],
    ['城市“Dublin”的门店有多少家？', true],
    ['按入会日期所在年份统计会员数。', false],
    ['按重修标志统计选课数。', false],
    ['商品名称为“标志牌”的订单有多少笔？', true],
    ['每座城市的最近一座基站分别是哪座？', false],
    ['每月用量平均每月流量是多少？', false],
  ])('%s', (text, expected) => {
    expect(CERTAIN_ZH.isWording(text, intentOf(of('repair'), { measures: [count] }))).toBe(expected);
  });
});
