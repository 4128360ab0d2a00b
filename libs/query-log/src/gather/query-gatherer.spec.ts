import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { KnownRelations } from '#libs/sql-safety';
import { lexicalKey } from './lexical-key.js';
import { withCasts, withoutParameters, withValues } from './parameters.js';
import { QueryGatherer, type Gathered } from './query-gatherer.js';

const KNOWN = new KnownRelations([
  { schema: 'public', name: 'orders', columns: [{ name: 'id' }, { name: 'customer_id' }, { name: 'status' }] },
  { schema: 'public', name: 'customers', columns: [{ name: 'id' }, { name: 'name' }] },
]);

async function gather(...texts: string[]): Promise<Gathered> {
  const gatherer = new QueryGatherer(KNOWN);
  for (const text of texts) {
    await gatherer.add({ from: 'log_files', text, calls: 1, hint: null });
  }
  return gatherer.gathered();
}

describe('QueryGatherer', () => {
  it('counts the statements of one form: values, parameters, layout', async () => {
    const { statements } = await gather(
      "SELECT count(*) FROM orders WHERE status = 'a'",
      "select  count(*)\nfrom orders where status = 'b' -- c",
      'SELECT count(*) FROM orders WHERE status = $1',
      'SELECT count(*) FROM orders WHERE id IN (1, 2, 3)',
      'SELECT count(*) FROM orders WHERE id IN (4)',
      'SELECT name FROM customers',
    );
    expect(statements.map(({ calls }) => calls)).toEqual([3, 2, 1]);
  });

  it('keeps the values of the first call that has them, and none that make it another form', async () => {
    const gatherer = new QueryGatherer(KNOWN);
    const add = (text: string, valued?: string): Promise<void> =>
      gatherer.add({ from: 'log_files', text, ...(valued !== undefined && { valued }), calls: 1, hint: null });
    const byStatus = 'SELECT count(*) FROM orders WHERE status = $1';
    await add(byStatus);
    await add(byStatus, byStatus.replace('$1', "'a'"));
    await add(byStatus, byStatus.replace('$1', "'b'"));
    await add('SELECT name FROM customers WHERE id = $1', 'SELECT name FROM customers');
    expect(gatherer.gathered().statements.map(({ calls, sql, valued }) => [calls, sql, valued])).toEqual([
      [3, byStatus, byStatus.replace('$1', "'a'")],
      [1, 'SELECT name FROM customers WHERE id = $1', null],
    ]);
  });

  it('names the tables, columns and joins of a form', async () => {
    const { statements } = await gather('SELECT c.name FROM orders o JOIN customers c ON c.id = o.customer_id');
    expect(statements).toMatchObject([
      {
        tables: ['public.customers', 'public.orders'],
        joins: ['public.customers.id = public.orders.customer_id'],
      },
    ]);
  });

  it.each([
    ['SELECT 1', 'no_table'],
    ['SELECT version()', 'no_table'],
    ['SET search_path TO x', 'not_a_query'],
    ['BEGIN', 'not_a_query'],
    ["ALTER ROLE app PASSWORD 'hunter22'", 'not_a_query'],
    ["INSERT INTO orders VALUES ('secret')", 'not_a_query'],
    ['WITH x AS (DELETE FROM orders RETURNING id) SELECT * FROM x', 'writes_data'],
    ['SELECT * FROM orders FOR UPDATE', 'locking_clause'],
    ['SELECT * INTO copy FROM orders', 'select_into'],
    ["SELECT pg_read_file('/etc/passwd') FROM orders", 'forbidden_function'],
    ['SELECT c.relname FROM pg_catalog.pg_class c', 'system'],
    ['SELECT c.relname FROM pg_class c JOIN orders ON true', 'system'],
    ['SELECT table_name FROM information_schema.tables', 'system'],
    ['SELECT * FROM elsewhere', 'other_tables'],
    ['SELECT * FROM orders WHERE', 'not_parsable'],
    ['SELECT * FROM orders; SELECT 1', 'several_statements'],
    ['SELECT * FROM orders WHERE status = \0', 'has_nul'],
    [`SELECT ${'('.repeat(5000)}1${')'.repeat(5000)} FROM orders`, 'too_complex'],
  ])('leaves out %j', async (text, reason) => {
    const { statements, leftOut } = await gather(text);
    expect(statements).toEqual([]);
    expect(leftOut).toEqual({ [reason]: { statements: 1, calls: 1 } });
  });

  it('names tables that are not listed, with their calls', async () => {
    const { otherTables } = await gather('SELECT * FROM elsewhere', 'SELECT 1 FROM elsewhere JOIN sales.more ON true');
    expect([...otherTables]).toEqual([
      ['elsewhere', 2],
      ['sales.more', 1],
    ]);
  });

  it('keeps a bounded number of forms', async () => {
    const gatherer = new QueryGatherer(KNOWN, { forms: 2, characters: 1_000 });
    for (const column of ['id', 'customer_id', 'status', 'id']) {
      await gatherer.add({ from: 'log_files', text: `SELECT ${column} FROM orders`, calls: 5, hint: null });
    }
    const { statements, leftOut } = gatherer.gathered();
    expect(statements.map(({ calls }) => calls)).toEqual([10, 5]);
    expect(leftOut).toEqual({ too_many: { statements: 1, calls: 5 } });
  });

  it('keeps a bounded number of characters, however long the statements are', async () => {
    const gatherer = new QueryGatherer(KNOWN, { forms: 100, characters: 10_000 });
    const longer = (column: string) => `SELECT ${column} FROM orders WHERE ${'status = 1 OR '.repeat(400)}id = 2`;
    for (const text of ['id', 'customer_id', 'status', 'id'].map(longer)) {
      await gatherer.add({ from: 'log_files', text, calls: 5, hint: null });
    }
    await gatherer.add({ from: 'log_files', text: 'SELECT name FROM customers', calls: 1, hint: null });
    const { statements, leftOut } = gatherer.gathered();
    expect(statements.map(({ sql, calls }) => [sql.slice(0, 10), calls])).toEqual([
      ['SELECT id ', 10],
      ['SELECT nam', 1],
    ]);
    expect(leftOut).toEqual({ too_many: { statements: 2, calls: 10 } });
  });

  it('reads the typed parameters of the statistics', () => {
    expect(withCasts('a > now() - interval $1 AND b = DATE $2')).toBe('a > now() - ($1)::interval AND b = ($2)::DATE');
    expect(withoutParameters(`SELECT $1, '$2', "$3", a$4 -- $5\n, $$ $6 $$, $7`)).toBe(
      `SELECT NULL, '$2', "$3", a$4 -- $5\n, $$ $6 $$, NULL`,
    );
  });

  it.each(['"a$$b"', 'price$usd$', '/* $$ */ a', '-- $x$\na'])(
    'goes on behind a name or a comment with a dollar: %s',
    (name) => {
      expect(withValues(`SELECT ${name} FROM t LIMIT $1`, "parameters: $1 = '3'")).toBe(
        `SELECT ${name} FROM t LIMIT 3`,
      );
      expect(lexicalKey(`SELECT ${name} FROM orders`)).not.toBe(lexicalKey(`SELECT ${name} FROM customers`));
      expect(lexicalKey(`SELECT ${name} FROM orders LIMIT 3`)).toBe(lexicalKey(`SELECT ${name} FROM orders LIMIT 4`));
    },
  );

  it('ends a literal at its own tag', () => {
    const sql = 'SELECT $a$ $b$ $1 $a$, b LIMIT $1';
    expect(withValues(sql, "parameters: $1 = '3'")).toBe('SELECT $a$ $b$ $1 $a$, b LIMIT 3');
  });

  it.each([
    ['phone = $1 OR code IN ($2)', "phone = '00123' OR code IN ('7')"],
    ['t LIMIT $1 OFFSET $2', 't LIMIT 00123 OFFSET 7'],
    ['t FETCH FIRST $2 ROWS ONLY', 't FETCH FIRST 7 ROWS ONLY'],
    ["at > now() - $2 * interval '1 day'", "at > now() - 7 * interval '1 day'"],
    ["at > now() - interval '1 day' * $2", "at > now() - interval '1 day' * 7"],
    ['at > now() - make_interval(days => $2) AND n >= $2', "at > now() - make_interval(days => 7) AND n >= '7'"],
  ])('leaves the type of a value to its column, except of numbers: %s', (sql, valued) => {
    expect(withValues(sql, "parameters: $1 = '00123', $2 = '7'")).toBe(valued);
  });

  it.each([
    ['comments', '/* '.repeat(500_000)],
    ['quotes with a tag', Array.from({ length: 60_000 }, (_, at) => `$表${at}$ `).join('')],
    ['quotes with a plain tag', Array.from({ length: 200_000 }, (_, at) => `$t${at}$ `).join('')],
  ])('takes time in proportion to the text: %s that are never closed', (_, text) => {
    const read = () => [withoutParameters(text), lexicalKey(text)];
    // The deadline ends a test that would take minutes; the texts take some milliseconds.
    expect(runInNewContext('read()', { read }, { timeout: 30_000 })).toHaveLength(2);
  });

  it('has one key for texts that differ in values', () => {
    expect(lexicalKey("SELECT a1, 'x''y' FROM t2 WHERE b IN (1, 2.5)")).toBe('SELECT a1, ? FROM t2 WHERE b IN (?)');
  });
});
