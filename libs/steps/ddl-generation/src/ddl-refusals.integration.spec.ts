import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { input, offline, StepDatabase, TABLES } from '../../../../test/harness/ddl-step-database.js';

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const database = new StepDatabase();
const surroundings = database.surroundings.bind(database);

describe('ddl_generation refuses', () => {
  beforeAll(() => database.create());

  afterAll(() => database.drop());

  it('fails naming every missing table and what it may have meant', async () => {
    const { context, files } = surroundings();
    await expect(offline.run(input(['custmers', 'orders', 'nope.*', 'zzz']), context)).rejects.toMatchObject({
      code: 'table_list_tables_not_found',
      details: {
        missing: [
          { table: 'custmers', near: ['public.customers'] },
          { table: 'nope.*', near: [] },
          { table: 'zzz', near: [] },
        ],
      },
    });
    expect(files.size).toBe(0);
  });

  it('goes on without them when told to', async () => {
    const { context, files, warnings } = surroundings();
    const result = await offline.run(input(['custmers', 'sales.orders'], { continue_on_error: true }), context);
    expect(result).toMatchObject({ total_tables: 2, processed_successfully: 1, failed: 1 });
    expect(result['failed_tables']).toEqual([{ table: 'custmers', reason: '表不存在，是否指：public.customers' }]);
    expect(warnings.join()).toContain('custmers');
    expect([...files.keys()].filter((name) => name.endsWith('.ddl'))).toEqual(['sales_orders.ddl']);
  });

  it('names table by table what the role may not read', async () => {
    const asRole = new URL(database.url);
    asRole.username = database.name;
    const { context } = surroundings(undefined, undefined, asRole.toString());
    const run = offline.run(input([...TABLES, 'secret.hidden']), context);
    await expect(run).rejects.toMatchObject({
      code: 'ddl_select_denied',
      params: { role: database.name, count: 6 },
      details: { tables: expect.arrayContaining(['secret.hidden', 'public.wide', 'sales.per_day']) },
    });
    const allowed = await offline.run(input(['orders', 'customers']), context);
    expect(allowed).toMatchObject({ processed_successfully: 2 });
  });

  it('stops on cancel with the reason, and says when the database is away', async () => {
    const reason = new Error('cancelled by the user');
    await expect(offline.run(input(TABLES), surroundings(AbortSignal.abort(reason)).context)).rejects.toBe(reason);
    const nowhere = surroundings(undefined, undefined, 'postgres://u:hunter2@127.0.0.1:1/x');
    const away = offline.run(input(TABLES), nowhere.context);
    await expect(away).rejects.toMatchObject({ code: 'database_unreachable' });
    await expect(away).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
  });
});
