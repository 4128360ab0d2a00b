import { describe, expect, it } from '@jest/globals';
import { readTable } from './read-table.js';

const read = (document: string, source: string | null = null) => readTable({ id: 'x', document, source });

describe('a table of the store', () => {
  it('has its columns, its declared keys, and those that comments name, in either language', async () => {
    const table = await read(
      `-- 中文名: 订单
create table sales."Order" (
  "Id" integer not null,      -- 编号，主键
  shop_id integer references public.shop(id),
  客户 integer,               -- 推断外键：客户表(编号)
  a integer, -- inferred foreign key to "Odd"("Key") when kind = 1
  b integer,
  foreign key (a, b) references public.pairs(x, y)
)`,
      'db1/ddl/sales_order.ddl',
    );
    expect(table).toMatchObject({ name: 'sales.Order', key: 'db1/sales.Order', database: 'db1' });
    expect(table?.columns).toEqual(['Id', 'shop_id', '客户', 'a', 'b']);
    expect(table?.references).toEqual([
      { columns: ['shop_id'], table: { schema: 'public', name: 'shop' }, otherColumns: ['id'], declared: true },
      { columns: ['a', 'b'], table: { schema: 'public', name: 'pairs' }, otherColumns: ['x', 'y'], declared: true },
      { columns: ['客户'], table: { schema: null, name: '客户表' }, otherColumns: ['编号'], declared: false },
      { columns: ['a'], table: { schema: null, name: 'Odd' }, otherColumns: ['Key'], declared: false },
    ]);
  });

  it('may be a view, whose columns its comments name', async () => {
    const view = await read(
      '--   total numeric - sum\n--   day date\ncreate view v as\nselect 1 as total, now() as day',
    );
    expect(view).toMatchObject({ name: 'v', database: null, columns: ['total', 'day'], references: [] });
    expect(await read('create materialized view s.m as select 1 as a')).toMatchObject({ name: 's.m' });
  });

  it.each(['', 'no sql', 'select 1', 'create table (', 'x'.repeat(100_000), 'drop table a'])(
    'is nothing for %j',
    async (document) => {
      expect(await read(document)).toBeNull();
    },
  );
});
