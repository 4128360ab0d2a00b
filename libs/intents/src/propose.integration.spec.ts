import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { LANGUAGES } from '#libs/language';
import { ModelIndex } from '#libs/semantic-model';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { SHOP_SQL } from '../../../test/harness/shop-database.js';
import { shopModel } from '../../../test/harness/shop-model.js';
import { ALL_FAMILIES, propose, type Candidate } from './index.js';

/** A question, and the statement that a person wrote for it. */
const BY_HAND: readonly (readonly [string, string])[] = [
  [
    'How many orders from customers in Germany are there?',
    `SELECT count(*) FROM orders WHERE customer_id IN (SELECT id FROM customer WHERE country = 'Germany' AND NOT deleted)`,
  ],
  [
    'Which five customers have the most orders?',
    `SELECT name, id, n FROM (SELECT c.name, c.id, count(*) n, rank() OVER (ORDER BY count(*) DESC) r FROM customer c, orders o
       WHERE o.customer_id = c.id AND NOT deleted GROUP BY c.id) t WHERE r <= 5`,
  ],
  [
    'What was the total freight of orders in 2023?',
    `SELECT sum(freight) FROM orders WHERE extract(year FROM order_date) = 2023`,
  ],
  [
    'What is the revenue for each category?',
    `SELECT g.name, round(sum(i.unit_price * i.quantity * (1 - coalesce(i.discount, 0)))::numeric, 2) FROM order_item i, product p, category g
       WHERE p.id = i.product_id AND g.id = p.category_id GROUP BY g.id`,
  ],
  [
    'What percentage of orders are not shipped yet?',
    `SELECT round(100 * (SELECT count(*) FROM orders WHERE shipped_date IS NULL)::numeric / (SELECT count(*) FROM orders), 2)`,
  ],
  [
    'List the customers without any orders.',
    `SELECT name, id FROM customer WHERE NOT deleted AND id NOT IN (SELECT customer_id FROM orders)`,
  ],
  [
    'List the orders without any reviews.',
    `SELECT order_number FROM orders WHERE id NOT IN (SELECT target_id FROM review WHERE target_type = 'order')`,
  ],
  [
    'How many products does each tag have?',
    `SELECT t.name, count(*) FROM product_tag JOIN tag t ON t.id = tag_id GROUP BY t.id`,
  ],
  [
    'Which customers had an above-average total freight of orders in 2023?',
    `WITH t AS (SELECT customer_id, sum(freight) s FROM orders WHERE customer_id <> 37 AND order_date >= '2023-01-01' GROUP BY 1)
       SELECT name, id, s FROM t JOIN customer ON id = customer_id WHERE s > (SELECT avg(s) FROM t)`,
  ],
  [
    'What is the order date of the latest order of each customer?',
    `SELECT c.name, c.id, o.order_number, o.order_date FROM customer c, orders o WHERE o.customer_id = c.id AND NOT deleted AND o.id =
       (SELECT id FROM orders x WHERE x.customer_id = c.id ORDER BY order_date DESC, id LIMIT 1)`,
  ],
  [
    'How many customers had their first order in each month?',
    `SELECT to_char(f, 'YYYY-MM'), count(*) FROM (SELECT min(order_date) f FROM orders WHERE customer_id IN
       (SELECT id FROM customer WHERE NOT deleted) GROUP BY customer_id) t GROUP BY 1`,
  ],
  [
    'What percentage of the customers with orders have more than one order?',
    `SELECT round(100 * (SELECT count(*) FROM customer c WHERE NOT deleted AND (SELECT count(*) FROM orders WHERE customer_id = c.id) > 1)::numeric
       / (SELECT count(*) FROM customer c WHERE NOT deleted AND EXISTS (SELECT FROM orders WHERE customer_id = c.id)), 2)`,
  ],
  [
    'Which customers have had no orders in the last 90 days of the data?',
    `SELECT name, id, (SELECT max(order_date) FROM orders WHERE customer_id = c.id) FROM customer c WHERE NOT deleted
       AND EXISTS (SELECT FROM orders WHERE customer_id = c.id) AND NOT EXISTS (SELECT FROM orders WHERE customer_id = c.id
       AND order_date >= (SELECT max(order_date) - 90 FROM orders))`,
  ],
  [
    'How many employees are there at each level of the hierarchy?',
    `SELECT 1, count(*) FROM employee WHERE coalesce(manager_id, 0) = 0 UNION ALL SELECT 2, count(*) FROM employee
       WHERE manager_id IN (SELECT id FROM employee WHERE coalesce(manager_id, 0) = 0) HAVING count(*) > 0 UNION ALL
       SELECT 3, count(*) FROM employee WHERE manager_id IN (SELECT id FROM employee WHERE manager_id IN
       (SELECT id FROM employee WHERE coalesce(manager_id, 0) = 0)) HAVING count(*) > 0 UNION ALL
       SELECT 4, count(*) FROM employee WHERE manager_id IN (SELECT id FROM employee WHERE manager_id IN (SELECT id FROM employee
       WHERE manager_id IN (SELECT id FROM employee WHERE coalesce(manager_id, 0) = 0))) HAVING count(*) > 0`,
  ],
  [
    'How often does each of the seasons occur among the bundles?',
    `SELECT 'summer', count(*) FROM bundle WHERE 'summer' = ANY (seasons) UNION ALL
       SELECT 'winter', count(*) FROM bundle WHERE 'winter' = ANY (seasons)`,
  ],
  [
    'What is the latest pieces of each product?',
    `SELECT p.name, sum(s.pieces) FROM product p JOIN stock_level s ON s.product_id = p.id
       WHERE s.counted_on = (SELECT max(counted_on) FROM stock_level x WHERE x.product_id = p.id) GROUP BY p.id`,
  ],
];

describe('proposals about the shop', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase('intents');
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(SHOP_SQL);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const rowsOf = async (sql: string): Promise<unknown[][]> =>
    (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;

  it.each(LANGUAGES)('all run and return rows (%s)', async (language) => {
    const candidates = [...propose(new ModelIndex(shopModel()), { language, perEntity: 400 })];
    const empty: string[] = [];
    for (const { sql } of candidates) {
      const rows = await rowsOf(sql);
      if (rows.length === 0) {
        empty.push(sql);
      }
    }
    expect(new Set(candidates.map(({ kind }) => kind)).size).toBe(ALL_FAMILIES.length);
    expect(empty.length / candidates.length).toBeLessThan(0.06);
    const skeletons = new Set(candidates.map(({ skeleton }) => skeleton));
    expect(skeletons.size).toBeGreaterThan(300);
  });

  it.each(BY_HAND)('%s', async (question, byHand) => {
    const [candidate] = all().filter(({ questions }) => questions.includes(question));
    expect(candidate?.questions).toContain(question);
    const sorted = (rows: unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(await rowsOf(candidate?.sql ?? ''))).toEqual(sorted(await rowsOf(byHand)));
  });

  let made: Candidate[] | undefined;
  function all(): Candidate[] {
    made ??= [...propose(new ModelIndex(shopModel()), { language: 'en', perEntity: 1000 })];
    return made;
  }
});
