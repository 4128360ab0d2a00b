import { describe, expect, it } from '@jest/globals';
import { KnownRelations } from '#libs/sql-safety';
import { compareReadings } from './compare/compare-readings.js';
import { readStatement, readTree } from './read-statement.js';
import { readingOf, readingRecord, type Reading } from './reading.js';

const known = new KnownRelations(
  [
    ['orders', ['id', 'customer_id', 'ordered_at', 'freight', 'country', 'paid']],
    ['customers', ['id', 'name', 'city']],
    ['employees', ['id', 'name', 'boss_id']],
  ].map(([name, columns]) => ({
    schema: 'public',
    name: name as string,
    columns: (columns as string[]).map((column) => ({ name: column })),
  })),
);

async function read(sql: string): Promise<Reading> {
  const reading = await readStatement(sql, known);
  if (!reading) {
    throw new Error(`no reading of ${sql}`);
  }
  return reading;
}

async function difference(one: string, other: string): Promise<string[]> {
  return compareReadings(await read(one), await read(other)).map(({ slot }) => slot);
}

describe('two ways to write the same', () => {
  it.each([
    ['aliases and schema', 'SELECT o.id FROM orders o', 'SELECT id FROM public.orders'],
    [
      'BETWEEN and two bounds of days',
      "SELECT id FROM orders WHERE ordered_at BETWEEN '2007-01-01' AND '2007-12-31'",
      "SELECT id FROM orders WHERE ordered_at >= DATE '2007-01-01' AND ordered_at < '2008-01-01'::date",
    ],
    [
      'EXTRACT of a year and a period',
      'SELECT id FROM orders WHERE EXTRACT(YEAR FROM ordered_at) = 2007',
      "SELECT id FROM orders WHERE ordered_at >= '2007-01-01' AND ordered_at < DATE '2007-01-01' + INTERVAL '1 year'",
    ],
    [
      'year and month as parts, and date_trunc',
      "SELECT id FROM orders WHERE date_part('year', ordered_at) = 2007 AND date_part('month', ordered_at) = 5",
      "SELECT id FROM orders WHERE date_trunc('month', ordered_at) = '2007-05-01'",
    ],
    [
      'to_char and bounds with times',
      "SELECT id FROM orders WHERE to_char(ordered_at, 'YYYY-MM') = '2007-05'",
      "SELECT id FROM orders WHERE ordered_at >= '2007-05-01 00:00:00' AND ordered_at <= '2007-05-31 23:59:59'",
    ],
    [
      'JOIN, USING-less and in WHERE',
      'SELECT c.name FROM orders o JOIN customers c ON c.id = o.customer_id',
      'SELECT name FROM customers, orders WHERE customer_id = customers.id',
    ],
    [
      'LEFT JOIN and RIGHT JOIN',
      'SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id',
      'SELECT c.name FROM orders o RIGHT JOIN customers c ON o.customer_id = c.id',
    ],
    [
      'a common table and a subquery',
      'WITH t AS (SELECT customer_id AS c, SUM(freight) AS f FROM orders GROUP BY 1) SELECT AVG(f) FROM t',
      'SELECT AVG(x.total) FROM (SELECT SUM(o.freight) AS total FROM orders o GROUP BY o.customer_id) x',
    ],
    [
      'HAVING and WHERE around a subquery',
      'SELECT country, COUNT(*) FROM orders GROUP BY country HAVING COUNT(*) > 5',
      'SELECT country, n FROM (SELECT country, COUNT(1) AS n FROM orders GROUP BY country) g WHERE n > 5',
    ],
    [
      'IN and OR',
      "SELECT id FROM orders WHERE country IN ('a', 'b')",
      "SELECT id FROM orders WHERE country = 'b' OR 'a' = country",
    ],
    ['= ANY and IN', 'SELECT id FROM orders WHERE id = ANY (ARRAY[2, 1])', 'SELECT id FROM orders WHERE id IN (1, 2)'],
    [
      'NOT drawn inwards',
      "SELECT id FROM orders WHERE NOT (country = 'a' OR freight < 5)",
      "SELECT id FROM orders WHERE country <> 'a' AND freight >= 5.0",
    ],
    ['booleans', 'SELECT id FROM orders WHERE paid', 'SELECT id FROM orders WHERE paid IS TRUE AND TRUE'],
    ['negated booleans', 'SELECT id FROM orders WHERE NOT paid', 'SELECT id FROM orders WHERE paid = false'],
    [
      'CASE and FILTER',
      'SELECT SUM(CASE WHEN paid THEN 1 ELSE 0 END) FROM orders',
      'SELECT COUNT(*) FILTER (WHERE paid) FROM orders',
    ],
    ['rounded and cast', 'SELECT ROUND(AVG(freight)::numeric, 2) FROM orders', 'SELECT AVG(freight) FROM orders'],
    [
      'places and names of outputs',
      'SELECT country AS k, COUNT(*) FROM orders GROUP BY 1 ORDER BY 2 DESC',
      'SELECT country, COUNT(*) AS n FROM orders GROUP BY country ORDER BY n DESC NULLS LAST',
    ],
    ['DISTINCT and GROUP BY', 'SELECT DISTINCT country FROM orders', 'SELECT country FROM orders GROUP BY country'],
    [
      'LIMIT and FETCH',
      'SELECT id FROM orders ORDER BY freight LIMIT 3',
      'SELECT id FROM orders ORDER BY freight ASC FETCH FIRST 3 ROWS WITH TIES',
    ],
    [
      'the order of two uses of one table',
      'SELECT e.name, b.name FROM employees e JOIN employees b ON b.id = e.boss_id',
      'SELECT y.name, x.name FROM employees x JOIN employees y ON y.boss_id = x.id',
    ],
    [
      'a named window',
      'SELECT RANK() OVER w FROM orders WINDOW w AS (ORDER BY freight DESC)',
      'SELECT RANK() OVER (ORDER BY freight DESC) FROM orders',
    ],
  ])('%s', async (_, one, other) => {
    expect(compareReadings(await read(one), await read(other))).toEqual([]);
  });
});

