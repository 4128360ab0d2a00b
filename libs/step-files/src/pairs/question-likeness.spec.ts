import { expect, it } from '@jest/globals';
import { isNearlyTheSame, questionLikeness } from './question-likeness.js';

it.each([
  ['How many films are there per rating?', 'how many  films are there per rating'],
  ['How many orders were shipped in 2023?', 'How many orders were shipped, in 2023'],
  ['每个服务区的总营业额是多少？', '每个服务区的总营业额是多少呢？'],
  ['How many orders were shiped to Berlin in 2023?', 'How many orders were shipped to Berlin in 2023?'],
  ['What is the sub total of each order of a customer?', 'What is the subtotal of each order of the customer?'],
  ['每个客户的订单数是多少？', '每个客户的订单数量是多少'],
])('takes %j and %j for the same', (a, b) => {
  expect(isNearlyTheSame(a, b)).toBe(true);
});

it.each([
  ['How many films are there per rating?', 'Count the movies by rating'],
  ['每个服务区的总营业额是多少？', '按服务区统计营业额'],
  ['orders per month', 'orders per customer'],
  ['订单数', 'number of orders'],
  ['How many orders were placed in 2020?', 'How many orders were placed in 2021?'],
  ['Which customers have more than 10 orders?', 'Which customers have more than 20 orders?'],
  ['Which customers have more than 10 orders?', 'Which customers have less than 10 orders?'],
  ['What is the highest price of each product?', 'What is the lowest price of each product?'],
  ['Which of the customers of the south are paid?', 'Which of the customers of the south are unpaid?'],
  ['What is the total amount of orders from Berlin?', 'What is the total amount of orders from Madrid?'],
  ['Which films are there that have been rented?', 'Which films are there that have not been rented?'],
  ['2020年共有多少个订单？', '2021年共有多少个订单？'],
  ['每个客户的订单总金额是多少？', '每个客户的订单平均金额是多少？'],
  ['哪些供应商已经交付了全部产品？', '哪些供应商未经交付了全部产品？'],
])('tells %j from %j', (a, b) => {
  expect(isNearlyTheSame(a, b)).toBe(false);
  expect(questionLikeness(a, b)).toBe(questionLikeness(b, a));
});
