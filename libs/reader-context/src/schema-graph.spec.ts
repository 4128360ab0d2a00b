import { describe, expect, it } from '@jest/globals';
import { rankTables, tablesBetween } from './rank-tables.js';
import { SchemaGraph } from './schema-graph.js';
import { shopGraph, shopTables } from './shop-store.fixture.js';

const namesOf = (tables: readonly { readonly name: string }[]) => tables.map(({ name }) => name);

describe('the joins of a store', () => {
  it('are those that constraints declare and comments infer, not what a comment only looks like', async () => {
    const graph = await shopGraph();
    expect(graph.joinsOf('shop/public.orders').map(({ condition, declared }) => [condition, declared])).toEqual([
      ['public.orders.customer_id = public.customers.id', true],
      ['public.order_items.order_id = public.orders.id', false],
    ]);
    expect(graph.joinsOf('shop/public.order_items').map(({ condition }) => condition)).toEqual([
      'public.order_items.product_id = public.products.product_id',
      'public.order_items.order_id = public.orders.id',
    ]);
    expect(graph.joinsOf('shop/public.holidays')).toEqual([]);
  });

  it('do not cross databases that have tables of one name', async () => {
    const graph = new SchemaGraph([...(await shopTables('a')), ...(await shopTables('b'))]);
    const keys = graph.joinsOf('b/public.orders').flatMap(({ from, to }) => [from, to]);
    expect(new Set(keys)).toEqual(new Set(['b/public.orders', 'b/public.customers', 'b/public.order_items']));
    expect(graph.find('a', null, 'orders')?.key).toBe('a/public.orders');
    expect(graph.find('c', null, 'orders')).toBeUndefined();
  });
});

describe('tables closed under their joins', () => {
  const between = async (...names: string[]) => {
    const graph = await shopGraph();
    return namesOf(
      tablesBetween(
        names.flatMap((name) => graph.find('shop', null, name) ?? []),
        graph,
      ),
    );
  };

  it('bring the tables in the middle', async () => {
    expect(await between('customers', 'order_items')).toEqual(['public.orders']);
    expect(new Set(await between('products', 'customers'))).toEqual(new Set(['public.orders', 'public.order_items']));
    expect(await between('customers', 'products', 'orders')).toEqual(['public.order_items']);
  });

  it('bring nothing for tables that join, that no way joins, or whose way is too long', async () => {
    expect(await between('customers', 'orders')).toEqual([]);
    expect(await between('customers', 'holidays', 'orders')).toEqual([]);
    expect(await between('products', 'regions')).toEqual([]);
    expect(await between()).toEqual([]);
  });
});

describe('the rank of tables', () => {
  it('joins the evidence of DDL, documents and pairs', async () => {
    const graph = await shopGraph();
    const [orders, items, customers] = ['orders', 'order_items', 'customers'].map((name) => `shop/public.${name}`);
    const ranked = rankTables(
      {
        ddl: [items, orders] as string[],
        documents: [orders] as string[],
        pairs: [new Set([orders, customers] as string[])],
      },
      graph,
    );
    expect(namesOf(ranked)).toEqual(['public.orders', 'public.order_items', 'public.customers']);
    expect(rankTables({ ddl: ['gone'], documents: [], pairs: [] }, graph)).toEqual([]);
  });
});
