import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ModelIndex } from '#libs/semantic-model';
import { SHOP_SQL } from '../../../test/harness/shop-database.js';
import { shopModel } from '../../../test/harness/shop-model.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { ALL_FAMILIES, propose, type Candidate } from './index.js';

/** Days after the order on which it was shipped. */
const DAYS = `(shipped_date::date - order_date)`;
const AMOUNT = `unit_price * quantity * (1 - coalesce(discount, 0))`;
const IN_2023 = `extract(year FROM order_date) = 2023`;

/** For each kind, a question and the statement that a person wrote for it. */
const BY_HAND: Readonly<Record<string, readonly [string, string]>> = {
  filter_through_link: [
    'How many orders are there from customers in Germany?',
    `SELECT count(*) FROM orders WHERE customer_id IN (SELECT id FROM customer WHERE country = 'Germany' AND NOT deleted)`,
  ],
  top_entities: [
    'Which five customers placed the most orders?',
    `SELECT name, id, n FROM (SELECT c.name, c.id, count(*) n, rank() OVER (ORDER BY count(*) DESC) r FROM customer c, orders o
       WHERE o.customer_id = c.id AND NOT deleted GROUP BY c.id) t WHERE r <= 5`,
  ],
  by_time: [
    'How many orders were there in each month of 2023?',
    `SELECT '2023-' || lpad(extract(month FROM order_date)::text, 2, '0'), count(*) FROM orders WHERE ${IN_2023} GROUP BY 1`,
  ],
  several_conditions: [
    'How many pending orders are there from customers in Germany?',
    `SELECT count(*) FROM orders, customer c WHERE c.id = customer_id AND country = 'Germany' AND NOT deleted AND status = 1`,
  ],
  count: ['How many pending orders are there?', 'SELECT count(*) FROM orders WHERE status = 1'],
  sum: ['What was the total freight on orders in 2023?', `SELECT sum(freight) FROM orders WHERE ${IN_2023}`],
  average: [
    'What was the average delivery time of orders in 2023?',
    `SELECT round(avg(${DAYS}), 2) FROM orders WHERE ${IN_2023}`,
  ],
  by_entity: [
    'What is the total revenue for each category?',
    `SELECT g.name, round(sum(${AMOUNT})::numeric, 2) FROM order_item, product p, category g
       WHERE p.id = product_id AND g.id = category_id GROUP BY g.id`,
  ],
  by_linked_column: [
    'How many orders are there for each customer country?',
    `SELECT country, count(*) FROM orders JOIN customer c ON c.id = customer_id AND NOT deleted GROUP BY 1`,
  ],
  by_column: [
    'What is the average freight on orders for each shipping country?',
    `SELECT CASE "Ship Country" WHEN '' THEN NULL ELSE "Ship Country" END, round(avg(freight), 2) FROM orders GROUP BY 1`,
  ],
  by_many_entity: [
    'Count the products by tag.',
    `SELECT t.name, count(*) FROM product_tag JOIN tag t ON t.id = tag_id GROUP BY t.id`,
  ],
  by_two_dimensions: [
    'How many orders are there for each status and month?',
    `SELECT status, to_char(order_date, 'YYYY-MM'), count(*) FROM orders GROUP BY 1, 2`,
  ],
  conditional_rate: [
    'What percentage of orders are pending?',
    `SELECT round(100 * (SELECT count(*) FROM orders WHERE status = 1)::numeric / (SELECT count(*) FROM orders), 2)`,
  ],
  growth: [
    'How did the number of orders change from month to month, in percent?',
    `WITH m AS (SELECT date_trunc('month', order_date)::date m, count(*) n FROM orders GROUP BY 1)
       SELECT a.m, a.n, b.n, round(100.0 * a.n / b.n - 100, 2) FROM m a LEFT JOIN m b ON b.m + interval '1 month' = a.m`,
  ],
  share_of_total: [
    'What percentage of orders does each customer country account for?',
    `SELECT c.country, count(*), round(count(*) / 6.0, 2) FROM orders LEFT JOIN customer c ON c.id = customer_id AND NOT deleted GROUP BY 1`,
  ],
  ratio: [
    'What is the average number of orders per customer, counting only customers who placed any?',
    `SELECT round(avg(n), 2) FROM (SELECT count(*) n FROM orders JOIN customer c ON c.id = customer_id AND NOT deleted GROUP BY c.id) t`,
  ],
  having: [
    'List the customers whose total freight on orders in 2023 is above the average.',
    `WITH t AS (SELECT customer_id, sum(freight) s FROM orders WHERE customer_id <> 37 AND ${IN_2023} GROUP BY 1)
       SELECT name, id, s FROM t JOIN customer ON id = customer_id WHERE s > (SELECT avg(s) FROM t)`,
  ],
  rank_in_group: [
    'Which three customers placed the most orders in each country?',
    `WITH t AS (SELECT country, name, c.id, count(*) n FROM customer c JOIN orders ON customer_id = c.id WHERE NOT deleted GROUP BY c.id)
       SELECT *, (SELECT count(*) + 1 FROM t b WHERE b.country = t.country AND b.n > t.n) FROM t
       WHERE (SELECT count(*) FROM t b WHERE b.country = t.country AND b.n > t.n) < 3`,
  ],
  distinct_through_link: [
    'How many different customers placed orders in 2023?',
    `SELECT count(*) FROM customer c WHERE NOT deleted AND EXISTS (SELECT FROM orders WHERE customer_id = c.id AND ${IN_2023})`,
  ],
  with_or_without: [
    'Which customers have never placed an order?',
    `SELECT name, id FROM customer WHERE NOT deleted AND id NOT IN (SELECT customer_id FROM orders)`,
  ],
  with_empty_groups: [
    'How many orders has each customer placed, including customers without any?',
    `SELECT name, id, (SELECT count(*) FROM orders WHERE customer_id = c.id) FROM customer c WHERE NOT deleted`,
  ],
  list_rows: [
    'List the orders from customers in Germany with their freight and order date.',
    `SELECT order_number, freight, order_date FROM orders, customer c WHERE c.id = customer_id AND country = 'Germany' AND NOT deleted`,
  ],
  top_rows: [
    'Which five orders have the longest delivery time?',
    `SELECT order_number, ${DAYS} FROM orders WHERE ${DAYS} >= (SELECT ${DAYS} FROM orders ORDER BY ${DAYS} DESC NULLS LAST LIMIT 1 OFFSET 4)`,
  ],
  peak_period: [
    'In which month was the number of orders highest?',
    `SELECT to_char(order_date, 'YYYY-MM'), count(*) FROM orders GROUP BY 1 HAVING count(*) >= ALL (SELECT count(*) FROM orders
       GROUP BY to_char(order_date, 'YYYY-MM'))`,
  ],
  one_of_values: [
    'How many pending or cancelled orders are there?',
    'SELECT count(*) FROM orders WHERE status = 1 OR status = 3',
  ],
  between: [
    'How many orders have freight between €15 and €40?',
    'SELECT count(*) FROM orders WHERE freight >= 15 AND freight <= 40',
  ],
  either_condition: [
    'How many orders are pending or were shipped after the required date?',
    `SELECT count(*) FROM orders WHERE NOT coalesce(status <> 1 AND NOT coalesce(shipped_date::date > required_date, false), false)`,
  ],
  above_average: [
    'Which orders have above-average freight?',
    'SELECT order_number, freight FROM orders, (SELECT avg(freight) a FROM orders) t WHERE freight > a',
  ],
  median: [
    'What is the median freight on orders for each status?',
    `SELECT status, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY freight)::numeric, 2) FROM orders GROUP BY 1`,
  ],
  bands: [
    'How many orders are there for each freight range (below 10, 10 to 20, 20 to 30, 30 or more)?',
    `SELECT (ARRAY['1: < 10', '2: 10 - 20', '3: 20 - 30', '4: >= 30'])[1 + (freight >= 10)::int + (freight >= 20)::int + (freight >= 30)::int],
       count(*) FROM orders GROUP BY 1`,
  ],
  range: [
    'What are the shortest and longest delivery time of orders?',
    `SELECT ${DAYS} a, (SELECT ${DAYS} FROM orders ORDER BY 1 DESC NULLS LAST LIMIT 1) FROM orders ORDER BY 1 LIMIT 1`,
  ],
  name_search: [
    'Which products have "Organic" in the name?',
    `SELECT name FROM product WHERE position('organic' IN lower(name)) > 0`,
  ],
  recent_rows: [
    'Show the 10 most recent orders and the customer who placed each.',
    `SELECT o.order_number, c.name, c.id, o.order_date FROM orders o, customer c WHERE o.customer_id = c.id AND NOT deleted AND
       (SELECT count(*) FROM orders x, customer y WHERE x.customer_id = y.id AND NOT y.deleted AND x.order_date > o.order_date) < 10`,
  ],
  latest_of_each: [
    'Show the latest order for each customer.',
    `SELECT c.name, c.id, o.order_number, o.order_date FROM customer c, orders o WHERE o.customer_id = c.id AND NOT deleted AND o.order_date =
       (SELECT max(order_date) FROM orders x WHERE x.customer_id = c.id)`,
  ],
  new_by_month: [
    'How many customers had their first order in each month?',
    `SELECT to_char(f, 'YYYY-MM'), count(*) FROM (SELECT min(order_date) f FROM orders WHERE customer_id IN
       (SELECT id FROM customer WHERE NOT deleted) GROUP BY customer_id) t GROUP BY 1`,
  ],
  repeat_share: [
    'What percentage of the customers with orders have more than one order?',
    `SELECT round(100 * (SELECT count(*) FROM customer c WHERE NOT deleted AND (SELECT count(*) FROM orders WHERE customer_id = c.id) > 1)::numeric
       / (SELECT count(*) FROM customer c WHERE NOT deleted AND EXISTS (SELECT FROM orders WHERE customer_id = c.id)), 2)`,
  ],
  inactive_since: [
    'Which customers had orders before, but none in the last 90 days of the data?',
    `SELECT name, id, (SELECT max(order_date) FROM orders WHERE customer_id = c.id) FROM customer c WHERE NOT deleted
       AND EXISTS (SELECT FROM orders WHERE customer_id = c.id) AND NOT EXISTS (SELECT FROM orders WHERE customer_id = c.id
       AND order_date >= (SELECT max(order_date) - 90 FROM orders))`,
  ],
  tree_depth: [
    'How many employees are there at each level of the hierarchy?',
    `SELECT 1, count(*) FROM employee WHERE coalesce(manager_id, 0) = 0 UNION ALL SELECT 2, count(*) FROM employee
       WHERE manager_id IN (SELECT id FROM employee WHERE coalesce(manager_id, 0) = 0) HAVING count(*) > 0 UNION ALL
       SELECT 3, count(*) FROM employee WHERE manager_id IN (SELECT id FROM employee WHERE manager_id IN
       (SELECT id FROM employee WHERE coalesce(manager_id, 0) = 0)) HAVING count(*) > 0 UNION ALL
       SELECT 4, count(*) FROM employee WHERE manager_id IN (SELECT id FROM employee WHERE manager_id IN (SELECT id FROM employee
       WHERE manager_id IN (SELECT id FROM employee WHERE coalesce(manager_id, 0) = 0))) HAVING count(*) > 0`,
  ],
  array_elements: [
    'How many bundles have each season?',
    `SELECT 'summer', count(*) FROM bundle WHERE 'summer' = ANY (seasons) UNION ALL
       SELECT 'winter', count(*) FROM bundle WHERE 'winter' = ANY (seasons)`,
  ],
  latest_state: [
    'What is the latest pieces of each product?',
    `SELECT p.name, sum(s.pieces) FROM product p JOIN stock_level s ON s.product_id = p.id
       WHERE s.counted_on = (SELECT max(counted_on) FROM stock_level x WHERE x.product_id = p.id) GROUP BY p.id`,
  ],
};

describe('a question of each kind has the result of a statement written by hand', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let candidates: Candidate[];

  beforeAll(async () => {
    database = await createTestDatabase('byhand');
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(SHOP_SQL);
    candidates = [...propose(new ModelIndex(shopModel()), { language: 'en', perEntity: 1000 })];
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const rowsOf = async (sql: string): Promise<string[]> => {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.map((row) => JSON.stringify(row.map(String))).sort();
  };

  it.each(Object.entries(BY_HAND))('%s', async (kind, [question, byHand]) => {
    const candidate = candidates.find((one) => one.kind === kind && one.questions.includes(question));
    expect(candidate?.questions).toContain(question);
    expect(await rowsOf(candidate?.sql ?? '')).toEqual(await rowsOf(byHand));
  });

  it('is written for each of the families here', () => {
    expect(ALL_FAMILIES.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(BY_HAND)));
  });
});
