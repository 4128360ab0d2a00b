import { describe, expect, it } from '@jest/globals';
import { readStatement } from '#libs/sql-reading';
import { queryTree } from '#libs/sql-writing';
import { newPair } from '#libs/step-files';
import { namedFigures } from './question/named-figures.js';
import { readBack } from './read-back.js';

const VALUES: Record<string, readonly string[]> = {
  'customers.country': ['Peru', 'Chile', 'US', 'AU'],
  'orders.state': ['paid', 'open', '已付款', '待付款'],
  'orders.urgent': ['0', '1'],
  'orders.share': ['2.00', '3.50'],
  'orders.done': ['t', 'f'],
};
const COLUMNS: Record<string, readonly string[]> = {
  orders: ['unit_price', 'list_price', 'order_details', 'ship_city', 'unit_price_net', 'amount', 'customer_id'],
  order_details: ['amount'],
};

async function slotsOf(question: string, sql: string): Promise<string[] | null> {
  const { agrees, by, slots } = readBack(newPair({ question, sql }), await readStatement(sql), {
    valuesOf: (column) => VALUES[column] ?? null,
    columnsOf: (table) => COLUMNS[table] ?? [],
    figures: namedFigures((await queryTree(sql)) ?? {}),
  });
  expect(by).toBe('question');
  expect(agrees).toBe(slots.length === 0);
  return slots.map(({ slot }) => slot);
}

const RANKED = 'SELECT name, SUM(amount) AS total FROM orders GROUP BY name ORDER BY total DESC LIMIT 5';

