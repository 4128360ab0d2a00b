import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BusinessDatabases } from '#libs/business-database';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import { DomainError, errorText } from '#libs/domain-errors';
import { render } from '#libs/language';
import { createTestDatabase, onDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { TaskTargetService } from './task-target.service.js';

const goOn = { continue_on_error: true };
const strict = { continue_on_error: false };

describe('what a new task refers to', () => {
  const databases = new BusinessDatabases();
  let database: TestDatabase;
  let name: string;

  beforeAll(async () => {
    database = await createTestDatabase('task_target');
    name = new URL(database.url).pathname.slice(1);
    await onDatabase(database.url, (client) => client.query('CREATE TABLE orders (id int); CREATE SCHEMA sales'));
  });

  afterAll(async () => {
    await databases.close();
    await database.drop();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  function service(url = database.url, variables: Record<string, string> = {}): TaskTargetService {
    const config = loadConfig({ BUSINESS_DATABASE_URL: url, ...variables });
    return new TaskTargetService(databases, config as ResolvedConfig);
  }

  it('is accepted without a word where it is there', async () => {
    const targets = service();
    expect(await targets.check(strict, ['orders', 'public.*'])).toEqual([]);
    expect(await targets.check({ ...strict, db_name: name }, undefined)).toEqual([]);
    expect(await targets.check(strict, undefined)).toEqual([]);
  });

  it('is looked up once for all creations of a moment, and again for those that come later', async () => {
    const targets = service();
    const opened = jest.spyOn(databases, 'with');
    const [first, ...waiting] = Array.from({ length: 20 }, () => targets.check(goOn, ['orders', 'made_meanwhile']));
    const other = targets.check(goOn, ['orders']);
    expect((await first)?.[0]?.code).toBe('task_target.tables_missing');
    await Promise.all([...waiting, other]);
    expect(opened).toHaveBeenCalledTimes(3);
    const running = targets.check(goOn, ['orders', 'made_meanwhile']);
    await onDatabase(database.url, (client) => client.query('CREATE TABLE made_meanwhile ()'));
    const later = targets.check(goOn, ['orders', 'made_meanwhile']);
    await running;
    expect(await later).toEqual([]);
  });

  it('is refused with near names where tables are missing, also a pattern without a match', async () => {
    const error = await service()
      .check(strict, ['ordrs', 'orders', 'sales.*'])
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'table_list_tables_not_found',
      kind: 'validation',
      details: { missing: [{ table: 'ordrs', near: ['public.orders'] }, { table: 'sales.*' }] },
    });
  });

  it('comes with a warning where missing tables may be missing', async () => {
    const [warning, ...more] = await service().check(goOn, ['ordrs', 'orders']);
    expect(more).toEqual([]);
    expect(warning?.code).toBe('task_target.tables_missing');
    expect(warning && render(warning, 'en')).toContain('ordrs (≈ public.orders)');
    expect(warning && render(warning, 'zh')).toContain('ordrs (≈ public.orders)');
  });

  it.each([true, false])(
    'is refused with near names where the database is unknown (tables listed: %s)',
    async (listed) => {
      const error = await service()
        .check({ ...goOn, db_name: `${name}x` }, listed ? ['orders'] : undefined)
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'business_database_unknown', kind: 'validation', details: { near: [name] } });
      expect(errorText(error as DomainError, 'en')).toContain(`${name}x (≈ ${name})`);
    },
  );

  it('is refused where the role may not connect to the database', async () => {
    const role = `target_${Date.now().toString(36)}`;
    const closed = await createTestDatabase('task_target_closed');
    const closedName = new URL(closed.url).pathname.slice(1);
    await onDatabase(database.url, async (client) => {
      await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
      await client.query(`REVOKE CONNECT ON DATABASE ${closedName} FROM PUBLIC`);
    });
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'secret'];
    await expect(service(url.toString()).check({ ...strict, db_name: closedName }, undefined)).rejects.toMatchObject({
      code: 'database_permission_denied',
      kind: 'forbidden',
    });
    await closed.drop();
    await databases.close();
    await onDatabase(database.url, (client) => client.query(`DROP ROLE ${role}`));
  });

  it.each([
    ['is away', 'postgres://reader:hunter2@127.0.0.1:1/shop'],
    ['refuses the login of the operator', 'login'],
  ])('is accepted with a warning where the server %s', async (_, url) => {
    const refused = new URL(database.url);
    refused.username = 'no_such_role';
    const warnings = await service(url === 'login' ? refused.toString() : url).check(strict, ['orders']);
    expect(warnings.map(({ code }) => code)).toEqual(['task_target.not_checked']);
    expect(JSON.stringify(warnings)).not.toContain('hunter2');
  });

  it('has a limit of money only where there are prices', async () => {
    const limited = { ...strict, max_cost: 1 };
    const model = { LLM_BASE_URL: 'http://127.0.0.1:1/v1', LLM_MODEL: 'm' };
    const refused = { code: 'max_cost_without_price', kind: 'validation' };
    await expect(service().check(limited, ['orders'])).rejects.toMatchObject(refused);
    await expect(service(database.url, model).check(limited, undefined)).rejects.toMatchObject(refused);
    const priced = service(database.url, { ...model, LLM_INPUT_PRICE: '1', LLM_OUTPUT_PRICE: '2' });
    expect(await priced.check(limited, ['orders'])).toEqual([]);
  });
});
