import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../../../test/harness/model-builder.js';
import type { Condition } from '../../intent.js';
import { fieldRef, stepsIn, stepsOut } from '../../paths.js';
import { Names } from '../names.js';
import { hasZh } from './conditions.js';
import { deedOf, deniedZh, isDoerOfOther } from './deeds.js';

const event = (noun: string): Entity => entity('e', names('event', noun), [], { kind: 'event' });

describe('deedOf', () => {
  it.each([
    ['客户', '位', '订单', '下过'],
    ['员工', '位', '订单', '经手过'],
    ['承运商', '家', '订单', '承运过'],
    ['供应商', '家', '采购订单', '接过'],
    ['患者', '位', '治疗', '接受过'],
    ['医生', '位', '手术', '做过'],
    ['学员', '位', '结业考试', '参加过'],
    ['病房', '间', '点滴', '有过'],
    ['酒店', '家', '客房预订单', '有'],
    ['分店', '家', '租赁', '有过'],
    ['发票', '张', '生产工单', '有'],
  ])('%s %s %s: %s', (role, word, noun, verb) => {
    expect(deedOf(role, word, event(noun))?.ofRows).toBe(verb);
  });

  it('knows who does not do what others do', () => {
    expect(isDoerOfOther('维修人', '报修单')).toBe(true);
    expect(isDoerOfOther('检查人', '预约')).toBe(true);
    expect(isDoerOfOther('报修人', '报修单')).toBe(false);
    expect(isDoerOfOther('收银员', '订单')).toBe(false);
  });

  it('knows nothing done between things', () => {
    expect(deedOf('供应商', '家', entity('p', names('product', '产品'), [], {}))).toBeNull();
  });
});

describe('hasZh', () => {
  const model = modelOf(
    [
      entity(
        'car',
        names('car', '汽车/辆'),
        [field('colour', 'text', names('colour', '颜色'), { role: 'dimension' })],
        {},
      ),
      entity(
        'buyer',
        names('buyer', '买家/位'),
        [field('city', 'text', names('city', '城市'), { role: 'dimension' })],
        {},
      ),
      entity('seller', names('seller', '销售人员/位'), [], {}),
      entity('sale', names('sale', '销售/笔'), [field('price', 'numeric', names('price', '售价'))], { kind: 'event' }),
    ],
    [
      relationship('sale.car_id → car.id'),
      relationship('sale.buyer_id → buyer.id'),
      relationship('sale.seller_id → seller.id'),
    ],
  );
  const index = new ModelIndex(model);
  const of = (table: string): Entity => index.entity(`public.${table}`) ?? event(table);

  function condition(target: string, column: string, value: string): Condition {
    const path = stepsOut(index, of('sale')).filter((step) => step.target.table === target);
    const found = of(target).fields.find(({ name }) => name === column);
    if (!found) {
      throw new Error(`no ${column}`);
    }
    return { form: 'compare', of: fieldRef(of('sale'), path, found), by: '=', value: { value, meaning: null } };
  }

  it.each([
    ['buyer', condition('car', 'colour', '红'), '购买过颜色为“红”的汽车'],
    ['seller', condition('car', 'colour', '红'), '卖出过颜色为“红”的汽车'],
    ['seller', condition('buyer', 'city', '杭州'), '经手过来自“杭州”的买家的销售'],
    ['car', condition('buyer', 'city', '杭州'), '卖给过来自“杭州”的买家'],
    ['car', null, '卖出过'],
    ['seller', null, '有过销售业绩'],
  ])('%s', (table, where, said) => {
    const subject = of(table);
    const path = stepsIn(index, subject).filter((step) => step.target.table === 'sale');
    const names = new Names('zh', subject);
    expect(hasZh({ subject, role: names.entity(subject), path, where }, names).text).toBe(said);
  });

  it('is denied with 没有', () => {
    expect(['下过订单', '有过付款', '有产品', '属于类别“甲”'].map(deniedZh)).toEqual([
      '没有下过订单',
      '没有付款',
      '没有产品',
      '不属于类别“甲”',
    ]);
  });
});
