import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { withVectorDatabase } from './connection.js';
import { tsvectorBytes, wordsOf } from './text-search-vector.js';

const { signal } = new AbortController();

describe('the words of a document as a tsvector', () => {
  let database: TestDatabase;
  const asText = (document: string): Promise<string> =>
    withVectorDatabase(database.url, signal, async (client) => {
      const { rows } = await client.query<{ text: string }>('SELECT $1::tsvector::text AS text', [
        tsvectorBytes(wordsOf(document)),
      ]);
      return rows[0]?.text ?? '';
    });

  beforeAll(async () => {
    database = await createTestDatabase('vector');
  });
  afterAll(() => database.drop());

  it.each([
    ['orders, order by the order', `'order':1,2,5 'orders':1`],
    ['服务区 收入', `'收入':2 '服务区':1`],
    ["it's \\ quoted 😀", `'quoted':3 's':2`],
    ['', ''],
  ])('of %j', async (document, text) => {
    expect(await asText(document)).toBe(text);
  });

  it.each([
    ['many words', Array.from({ length: 60_000 }, (_, index) => `w${index}x`).join(' ')],
    ['a word many times', 'order '.repeat(40_000)],
    ['a word without end', 'x'.repeat(100_000)],
    ['Chinese without end', '服务区收入订单'.repeat(20_000)],
  ])('takes %s', async (_what, document) => {
    expect((await asText(document)).length).toBeLessThan(2_000_000);
  });
});