describe('a slot that changed', () => {
  const base =
    "SELECT c.city, SUM(o.freight) AS total FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.country = 'Peru' " +
    "AND o.ordered_at >= '2007-01-01' AND o.ordered_at < '2008-01-01' AND o.freight > 5 GROUP BY c.city ORDER BY total DESC LIMIT 3";

  it.each([
    ['SUM', 'AVG', ['aggregate']],
    ['SUM(o.freight)', 'SUM(o.id)', ['measure']],
    ['c.city,', 'c.name,', ['column']],
    ["'Peru'", "'Chile'", ['value']],
    ['o.country =', 'o.country <>', ['condition']],
    ['> 5', '>= 5', ['condition']],
    ["< '2008-01-01'", "< '2008-01-02'", ['period']],
    [">= '2007-01-01'", ">= '2006-01-01'", ['period']],
    ["'2008-01-01'", "'2007-12-31'", ['period']],
    ['GROUP BY c.city', 'GROUP BY c.id', ['group']],
    ['DESC', 'ASC', ['order']],
    ['LIMIT 3', 'LIMIT 4', ['limit']],
    ['LIMIT 3', '', ['limit']],
    ['c.id = o.customer_id', 'c.id = o.id', ['join']],
    ['JOIN customers', 'LEFT JOIN customers', ['join']],
    [' AND o.freight > 5', '', ['condition']],
  ])('%s → %s', async (part, changed, slots) => {
    expect(base).toContain(part);
    expect(await difference(base, base.replace(part, changed))).toEqual(slots);
  });

  it('names the values of both sides', async () => {
    expect(
      compareReadings(
        await read("SELECT COUNT(*) FROM orders WHERE country = 'Peru'"),
        await read("SELECT COUNT(*) FROM orders WHERE country = 'Chile'"),
      ),
    ).toEqual([{ slot: 'value', expected: 'orders.country = Peru', found: 'orders.country = Chile' }]);
  });

  it.each([
    ['distinct', 'SELECT COUNT(DISTINCT country) FROM orders', 'SELECT COUNT(country) FROM orders', ['aggregate']],
    ['SELECT DISTINCT', 'SELECT DISTINCT country FROM orders', 'SELECT country FROM orders', ['distinct']],
    [
      'a set operation',
      'SELECT id FROM orders UNION SELECT id FROM customers',
      'SELECT id FROM orders EXCEPT SELECT id FROM customers',
      ['set'],
    ],
    [
      'the window',
      'SELECT RANK() OVER (ORDER BY freight DESC) FROM orders',
      'SELECT RANK() OVER (ORDER BY freight) FROM orders',
      ['window'],
    ],
    [
      'a filter',
      'SELECT COUNT(*) FILTER (WHERE freight > 5) FROM orders',
      'SELECT COUNT(*) FILTER (WHERE freight > 6) FROM orders',
      ['value'],
    ],
    [
      'which of two uses of a table',
      'SELECT e.name FROM employees e JOIN employees b ON b.id = e.boss_id',
      'SELECT b.name FROM employees e JOIN employees b ON b.id = e.boss_id',
      ['column'],
    ],
    [
      'an inner query',
      'SELECT id FROM orders WHERE freight > (SELECT AVG(freight) FROM orders)',
      'SELECT id FROM orders WHERE freight > (SELECT MIN(freight) FROM orders)',
      ['aggregate'],
    ],
    [
      'EXISTS',
      'SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)',
      'SELECT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)',
      ['condition'],
    ],
    [
      'days back',
      "SELECT id FROM orders WHERE ordered_at > now() - interval '30 days'",
      "SELECT id FROM orders WHERE ordered_at > now() - interval '31 days'",
      ['period'],
    ],
    [
      'tables that nothing joins',
      'SELECT c.name FROM orders o JOIN customers c ON c.id = o.customer_id',
      'SELECT c.name FROM orders o CROSS JOIN customers c',
      ['join'],
    ],
    [
      'an offset',
      'SELECT id FROM orders ORDER BY id LIMIT 5',
      'SELECT id FROM orders ORDER BY id LIMIT 5 OFFSET 5',
      ['limit'],
    ],
  ])('%s', async (_, one, other, slots) => {
    expect(await difference(one, other)).toEqual(slots);
  });
});

