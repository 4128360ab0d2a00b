import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { withDatabase } from '#libs/postgres';
import { listRelations, profileRelations, readCatalog, type ColumnProfile, type RelationProfile } from './index.js';

const TABLES = `
create extension if not exists citext;
create domain one_point as point;
create table booking (id serial primary key, period tstzrange not null, slots int4multirange, doc xml, at point, spot one_point,
  raw json, price money, words tsvector, code char(6), codes char(6)[], name citext, short varchar(9), mask bit(3), wait interval,
  long text, ratio float8, day date, whole boolean);
insert into booking (period, slots, doc, at, spot, raw, price, words, code, codes, name, short, mask, wait, long, ratio, day, whole)
  select tstzrange('2024-01-01', '2024-02-01'), '{[1,3)}', '<a/>', point(1, 1), point(1, 1), '{"a":1}', i * 10::money,
    'a b', 'ab' || i % 3, array['x', null], 'N' || i % 4, 's' || i % 5, (i % 4)::bit(3), i % 2 * interval '1 day',
    repeat('long ', 300), case when i = 1 then 'NaN'::float8 when i = 2 then '-Infinity' else i end,
    case when i = 1 then 'infinity'::date when i = 2 then date '0044-03-15 BC' else date '2024-01-01' + i end, i % 2 = 0
  from generate_series(1, 300) i;
create table unanalysed as select period, at, doc, code, price, long from booking;
create table staff (id serial primary key, name text, dept text, salary numeric);
insert into staff (name, dept, salary) select 'Name ' || i, 'D' || i % 3, i from generate_series(1, 90) i;
create table ticket (id serial primary key, tenant integer, state text);
insert into ticket (tenant, state) select i % 3, 'open' from generate_series(1, 90) i;
alter table ticket enable row level security;
create policy own on ticket using (tenant = 1);
create table hidden (id serial primary key, x text);
insert into hidden (x) select 'secret-' || i from generate_series(1, 50) i;
alter table hidden enable row level security;
create table line (grade integer, at date, quantity integer, kind text, remark text, tags text[]);
insert into line select i / 75, date '2024-01-01' + i / 75, case i when 2999 then 130 else i % 60 end, 'k' || (i >= 2000)::int,
  repeat('x', 30 + (i >= 1000)::int), array['t'] from generate_series(0, 2999) i;
create view lines as select * from line;
`;

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const server = process.env['TEST_DATABASE_URL'] ?? '';
const database = `profiles_${randomBytes(6).toString('hex')}`;

describe('profiles', () => {
  let admin: pg.Client;
  let client: pg.Client;
  let ofOwner: RelationProfile[];
  let ofReader: RelationProfile[];

  async function profiles(): Promise<RelationProfile[]> {
    return profileRelations(client, await readCatalog(client, await listRelations(client)));
  }

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create database ${database}`);
    client = new pg.Client({ connectionString: withDatabase(server, database) });
    await client.connect();
    await client.query(TABLES);
    await client.query('select pg_stat_force_next_flush()');
    await client.query('analyze booking; analyze line');
    await client.query(`set datestyle = 'German'`);
    ofOwner = await profiles();
    await client.query(`create role ${database}; grant select (id, name) on staff to ${database};
      grant select on ticket, hidden to ${database}; set role ${database}`);
    ofReader = await profiles();
    await client.query('reset role');
  });

  afterAll(async () => {
    await client.end();
    await admin.query(`drop database ${database} with (force)`);
    await admin.query(`drop role if exists ${database}`);
    await admin.end();
  });

  const find = (from: RelationProfile[], table: string): RelationProfile | undefined =>
    from.find(({ name }) => name === table);
  const column = (table: string, name: string): ColumnProfile | undefined =>
    find(ofOwner, table)?.columns.find((candidate) => candidate.column === name);

  it('count distinct values only where the type has equality and statistics of the common kind', () => {
    const counts = (table: string, ...names: string[]): unknown[] =>
      names.map((name) => column(table, name)?.distinctCount);
    const uncounted = ['period', 'slots', 'doc', 'at', 'spot', 'raw', 'words', 'long'];
    expect(counts('booking', ...uncounted)).toEqual(uncounted.map(() => null));
    expect(counts('booking', 'code', 'name', 'short', 'mask', 'wait', 'price', 'whole')).toEqual([
      3, 4, 5, 4, 2, 300, 2,
    ]);
    expect(counts('unanalysed', 'period', 'at', 'doc', 'long')).toEqual([null, null, null, null]);
    expect(counts('unanalysed', 'code', 'price')).toEqual([3, 300]);
  });

  it('have ranges as PostgreSQL orders the values, whatever the date style of the role', () => {
    expect(column('booking', 'ratio')).toMatchObject({ source: 'statistics', min: '-Infinity', max: 'NaN' });
    expect(column('booking', 'day')).toMatchObject({ source: 'statistics', min: '0044-03-15 BC', max: 'infinity' });
    expect(column('booking', 'price')).toMatchObject({ min: null, max: null });
  });

  it('show char(n) without the blanks that fill it', () => {
    const values = column('booking', 'code')?.topValues.map(({ value }) => value);
    expect(values?.toSorted()).toEqual(['ab0', 'ab1', 'ab2']);
    const codes = column('booking', 'codes');
    expect(codes).toMatchObject({
      source: 'statistics',
      sampleValues: ['{x,NULL}'],
      topValues: [{ value: '{x,NULL}' }],
    });
    expect(codes?.elements).toMatchObject({ least: 2, most: 2, distinct: 1, frequent: [{ value: 'x', share: 1 }] });
  });

  it('find the ends of a range among all frequent values, and know where rare ones are in no list', () => {
    expect(column('line', 'grade')).toMatchObject({ source: 'statistics', min: '0', max: '39' });
    expect(column('line', 'at')).toMatchObject({ source: 'statistics', min: '2024-01-01', max: '2024-02-09' });
    const isPartial = (name: string): unknown => column('line', name)?.partial?.includes('range');
    expect(['grade', 'at', 'quantity'].map(isPartial)).toEqual([false, false, true]);
  });

  it('tell which facts rest on a part of the rows', () => {
    expect(column('line', 'remark')?.partial).toEqual(['text', 'elements']);
    expect(column('lines', 'kind')?.partial).toEqual(['text', 'elements', 'values', 'range']);
    expect(column('booking', 'code')?.partial).toBeUndefined();
    expect(find(ofOwner, 'lines')).toMatchObject({ rowCount: null, sampledRows: 1000 });
  });

  it('measure the columns that a role may read and name the others', () => {
    const staff = find(ofReader, 'staff');
    expect(staff).toMatchObject({ rowCount: 90, unreadable: ['dept', 'salary'] });
    expect(staff?.failure).toBeUndefined();
    expect(staff?.columns.map(({ source, distinctCount }) => [source, distinctCount])).toEqual([
      ['sample', 90],
      ['sample', 90],
      ['none', null],
      ['none', null],
    ]);
    expect(find(ofOwner, 'staff')?.unreadable).toBeUndefined();
  });

  it('tell where row security applies', () => {
    expect(find(ofReader, 'hidden')).toMatchObject({ rowCount: 0, rowSecurity: true });
    expect(find(ofReader, 'ticket')).toMatchObject({ rowCount: 30, rowSecurity: true });
    expect(find(ofReader, 'staff')?.rowSecurity).toBeUndefined();
    expect(find(ofOwner, 'hidden')?.rowSecurity).toBeUndefined();
  });
});
