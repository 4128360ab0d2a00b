import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { withDatabase } from '#libs/postgres';
import { ATTACKS } from '../../../sql-safety/src/attack-list.fixture.js';
import type { BusinessDatabase } from '../business-database.js';
import { BusinessDatabases } from '../business-databases.js';
import type { StatementRunner } from '../statement-runner.js';
import { executeBatch } from './cursor-batch.js';
import { executeStatement } from './execute-statement.js';

const server = process.env['TEST_DATABASE_URL'];
if (!server) {
  throw new Error('TEST_DATABASE_URL is not set');
}
const name = `h3_safety_${randomBytes(4).toString('hex')}`;
const url = withDatabase(server, name);
const LIMITS = { connections: 2, statementTimeoutMs: 2_000 };
/** For statements that something else ends. */
const PATIENT = { connections: 2, statementTimeoutMs: 60_000 };

async function onServer(sql: string, connectionString = server): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Everything that a write could change: rows, sequences, relations, large objects, functions. */
async function stateOfDatabase(): Promise<unknown> {
  const { rows } = await onServer(
    `SELECT (SELECT json_agg(v ORDER BY id) FROM victim v) AS rows,
            (SELECT last_value || ':' || is_called FROM victim_seq) AS sequence,
            (SELECT json_agg(relname ORDER BY oid) FROM pg_class) AS relations,
            (SELECT count(*) FROM pg_largeobject_metadata) AS large_objects,
            (SELECT count(*) FROM pg_proc) AS functions`,
    url,
  );
  return rows[0];
}

