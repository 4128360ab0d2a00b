import { readTable } from './read-table.js';
import { SchemaGraph } from './schema-graph.js';
import type { StoredTable } from './stored-table.js';

const DDL: Readonly<Record<string, string>> = {
  customers: `-- Name: customers
create table public.customers (
  id integer not null,        -- primary key
  name text not null,
  region_id integer,          -- inferred foreign key to regions(id)
  primary key (id)
)`,
  regions: `create table public.regions (
  id integer not null,
  name text not null,
  primary key (id)
)`,
  orders: `create table public.orders (
  id integer not null,        -- primary key
  customer_id integer not null, -- foreign key
  ordered_on date,
  primary key (id),
  foreign key (customer_id) references public.customers(id)
)`,
  order_items: `create table public.order_items (
  order_id integer not null,  -- 推断外键：orders(id)
  product_id integer not null references public.products(product_id),
  quantity integer,           -- pieces (more than 0)
  primary key (order_id, product_id)
)`,
  products: `create table public.products (
  product_id integer not null,
  "Title" text,
  primary key (product_id)
)`,
  holidays: `create table public.holidays (
  day date not null,
  primary key (day)
)`,
};

export async function shopTables(database = 'shop'): Promise<StoredTable[]> {
  const tables = await Promise.all(
    Object.entries(DDL).map(([name, document]) =>
      readTable({ id: `${database}-${name}`, document, source: `${database}/ddl/${name}.ddl` }),
    ),
  );
  return tables.filter((table) => table !== null);
}

export async function shopGraph(): Promise<SchemaGraph> {
  return new SchemaGraph(await shopTables());
}
