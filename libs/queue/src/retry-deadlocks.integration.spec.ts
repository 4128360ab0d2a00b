import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../../test/harness/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { retryDeadlocks } from './retry-deadlocks.js';

describe('retryDeadlocks', () => {
  let database: TestDatabase;
  let own: pg.Client;
  let other: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase('deadlock');
    own = new pg.Client(database.url);
    other = new pg.Client(database.url);
    await Promise.all([own.connect(), other.connect()]);
    await own.query('CREATE TABLE jobs (id integer PRIMARY KEY, state text)');
    await own.query(`INSERT INTO jobs VALUES (1, 'waiting'), (2, 'waiting')`);
    // While both wait, the one with the earlier timeout is rolled back.
    await own.query(`SET deadlock_timeout = '20ms'`);
    await other.query(`SET deadlock_timeout = '60s'`);
  });

  afterAll(async () => {
    await Promise.all([own.end(), other.end()]);
    await database.drop();
  });

  const change = (client: pg.Client, id: number, state: string): Promise<unknown> =>
    client.query('UPDATE jobs SET state = $2 WHERE id = $1', [id, state]);

  it('does again what was rolled back', async () => {
    const codes: unknown[] = [];
    let others: Promise<unknown> = Promise.resolve();
    await retryDeadlocks(async () => {
      const isFirst = codes.length === 0;
      await own.query('BEGIN');
      try {
        if (isFirst) {
          await other.query('BEGIN');
          await change(other, 1, 'other');
        }
        await change(own, 2, 'own');
        if (isFirst) {
          others = change(other, 2, 'other').then(() => other.query('COMMIT'));
          await eventually(async () => {
            const { rowCount } = await own.query(
              `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            );
            expect(rowCount).toBe(1);
          });
        }
        await change(own, 1, 'own');
        await own.query('COMMIT');
      } catch (error) {
        codes.push((error as { code?: unknown }).code);
        await own.query('ROLLBACK');
        await others;
        throw error;
      }
    });
    expect(codes).toEqual(['40P01']);
    const { rows } = await own.query('SELECT DISTINCT state FROM jobs');
    expect(rows).toEqual([{ state: 'own' }]);
  });

  it('leaves every other error as it is', async () => {
    let calls = 0;
    const refused = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    const call = async (): Promise<never> => {
      calls += 1;
      throw refused;
    };
    await expect(retryDeadlocks(call)).rejects.toBe(refused);
    expect(calls).toBe(1);
  });
});
