import { describe, expect, it } from '@jest/globals';
import { errorText } from '#libs/domain-errors';
import { parseTableList } from '#libs/table-list';
import { resolveTableList, tablesNotFound } from './table-selection.js';

const relations = [
  { schema: 'public', name: 'orders' },
  { schema: 'public', name: 'Order Details' },
  { schema: 'public', name: 'customer' },
  { schema: 'public', name: 'Customer' },
  { schema: 'public', name: 'log_2024', isPartition: true },
  { schema: 'sales', name: 'orders' },
  { schema: 'sales', name: 'fact_day' },
  { schema: 'sales', name: 'fact-month' },
  { schema: 'other', name: 'twice' },
  { schema: 'sales', name: 'twice' },
];
const resolve = (list: string): { tables: string[]; missing: readonly { item: string; near: readonly string[] }[] } => {
  const { tables, missing } = resolveTableList(parseTableList(list), relations);
  return { tables: tables.map(({ schema, name }) => `${schema}.${name}`), missing };
};

describe('resolveTableList', () => {
  it.each([
    ['orders', ['public.orders']],
    ['ORDERS', ['public.orders']],
    ['orders, public.orders, "orders"', ['public.orders']],
    ['sales.orders\norders', ['sales.orders', 'public.orders']],
    ['order details', ['public.Order Details']],
    ['Customer, customer', ['public.Customer', 'public.customer']],
    ['fact_day', ['sales.fact_day']],
    ['public.*', ['public.orders', 'public.Order Details', 'public.customer', 'public.Customer']],
    ['fact*', ['sales.fact_day', 'sales.fact-month']],
    ['*d*r*', ['public.orders', 'public.Order Details']],
    ['SALES.fact-*', ['sales.fact-month']],
    ['*.orders', ['public.orders', 'sales.orders']],
    ['log_2024', ['public.log_2024']],
  ])('%s', (list, tables) => {
    expect(resolve(list).tables).toEqual(tables);
  });

  it('finds everything outside partitions with *.*', () => {
    expect(resolve('*.*').tables).toHaveLength(relations.length - 1);
  });

  it('names what is missing, ambiguous, quoted in the wrong case, or a pattern without a match', () => {
    const { missing } = resolve('ordrs\n"ORDERS"\ntwice\nCUSTOMER\nnope.*\nzzzzzz');
    expect(missing.map(({ item }) => item)).toEqual(['ordrs', '"ORDERS"', 'twice', 'CUSTOMER', 'nope.*', 'zzzzzz']);
    expect(missing[0]?.near).toEqual(['public.orders', 'sales.orders']);
    expect(missing[2]?.near).toEqual(['other.twice', 'sales.twice']);
    expect(missing[5]?.near).toEqual([]);
  });

  it('says it in both languages', () => {
    const error = tablesNotFound(resolve('ordrs, zzzzzz').missing, 'shop');
    expect(errorText(error, 'zh')).toContain('ordrs (≈ public.orders, sales.orders); zzzzzz');
    expect(errorText(error, 'en')).toContain('2 tables do not exist in the database shop');
    expect(error.details['missing']).toHaveLength(2);
  });
});
