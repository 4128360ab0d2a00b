import { expect, it } from '@jest/globals';
import { isNearlyTheSame, questionLikeness } from './question-likeness.js';

it.each([
  ['How many films are there per rating?', 'how many  films are there per rating'],
  ['How many orders were shipped in 2023?', 'How many orders were shipped, in 2023'],
  ['每个服务区的总营业额是多少？', '每个服务区的总营业额是多少呢？'],
])('takes %j and %j for the same', (a, b) => {
  expect(isNearlyTheSame(a, b)).toBe(true);
});

it.each([
  ['How many films are there per rating?', 'Count the movies by rating'],
  ['每个服务区的总营业额是多少？', '按服务区统计营业额'],
  ['orders per month', 'orders per customer'],
  ['订单数', 'number of orders'],
])('tells %j from %j', (a, b) => {
  expect(isNearlyTheSame(a, b)).toBe(false);
  expect(questionLikeness(a, b)).toBe(questionLikeness(b, a));
});
