import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { runSql } from '../../../test/harness/test-database.js';
import type { ResolvedConfig } from '#libs/config';
import { ensureVectorTables, vectorRecord, VectorLoad, withVectorDatabase } from '#libs/vector-store';
import { examinationOf, type CheckView } from './check.js';
import { examine } from './examine.js';

jest.setTimeout(60_000);

describe('examine', () => {
  let installation: TestInstallation;
  let models: Server;
  const role = `doctor_${randomBytes(4).toString('hex')}`;
  const password = 'hunter2-hunter2';

  const look = async (changes: Partial<ResolvedConfig> = {}): Promise<CheckView[]> => {
    const checks = await examine({ ...installation.config, ...changes });
    return [...examinationOf(checks, 'en').checks];
  };
  const of = (checks: readonly CheckView[], name: string): CheckView[] => checks.filter((check) => check.name === name);
  const asRole = (): string =>
    Object.assign(new URL(installation.config.databaseUrl), { username: role, password }).toString();
  const chat = (model: string) => ({
    baseUrl: `http://127.0.0.1:${(models.address() as AddressInfo).port}/v1`,
    model,
    apiKey: password,
    prices: null,
    timeoutMs: 5_000,
    limits: { concurrency: 1, requestsPerMinute: null, tokensPerMinute: null },
  });

  beforeAll(async () => {
    installation = await createTestInstallation('doctor', 'redis');
    const { databaseUrl } = installation.config;
    await runSql(databaseUrl, `CREATE ROLE ${role} LOGIN PASSWORD '${password}'; CREATE TABLE orders (id int)`);
    models = createServer((request, response) => {
      const allowed = request.headers.authorization === `Bearer ${password}`;
      response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(allowed ? { object: 'list', data: [{ id: 'good' }] } : { error: { message: 'no' } }));
    });
    await new Promise<void>((resolve) => models.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    models.close();
    await runSql(installation.config.databaseUrl, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await installation.remove();
  });

  it('finds services that can be used, and says where no worker runs', async () => {
    const checks = await look();
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(of(checks, 'task_database').map(({ message }) => message)).toEqual([
      expect.stringContaining('PostgreSQL'),
      'the task tables are current, and can be read and written',
    ]);
    expect(of(checks, 'clock').map(({ status }) => status)).toEqual(['ok', 'ok']);
    expect(of(checks, 'queue')[0]?.message).toMatch(/^Redis \d/);
    expect(of(checks, 'processes')).toMatchObject([
      { status: 'warn', remedy: expect.stringContaining('start a worker') },
    ]);
    expect(of(checks, 'business_database')[1]).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('SUPERUSER'),
    });
  });

  it('names what a role may not do, and what to grant', async () => {
    const url = asRole();
    const checks = await look({ databaseUrl: url, businessDatabaseUrl: url, vectorDatabaseUrl: url });
    expect(of(checks, 'task_database').at(-1)).toMatchObject({
      status: 'fail',
      message: `the role ${role} cannot read and write the task tables`,
      remedy: expect.stringContaining('grant it'),
    });
    expect(of(checks, 'business_database')).toMatchObject([
      { status: 'fail', remedy: expect.stringContaining('USAGE') },
    ]);
    expect(of(checks, 'vector_store')).toMatchObject([{ status: 'fail', remedy: expect.stringContaining('pgvector') }]);
    await runSql(installation.config.databaseUrl, `GRANT SELECT ON orders TO ${role}`);
    expect(of(await look({ businessDatabaseUrl: url }), 'business_database')).toMatchObject([{ status: 'ok' }]);
  });

  it('tells every service that is away, at once, without a secret', async () => {
    const away = `postgres://u:${password}@127.0.0.1:2/x`;
    const checks = await look({
      databaseUrl: away,
      businessDatabaseUrl: away,
      vectorDatabaseUrl: away,
      queueUrl: `redis://:${password}@127.0.0.1:3`,
      chat: { ...chat('good'), baseUrl: 'http://127.0.0.1:4/v1' },
      storage: { kind: 'folder', directory: '/dev/null/files' },
    });
    const failed = checks.filter(({ status }) => status === 'fail').map(({ name }) => name);
    expect(failed).toEqual(['task_database', 'queue', 'business_database', 'vector_store', 'model', 'storage']);
    expect(checks.every(({ status, remedy }) => status === 'ok' || remedy !== null)).toBe(true);
    expect(JSON.stringify(checks)).not.toContain(password);
  });

  it.each([
    ['good', 'ok', 'good is served'],
    ['bad', 'fail', 'the endpoint does not list bad'],
  ])('asks an endpoint whether it has the model %s', async (model, status, message) => {
    expect(of(await look({ chat: chat(model) }), 'model')).toMatchObject([{ status, message }]);
  });

  it('tells a store of another embedder, and what makes its vectors again', async () => {
    const { signal } = new AbortController();
    await withVectorDatabase(installation.config.vectorDatabaseUrl, signal, async (client) => {
      const tables = await ensureVectorTables(client);
      const options = { taskId: 'task_a', model: 'model-1', replace: null };
      const records = [vectorRecord('ddl', { database: 'shop', key: '1' }, 'create table orders (id int)')];
      const load = await VectorLoad.open(client, tables, records, options);
      while (!(await load.merge()).merged) {
        await load.addVectors(await load.nextPending(1), [new Float32Array(8).fill(1)]);
      }
    });
    expect(of(await look(), 'vector_store').at(-1)).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('model-1'),
      remedy: expect.stringContaining('run training_load with `reembed: true`'),
    });
  });

  it('tells tables of another version', async () => {
    const { databaseUrl } = installation.config;
    await runSql(
      databaseUrl,
      `INSERT INTO data_pipeline_migrations (timestamp, name) VALUES (9999999999999, 'Later1')`,
    );
    expect(of(await look(), 'task_database').at(-1)).toMatchObject({
      status: 'fail',
      remedy: expect.stringContaining('upgrade'),
    });
    const newest = '(SELECT max(id) FROM data_pipeline_migrations)';
    for (let count = 0; count < 2; count += 1) {
      await runSql(databaseUrl, `DELETE FROM data_pipeline_migrations WHERE id = ${newest}`);
    }
    expect(of(await look(), 'task_database').at(-1)).toMatchObject({ status: 'fail', remedy: 'run `npm run migrate`' });
  });
});