describe('a statement that does not ask what the words ask', () => {
  it.each([
    ['Which 5 products have the highest total amount?', RANKED.replace('DESC', 'ASC'), 'order'],
    ['总金额最高的 5 种产品是哪些？', RANKED.replace('DESC', 'ASC'), 'order'],
    ['What are the top three products by total amount?', RANKED, 'limit'],
    ['总金额排名前三的产品？', RANKED, 'limit'],
    ['What is the average amount of orders?', 'SELECT SUM(amount) FROM orders', 'aggregate'],
    ['订单的平均金额是多少？', 'SELECT SUM(amount) FROM orders', 'aggregate'],
    ['What is the total amount of orders?', 'SELECT AVG(amount) FROM orders', 'aggregate'],
    ['What is the lowest amount?', 'SELECT MAX(amount) FROM orders', 'aggregate'],
    ['How many different customers ordered?', 'SELECT COUNT(customer_id) FROM orders', 'aggregate'],
    ['有多少个不重复的客户下过单？', 'SELECT COUNT(customer_id) FROM orders', 'aggregate'],
    ['How many orders have an amount above 500?', 'SELECT COUNT(*) FROM orders WHERE amount > 501', 'value'],
    ['金额超过 500 的订单有多少？', 'SELECT COUNT(*) FROM orders WHERE amount > 900', 'value'],
    ['How many orders have an amount above 500?', 'SELECT COUNT(*) FROM orders', 'condition'],
    [
      'How many orders were there in 2023?',
      "SELECT COUNT(*) FROM orders WHERE day >= '2024-01-01' AND day < '2025-01-01'",
      'period',
    ],
    ['2023 年有多少订单？', "SELECT COUNT(*) FROM orders WHERE day >= '2023-01-01' AND day < '2024-01-02'", 'period'],
    [
      'How many orders were there in May 2023?',
      "SELECT COUNT(*) FROM orders WHERE day >= '2023-04-01' AND day < '2023-05-01'",
      'period',
    ],
    ['2023年5月有多少订单？', "SELECT COUNT(*) FROM orders WHERE day >= '2023-06-01' AND day < '2023-07-01'", 'period'],
    ['How many customers live in Peru?', "SELECT COUNT(*) FROM customers WHERE country = 'Chile'", 'value'],
    ['How many customers live in the US?', "SELECT COUNT(*) FROM customers WHERE country = 'AU'", 'value'],
    ['待付款的订单有多少？', "SELECT COUNT(*) FROM orders WHERE state = '已付款'", 'value'],
    ["How many customers are named 'Ann Lee'?", "SELECT COUNT(*) FROM customers WHERE name = 'Bob Ray'", 'value'],
    ['Which customers are inactive?', 'SELECT name FROM customers WHERE active = 1', 'value'],
    ['Count the orders of each customer.', 'SELECT COUNT(*) FROM orders', 'group'],
    ['每位客户有多少订单？', 'SELECT COUNT(*) FROM orders', 'group'],
    [
      'Which customers ordered?',
      'SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)',
      'condition',
    ],
    ['Which customers ordered?', 'SELECT c.name FROM customers c CROSS JOIN orders o', 'join'],
    [
      'List the products, from cheapest to most expensive in ascending order.',
      'SELECT name FROM products ORDER BY price DESC',
      'order',
    ],
    [
      'Show the running total of the amount by month.',
      'SELECT month, AVG(SUM(amount)) OVER (ORDER BY month) FROM orders GROUP BY month',
      'aggregate',
    ],
    [
      '按月份列出累计金额。',
      'SELECT month, MIN(SUM(amount)) OVER (ORDER BY month) FROM orders GROUP BY month',
      'aggregate',
    ],
    [
      'What percentage of orders does each state have?',
      'SELECT state, 100.0 * COUNT(*) / AVG(COUNT(*)) OVER () FROM orders GROUP BY state',
      'aggregate',
    ],
    [
      '各状态订单占比是多少？',
      'SELECT state, 100.0 * COUNT(*) / MAX(COUNT(*)) OVER () FROM orders GROUP BY state',
      'aggregate',
    ],
    [
      'Show the first order of each customer.',
      'WITH r AS (SELECT id, rank() OVER (PARTITION BY customer_id ORDER BY day) AS place FROM orders) SELECT id FROM r WHERE place = 2',
      'value',
    ],
    [
      'How many orders have an amount between 15 and 30?',
      'SELECT COUNT(*) FROM orders WHERE amount BETWEEN 16 AND 30',
      'value',
    ],
    ['金额介于 15 和 30 之间的订单有多少？', 'SELECT COUNT(*) FROM orders WHERE amount BETWEEN 15 AND 29', 'value'],
    ['How many urgent orders are there?', 'SELECT COUNT(*) FROM orders WHERE urgent = 2', 'value'],
    ['How many customers are in Peru?', "SELECT COUNT(*) FROM orders WHERE state = 'Peru'", 'value'],
    ['What is the average unit price of orders?', 'SELECT AVG(list_price) FROM orders', 'column'],
    ['Show the name and city of customers.', 'SELECT city, city FROM customers', 'column'],
    ['Show the unit prices of orders.', 'SELECT list_price FROM orders', 'column'],
    [
      'Show the figures of each state.',
      'SELECT state, SUM(amount) AS avg_amount FROM orders GROUP BY state',
      'aggregate',
    ],
    [
      'Show the highest and the lowest amount of each state.',
      'SELECT state, MIN(amount) AS max_amount, round(min(amount), 2) AS lowest FROM orders GROUP BY state',
      'aggregate',
    ],
    [
      '各状态的订单情况',
      'SELECT state, coalesce(avg(amount), 0) AS "最高金额" FROM orders GROUP BY state',
      'aggregate',
    ],
    [
      'Which 3 clerks have the highest total overtime?',
      'SELECT clerk, sum(overtime) AS hours FROM shifts GROUP BY clerk ORDER BY sum(overtime) ASC LIMIT 3',
      'order',
    ],
    [
      '平均停留时间最短的 3 个站点？',
      'SELECT site FROM visits GROUP BY site ORDER BY avg(stay_time) DESC LIMIT 3',
      'order',
    ],
    ['按订单数从多到少列出客户。', 'SELECT name FROM customers ORDER BY orders ASC', 'order'],
  ])('%s %s', async (question, sql, slot) => {
    expect(await slotsOf(question, sql)).toEqual([slot]);
  });
});

