import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { LANGUAGES } from '#libs/language';
import { ModelIndex } from '#libs/semantic-model';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { SHOP_SQL } from '../../../test/harness/shop-database.js';
import { shopModel } from '../../../test/harness/shop-model.js';
import { ALL_FAMILIES, propose } from './index.js';

describe('proposals about the shop', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase('intents');
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(SHOP_SQL);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const rowsOf = async (sql: string): Promise<unknown[][]> =>
    (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;

  it.each(LANGUAGES)('all run and return rows (%s)', async (language) => {
    const candidates = [...propose(new ModelIndex(shopModel()), { language, perEntity: 400 })];
    const empty: string[] = [];
    for (const { sql } of candidates) {
      const rows = await rowsOf(sql);
      if (rows.length === 0) {
        empty.push(sql);
      }
    }
    expect(new Set(candidates.map(({ kind }) => kind)).size).toBe(ALL_FAMILIES.length);
    expect(empty.length / candidates.length).toBeLessThan(0.06);
    const skeletons = new Set(candidates.map(({ skeleton }) => skeleton));
    expect(skeletons.size).toBeGreaterThan(300);
  });
});
