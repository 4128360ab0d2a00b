import { expect, it } from '@jest/globals';
import { parseSql } from '#libs/sql-parser';
import { joinOf, mayMultiply, type KeyedRelation } from './grain.js';
import type { Node } from '#libs/sql-writing';

const table = (name: string, ...keys: string[][]): KeyedRelation => ({ schema: 'public', name, keys });
const RELATIONS = [
  table('orders', ['id']),
  table('items', ['order_id', 'line']),
  table('payments', ['id']),
  table('customers', ['id'], ['email']),
];

async function multiplies(sql: string): Promise<boolean | null> {
  const { stmts = [] } = await parseSql(sql);
  const join = joinOf(stmts[0]?.stmt as unknown as Node);
  return join && mayMultiply(join, RELATIONS);
}

it.each([
  [
    'each table joined by its key',
    'items i JOIN orders o ON i.order_id = o.id JOIN customers c ON c.id = o.customer',
    false,
  ],
  ['in WHERE', 'items i, orders o WHERE i.order_id = o.id', false],
  ['by another unique column', 'orders o JOIN customers c ON o.mail = c.email', false],
  ['by a part of a key', 'orders o JOIN items i ON o.id = i.order_id JOIN payments p ON p.order_id = o.id', true],
  ['without a key', 'orders o JOIN customers c ON o.city = c.city', true],
  ['without a condition', 'orders, customers', true],
  ['of one table twice', 'customers a JOIN customers b ON a.parent = b.id', false],
  ['by USING', 'payments JOIN orders USING (id)', false],
])('a join %s can have more rows than its tables: %s → %s', async (_, from, expected) => {
  expect(await multiplies(`SELECT 1 FROM ${from}`)).toBe(expected);
});

it('says nothing about queries that do more than join tables', async () => {
  expect(await multiplies('SELECT 1 FROM orders o JOIN (SELECT 1) s ON true')).toBeNull();
  expect(await multiplies('SELECT 1 FROM orders')).toBeNull();
});