describe('readStatement', () => {
  it('reads recursion, sets, functions in FROM and lateral joins', async () => {
    const reading = await read(
      'WITH RECURSIVE up AS (SELECT id, boss_id FROM employees WHERE boss_id IS NULL UNION ALL ' +
        'SELECT e.id, e.boss_id FROM employees e JOIN up ON up.id = e.boss_id) ' +
        'SELECT u.id, g.n FROM up u CROSS JOIN LATERAL (SELECT COUNT(*) AS n FROM orders o WHERE o.customer_id = u.id) g, generate_series(1, 2) s(x)',
    );
    expect(reading.tables).toEqual(['employees', 'employees', 'orders']);
    expect(reading.sets).toEqual(['union all']);
    expect(reading.joins).toEqual([
      'inner ^employees.id = orders.customer_id',
      'inner employees.boss_id = employees.id',
    ]);
  });

  it.each([
    ['SELECT 1 FROM orders o, customers c', ['cross customers, orders']],
    ['SELECT 1 FROM orders o, customers c WHERE o.freight > length(c.name)', []],
    ['SELECT 1 FROM orders o, customers c WHERE o.id = 1 OR c.id = 2', []],
    ['SELECT 1 FROM orders o CROSS JOIN (SELECT AVG(freight) AS a FROM orders) t', []],
    ['SELECT 1 FROM orders o JOIN customers c USING (id)', ['inner customers.id = orders.id']],
    [
      'SELECT 1 FROM orders o, LATERAL (SELECT o.id) t JOIN customers c ON c.id = t.id',
      ['inner ^orders.id = customers.id'],
    ],
  ])('knows whether the tables of %s are joined', async (sql, joins) => {
    expect((await read(sql)).joins).toEqual(joins);
  });

  it.each(['', 'DELETE FROM orders', 'SELECT 1; SELECT 2', 'SELEC'])('has no reading of %j', async (sql) => {
    expect(await readStatement(sql)).toBeNull();
  });

  it('has no reading of a tree that is deeper than the stack', () => {
    let condition: object = { ColumnRef: { fields: [{ String: { sval: 'paid' } }] } };
    for (let depth = 0; depth < 200_000; depth += 1) {
      condition = { BoolExpr: { boolop: 'NOT_EXPR', args: [condition] } };
    }
    expect(readTree({ SelectStmt: { whereClause: condition } })).toBeNull();
  });

  it('survives its JSON form', async () => {
    const reading = await read(
      "SELECT country, COUNT(*) FROM orders WHERE paid AND ordered_at >= '2007-01-01' GROUP BY 1",
    );
    expect(readingOf(JSON.parse(JSON.stringify(readingRecord(reading))))).toEqual(reading);
    expect(readingOf('nonsense')).toBeNull();
  });
});
