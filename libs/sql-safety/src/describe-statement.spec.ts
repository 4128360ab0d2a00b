import { describe, expect, it } from '@jest/globals';
import { describeStatement } from './describe-statement.js';

describe('describeStatement', () => {
  it('names relations by alias, columns and join conditions', async () => {
    const shape = await describeStatement(
      'SELECT c.name, COUNT(*) FROM sales.orders o LEFT JOIN customer c ON o.customer_id = c.id WHERE o.paid GROUP BY c.name',
    );
    expect(Object.fromEntries(shape.relations)).toEqual({
      o: { schema: 'sales', name: 'orders' },
      c: { schema: null, name: 'customer' },
    });
    expect(shape.equalities).toEqual([
      [
        { table: 'o', column: 'customer_id' },
        { table: 'c', column: 'id' },
      ],
    ]);
    expect(shape.columns).toContainEqual({ table: 'o', column: 'paid' });
    expect(Object.fromEntries(shape.features)).toEqual({
      filter: 1,
      join: 1,
      outer_join: 1,
      aggregate: 1,
      group_by: 1,
    });
  });

  it('finds the parts of SQL on every level', async () => {
    const { features } = await describeStatement(
      `WITH t AS (SELECT x, RANK() OVER (ORDER BY y) FROM a) SELECT DISTINCT t.* FROM t
       WHERE x IS NULL AND y ILIKE '%z%' AND z IN (SELECT z FROM b) UNION SELECT COUNT(*) FILTER (WHERE q) FROM c
       GROUP BY date_trunc('day', d) HAVING COUNT(*) > 1 LIMIT 1`,
    );
    expect([...features.keys()].sort()).toEqual(
      'aggregate cte date_part distinct filter filtered_aggregate group_by having limit null_test set_operation subquery text_search window'.split(
        ' ',
      ),
    );
  });

  it('takes neither a star nor an expression for a column, nor every function for an aggregate', async () => {
    const { columns, equalities, features } = await describeStatement(
      'SELECT *, t.*, upper(t.a), sum(t.b) OVER () FROM t WHERE t.c = 1 AND 2 = t.d AND t.e = t.f + 1',
    );
    expect(columns.map(({ column }) => column).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(equalities).toEqual([]);
    expect(Object.fromEntries(features)).toEqual({ filter: 1, window: 1 });
  });

  it('names the plain columns that are summed or averaged', async () => {
    const { measured } = await describeStatement(
      'SELECT sum(o.id), pg_catalog.avg(price) FILTER (WHERE x), sum(a * b), count(c), sum(d) OVER (), avg(DISTINCT e) FROM o',
    );
    expect(measured.toSorted((a, b) => a.column.column.localeCompare(b.column.column))).toEqual([
      { by: 'sum', column: { table: null, column: 'd' } },
      { by: 'avg', column: { table: null, column: 'e' } },
      { by: 'sum', column: { table: 'o', column: 'id' } },
      { by: 'avg', column: { table: null, column: 'price' } },
    ]);
  });
});