describe('read-only runs', () => {
  const databases = new BusinessDatabases({ connections: 2 });
  let database: BusinessDatabase;
  let statements: StatementRunner;

  function open(signal?: AbortSignal): BusinessDatabase {
    return databases.open(url, { applicationName: 'test', statementTimeoutMs: 2_000, ...(signal && { signal }) });
  }

  beforeAll(async () => {
    await onServer(`CREATE DATABASE ${name}`);
    await onServer(
      `CREATE TABLE victim (id int PRIMARY KEY, note text);
       INSERT INTO victim SELECT i, 'row ' || i FROM generate_series(1, 50) i;
       CREATE SEQUENCE victim_seq;
       CREATE FUNCTION sneaky() RETURNS int LANGUAGE sql AS 'DELETE FROM victim; SELECT 1'`,
      url,
    );
    database = open();
    statements = database.statements(LIMITS);
  });

  afterAll(async () => {
    await database.close();
    await databases.close();
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  });

  it('plans and executes a query', async () => {
    const plan = await statements.plan('SELECT * FROM victim LIMIT 3;');
    expect(plan).toEqual({
      outcome: 'planned',
      totalCost: expect.any(Number) as unknown,
      estimatedRows: 3,
      seconds: expect.any(Number) as unknown,
    });
    expect((plan as { totalCost: number }).totalCost).toBeGreaterThan(0);
    expect(await statements.execute('SELECT * FROM victim; -- all', 10)).toEqual({
      outcome: 'executed',
      rowCount: 10,
      seconds: expect.any(Number) as unknown,
    });
    expect(await statements.execute('SELECT id, id FROM victim WHERE id < 0', 10)).toMatchObject({
      rowCount: 0,
    });
  });

  it('reports SQLSTATE, position and the suggested column of a refused statement', async () => {
    const sql = 'SELECT victim.notes FROM victim';
    expect(await statements.plan(sql)).toMatchObject({
      outcome: 'failed',
      sqlstate: '42703',
      position: sql.indexOf('victim.notes') + 1,
      suggestedColumn: 'note',
    });
    expect(await statements.execute('SELECT 1 / (id - id) FROM victim', 1)).toMatchObject({
      sqlstate: '22012',
    });
  });

  it('answers statements that are executed together as it answers each by itself', async () => {
    const asked = [
      'SELECT * FROM victim; -- all',
      'SELECT id, id FROM victim WHERE id < 0',
      'SELECT victim.notes FROM victim',
      'SELECT 1 / (id - id) FROM victim',
      'SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b',
      'SELECT sneaky()',
      "SELECT 'MOVE 7'",
      'SELECT note FROM victim ORDER BY id',
    ];
    const alone = [];
    for (const sql of asked) {
      alone.push({ ...(await statements.execute(sql, 1)), seconds: expect.any(Number) as unknown });
    }
    expect(await Promise.all(asked.map((sql) => statements.executeTogether(sql)))).toEqual(alone);
  });

  it('sends statements that are executed together in one message between the ends of a transaction', async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const query = jest.spyOn(client, 'query');
    const answers = await executeBatch(
      client,
      Array.from({ length: 20 }, (_, at) => `SELECT id FROM victim WHERE id > ${at}`),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, () => ({ outcome: 'executed', rowCount: 1 })));
    expect(query).toHaveBeenCalledTimes(3);
    await client.end();
  });

  it('stops what takes too long', async () => {
    const slow = 'SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b';
    expect(await statements.execute(slow, 1)).toMatchObject({ outcome: 'timeout', sqlstate: '57014' });
  });

  it('gives each statement of a batch its own time', async () => {
    const runner = database.statements({ connections: 1, statementTimeoutMs: 2_000 });
    const first = (sql: string): Promise<object> => runner.firstRow(sql, 500);
    const sleepy = Array.from({ length: 5 }, (_, n) => first(`SELECT ${n} FROM pg_sleep(0.2)`));
    expect(await Promise.all(sleepy)).toEqual(
      sleepy.map((_, n) => expect.objectContaining({ outcome: 'row', fields: [String(n)] })),
    );
    const [quick, slow, after] = await Promise.all(
      ['0.3', '9', '0.3'].map((s) => first(`SELECT 1 FROM pg_sleep(${s})`)),
    );
    expect([quick, after]).toEqual([0, 1].map(() => expect.objectContaining({ outcome: 'row' })));
    expect(slow).toMatchObject({ outcome: 'timeout' });
  });

  it('refuses a write by a function that is in no list', async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    expect(await executeStatement(client, 'SELECT sneaky()', 1)).toMatchObject({ sqlstate: '25006' });
    await client.end();
    // The catalog tells before that.
    expect(await statements.execute('SELECT sneaky()', 1)).toMatchObject({ sqlstate: '42501' });
  });

  it('changes nothing in the database, whatever is sent past the check', async () => {
    const before = await stateOfDatabase();
    // Of the attacks, those that would only wait, or take the test's own sessions down, teach nothing here.
    const harmful = ATTACKS.map(([sql]) => sql).filter(
      (sql) => !/pg_sleep|terminate|reload|backup|switch_wal|\0|repeat|lo_|x{99}|\({99}/i.test(sql),
    );
    expect(harmful.length).toBeGreaterThan(50);
    for (const sql of harmful) {
      const explained = await statements.plan(sql).catch((error: unknown) => error);
      const executed = await statements.execute(sql, 5).catch((error: unknown) => error);
      const together = await statements.executeTogether(sql).catch((error: unknown) => error);
      expect([explained, executed, together]).toBeDefined();
    }
    expect(await stateOfDatabase()).toEqual(before);
    const readOnly = `SELECT 1 WHERE current_setting('default_transaction_read_only') = 'on'`;
    expect(await statements.execute(readOnly, 1)).toMatchObject({ rowCount: 1 });
  });

  const ENDLESS = 'SELECT count(*) FROM generate_series(1, 1000000000)';

  /** Ends when the pool has a session in the middle of a statement, or none, then runs `action` in the same statement. */
  const when = (busy: boolean, action = ''): Promise<pg.QueryResult> =>
    onServer(
      `DO $$ DECLARE busy boolean := ${!busy};
       BEGIN
         WHILE busy <> ${busy} LOOP
           IF clock_timestamp() - statement_timestamp() > interval '30 seconds' THEN
             RAISE EXCEPTION 'the sessions of the pool stay as they are';
           END IF;
           PERFORM pg_sleep(0.001);
           PERFORM pg_stat_clear_snapshot();
           SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${name}' AND query LIKE 'MOVE%' AND state = 'active') INTO busy;
         END LOOP;
         ${action}
       END $$`,
      url,
    );

  it('stops when asked to, with the reason given, also in the server', async () => {
    const stop = new AbortController();
    const stoppable = open(stop.signal).statements(PATIENT);
    const running = stoppable.execute(ENDLESS, 1);
    const reason = new Error('cancelled by a person');
    const outcome = expect(running).rejects.toBe(reason);
    await when(true);
    stop.abort(reason);
    await outcome;
    await when(false);
    await expect(stoppable.execute('SELECT 1', 1)).rejects.toBe(reason);
  });

  it('calls a lost database unavailable, not the statement wrong', async () => {
    const lost = database.statements(PATIENT).execute(ENDLESS, 1);
    const outcome = expect(lost).rejects.toMatchObject({ kind: 'unavailable' });
    await when(
      true,
      `PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid();`,
    );
    await outcome;
    expect(await statements.execute('SELECT 1', 1)).toMatchObject({ outcome: 'executed' });
  });

  it('gives each of many statements on one connection its own plan or failure', async () => {
    const one = database.statements({ ...LIMITS, connections: 1 });
    const plans = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        one.plan(index % 4 === 3 ? `SELECT no_${index} FROM victim` : `SELECT id FROM victim LIMIT ${index + 1}`),
      ),
    );
    plans.forEach((plan, index) =>
      expect(plan).toMatchObject(
        index % 4 === 3
          ? { outcome: 'failed', sqlstate: '42703', reason: { en: `the column "no_${index}" does not exist` } }
          : { outcome: 'planned', estimatedRows: index + 1 },
      ),
    );
  });

  it('takes another connection when one was lost, and stops all when told to', async () => {
    const stop = new AbortController();
    const own = open(stop.signal).statements({ ...LIMITS, connections: 1 });
    await own.plan('SELECT 1');
    await onServer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND query LIKE 'EXPLAIN%'`,
    );
    const lost = await Promise.allSettled([own.plan('SELECT 1'), own.plan('SELECT 2'), own.plan('SELECT 3')]);
    for (const result of lost.filter(({ status }) => status === 'rejected')) {
      expect(result).toMatchObject({ reason: { kind: 'unavailable' } });
    }
    expect(await own.plan('SELECT 4')).toMatchObject({ outcome: 'planned' });
    const reason = new Error('cancelled by a person');
    const left = Promise.allSettled([own.plan('SELECT 5'), own.plan('SELECT 6')]);
    stop.abort(reason);
    // A plan that is there already may come; nothing ends for another reason, and nothing begins.
    for (const result of (await left).filter(({ status }) => status === 'rejected')) {
      expect(result).toMatchObject({ reason });
    }
    await expect(own.plan('SELECT 7')).rejects.toBe(reason);
  });
});
