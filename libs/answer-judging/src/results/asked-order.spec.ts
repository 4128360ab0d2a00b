import { expect, it } from '@jest/globals';
import { orderColumns, withOrderKeys } from './asked-order.js';

const columnsOf = (names: string) => names.split(' ').map((name) => ({ name, kind: 'text' as const }));

it.each<[string, string, readonly number[] | null]>([
  ['SELECT name, sum(x) AS total FROM t GROUP BY 1 ORDER BY total DESC', 'name total', [1]],
  ['SELECT t.name, sum(x) AS s FROM t GROUP BY 1 ORDER BY sum(x) DESC, name', 'name s', [1, 0]],
  ['SELECT name, sum(x) FROM t GROUP BY 1 ORDER BY 2 LIMIT 5', 'name sum', [1]],
  ['SELECT * FROM t ORDER BY total', 'id total', [1]],
  ['SELECT name, x AS total FROM t UNION SELECT name, y FROM u ORDER BY name', 'name total', [0]],
  ['SELECT DISTINCT lower(name) FROM t ORDER BY lower(name)', 'lower', [0]],
  // Added at the end.
  ['SELECT name FROM t GROUP BY name ORDER BY count(*) DESC, name', 'name count', [1, 0]],
  ['SELECT name FROM t ORDER BY t.made, t.id', 'name made id', [1, 2]],
  ['SELECT *, x + 1 AS y FROM t ORDER BY t.x', 'x y x', [2]],
  // Another column of the same name: the output column comes first where the name is bare.
  ['SELECT x + 1 AS x FROM t ORDER BY x', 'x', [0]],
  ['SELECT x + 1 AS x FROM t ORDER BY t.x', 'x x', [1]],
  ['SELECT * FROM t ORDER BY absent', 'id total', null],
  ['SELECT name FROM (SELECT * FROM t ORDER BY y) t', 'name', []],
  ['WITH c AS (SELECT * FROM t ORDER BY name) SELECT name FROM c', 'name', []],
  ['VALUES (1), (2)', 'column1', []],
])('finds what %s sorts by', async (sql, names, expected) => {
  const ordered = await withOrderKeys(sql);
  expect(orderColumns(ordered, columnsOf(names))).toEqual(expected);
});

it('adds only what is not in the result', async () => {
  const { sql, added } = await withOrderKeys(
    `WITH c AS (SELECT 1) SELECT a.n FROM a JOIN b ON a.id = b.id WHERE a.x = 'it''s' ORDER BY 1, max(b.y) DESC NULLS LAST LIMIT 3;`,
  );
  expect(added).toBe(1);
  expect(sql.replace(/\s+/g, ' ')).toBe(
    "WITH c AS (SELECT 1) SELECT a.n, max(b.y) FROM a JOIN b ON a.id = b.id WHERE a.x = 'it''s' ORDER BY 1, max(b.y) DESC NULLS LAST LIMIT 3",
  );
  // The deparser writes WITH TIES as LIMIT.
  const ties = 'SELECT a FROM (SELECT a, b FROM u ORDER BY b FETCH FIRST 2 ROWS WITH TIES) t ORDER BY b';
  expect(await withOrderKeys(ties)).toEqual({ sql: ties, added: 0, keys: [{ name: '' }] });
  const plain = 'SELECT a FROM t ORDER BY a';
  expect(await withOrderKeys(plain)).toMatchObject({ sql: plain, added: 0 });
});
