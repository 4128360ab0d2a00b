import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessDatabases, type BusinessDatabase } from '#libs/business-database';
import { PROOF_LIMITS } from '#libs/pair-proof';
import { createTestDatabase, runSql, type TestDatabase } from '../../../../../test/harness/test-database.js';
import type { Business } from '../read-business.js';
import type { Candidate } from './candidate.js';
import { chooserPorts, TRIAL_LIMITS } from './chooser-ports.js';

const ROWS = `CREATE TABLE sale (town text, product text, amount numeric);
  INSERT INTO sale VALUES ('Oslo', 'tea', 5), ('Oslo', 'rice', 7), ('Lima', 'tea', 0), ('Bonn', NULL, 0)`;

describe('trials', () => {
  let database: TestDatabase;
  let business: BusinessDatabase;

  beforeAll(async () => {
    database = await createTestDatabase('trials');
    await runSql(database.url, ROWS);
    business = new BusinessDatabases().open(database.url, { applicationName: 'test', statementTimeoutMs: 10_000 });
  });

  afterAll(async () => {
    await business.close();
    await database.drop();
  });

  const outcome = (sql: string, checks: Candidate['checks'] = [], isEmpty = false, limits = PROOF_LIMITS) => {
    const read = { model: { entities: [], relationships: [], metrics: [], database: 'x' }, isEmpty };
    const signal = new AbortController().signal;
    const ports = chooserPorts(read as unknown as Business, 'en', business.statements(TRIAL_LIMITS), signal, limits);
    return ports.tryOut({ sql, checks, isGrouped: / GROUP BY /.test(sql) } as Candidate);
  };

  it('take values other than zero for an answer', async () => {
    expect(await outcome('SELECT SUM(amount) FROM sale')).toBe('tells');
    expect(await outcome("SELECT SUM(amount) FROM sale WHERE town = 'Lima'")).toBe('tells_nothing');
    expect(await outcome("SELECT COUNT(*) FROM sale WHERE town = 'Rome'")).toBe('tells_nothing');
    expect(await outcome("SELECT MAX(product) FROM sale WHERE town = 'Bonn'")).toBe('tells_nothing');
    expect(await outcome('SELECT town, SUM(amount) FROM sale GROUP BY town')).toBe('tells');
    expect(await outcome('SELECT SUM(amount) FROM sail')).toBe('fails');
  });

  it('ask the further statements of a pair too, but not of an empty database', async () => {
    const sql = 'SELECT town, COUNT(*) FROM sale GROUP BY town';
    const few = [{ sql: 'SELECT DISTINCT product FROM sale WHERE product IS NOT NULL', leastRows: 3 }];
    expect(await outcome(sql, [{ sql: 'SELECT town FROM sale', leastRows: 2 }])).toBe('tells');
    expect(await outcome(sql, few)).toBe('tells_nothing');
    expect(await outcome(sql, few, true)).toBe('tells');
  });

  it('tell conditions that filter nothing, and boundaries without a row', async () => {
    expect(await outcome('SELECT town FROM sale WHERE amount >= 0')).toBe('vacuous');
    expect(await outcome('SELECT town FROM sale WHERE amount >= 6')).toBe('tells_weakly');
    expect(await outcome('SELECT town FROM sale WHERE amount >= 5')).toBe('tells');
    expect(await outcome('SELECT town FROM sale WHERE town IS NOT NULL')).toBe('tells');
  });

  it.each([{ taskMs: 0 }, { cost: 0.01 }])(
    'do not take a condition that was not tried for one that filters: %j',
    async (some) => {
      const within = (sql: string) => outcome(sql, [], false, { ...PROOF_LIMITS, ...some });
      expect(await within('SELECT town FROM sale WHERE amount >= 0')).toBe('unproven');
      expect(await within("SELECT town FROM sale WHERE town = 'Oslo'")).toBe('unproven');
      expect(await within('SELECT town, SUM(amount) FROM sale GROUP BY town')).toBe('tells');
    },
  );
});
