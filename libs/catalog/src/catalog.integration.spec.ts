import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { lenderOf, withDatabase } from '#libs/postgres';
import {
  listRelations,
  profileRelations,
  readCatalog,
  readOutlines,
  relationName,
  type Catalog,
  type ColumnProfile,
  type Relation,
  type RelationProfile,
} from './index.js';

const SCHEMA = `
create schema sales;
create type sales.mood as enum ('sad', 'ok', 'happy');
create domain sales.amount as numeric(10,2) check (value >= 0);
create table public.customers (
  id integer primary key, "E-Mail" text, phone_no varchar(20), pass_hash text, created_at timestamptz default now(),
  note text, payload jsonb, avatar bytea, level text, login_token_count integer, contact text
);
comment on table public.customers is '客户表';
comment on column public.customers.contact is '联系方式';
create table sales.orders (
  region text not null, id integer not null, customer_id integer, parent_id integer, status text check (status in ('new', 'it''s paid', 'gone')),
  mood sales.mood, moods sales.mood[], total sales.amount, twice numeric generated always as (total * 2) stored,
  created_by integer, primary key (id, region)
);
create table sales.order_lines (region text, order_id integer, line integer, primary key (order_id, region, line),
  constraint to_order foreign key (order_id, region) references sales.orders (id, region) on delete cascade);
create table sales.reviews (id integer primary key, customer_id bigint, target_id integer, target_type text);
create table sales.users (id integer primary key, parent_id integer);
create table sales.wrong (customer_id integer, user_id text);
create table sales.service_areas (id text primary key, service_area_no varchar(20) unique);
create table sales.takings (service_no text);
create table sales.parts (id integer, at date) partition by range (at);
create table sales.parts_1 partition of sales.parts for values from ('2024-01-01') to ('2025-01-01');
create view sales.totals as select status, sum(total) as total from sales.orders group by status;
create view sales.broken as select 1 / (id - id) as x from public.customers;
insert into public.customers select i, 'person' || i || '@example.com', '1380000' || lpad(i::text, 4, '0'), md5(i::text), now(),
  case when i % 2 = 0 then E'plain\\nnote' else 'call 13912345678 or a@b.cn' end, '{"name": "secret", "tags": ["x"]}', '\\xdeadbeef',
  case when i % 3 = 0 then 'gold' else 'basic' end, i, '139' || lpad(i::text, 8, '0') from generate_series(1, 200) i;
insert into sales.orders (region, id, customer_id, parent_id, status, mood, moods, total, created_by) select 'r', i, i % 200 + 1, null, (array['new','it''s paid'])[i % 2 + 1],
  (array['sad','happy']::sales.mood[])[i % 2 + 1], array['ok']::sales.mood[], i, 1 from generate_series(1, 3000) i;
insert into sales.service_areas values ('a', 'H1'), ('b', 'H2');
insert into sales.takings values ('H1'), ('H2');
insert into sales.users values (1, null), (2, 1);
insert into sales.reviews values (1, 5, 1, 'x');
insert into sales.wrong values (99999, 'x');
`;

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const server = process.env['TEST_DATABASE_URL'];
const database = `catalog_${randomBytes(6).toString('hex')}`;

const WITHOUT_AUTOVACUUM = `
do $$ declare relation regclass; begin
  for relation in select oid from pg_class where relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information_schema)' loop
    execute format('alter table %s set (autovacuum_enabled = false)', relation);
  end loop;
end $$`;

