import { describe, expect, it } from '@jest/globals';
import { spiderSchema } from './spider-schema.js';
import { parseTables } from './table-shapes.js';

const DDL = `
create table public.orders (
  id integer not null generated always as identity,   -- 主键
  customer_id bigint references sales.customers,
  placed_at timestamp with time zone default now(),
  tags text[],
  paid boolean,
  total numeric(10, 2) check (total >= 0),
  constraint orders_pkey primary key (id)
);
create table sales.customers (id bigint primary key, full_name varchar(20));
create table items (
  order_id int, line_no smallint, data jsonb,
  primary key (order_id, line_no),
  foreign key (order_id) references orders (id),
  foreign key (line_no) references elsewhere.unknown (x)
);`;

describe('tables.json', () => {
  it('has the form of Spider, with composite keys as in BIRD', async () => {
    expect(spiderSchema('shop', (await parseTables(DDL)) ?? [])).toEqual({
      db_id: 'shop',
      table_names_original: ['orders', 'sales.customers', 'items'],
      table_names: ['orders', 'sales customers', 'items'],
      column_names_original: [
        [-1, '*'],
        [0, 'id'],
        [0, 'customer_id'],
        [0, 'placed_at'],
        [0, 'tags'],
        [0, 'paid'],
        [0, 'total'],
        [1, 'id'],
        [1, 'full_name'],
        [2, 'order_id'],
        [2, 'line_no'],
        [2, 'data'],
      ],
      column_names: expect.arrayContaining([
        [0, 'customer id'],
        [2, 'line no'],
      ]),
      column_types: [
        'text',
        'number',
        'number',
        'time',
        'others',
        'boolean',
        'number',
        'number',
        'text',
        'number',
        'number',
        'others',
      ],
      primary_keys: [1, 7, [9, 10]],
      foreign_keys: [
        [2, 7],
        [9, 1],
      ],
    });
  });

  it('has views with the columns of their query and the types of their comments', async () => {
    const view = [
      '-- 表名: totals',
      '--   customer id bigint',
      '--   total numeric(12,2) - 总额 - 元',
      'create materialized view sales.totals as',
      'SELECT o.id AS "customer id", o.total FROM orders o UNION ALL SELECT 1, 2;',
    ].join('\n');
    const [shape] = (await parseTables(view)) ?? [];
    expect(spiderSchema('shop', shape ? [shape] : [])).toMatchObject({
      table_names_original: ['sales.totals'],
      column_names_original: [
        [-1, '*'],
        [0, 'customer id'],
        [0, 'total'],
      ],
      column_types: ['text', 'number', 'number'],
      primary_keys: [],
    });
    expect(await parseTables(view.replace('create materialized view sales.totals as', 'create view v (a) as'))).toEqual(
      [],
    );
  });

  it('refuses text that is not PostgreSQL, and omits a view with unknown columns', async () => {
    expect(await parseTables('create table oops (')).toBeNull();
    expect(await parseTables('create view v as select 1')).toEqual([]);
  });
});
