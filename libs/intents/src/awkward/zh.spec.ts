import { describe, expect, it } from '@jest/globals';
import { entity, names } from '../../../../test/harness/model-builder.js';
import { intentOf } from '../intent.js';
import { awkwardness, TOO_AWKWARD } from './awkwardness.js';

const pointsOf = (text: string, noun = '订单'): number =>
  awkwardness({ text, intent: intentOf(entity('t', names('t', noun), [], {}), {}) }, 'zh');

describe('awkwardness of a Chinese question', () => {
  it.each([
    '哪些类别有已停产产品？',
    '每个月各国客户分别有多少笔订单？',
    '有多少家客户下过发往“Rio de Janeiro”的订单？',
    '未开启 SSL 的邮箱账号有多少个？',
    '产品的最低标价和最高标价分别是多少？',
    '按用户类型统计站内信消息数及其占全部站内信消息的百分比。',
  ])('finds no fault with %s', (text) => {
    expect(pointsOf(text)).toBe(0);
  });

  it.each([
    ['类型为“wholesale”的订单有多少笔？', '批发订单有多少笔？'],
    [' `t_ord` 记录有多少条？', '订单有多少笔？'],
    ['待审核且金额高于全部报销单据平均值的报销单据有多少张？', '待审核且金额高于整体平均值的报销单据有多少张？'],
    ['按部门统计状态为已停用的员工的订单数。', '按部门统计已停用员工的订单数。'],
    ['科室为“内科”的职称为“主任”的医生有多少位？', '职称为“主任”的医生有多少位？'],
    ['统计会员的订单的明细的数量。', '统计会员的订单数。'],
    ['按月份统计收货城市为“青岛”且收货方式为“自提”的订单数。', '按月份统计收货城市为“青岛”的订单数。'],
  ])('%s reads worse than %s', (awkward, plain) => {
    expect(pointsOf(awkward)).toBeGreaterThan(pointsOf(plain));
  });

  it('lets no verb run into a place', () => {
    expect(pointsOf('哪些店员有所在省份为“山东”的会员？')).toBeGreaterThanOrEqual(TOO_AWKWARD);
  });

  it('counts the name of a table that is a description', () => {
    expect(pointsOf('一共有多少条记录？', '员工薪酬历史变更记录')).toBeGreaterThan(0);
  });
});
