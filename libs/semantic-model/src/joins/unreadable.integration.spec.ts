import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { listRelations, profileRelations, readCatalog, relationName } from '#libs/catalog';
import { lenderOf } from '#libs/postgres';
import { findJoins } from './find-joins.js';
import type { FoundJoins } from './join.js';
import { facts, joinOf, joinsDatabase, joinsIn, type JoinsDatabase } from './joins.fixture.js';

jest.setTimeout(60_000);

let database: JoinsDatabase;

beforeAll(async () => {
  database = await joinsDatabase();
});

afterAll(() => database.drop());

const joinsOf = (statements: string): Promise<FoundJoins> => joinsIn(database.pool, statements);

describe('what cannot be read', () => {
  it('never fails the search: column grants, row security, dropped tables', async () => {
    await joinsOf(`
      create table customers (id integer primary key, secret text);
      create table orders (id integer primary key, customer_id integer, product_id integer);
      create table products (id integer primary key);
      insert into customers select generate_series(1, 20); insert into products select generate_series(1, 20);
      insert into orders select i, 1 + i % 20, 1 + i % 20 from generate_series(1, 50) i`);
    const lender = lenderOf(database.pool);
    const catalog = await readCatalog(lender, await listRelations(database.pool));
    const role = `reader_${String(process.pid)}`;
    await database.pool.query(
      `create role ${role}; grant select on orders, products to ${role}; grant usage on schema public to ${role}`,
    );
    const limited = new pg.Pool({ connectionString: database.url, max: 2, options: `-c role=${role}` });
    limited.on('error', () => undefined);
    const found = await findJoins(lenderOf(limited), catalog);
    await database.pool.query('drop table products');
    const dropped = await findJoins(lenderOf(limited), catalog);
    await limited.end();
    await database.pool.query(`drop owned by ${role}; drop role ${role}`);
    expect(joinOf(found, 'product_id')).toMatchObject({ standing: 'fact', distinctCount: 20 });
    expect(joinOf(found, 'customer_id')).toMatchObject({ distinctCount: null });
    expect(joinOf(dropped, 'product_id')).toMatchObject({ distinctCount: null });
  });

  it('rows that row security hides refute nothing', async () => {
    await joinsOf(`
      create table tenants (id integer primary key);
      create table visits (id integer primary key, tenant_id integer);
      insert into tenants select generate_series(1, 30); insert into visits select i, i from generate_series(1, 30) i;
      alter table tenants enable row level security; create policy one on tenants using (id = 1)`);
    const lender = lenderOf(database.pool);
    const catalog = await readCatalog(lender, await listRelations(database.pool));
    const role = `limited_${String(process.pid)}`;
    await database.pool.query(
      `create role ${role}; grant select on tenants, visits to ${role}; grant usage on schema public to ${role}`,
    );
    const limited = new pg.Pool({ connectionString: database.url, max: 2, options: `-c role=${role}` });
    limited.on('error', () => undefined);
    const measured = await profileRelations(lenderOf(limited), catalog);
    const profiles = new Map(measured.map((profile) => [relationName(profile), profile]));
    const found = await findJoins(lenderOf(limited), catalog, { profiles });
    await limited.end();
    await database.pool.query(`drop owned by ${role}; drop role ${role}`);
    expect(joinOf(found, 'tenant_id')).toMatchObject({ to: 'public.tenants', standing: 'fact', distinctCount: null });
  });

  it('a table of very many references is asked about in parts', async () => {
    const columns = Array.from(
      { length: 300 },
      (_, at) => `unit_${String.fromCharCode(97 + (at % 26))}${'x'.repeat(at / 26)}_unit_id integer`,
    );
    const found = await joinsOf(`
      create table units (id integer primary key); insert into units select generate_series(1, 9);
      create table wide (id integer primary key, ${columns.join(', ')});
      insert into wide (id, unit_a_unit_id) select i, i from generate_series(1, 9) i`);
    expect(facts(found)).toHaveLength(300);
  });

  it('stops with the reason of the signal and gives the connections back', async () => {
    await joinsOf('create table a (id integer); create table b (a_id integer)');
    const lender = lenderOf(database.pool);
    const catalog = await readCatalog(lender, await listRelations(database.pool));
    const reason = new Error('cancelled');
    await expect(findJoins(lender, catalog, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(database.pool.idleCount).toBe(database.pool.totalCount);
  });
});