describe('the catalog of a database', () => {
  let admin: pg.Client;
  let pool: pg.Pool;
  let catalog: Catalog;
  let profiles: RelationProfile[];

  beforeAll(async () => {
    if (!server) {
      throw new Error('TEST_DATABASE_URL is not set');
    }
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create database ${database}`);
    pool = new pg.Pool({ connectionString: withDatabase(server, database), max: 4 });
    // Connections may still be closing when the database is dropped: `end` does not wait for them.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => void client.on('error', () => undefined));
    await createAnalysed(SCHEMA, 'sales.orders');
    catalog = await readCatalog(lenderOf(pool), await listRelations(pool));
    profiles = await profileRelations(lenderOf(pool), catalog);
  });

  afterAll(async () => {
    await pool.end();
    await admin.query(`drop database ${database} with (force)`);
    await admin.query(`drop role if exists ${database}`);
    await admin.end();
  });

  /**
   * A backend counts the rows it has written with a delay. Flushed before ANALYZE, they cannot arrive after it and make its
   * statistics look outrun. Autovacuum is off for these tables, so the counts stay the same.
   */
  async function createAnalysed(statements: string, table: string): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query(`${statements}; ${WITHOUT_AUTOVACUUM}`);
      await client.query('select pg_stat_force_next_flush()');
      await client.query(`analyze ${table}`);
    } finally {
      client.release();
    }
  }

  function relation(name: string, from: Catalog = catalog): Relation {
    const found = from.relations.find((candidate) => relationName(candidate) === name);
    if (!found) {
      throw new Error(`no ${name}`);
    }
    return found;
  }

  function profile(table: string, column: string): ColumnProfile {
    const found = profiles.find((candidate) => relationName(candidate) === table);
    const measured = found?.columns.find((candidate) => candidate.column === column);
    if (!measured) {
      throw new Error(`no profile of ${table}.${column}`);
    }
    return measured;
  }

  it('keeps the order of composite keys, the type under arrays and domains, and expressions', () => {
    const orders = relation('sales.orders');
    expect(orders.primaryKey?.columns).toEqual(['id', 'region']);
    const [key] = relation('sales.order_lines').foreignKeys;
    expect(key).toMatchObject({
      columns: ['order_id', 'region'],
      referencedColumns: ['id', 'region'],
      inferred: false,
    });
    const column = (name: string): unknown => orders.columns.find((candidate) => candidate.name === name);
    expect(column('moods')).toMatchObject({
      type: 'sales.mood[]',
      isArray: true,
      typeCategory: 'E',
      enumLabels: ['sad', 'ok', 'happy'],
    });
    expect(column('total')).toMatchObject({ type: 'sales.amount', domainBase: 'numeric(10,2)', typeCategory: 'N' });
    expect(column('twice')).toMatchObject({ default: null, generated: '((total)::numeric * (2)::numeric)' });
    expect(relation('sales.parts')).toMatchObject({
      kind: 'partitioned_table',
      partitionKey: 'RANGE (at)',
      partitions: ['sales.parts_1'],
    });
    expect(relation('sales.totals')).toMatchObject({ kind: 'view', reads: ['sales.orders'] });
    const types = catalog.objects.filter(({ key }) => key.startsWith('pg_type:'));
    expect(types.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['domain amount', 'type mood']);
  });

  it('lists no partition by itself, and on demand all of them', async () => {
    const names = (await listRelations(pool)).map(relationName);
    expect(names).not.toContain('sales.parts_1');
    expect((await listRelations(pool, { partitions: true })).map(relationName)).toContain('sales.parts_1');
  });

  it('sends the same number of queries for one table as for all', async () => {
    const count = async (selection: Parameters<typeof readCatalog>[1]): Promise<number> => {
      // A connection that was used before knows its server.
      const client = new pg.Client(pool.options);
      await client.connect();
      const original = client.query.bind(client);
      let queries = 0;
      Object.assign(client, {
        query: (...parameters: unknown[]) => ((queries += 1), Reflect.apply(original, client, parameters) as unknown),
      });
      await readCatalog(client, selection);
      await client.end();
      return queries;
    };
    expect(await count(catalog.relations)).toBe(await count([{ schema: 'sales', name: 'users' }]));
  });

  it('shows keys and comments to a role that may only SELECT', async () => {
    await pool.query(`create role ${database} login; grant usage on schema sales to ${database};
      grant select on all tables in schema sales, public to ${database}`);
    const client = await pool.connect();
    await client.query(`set role ${database}`);
    const seen = await readCatalog(client, catalog.relations);
    client.release(true);
    expect(seen).toEqual(catalog);
  });

  it('outlines names, keys and links as the whole catalog has them', async () => {
    const outlines = await readOutlines(pool, [...catalog.relations, { schema: 'sales', name: 'nope' }]);
    const keyOf = ({ columns }: { readonly columns: readonly string[] }) => ({ columns });
    const outlined = catalog.relations.map((known) => ({
      schema: known.schema,
      name: known.name,
      columns: known.columns.map(({ name }) => expect.objectContaining({ name })),
      primaryKey: known.primaryKey && expect.objectContaining(keyOf(known.primaryKey)),
      uniqueConstraints: known.uniqueConstraints.map((key) => expect.objectContaining(keyOf(key))),
      foreignKeys: known.foreignKeys.map((key) =>
        expect.objectContaining({
          columns: key.columns,
          referencedSchema: key.referencedSchema,
          referencedTable: key.referencedTable,
          referencedColumns: key.referencedColumns,
        }),
      ),
    }));
    expect(outlines).toHaveLength(outlined.length);
    expect(outlines).toEqual(expect.arrayContaining(outlined));
    expect(outlined.some(({ foreignKeys }) => foreignKeys.length > 0)).toBe(true);
  });

  it('leaves out what does not exist and survives names that look like SQL', async () => {
    const selection = [
      { schema: 'sales', name: 'nope' },
      { schema: `x'; drop table sales.users; --`, name: '"' },
    ];
    expect((await readCatalog(lenderOf(pool), selection)).relations).toEqual([]);
    expect(relation('sales.users', await readCatalog(lenderOf(pool), catalog.relations)).columns).toHaveLength(2);
  });

  it('measures from statistics where the table was analysed, else from a sample', () => {
    expect(profile('sales.orders', 'id')).toMatchObject({
      source: 'statistics',
      nullShare: 0,
      distinctCount: 3000,
      min: '1',
      max: '3000',
    });
    expect(profile('sales.orders', 'parent_id')).toMatchObject({ nullShare: 1 });
    expect(profile('public.customers', 'level')).toMatchObject({
      source: 'sample',
      distinctCount: 2,
      enumeration: ['basic', 'gold'],
    });
    expect(profile('public.customers', 'level').topValues[0]).toEqual({ value: 'basic', share: 0.67 });
    expect(profiles.find(({ name }) => name === 'orders')?.rowCount).toBe(3000);
  });

  it('finds enumerations from types, checks and values', () => {
    expect(profile('sales.orders', 'mood').enumeration).toHaveLength(3);
    expect(profile('sales.orders', 'mood').enumeration?.at(-1)).toBe('ok');
    expect([...(profile('sales.orders', 'status').enumeration ?? [])].sort()).toEqual(['gone', "it's paid", 'new']);
    expect(profile('sales.orders', 'id').enumeration).toBeNull();
    expect(profile('sales.orders', 'total').enumeration).toBeNull();
  });

  it('never lets a personal or secret value through', () => {
    expect(profile('public.customers', 'E-Mail')).toMatchObject({ sensitive: 'email', topValues: [], min: null });
    expect(profile('public.customers', 'E-Mail').sampleValues[0]).toBe('p******@*******.***');
    expect(profile('public.customers', 'phone_no').sampleValues[0]).toBe('13*********');
    expect(profile('public.customers', 'contact')).toMatchObject({ sensitive: 'phone' });
    expect(profile('public.customers', 'pass_hash')).toMatchObject({ sensitive: 'hash', sampleValues: [] });
    expect(profile('public.customers', 'avatar').sampleValues).toEqual([]);
    expect(profile('public.customers', 'payload').sampleValues).toEqual(['{name: string, tags: [string]}']);
    expect(profile('public.customers', 'login_token_count').sensitive).toBeNull();
    expect(profile('public.customers', 'note')).toMatchObject({
      sensitive: 'free_text',
      sampleValues: [],
      topValues: [],
    });
    expect(JSON.stringify(profiles)).not.toMatch(/13912345678|@example\.com|a@b\.cn|deadbeef|"secret"/);
  });

  it('keeps going when one relation cannot be read, and says why', () => {
    const broken = profiles.find(({ name }) => name === 'broken');
    expect(broken).toMatchObject({ failure: { sqlstate: '22012' } });
    expect(broken?.columns[0]).toMatchObject({ source: 'none', nullShare: null, sampleValues: [] });
  });

  it('stops on abort and gives every connection back', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const run = profileRelations(lenderOf(pool), catalog, {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
    expect(pool.idleCount).toBe(pool.totalCount);
  });

  describe('of tables of its own', () => {
    const named = (...names: string[]): { schema: string; name: string }[] =>
      names.map((name) => ({ schema: 'own', name }));

    beforeEach(async () => {
      await createAnalysed(
        `
        create schema own;
        create table own.states (id integer primary key, label varchar(32), note_id integer);
        insert into own.states values (10, 'lost', 1), (2, 'paid', 1), (1, 'open', 1);
        create table own.people (id integer primary key, full_name text, email text);
        insert into own.people values (1, 'A', 'a@example.com'), (2, 'B', 'b@example.com');
        create table own.codes (id varchar(32) primary key, wide text);
        insert into own.codes select md5(i::text), repeat('字', 40) from generate_series(1, 500) i`,
        'own.codes',
      );
    });

    afterEach(async () => {
      await pool.query('drop schema own cascade');
    });

    it('knows what the keys of a small table mean, but not who people are', async () => {
      const own = await readCatalog(lenderOf(pool), named('states', 'codes'));
      const [codes, states] = await profileRelations(lenderOf(pool), own);
      expect(states?.lookup).toEqual([
        { key: '1', label: 'open' },
        { key: '2', label: 'paid' },
        { key: '10', label: 'lost' },
      ]);
      expect(codes?.lookup).toBeUndefined();
      await pool.query(`update own.states set label = 'x@example.com' where id = 1`);
      const [masked] = await profileRelations(lenderOf(pool), await readCatalog(lenderOf(pool), named('states')));
      expect(masked?.lookup).toBeUndefined();
      expect(JSON.stringify(masked)).not.toContain('x@example.com');
    });

    it('measures lengths in characters, without the header that statistics count', async () => {
      const [codes] = await profileRelations(lenderOf(pool), await readCatalog(lenderOf(pool), named('codes')));
      expect(codes?.columns.map(({ source, averageLength }) => [source, averageLength])).toEqual([
        ['statistics', 32],
        ['statistics', 40],
      ]);
    });

    it('says how many rows it has looked at, where those are not all', async () => {
      await pool.query(`
        create table own.visits (id integer, tags text[], report text) with (autovacuum_enabled = false);
        insert into own.visits select i, array['new', 'x' || i], repeat('long ', 300) from generate_series(1, 1500) i;
        select pg_stat_force_next_flush()`);
      const [visits] = await profileRelations(lenderOf(pool), await readCatalog(lenderOf(pool), named('visits')));
      expect(visits).toMatchObject({ rowCount: 1500, sampledRows: 1000 });
      const [, tags, report] = visits?.columns ?? [];
      expect(tags?.elements).toEqual({ least: 2, most: 2, distinct: 1001, frequent: [{ value: 'new', share: 1 }] });
      expect(report).toMatchObject({ averageLength: 1000, longer: true });
      await pool.query('analyze own.visits');
      const [analysed] = await profileRelations(lenderOf(pool), await readCatalog(lenderOf(pool), named('visits')));
      expect(analysed?.sampledRows).toBeUndefined();
    });

    it('says which table was dropped after the catalog was read, and measures the rest', async () => {
      const own = await readCatalog(lenderOf(pool), named('states', 'people'));
      await pool.query('drop table own.people');
      const profiles = await profileRelations(lenderOf(pool), own);
      expect(profiles.map(({ name, failure }) => [name, failure?.sqlstate])).toEqual([
        ['people', '42P01'],
        ['states', undefined],
      ]);
    });

    it('reads the same on one connection, on two, and while the pool is exhausted', async () => {
      const expected = await readCatalog(lenderOf(pool), catalog.relations);
      expect(expected).toEqual(catalog);
      const single = new pg.Pool({ connectionString: withDatabase(server ?? '', database), max: 1 });
      expect(await readCatalog(lenderOf(single), catalog.relations)).toEqual(catalog);
      await single.end();
      const many = await Promise.all(Array.from({ length: 12 }, () => readCatalog(lenderOf(pool), catalog.relations)));
      expect(many.every((read) => read.relations.length === catalog.relations.length)).toBe(true);
    });
  });
});
