import { describe, expect, it } from '@jest/globals';
import { itemOf, linesOf, matchTables } from './matching.js';

const TABLES = ['public.orders', 'public.order_items', 'sales.orders', 'sales.Order Details', 'sales.a.b', '库.订单'];
const chosenBy = (...items: string[]) => [...matchTables(items, TABLES).chosen];

describe('matchTables', () => {
  it('chooses tables by name, by schema and by pattern', () => {
    expect(chosenBy('orders')).toEqual(['public.orders', 'sales.orders']);
    expect(chosenBy('sales.orders')).toEqual(['sales.orders']);
    expect(chosenBy('public.*')).toEqual(['public.orders', 'public.order_items']);
    expect(chosenBy('*.order*')).toEqual([
      'public.orders',
      'public.order_items',
      'sales.orders',
      'sales.Order Details',
    ]);
    expect(chosenBy('库.*')).toEqual(['库.订单']);
  });

  it('takes quoted parts as they are', () => {
    expect(chosenBy('sales."Order Details"')).toEqual(['sales.Order Details']);
    expect(chosenBy('sales."order details"')).toEqual([]);
    expect(chosenBy('sales."Order*"')).toEqual([]);
  });

  it('names the items that choose nothing', () => {
    expect(matchTables(['orders', 'nothing', '(', ''], TABLES).unmatched).toEqual(['nothing', '(', '']);
  });

  it('has an item for each table, which chooses it alone', () => {
    for (const table of [...TABLES, 'x.say "hi"']) {
      expect([...matchTables([itemOf(table)], [...TABLES, 'x.say "hi"']).chosen]).toEqual([table]);
    }
  });
});

describe('linesOf', () => {
  it('leaves blanks and comments out, and divides at commas', () => {
    expect(linesOf(' a \n\n# note\n-- note\nb, c.*\nsales."Order, Details"')).toEqual([
      'a',
      'b',
      'c.*',
      'sales."Order, Details"',
    ]);
  });
});
