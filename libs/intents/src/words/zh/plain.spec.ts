import { expect, it } from '@jest/globals';
import { isPlainZh } from './plain.js';

it('has at most two 的 and one 各 in a clause', () => {
  expect(isPlainZh('来自“杭州”的客户的订单有多少笔？')).toBe(true);
  expect(isPlainZh('来自“杭州”的客户的订单的运费是多少？')).toBe(false);
  expect(isPlainZh('已取消的订单中，来自“杭州”的客户的各有多少笔？')).toBe(true);
  expect(isPlainZh('每个月各类别分别有多少种产品？')).toBe(true);
  expect(isPlainZh('各类别的产品各有多少种？')).toBe(false);
});

it('does not read quoted values', () => {
  expect(isPlainZh('名称为“我的的的”的门店有哪些？')).toBe(true);
});

it('has no two words that are read as another one', () => {
  expect(isPlainZh('哪些班级有没有班主任的课程？')).toBe(false);
  expect(isPlainZh('哪些店员有所在省份为“山东”的会员？')).toBe(false);
  expect(isPlainZh('没有班主任的班级有哪些？')).toBe(true);
});
