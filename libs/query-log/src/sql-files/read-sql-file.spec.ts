import { describe, expect, it } from '@jest/globals';
import { bytesOf, collect } from '../collect.fixture.js';
import { MAX_STATEMENT_CHARACTERS, type Passed } from '../logged-statement.js';
import { readSqlFile } from './read-sql-file.js';

async function read(text: string): Promise<(readonly [string, string | null])[]> {
  const found = await collect(readSqlFile(bytesOf(text), { onPassed: () => undefined }));
  return found.map(({ text: sql, hint }) => [sql, hint] as const);
}

describe('readSqlFile', () => {
  it('splits statements, with the comment above each as a hint', async () => {
    await expect(
      read(`-- Orders that are late
-- by customer
SELECT count(*) FROM orders; SELECT 'a;b' FROM "x;y" /* ; */ WHERE t = $$ ; $$ -- ;
AND s = $tag$ ; $$ $tag$;

-- Nothing follows.

/* A nested /* comment */ ; */ SELECT 2
FROM orders`),
    ).resolves.toEqual([
      ['SELECT count(*) FROM orders', 'Orders that are late by customer'],
      [`SELECT 'a;b' FROM "x;y"  WHERE t = $$ ; $$ \nAND s = $tag$ ; $$ $tag$`, null],
      ['SELECT 2\nFROM orders', 'A nested comment ;'],
    ]);
  });

  it('leaves out lines of psql and the rows of COPY', async () => {
    await expect(
      read(`\\connect shop\nCOPY orders (id) FROM stdin;\n1\n'\n\\.\n\\d orders\nSELECT 1 FROM orders;\n`),
    ).resolves.toEqual([
      ['COPY orders (id) FROM stdin', null],
      ['SELECT 1 FROM orders', null],
    ]);
  });

  it('passes over a statement that is too long, and goes on', async () => {
    const passed: Passed[] = [];
    const lines = Array.from({ length: 30 }, () => `${'x'.repeat(9_999)}\n`);
    const bytes = bytesOf(`SELECT '`, ...lines, `'; SELECT 1 FROM orders;`);
    const found = await collect(readSqlFile(bytes, { onPassed: (what) => void passed.push(what) }));
    expect(found.map(({ text }) => text)).toEqual(['SELECT 1 FROM orders']);
    expect(passed).toEqual(['too_long']);
    expect(MAX_STATEMENT_CHARACTERS).toBeLessThan(300_000);
  });

  it.each([`SELECT 'never closed`, '/* never closed', '$a$', ';;;', '', '\\.\n', '--'])('ends on %j', async (text) => {
    await expect(read(text)).resolves.toBeDefined();
  });
});