describe('a good pair is not accused', () => {
  it.each([
    ['Which 5 products have the highest total amount?', RANKED],
    ['Show the 5 most recent orders.', 'SELECT id FROM orders ORDER BY day DESC LIMIT 5'],
    ['Who are the top 10 ranked players?', 'SELECT name FROM players ORDER BY rank ASC LIMIT 10'],
    ['What is the average amount of an order?', 'SELECT SUM(amount) / COUNT(*) FROM orders'],
    ['How many orders have at least 5 items?', 'SELECT COUNT(*) FROM orders WHERE items > 4'],
    ['至少有 5 件商品的订单有多少？', 'SELECT COUNT(*) FROM orders WHERE items >= 5'],
    ['What share of orders has a discount over 10 percent?', 'SELECT COUNT(*) FROM orders WHERE discount > 0.1'],
    ['Orders of the last 2 weeks', "SELECT id FROM orders WHERE day > now() - interval '14 days'"],
    ['销售额超过 3 万的订单', 'SELECT id FROM orders WHERE amount > 30000'],
    [
      'How many orders were there from Jan 1, 2023 to March 31?',
      "SELECT COUNT(*) FROM orders WHERE day BETWEEN '2023-01-01' AND '2023-03-31'",
    ],
    ['2023 年第一季度有多少订单？', "SELECT COUNT(*) FROM orders WHERE day >= '2023-01-01' AND day < '2023-04-01'"],
    ['2023年6月1日到6月8日的订单', "SELECT id FROM orders WHERE day >= '2023-06-01' AND day < '2023-06-08'"],
    ['How many customers do not live in Peru?', "SELECT COUNT(*) FROM customers WHERE country = 'Chile'"],
    [
      'Which customers bought only one product?',
      'SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.n > 1)',
    ],
    ['How many countries are there per year?', 'SELECT year, COUNT(*) FROM countries GROUP BY year'],
    [
      'How many orders have an amount between 15 and 30?',
      'SELECT COUNT(*) FROM orders WHERE amount > 14 AND amount < 31',
    ],
    [
      'Show the second order of each customer.',
      'WITH r AS (SELECT id, rank() OVER (PARTITION BY customer_id ORDER BY day) AS place FROM orders) SELECT id FROM r WHERE place = 2',
    ],
    ['How many urgent orders are there?', 'SELECT COUNT(*) FROM orders WHERE urgent = 1'],
    ['How many orders have the share 2?', 'SELECT COUNT(*) FROM orders WHERE share = 2'],
    ['How many done orders are there?', "SELECT COUNT(*) FROM orders WHERE done = 'yes'"],
    ['What is the net unit price net of orders?', 'SELECT unit_price_net FROM orders'],
    [
      'How many order details are there?',
      'SELECT COUNT(*) FROM order_details JOIN orders ON true = (orders.id = order_details.order_id)',
    ],
    [
      'Which orders have an above-average number of items?',
      'SELECT id FROM orders WHERE items > (SELECT AVG(items) FROM orders)',
    ],
    [
      'Show the customer id and the ship city of orders.',
      'SELECT c.uid, d.amount FROM customers c JOIN orders o ON c.uid = o.customer_id JOIN order_details d ON d.city = o.ship_city',
    ],
    [
      'Which manager does each employee have?',
      'SELECT e.name, m.name FROM employees e JOIN employees m ON m.id = e.manager_id',
    ],
    ['What is the first name of each customer?', 'SELECT first_name FROM customers'],
    ['Show the average price of each state.', 'SELECT state, max(x.avg_price) AS avg_price FROM x GROUP BY state'],
    [
      'Show the range of each state.',
      'SELECT state, max(amount) - min(amount) AS max_minus_min FROM orders GROUP BY state',
    ],
    ['Show the totals.', 'SELECT sum(meantime) AS meantime, count(*) AS maxima, min(day) AS first_day FROM orders'],
    ['Which 3 orders took the least time?', 'SELECT id FROM orders ORDER BY duration_time LIMIT 3'],
    ['Which customers have Q1 targets above the A320 line?', 'SELECT name FROM customers WHERE line > 3'],
  ])('%s %s', async (question, sql) => {
    expect(await slotsOf(question, sql)).toEqual([]);
  });

  it('nor one whose statement cannot be read', () => {
    expect(readBack(newPair({ question: 'q', sql: 'x' }), null)).toEqual({ agrees: null, by: null, slots: [] });
  });
});
