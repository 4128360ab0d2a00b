import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { socketOf } from '#libs/postgres';
import { CountingProxy } from '../../../test/harness/counting-proxy.js';
import { eventually } from '../../../test/harness/eventually.js';
import { createTestDatabase, onDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { HoldingProxy } from '../../../test/harness/holding-proxy.js';
import { BusinessDatabases, type OpenOptions } from './business-databases.js';
import { executeBatch } from './postgres/cursor-batch.js';
import { explainBatch } from './postgres/explain-batch.js';
import { LentConnections } from './postgres/lent-connections.js';
import { firstRowsOf, isFailure } from './postgres/row-batch.js';
import { SharedPool, type SessionSettings } from './postgres/shared-pool.js';

const SETTINGS: SessionSettings = { applicationName: 'test', statementTimeoutMs: 20_000 };
const LIMITS = { connections: 2, idleTimeoutMs: 30_000, connectTimeoutMs: 10_000, silenceMs: 30_000 };
const never = new AbortController().signal;

describe('connections to a business database', () => {
  let test: TestDatabase;
  const pools: SharedPool[] = [];

  beforeAll(async () => {
    test = await createTestDatabase('business_pool');
  });

  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await test.drop();
  });

  function openPool(limits: Partial<typeof LIMITS> = {}, url = test.url): SharedPool {
    const pool = new SharedPool(url, { ...LIMITS, ...limits }, () => undefined);
    pools.push(pool);
    return pool;
  }

  const use = (pool: SharedPool, settings = SETTINGS, signal = never): LentConnections =>
    new LentConnections(pool, settings, signal);

  const textOf = (user: LentConnections, sql: string): Promise<unknown> =>
    user.lend(async (client) => (await client.query<{ value: unknown }>(`SELECT ${sql} AS value`)).rows[0]?.value);

  const pidOf = (user: LentConnections): Promise<unknown> => textOf(user, 'pg_backend_pid()');

  it('pass from one user to the next, without anything of the one before', async () => {
    const pool = openPool({ connections: 1 });
    const role = `pool_${Date.now().toString(36)}`;
    await onDatabase(test.url, (client) => client.query(`CREATE ROLE ${role}`));
    const first = use(pool, { applicationName: 'first', statementTimeoutMs: 1_000 });
    const pid = await first.lend(async (client) => {
      await client.query(`SET search_path = pg_catalog`);
      await client.query(`SET default_transaction_read_only = off`);
      await client.query(`SET role ${role}`);
      await client.query(`PREPARE left_over AS SELECT 1`);
      await client.query(`SELECT pg_advisory_lock(1)`);
      return (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
    });
    first.close();
    const second = use(pool, { applicationName: 'second', statementTimeoutMs: 2_000 });
    expect(await pidOf(second)).toBe(pid);
    const settings = ['application_name', 'statement_timeout', 'default_transaction_read_only', 'role', 'search_path'];
    const values = await textOf(second, `ARRAY[${settings.map((name) => `current_setting('${name}')`).join(', ')}]`);
    expect(values).toEqual(['second', '2s', 'on', 'none', 'pg_catalog, pg_temp']);
    expect(await textOf(second, '(SELECT count(*)::int FROM pg_prepared_statements)')).toBe(0);
    expect(
      await textOf(
        second,
        `(SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())`,
      ),
    ).toBe(0);
    await onDatabase(test.url, (client) => client.query(`DROP ROLE ${role}`));
    second.close();
  });

  it('find names of the system first, and those of the role only for statements of others', async () => {
    const role = `path_${Date.now().toString(36)}`;
    const as = new URL(test.url);
    [as.username, as.password] = [role, 'x'];
    await onDatabase(test.url, (client) =>
      client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; CREATE SCHEMA evil; CREATE SCHEMA "Two, three";
        CREATE FUNCTION evil.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT 'evil' $$;
        CREATE FUNCTION evil.left(varchar, int) RETURNS text LANGUAGE sql AS $$ SELECT 'evil' $$;
        CREATE FUNCTION evil.version() RETURNS text LANGUAGE sql AS $$ SELECT 'evil' $$;
        GRANT USAGE ON SCHEMA evil, "Two, three" TO ${role};
        ALTER ROLE ${role} SET search_path = evil, "$user", "Two, three", public, pg_catalog`),
    );
    const pool = openPool({ connections: 1 }, as.toString());
    const [own, others] = [use(pool), use(pool, { ...SETTINGS, findsSchemasOfRole: true })];
    expect(await textOf(own, `current_setting('search_path')`)).toBe('pg_catalog, pg_temp');
    expect(await textOf(own, `left('abc'::varchar, 1)`)).toBe('a');
    expect(await textOf(others, `current_setting('search_path')`)).toBe(
      'pg_catalog, evil, "Two, three", public, pg_temp',
    );
    expect(await textOf(others, 'version()')).toContain('PostgreSQL');
    expect(await textOf(own, `current_setting('search_path')`)).toBe('pg_catalog, pg_temp');
    [own, others].forEach((user) => user.close());
    await pool.end();
    pools.splice(pools.indexOf(pool), 1);
    await onDatabase(test.url, (client) => client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
  });

  it('keep their limits when the connection string has options of its own', async () => {
    const options = encodeURIComponent('-c default_transaction_read_only=off -c work_mem=8MB');
    const user = use(openPool({ connections: 1 }, `${test.url}?options=${options}`));
    expect(await textOf(user, `current_setting('default_transaction_read_only')`)).toBe('on');
    expect(await textOf(user, `current_setting('work_mem')`)).toBe('8MB');
    user.close();
  });

  it('do not come back with a transaction that was left open', async () => {
    const pool = openPool({ connections: 1 });
    const user = use(pool);
    const pid = await user.lend(async (client) => {
      await client.query('BEGIN');
      return (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
    });
    expect(await pidOf(user)).not.toBe(pid);
    user.close();
  });

  it('are as many as allowed and no more, whatever asks; a wait for a turn is no failure', async () => {
    const proxy = await CountingProxy.start(test.url);
    const pool = openPool({ connectTimeoutMs: 200 }, proxy.url);
    const users = Array.from({ length: 12 }, () => use(pool));
    await Promise.all(users.map((user) => textOf(user, 'pg_sleep(0.1)::text')));
    expect(proxy.connections).toEqual({ made: 2, most: 2 });
    users.forEach((user) => user.close());
    await proxy.close();
  });

  it('give nothing at once where a caller would have to wait', async () => {
    const pool = openPool({ connections: 1 });
    const user = use(pool);
    await user.lend(async () => {
      expect(user.lendFree(() => Promise.resolve(1))).toBeNull();
      await Promise.resolve();
    });
    expect(await user.lendFree(() => Promise.resolve(1))).toBe(1);
    user.close();
  });

  it('are made again after the server has ended them, idle and in use', async () => {
    const pool = openPool();
    const user = use(pool);
    const idle = await pidOf(user);
    const end = (pids: string): Promise<unknown> =>
      onDatabase(test.url, (client) =>
        client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${pids}`),
      );
    await end(`pid = ${String(idle)}`);
    await eventually(async () => expect(await pidOf(user).catch(() => idle)).not.toBe(idle));
    const busy = expect(textOf(user, 'pg_sleep(60)::text')).rejects.toThrow();
    await eventually(async () => {
      await end(`datname = current_database() AND query LIKE 'SELECT pg_sleep(60)%'`);
      await busy;
    });
    expect(await textOf(user, '1')).toBe(1);
    user.close();
  });

  it('are cut when the user is stopped, also while it waits for its turn', async () => {
    const pool = openPool({ connections: 1 });
    const stop = new AbortController();
    const [stopped, other] = [use(pool, SETTINGS, stop.signal), use(pool)];
    const running = textOf(stopped, 'pg_sleep(60)::text');
    const waiting = textOf(stopped, '1');
    const reason = new Error('cancelled');
    const outcomes = Promise.allSettled([running, waiting]);
    stop.abort(reason);
    expect(await outcomes).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    expect(await textOf(other, '1')).toBe(1);
    other.close();
  });

  it('end when unused, and their credentials are forgotten', async () => {
    const databases = new BusinessDatabases({ idleTimeoutMs: 50 });
    const options: OpenOptions = { applicationName: 'short lived', statementTimeoutMs: 1_000 };
    await databases.with(test.url, options, (database) => database.listRelations());
    await expect(
      databases.with('postgres://u:p@127.0.0.1:1/x', options, (database) => database.listRelations()),
    ).rejects.toMatchObject({ code: 'database_unreachable' });
    await eventually(() => {
      expect(databases.size).toBe(0);
    });
    const { rows } = await onDatabase(test.url, (client) =>
      client.query(`SELECT FROM pg_stat_activity WHERE application_name = 'short lived'`),
    );
    expect(rows).toEqual([]);
    await databases.close();
  });

  it('are not shared across credentials', async () => {
    const role = `pool_other_${Date.now().toString(36)}`;
    await onDatabase(test.url, (client) => client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`));
    const other = new URL(test.url);
    [other.username, other.password] = [role, 'secret'];
    const databases = new BusinessDatabases();
    const rolesOf = (url: string): Promise<string> =>
      databases.with(url, SETTINGS, async (database) => (await database.deniedTables([secrets])).role);
    const secrets = { schema: 'public', name: 'secrets' };
    await onDatabase(test.url, (client) => client.query('CREATE TABLE secrets (id int)'));
    expect(await rolesOf(test.url)).toBe('');
    expect(await rolesOf(other.toString())).toBe(role);
    expect(databases.size).toBe(2);
    await databases.close();
    await onDatabase(test.url, (client) => client.query(`DROP ROLE ${role}`));
  });

  it('of other kinds of servers are refused by name', () => {
    expect(() => new BusinessDatabases().open('mysql://u:p@db/shop', SETTINGS)).toThrow(
      expect.objectContaining({ code: 'business_database_unsupported', params: { protocol: 'mysql:' } }),
    );
  });

  it('to a server that never answers fail within their time', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `postgres://u:p@127.0.0.1:${(silent.address() as AddressInfo).port}/x`;
    await expect(pidOf(use(openPool({ connectTimeoutMs: 200 }, url)))).rejects.toThrow('timeout');
    silent.close();
  });

  describe('to a server that falls silent after the connect', () => {
    const SHORT: SessionSettings = { ...SETTINGS, statementTimeoutMs: 100 };
    let proxy: HoldingProxy;

    beforeEach(async () => (proxy = await HoldingProxy.before(test.url)));
    afterEach(() => proxy.close());

    it.each(['statement', 'answer'] as const)(
      'a lost %s ends as a lost connection, and the next one works',
      async (keep) => {
        const user = use(openPool({ connections: 1, silenceMs: 200 }, proxy.url), SHORT);
        await pidOf(user);
        const reached = proxy.stopAt({ statement: /SELECT 4711/, keep });
        const asked = textOf(user, '4711');
        await expect(asked).rejects.toThrow('Query read timeout');
        await reached;
        expect(await textOf(user, '4712')).toBe(4712);
      },
    );

    it('a batch has the time of all its statements', async () => {
      const user = use(openPool({ connections: 1, silenceMs: 200 }, proxy.url), SHORT);
      const sleepy = Array.from({ length: 6 }, () => `SELECT FROM pg_sleep(0.08) WHERE pg_sleep::text <> ''`);
      const answers = await user.lend((client) => firstRowsOf(client, '', sleepy));
      expect(answers.filter(isFailure)).toEqual([]);
      const run = await user.lend((client) =>
        executeBatch(
          client,
          sleepy.map((sql) => sql.replace('<>', '=')),
        ),
      );
      expect(run).toEqual(sleepy.map(() => ({ outcome: 'executed', rowCount: 1 })));
      const reached = proxy.stopAt({ statement: /SELECT 4713/, keep: 'answer' });
      const lost = user.lend((client) => firstRowsOf(client, '', ['SELECT 4713', 'SELECT 4714']));
      await expect(lost).rejects.toThrow('Query read timeout');
      await reached;
    });

    it('the rollback of a batch does not wait for the server again', async () => {
      const user = use(openPool({ connections: 1, silenceMs: 200 }, proxy.url), SHORT);
      const reached = proxy.stopAt({ statement: /SELECT 4715/, keep: 'answer' });
      const states: boolean[] = [];
      const lost = user.lend(async (client) => {
        await executeBatch(client, ['SELECT 4715']).finally(() => states.push(socketOf(client as pg.Client).destroyed));
      });
      await expect(lost).rejects.toThrow();
      await reached;
      expect(states).toEqual([true]);
    });

    it.each([
      ['planned', (client: pg.ClientBase) => explainBatch(client, ['SELECT 1', 'SELECT 2'])],
      ['executed', (client: pg.ClientBase) => executeBatch(client, ['SELECT 1', 'SELECT nothing'])],
    ])('no timer is left of a batch that was %s', async (_, send) => {
      const user = use(openPool({ connections: 1, silenceMs: 60_000 }, proxy.url));
      await pidOf(user);
      const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
      await user.lend(async (client) => {
        const before = timers();
        await send(client);
        expect(timers()).toBeLessThanOrEqual(before);
      });
    });
  });
});
