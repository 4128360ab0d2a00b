import { describe, expect, it } from '@jest/globals';
import { sqlLines } from './sql-lines.js';

describe('a statement in lines', () => {
  it('has a line for each clause', () => {
    expect(
      sqlLines(
        'SELECT a, COUNT(*) AS n FROM t JOIN u ON t.id = u.id left join v USING (id) WHERE a > 1 GROUP BY a LIMIT 3;',
      ),
    ).toBe(
      'SELECT a, COUNT(*) AS n\nFROM t\n  JOIN u ON t.id = u.id\n  left join v USING (id)\nWHERE a > 1\nGROUP BY a\nLIMIT 3;',
    );
  });

  it.each([
    'SELECT \' FROM x WHERE y \' || $$ FROM z $$ || " WHERE "',
    'SELECT extract(year FROM at), (SELECT max(b) FROM c WHERE d) -- FROM e',
    'SELECT 1\nFROM a WHERE b',
    'SELECT from_at, where_to',
    '',
  ])('leaves %j as it is', (sql) => {
    expect(sqlLines(sql)).toBe(sql);
  });

  it('loses nothing but the kind of a space', () => {
    const sql = 'WITH a AS (SELECT 1 FROM b) SELECT * FROM a CROSS JOIN LATERAL (SELECT 2) c ORDER BY 1';
    expect(sqlLines(sql).replace(/\s+/g, ' ')).toBe(sql);
  });
});
