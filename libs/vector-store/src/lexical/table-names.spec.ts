import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import type { Collection } from '../vector-record.js';
import { tableNames } from './table-names.js';

describe('the names of tables in a record', () => {
  it('are those of a statement: created, referenced, and named by the comment of a column', () => {
    const ddl = `-- Name: line (of an order)
      CREATE TABLE IF NOT EXISTS public."Order Lines" (
        order_id bigint REFERENCES public.orders(id), -- 外键
        buyer numeric(10,2), -- inferred foreign key to crm.clients(id)
        shop int, -- 推断外键，指向 shops（id）
        FOREIGN KEY (line) REFERENCES "Order Lines"(line)
      );`;
    const { own, joined = [] } = tableNames('ddl', ddl) ?? {};
    expect(own).toBe('order lines');
    expect(joined).toEqual(expect.arrayContaining(['orders', 'crm.clients', 'shops']));
    expect(joined).not.toContain('order lines');
    expect(joined).not.toContain('numeric');
  });

  it.each(['create view sales.totals as select 1', 'CREATE MATERIALIZED VIEW sales.totals AS SELECT 1'])(
    'are those of a view: %s',
    (ddl) => {
      expect(tableNames('ddl', ddl)).toEqual({ own: 'sales.totals', joined: [] });
    },
  );

  it('are those of a document: its title, and the other side of its own joins', () => {
    const document = `## sales.orders (orders)
      关系：
      - 引用 clients: sales.orders.client_id = clients.id（多对一）
      - referred to by lines: lines.order_id = sales.orders.id
      - to cities: … JOIN addresses ON clients.address_id = addresses.id`;
    expect(tableNames('documentation', document)).toEqual({ own: 'sales.orders', joined: ['clients', 'lines'] });
  });

  it.each<[string, Collection, string]>([
    ['letters', 'ddl', `CREATE TABLE a (b int); -- ${'x'.repeat(400_000)}`],
    ['Chinese without an end', 'ddl', `CREATE TABLE a (b int); -- ${'长'.repeat(400_000)}`],
    ['quotes', 'ddl', `CREATE TABLE a (b int); -- ${'"'.repeat(400_001)}`],
    ['CREATE', 'ddl', `${'create '.repeat(70_000)}; CREATE TABLE a (b int)`],
    ['letters in a document', 'documentation', `# a\n${'x'.repeat(400_000)}`],
  ])('are read in time in proportion to the text: a run of %s', (_, collection, text) => {
    // The deadline ends a test that would take minutes; the texts take some milliseconds.
    const read = runInNewContext(
      'read()',
      { read: () => tableNames(collection, text) },
      { timeout: 30_000 },
    ) as unknown;
    expect(read).toEqual({ own: 'a', joined: [] });
  });

  it('are cut as PostgreSQL cuts them', () => {
    const long = 'x'.repeat(70);
    expect(tableNames('ddl', `CREATE TABLE ${long} (b int REFERENCES ${long}y(id))`)?.own).toBe('x'.repeat(63));
  });

  it('are none in a pair, and in texts about no table', () => {
    expect(tableNames('sql', 'create table a (b int)')).toBeNull();
    expect(tableNames('ddl', 'ALTER TABLE a ADD b int')).toBeNull();
    expect(tableNames('documentation', 'Revenue is a.x = b.y')).toBeNull();
  });
});
