import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { listRelations, profileRelations, readCatalog } from '#libs/catalog';
import { buildModel } from '../business/build-model.js';
import type { BusinessModel } from '../business/model.js';
import { createTestDatabase, type TestDatabase } from '../../../../../test/harness/test-database.js';
import { ALL_KINDS } from './all-kinds.js';
import { candidateOf, wordingOf, type Candidate } from './candidate.js';

/** Dates without an end, and columns that the role may not read. */
const SCHEMA = `
CREATE TABLE team (id int PRIMARY KEY, name text NOT NULL, budget numeric);
INSERT INTO team SELECT i, 'Team ' || i, i * 100 FROM generate_series(1, 5) i;
CREATE TABLE contract (id int PRIMARY KEY, title text NOT NULL, team_id int REFERENCES team, amount numeric NOT NULL, salary numeric,
  signed_on date NOT NULL, ended_on timestamptz NOT NULL DEFAULT 'infinity', closed_on date NOT NULL DEFAULT 'infinity');
INSERT INTO contract SELECT i, 'C' || i, i % 5 + 1, i * 3, i, CASE WHEN i = 1 THEN '-infinity' ELSE date '2024-01-01' + i END,
  CASE WHEN i % 2 = 0 THEN 'infinity' ELSE timestamptz '2025-01-01' + i * interval '3 days' END FROM generate_series(1, 200) i`;

describe('questions about what a role sees', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let model: BusinessModel;

  beforeAll(async () => {
    database = await createTestDatabase('limited');
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(SCHEMA);
    const role = new URL(database.url).pathname.slice(1);
    await client.query(`CREATE ROLE "${role}"; GRANT SELECT (name, budget) ON team TO "${role}";
      GRANT SELECT (id, title, team_id, amount, signed_on, ended_on, closed_on) ON contract TO "${role}"; SET ROLE "${role}"`);
    const catalog = await readCatalog(client, await listRelations(client));
    model = buildModel(catalog, await profileRelations(client, catalog), 'en');
  });

  afterAll(async () => {
    const role = new URL(database.url).pathname.slice(1);
    await client.query(`RESET ROLE; DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    await client.end();
    await database.drop();
  });

  function candidates(): Candidate[] {
    return model.entities.flatMap((entity) =>
      ALL_KINDS.flatMap((kind) =>
        [...kind.propose(entity, wordingOf('en'))].map((proposal) => candidateOf(kind, entity, proposal, 'en')),
      ),
    );
  }

  it('need no column that it may not read', async () => {
    const all = candidates();
    expect(all.length).toBeGreaterThan(30);
    for (const { sql } of all) {
      expect(sql).not.toMatch(/salary|JOIN team/);
      await client.query(sql);
    }
  });

  it('about months and years leave out dates without an end, and columns that hold no other', async () => {
    const busiest = candidates().filter(({ kind, sql }) => kind === 'peak_period' && sql.includes('contract'));
    expect(busiest.some(({ sql }) => sql.includes('isfinite(ended_on)'))).toBe(true);
    for (const { sql } of busiest) {
      expect(sql).not.toContain('closed_on');
      const { rows } = await client.query<[string]>({ text: sql, rowMode: 'array' });
      expect(rows[0]?.[0]).toMatch(/^20\d\d-\d\d$/);
    }
  });
});
