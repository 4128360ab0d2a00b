import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import pg from 'pg';
import { eventually } from '../../../test/harness/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { connectQueue } from './queue-connection.js';

const NAMESPACE = 'queues';

describe('a queue on PostgreSQL', () => {
  let database: TestDatabase;
  let operator: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase('queue');
    operator = new pg.Client(database.url);
    await operator.connect();
  });

  afterAll(async () => {
    await operator.end();
    await database.drop();
  });

  function openQueue(): Queue {
    const queue = new Queue('tried', connectQueue(database.url, NAMESPACE, 'producer'));
    queue.on('error', () => undefined);
    return queue;
  }

  it('survives a server that ends the connection while the schema is being prepared', async () => {
    const first = openQueue();
    await first.waitUntilReady();
    await first.close();

    await operator.query(`BEGIN; LOCK TABLE ${NAMESPACE}.migration IN ACCESS EXCLUSIVE MODE`);
    const second = openQueue();
    const outcome = second.waitUntilReady().then(
      () => 'ready',
      () => 'refused',
    );
    // The lock table is shared memory: it is read although the operator is inside a transaction.
    await eventually(async () => {
      const { rowCount } = await operator.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
          WHERE NOT granted AND relation = '${NAMESPACE}.migration'::regclass`,
      );
      expect(rowCount).toBe(1);
    });
    expect(await outcome).toBe('refused');
    await operator.query('ROLLBACK');
    await second.close();

    const third = openQueue();
    await third.waitUntilReady();
    await third.add('job', {});
    expect(await third.getJobCounts('waiting')).toEqual({ waiting: 1 });
    await third.close();
  });
});
