import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { profileRelations, readCatalog } from '#libs/catalog';
import { lenderOf } from '#libs/postgres';
import { buildModel } from '../business/build-model.js';
import type { BusinessModel } from '../business/model.js';
import { createTestDatabase, type TestDatabase } from '../../../../../test/harness/test-database.js';
import { ALL_KINDS } from './all-kinds.js';
import { candidateOf, wordingOf, type Candidate } from './candidate.js';

/** Rows that do not fit: no shop, a shop or a tag that has been removed, no level, an empty note. */
const SCHEMA = `
CREATE TABLE shop (id int PRIMARY KEY, name text NOT NULL, level text, note text, delete_ts timestamp);
INSERT INTO shop VALUES (1, 'North', 'A', '', NULL), (2, 'South', 'A', 'near', NULL), (3, 'West', NULL, NULL, NULL),
  (4, 'Far', NULL, 'near', NULL), (5, 'East', NULL, '', NULL), (6, 'Gone', 'B', 'near', now());
CREATE TABLE sale (id int PRIMARY KEY, shop_id int REFERENCES shop, amount numeric NOT NULL, sale_date date NOT NULL);
INSERT INTO sale VALUES (1, 1, 60, '2024-01-01'), (2, 1, 22, '2024-02-01'), (3, 2, 8, '2024-02-02'), (4, NULL, 5, '2024-02-03'),
  (5, 6, 5, '2024-02-04');
CREATE TABLE tag (id int PRIMARY KEY, name text NOT NULL, delete_ts timestamp);
INSERT INTO tag VALUES (1, 'kept', NULL), (2, 'dropped', now());
CREATE TABLE shop_tag (shop_id int NOT NULL REFERENCES shop, tag_id int NOT NULL REFERENCES tag, PRIMARY KEY (shop_id, tag_id));
INSERT INTO shop_tag VALUES (1, 1), (2, 1), (2, 2), (3, 2);
CREATE TABLE clerk (id int PRIMARY KEY, name text NOT NULL, birth_date date, hired_on date);
INSERT INTO clerk SELECT i, 'Clerk ' || i, date '1980-01-01' + i * 50, date '2020-01-01' + i FROM generate_series(1, 50) i`;

describe('answers over rows that do not fit', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let model: BusinessModel;

  beforeAll(async () => {
    database = await createTestDatabase('answers');
    pool = new pg.Pool({ connectionString: database.url, max: 1 });
    await pool.query(SCHEMA);
    await pool.query('ANALYZE');
    const tables = ['shop', 'sale', 'tag', 'shop_tag', 'clerk'].map((name) => ({ schema: 'public', name }));
    const catalog = await readCatalog(lenderOf(pool), tables);
    model = buildModel(
      catalog,
      await profileRelations(lenderOf(pool), catalog, { signal: new AbortController().signal }),
      'en',
    );
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  function candidates(kind: string, table: string): Candidate[] {
    const entity = model.entities.find(({ id }) => id === `public.${table}`);
    if (!entity) {
      throw new Error(`no entity ${table}`);
    }
    return ALL_KINDS.filter(({ name }) => name === kind).flatMap((each) =>
      [...each.propose(entity, wordingOf('en'))].map((proposal) => candidateOf(each, entity, proposal, 'en')),
    );
  }

  /** The answer of the only question of this kind about the table and the words. */
  async function answer(kind: string, table: string, about: RegExp): Promise<unknown[][]> {
    const found = candidates(kind, table).filter(({ question }) => about.test(question));
    expect(found.map(({ question }) => question)).toHaveLength(1);
    const { rows } = await pool.query<unknown[]>({ text: found[0]?.sql ?? '', rowMode: 'array' });
    return rows;
  }

  it('shares add up to the whole, with unassigned rows as one part', async () => {
    expect(await answer('share_of_total', 'sale', /shop/)).toEqual([
      ['North', '82', '82.00'],
      [null, '10', '10.00'],
      ['South', '8', '8.00'],
    ]);
  });

  it('rows stay in a list when what they belong to has been removed', async () => {
    const rows = await answer('join_one_hop', 'sale', /sale (ID|date)/);
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.at(-1))).toEqual(expect.arrayContaining(['North', 'South', null]));
  });

  it('an average is that of all, not of those that have any', async () => {
    // 82 and 8 over five shops that are still there: the average is 18.
    expect(await answer('cte', 'sale', /shop/)).toEqual([['North', '82']]);
  });

  it('a tag that has been removed is none', async () => {
    expect(await answer('without_any', 'shop_tag', /shops .*tags/)).toEqual([['East'], ['Far'], ['West']]);
  });

  it('an empty text is no value', async () => {
    expect(await answer('null_handling', 'shop', /shops have no note, and/)).toEqual([['3', '2']]);
  });

  it('rows without a value are no group of their own where groups are asked for', async () => {
    expect(await answer('having', 'shop', /level/)).toEqual([['A', '2']]);
  });

  it('what was born when is no trend', () => {
    for (const kind of ['trend_by_day', 'trend_by_month', 'trend_by_year', 'peak_period', 'period_comparison']) {
      const questions = candidates(kind, 'clerk').map(({ question }) => question);
      expect(questions.filter((question) => /birth/.test(question))).toEqual([]);
    }
    expect(candidates('trend_by_month', 'clerk')).not.toEqual([]);
  });

  it('no question counts the rows of a bridge or asks for values that are always distinct', () => {
    expect(candidates('count', 'shop_tag')).toEqual([]);
    expect(candidates('count', 'tag')).not.toEqual([]);
    expect(candidates('distinct', 'clerk')).toEqual([]);
  });

  it('every question can be answered', async () => {
    for (const { name } of ALL_KINDS) {
      for (const table of ['shop', 'sale', 'tag', 'shop_tag', 'clerk']) {
        for (const { sql } of candidates(name, table)) {
          await expect(pool.query(sql)).resolves.toBeDefined();
        }
      }
    }
  });
});
