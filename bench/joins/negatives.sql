-- A shop full of traps: small whole numbers that are contained in every key, numbers and codes that identify nothing here,
-- references to one of several tables, copies of tables.
create table customers (id integer primary key, name text, phone text, loyalty_level integer, parent_id integer);
create table products (id integer primary key, sku text, name text, rating integer, shelf integer, category_id integer);
create table categories (id integer primary key, name text, sort_order integer, parent_id integer);
create table orders (id integer primary key, order_number text, customer_id integer, status integer, version_no integer,
  external_id integer, currency_code char(3), coupon_code text, session_id integer);
create table order_items (id integer primary key, order_id integer, product_id integer, quantity integer, line_no integer);
create table archived_orders (id integer primary key, order_id integer, archived_by text);
create table shipments (id integer primary key, tracking_number text, order_id integer, stop_count integer, floor integer);
create table attachments (id integer primary key, attachable_type text, attachable_id integer, file_name text);
create table favourites (id integer primary key, customer_id integer, target_type smallint, target_id integer);
create table colours (code text primary key, name text);
create table sizes (code text primary key, name text);
create table audit_entries (id integer primary key, entity_type text, entity_id integer, changed_at timestamp);
create table price_lists (id integer primary key, product_id integer, year integer, month integer, price numeric(8,2));
create table settings (id integer primary key, code text, value text);
insert into customers select i, 'C' || i, '1-' || i, 1 + i % 4, 0 from generate_series(1, 60) i;
insert into categories select i, 'Cat ' || i, i, case when i < 4 then 0 else 1 + i % 3 end from generate_series(1, 12) i;
insert into products select i, 'SKU' || i, 'P' || i, 1 + i % 5, 1 + i % 9, 1 + i % 12 from generate_series(1, 80) i;
insert into orders select i, 'O-' || (9000 + i), 1 + i % 60, 1 + i % 5, 1 + i % 3, 500000 + i, 'EUR', case when i % 9 = 0 then 'X' || i % 4 end,
  i * 2 from generate_series(1, 300) i;
insert into order_items select i, 1 + i % 300, 1 + i % 80, 1 + i % 6, 1 + i % 4 from generate_series(1, 900) i;
insert into archived_orders select i, i, 'job' from generate_series(1, 40) i;
insert into shipments select i, 'TN' || i * 91, 1 + i % 300, 1 + i % 7, 1 + i % 3 from generate_series(1, 250) i;
insert into attachments select i, (array['Order', 'Product'])[1 + i % 2], 1 + i % 80, 'f' || i from generate_series(1, 100) i;
insert into favourites select i, 1 + i % 60, 1 + i % 2, 1 + i % 80 from generate_series(1, 100) i;
insert into colours select 'K' || i, 'Colour ' || i from generate_series(1, 9) i;
insert into sizes select 'K' || i, 'Size ' || i from generate_series(1, 5) i;
insert into audit_entries select i, (array['order', 'shipment', 'customer'])[1 + i % 3], 1 + i % 50, now() from generate_series(1, 90) i;
insert into price_lists select i, 1 + i % 80, 2020 + i % 4, 1 + i % 12, i from generate_series(1, 320) i;
insert into settings select i, 'K' || i, 'v' from generate_series(1, 6) i;
