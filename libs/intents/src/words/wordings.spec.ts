import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { shopModel } from '../../../../test/harness/shop-model.js';
import { proposeFor } from '../propose.js';

const index = new ModelIndex(shopModel());

/** The first question about orders of each kind, in both languages: each is written as its own people would ask. */
const FIRST: Readonly<Record<string, readonly [string, string]>> = {
  filter_through_link: ['How many orders are there from customers in Germany?', '来自“Germany”的客户的订单有多少笔？'],
  top_entities: ['Which five customers placed the most orders?', '哪 5 位客户的订单最多？'],
  by_time: ['How many orders were there in each month of 2023?', '2023年每个月分别有多少笔订单？'],
  several_conditions: [
    'How many pending orders are there from customers in Germany?',
    '来自“Germany”的客户的待处理订单有多少笔？',
  ],
  sum: ['What was the total freight on orders in 2023?', '2023年的订单总运费是多少？'],
  by_entity: ['Count the orders by customer.', '下过订单的客户分别有多少笔订单？'],
  conditional_rate: [
    'What percentage of orders were shipped after the required date?',
    '全部订单中，延误的占百分之多少？',
  ],
  growth: [
    'How did the number of orders change from month to month, in percent?',
    '每个月的订单数比上个月增长了百分之多少？',
  ],
  share_of_total: [
    'What percentage of orders does each customer country account for?',
    '全部订单中，各国客户的订单分别占百分之多少？',
  ],
  ratio: [
    'What is the average number of orders per customer, counting only customers who placed any?',
    '下过订单的客户平均每位有多少笔订单？',
  ],
  having: ['Which customers placed more than 10 orders?', '哪些客户的订单超过 10 笔？'],
  rank_in_group: [
    'Which three customers placed the most orders in each country?',
    '各国中，订单最多的 3 位客户分别是哪些？',
  ],
  distinct_through_link: ['How many different customers placed orders in each month?', '每个月分别有多少位客户下单？'],
  with_or_without: ['Which orders have no reviews?', '没有评价的订单有哪些？'],
  with_empty_groups: [
    'How many orders has each customer placed, including customers without any?',
    '每位客户有多少笔订单（含没有订单的客户）？',
  ],
  list_rows: [
    'List the orders from customers in Germany with their freight and order date.',
    '查询来自“Germany”的客户的订单及其运费和下单日期。',
  ],
  top_rows: ['Which five orders have the longest delivery time?', '发货天数最长的 5 笔订单是哪些？'],
  peak_period: ['In which month was the number of orders highest?', '哪个月的订单最多？'],
  either_condition: [
    'How many orders are pending or were shipped after the required date?',
    '待处理或延误的订单有多少笔？',
  ],
  above_average: ['Which orders have above-average freight?', '运费高于平均值的订单有哪些？'],
  range: ['What are the shortest and longest delivery time of orders?', '订单的最短发货天数和最长发货天数分别是多少？'],
};

describe('wordings', () => {
  const orders = index.entity('public.orders');
  const of = (language: 'en' | 'zh') => [...(orders ? proposeFor(index, orders, { language, perEntity: 1000 }) : [])];
  const [en, zh] = [of('en'), of('zh')];

  it.each(Object.entries(FIRST))('%s', (kind, [english, chinese]) => {
    expect(en.find((candidate) => candidate.kind === kind)?.questions[0]).toBe(english);
    expect(zh.find((candidate) => candidate.kind === kind)?.questions[0]).toBe(chinese);
  });
});
