/** The tables of `shopModel`, with rows that anybody can compute: every value follows from the number of the row. */
export const SHOP_SQL = `
CREATE TABLE category (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO category VALUES (1, 'Beverages'), (2, 'Produce'), (3, 'Seafood'), (4, 'Dairy');

CREATE TABLE supplier (id int PRIMARY KEY, name text NOT NULL, country text NOT NULL);
INSERT INTO supplier SELECT i, 'Supplier ' || i, (ARRAY['Italy', 'Spain', 'Japan'])[1 + i % 3] FROM generate_series(1, 6) i;

CREATE TABLE product (id int PRIMARY KEY, name text NOT NULL, category_id int NOT NULL REFERENCES category,
  supplier_id int REFERENCES supplier, price numeric(10, 2) NOT NULL, stock int NOT NULL, discontinued boolean NOT NULL);
INSERT INTO product SELECT i, CASE WHEN i % 5 = 0 THEN 'Organic Tea ' ELSE 'Product ' END || i, 1 + i % 4, CASE WHEN i % 8 = 0 THEN NULL ELSE 1 + i % 6 END, i * 5, (i * 13) % 40,
  i % 6 = 0 FROM generate_series(1, 24) i;

CREATE TABLE tag (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO tag VALUES (1, 'organic'), (2, 'new'), (3, 'vegan'), (4, 'imported');
CREATE TABLE product_tag (product_id int REFERENCES product, tag_id int REFERENCES tag, PRIMARY KEY (product_id, tag_id));
INSERT INTO product_tag SELECT p, t FROM generate_series(1, 20) p, generate_series(1, 4) t WHERE (p + t) % 3 = 0;

CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, country text NOT NULL, segment char(1) NOT NULL,
  deleted boolean NOT NULL, referrer_id int REFERENCES customer);
INSERT INTO customer SELECT i, 'Customer ' || CASE WHEN i = 12 THEN 11 ELSE i END, (ARRAY['Germany', 'France', 'Brazil', 'Japan'])[1 + i % 4],
  CASE WHEN i % 5 = 0 THEN 'K' ELSE 'R' END, i = 37, CASE WHEN i > 10 THEN i / 3 END FROM generate_series(1, 40) i;

CREATE TABLE employee (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, manager_id int NOT NULL, hired_on date NOT NULL);
INSERT INTO employee SELECT i, 'First' || i, 'Last' || i, i / 2, date '2015-01-01' + i * 100 FROM generate_series(1, 8) i;

CREATE TABLE orders (id int PRIMARY KEY, order_number text NOT NULL UNIQUE, customer_id int NOT NULL REFERENCES customer,
  employee_id int REFERENCES employee, order_date date NOT NULL, required_date date NOT NULL, shipped_date timestamp,
  status smallint NOT NULL, freight numeric(10, 2) NOT NULL, "Ship Country" text);
INSERT INTO orders SELECT i, 'SO-' || i, 1 + (i * 7) % 38, CASE WHEN i % 10 = 0 THEN NULL ELSE 1 + i % 8 END,
  date '2022-01-01' + (i * 6) / 5, date '2022-01-01' + (i * 6) / 5 + 7,
  CASE WHEN i % 9 > 0 THEN timestamp '2022-01-01' + ((i * 6) / 5 + i % 12) * interval '1 day' + (i % 10 + 8) * interval '1 hour' END,
  CASE WHEN i % 9 = 0 THEN 1 WHEN i % 20 = 0 THEN 3 ELSE 2 END, i % 50 + 0.5,
  CASE WHEN i % 15 > 0 THEN (ARRAY['Germany', 'France', 'Brazil', 'Japan'])[1 + (i * 7 + 1) % 4] ELSE '' END
  FROM generate_series(1, 600) i;

CREATE TABLE order_item (order_id int REFERENCES orders, product_id int REFERENCES product, quantity int NOT NULL,
  unit_price real NOT NULL, discount real, PRIMARY KEY (order_id, product_id));
INSERT INTO order_item SELECT i, 1 + (i * 5 + k * 7) % 24, 1 + (i + k) % 10, (1 + (i * 5 + k * 7) % 24) * 5,
  CASE WHEN i % 5 = 0 THEN 0.1 WHEN i % 7 = 0 THEN NULL ELSE 0 END
  FROM generate_series(1, 600) i, generate_series(0, 3) k WHERE k <= i % 4;

CREATE TABLE review (id int PRIMARY KEY, target_type text NOT NULL, target_id int NOT NULL, rating int NOT NULL, posted_at timestamp NOT NULL);
INSERT INTO review SELECT i, CASE WHEN i % 3 = 0 THEN 'order' ELSE 'product' END, CASE WHEN i % 3 = 0 THEN i ELSE 1 + i % 24 END,
  1 + i % 5, timestamp '2023-01-01 08:00' + i * interval '31 hours' FROM generate_series(1, 150) i;

CREATE TABLE bundle (id int PRIMARY KEY, name text NOT NULL, product_ids jsonb NOT NULL,
  seasons text[] NOT NULL, details jsonb NOT NULL);
INSERT INTO bundle SELECT i, 'Bundle ' || i, jsonb_build_array(i, i + 1, 24 - i),
  CASE WHEN i % 2 = 0 THEN '{summer}' WHEN i = 1 THEN '{winter,summer}' ELSE '{winter}' END::text[],
  CASE WHEN i < 4 THEN '{"colour": "red"}' ELSE '{"colour": "blue", "gift": true}' END::jsonb FROM generate_series(1, 8) i;

CREATE TABLE stock_level (warehouse text NOT NULL, product_id int NOT NULL REFERENCES product, counted_on date NOT NULL, pieces int NOT NULL,
  PRIMARY KEY (warehouse, product_id, counted_on));
INSERT INTO stock_level SELECT w, p, date '2023-01-31' + m * 28, (p * 3 + m) % 50
  FROM unnest(ARRAY['North', 'South']) w, generate_series(1, 24) p, generate_series(0, 5) m;

CREATE TABLE department (id int PRIMARY KEY, name text NOT NULL, parent_id int REFERENCES department);
INSERT INTO department SELECT i, 'Department ' || i, NULLIF(i / 2, 0) FROM generate_series(1, 7) i;
`;
