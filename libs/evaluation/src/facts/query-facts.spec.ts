import { describe, expect, it } from '@jest/globals';
import { queryFacts } from './query-facts.js';
import { Relations } from './relations.js';

const named = (...names: string[]) => names.map((name) => ({ name }));
const relations = new Relations([
  { schema: 'public', name: 'customers', columns: named('id', 'name', 'country') },
  { schema: 'public', name: 'orders', columns: named('id', 'customer_id', 'placed_on', 'total') },
  { schema: 'public', name: 'lines', columns: named('order_id', 'product_id', 'quantity') },
  { schema: 'stock', name: 'products', columns: named('product_id', 'parent_id', 'name') },
]);

const joinsOf = async (sql: string) => [...(await queryFacts(sql, relations)).joins.keys()].sort();
const CUSTOMER = 'public.customers.id = public.orders.customer_id';

describe('queryFacts', () => {
  it('finds tables and columns through aliases, and leaves out the names of outputs', async () => {
    const facts = await queryFacts(
      'SELECT c.name, sum(o.total) AS spent FROM customers c, orders o WHERE o.customer_id = c.id GROUP BY c.name ORDER BY spent',
      relations,
    );
    expect([...facts.tables].sort()).toEqual(['public.customers', 'public.orders']);
    expect([...facts.columns].sort()).toEqual([
      'public.customers.id',
      'public.customers.name',
      'public.orders.customer_id',
      'public.orders.total',
    ]);
    expect([...facts.joins.keys()]).toEqual([CUSTOMER]);
  });

  it.each([
    ['ON', 'SELECT 1 FROM customers c JOIN orders o ON c.id = o.customer_id'],
    ['a cast', 'SELECT 1 FROM customers c JOIN orders o ON c.id::text = o.customer_id::text'],
    ['a CTE', 'WITH s AS (SELECT customer_id AS who FROM orders) SELECT 1 FROM customers JOIN s ON s.who = id'],
    ['a CTE with names', 'WITH s (who) AS (SELECT customer_id FROM orders) SELECT 1 FROM customers JOIN s ON who = id'],
    ['a subquery', 'SELECT 1 FROM customers c JOIN (SELECT * FROM orders) s ON s.customer_id = c.id'],
    ['IN', 'SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)'],
    ['EXISTS', 'SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id)'],
    ['a scalar subquery', "SELECT 1 FROM orders WHERE customer_id = (SELECT id FROM customers WHERE name = 'x')"],
    ['LATERAL', 'SELECT 1 FROM customers c, LATERAL (SELECT 1 FROM orders o WHERE o.customer_id = c.id) x'],
    ['a set operation', 'SELECT 1 UNION SELECT 2 FROM customers c JOIN orders o ON c.id = o.customer_id'],
  ])('finds a join condition by %s', async (_way, sql) => {
    expect(await joinsOf(sql)).toEqual([CUSTOMER]);
  });

  it('reads USING, NATURAL and rows', async () => {
    const product = ['public.lines.product_id = stock.products.product_id'];
    expect(await joinsOf('SELECT 1 FROM lines JOIN stock.products USING (product_id)')).toEqual(product);
    expect(await joinsOf('SELECT 1 FROM lines NATURAL JOIN stock.products')).toEqual(product);
    expect(
      await joinsOf('SELECT 1 FROM lines l JOIN stock.products p ON (l.product_id, 1) = (p.product_id, 1)'),
    ).toEqual(product);
  });

  it('follows a recursive query', async () => {
    const sql = `WITH RECURSIVE tree AS (
      SELECT product_id FROM stock.products WHERE parent_id IS NULL
      UNION ALL SELECT p.product_id FROM stock.products p JOIN tree t ON p.parent_id = t.product_id
    ) SELECT * FROM tree`;
    expect(await joinsOf(sql)).toEqual(['stock.products.parent_id = stock.products.product_id']);
  });

  it('takes no computed value for a column', async () => {
    expect(await joinsOf('SELECT 1 FROM customers c JOIN (SELECT max(id) AS id FROM orders) o ON o.id = c.id')).toEqual(
      [],
    );
    expect(await joinsOf("SELECT 1 FROM customers WHERE country = 'DE' AND id = 3")).toEqual([]);
  });

  it('keeps a table that does not exist', async () => {
    expect([...(await queryFacts('SELECT 1 FROM ghosts', relations)).tables]).toEqual(['?.ghosts']);
  });
});
