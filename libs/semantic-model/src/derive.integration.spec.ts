import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { listRelations, profileRelations, readCatalog } from '#libs/catalog';
import { withDatabase } from '#libs/postgres';
import { deriveSemanticModel, findJoins, ModelIndex, type Entity, type Field } from './index.js';

const TABLES = `
create table ward (wrdid integer primary key, wrdname text, wrdbeds integer, wrdfloornumber integer, wrdopeneddate date, wrddeleted smallint);
insert into ward select i, 'Ward ' || i, 10 + i % 20, 1 + i % 4, date '2001-01-01' + i * 40, (i % 9 = 0)::int from generate_series(1, 60) i;
create table doctor (id integer primary key, given_name text, family_name text, job_title text, manager_id integer references doctor, extension integer, hired_on date, left_on date);
insert into doctor select i, 'Given' || i, 'Family' || i, (array['Surgeon','Nurse','Intern'])[1 + i % 3], nullif(i / 10, 0), 1000 + i * 7 % 500, date '2010-01-01' + i * 30, case when i % 5 = 0 then date '2022-01-01' + i end from generate_series(1, 40) i;
create table supply (sku text primary key, supply_name text, unit_cost numeric(8,2), list_price numeric(8,2), items_in_stock integer, reorder_level integer, tax_rate numeric(4,3), shelf_temperature numeric(4,1), hazard char(1), sort_order integer, discontinued integer);
comment on column supply.hazard is 'Hazard class. A = Harmless, B = Handle with care';
insert into supply select 'SK' || i, 'Supply ' || i, 3 + i, 5 + i * 1.5, i * 3 % 70, 10, (i % 3) * 0.06, 4 + i % 9 * 1.5, case when i % 2 = 0 then 'A' else 'B' end, i, (i % 4 = 0)::int from generate_series(1, 50) i;
create table stay (stay_no text primary key, ward_id integer references ward, doctor_id integer references doctor, stay_state smallint, admitted_on date not null, discharged_on date, currency_code char(3), total_charge numeric(10,2), deposit numeric(10,2), copay_pct integer, satisfaction_score integer, fiscal_year integer, shift_flag char(1), created_at timestamp not null, deleted_at timestamp not null);
comment on column stay.stay_state is '状态（0在院 1出院 2转院）';
insert into stay select 'ST' || (100000 + i), 1 + i % 60, 1 + i % 40, i % 3, date '2023-01-01' + i, case when i % 3 > 0 then date '2023-01-05' + i end, (array['EUR','CHF'])[1 + i % 2], i * 10.5, i, i % 100, 1 + i % 10, 2020 + i % 4, case when i % 2 = 0 then 'Y' else 'N' end, timestamp '2023-01-01' + i * interval '1 hour', timestamp '2024-01-01' from generate_series(1, 400) i;
create table stay_supplies (stay_no text references stay, line_number integer, sku text references supply, qty integer, discount numeric(3,2), primary key (stay_no, line_number));
insert into stay_supplies select 'ST' || (100000 + i), 1 + i % 2, 'SK' || (1 + i % 50), 1 + i % 7, (i % 5) * 0.05 from generate_series(1, 400) i;
create table stay_doctor (stay_no text references stay, doctor_id integer references doctor, updated_at timestamp, primary key (stay_no, doctor_id));
insert into stay_doctor select 'ST' || (100000 + i), 1 + i % 40, now() from generate_series(1, 200) i;
create table codes (id serial primary key, grp text not null, val text not null, txt text not null, seq integer);
insert into codes (grp, val, txt, seq) values ('stay_meal', '1', 'Full board', 1), ('stay_meal', '2', 'Half board', 2), ('ward_kind', '1', 'Surgery', 1), ('ward_kind', '2', 'Pediatrics', 2), ('ward_kind', '3', 'Oncology', 3), ('pay_way', '1', 'Cash', 1), ('pay_way', '2', 'Card', 2);
create table movie (id integer primary key, title text, runtime integer, rental_duration integer, shelf_life numeric(6,2));
insert into movie select i, 'Movie ' || i, 60 + i % 90, 1 + i % 7, i from generate_series(1, 40) i;
create table locker (id integer primary key, place text, deleted smallint not null);
insert into locker select i, 'Place ' || i, 1 from generate_series(1, 30) i;
create table badge (id integer primary key, holder text, del_flag char(1));
comment on column badge.del_flag is '删除标志（0代表存在 2代表删除）';
insert into badge select i, 'Holder ' || i, '2' from generate_series(1, 30) i;
create table parcel (id integer primary key, weight integer, removed smallint);
insert into parcel select i, i, 7 from generate_series(1, 30) i;
create table ward_month_stats (id integer primary key, ward_id integer references ward, counted_on date, patient_count integer);
insert into ward_month_stats select i, 1 + i % 60, date '2023-01-01' + i, i % 20 from generate_series(1, 200) i;
create table intake (id integer primary key, ward_id integer references ward, noted_on date, meals integer);
comment on table intake is '病房每日用餐数据';
insert into intake select i, 1 + i % 60, date '2023-01-01' + i, i % 20 from generate_series(1, 200) i;
create table pupil (id integer primary key, ward_id integer references ward, enrolled_on date, weight numeric(5,1));
insert into pupil select i, 1 + i % 60, date '2023-01-01' + i, 30 + i % 20 from generate_series(1, 200) i;
create table supply_offer (id integer primary key, sku text references supply, price numeric(8,2), last_receipt_date date not null);
insert into supply_offer select i, 'SK' || (1 + i % 50), i, date '2023-01-01' + i from generate_series(1, 90) i;
create table stay_bill_line (stay_no text references stay, line_number integer, amount numeric(8,2), due_date date not null, primary key (stay_no, line_number));
insert into stay_bill_line select 'ST' || (100000 + i), 1, i, date '2023-02-01' + i from generate_series(1, 200) i;
alter table stay add column meal integer;
update stay set meal = 1 + (ward_id % 2);
`;

jest.setTimeout(60_000);

const server = process.env['TEST_DATABASE_URL'] ?? '';
const database = `meaning_${randomBytes(6).toString('hex')}`;

describe('the model of a database', () => {
  let admin: pg.Client;
  let client: pg.Client;
  let index: ModelIndex;

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create database ${database}`);
    client = new pg.Client({ connectionString: withDatabase(server, database) });
    await client.connect();
    await client.query(TABLES);
    await client.query('analyze');
    const catalog = await readCatalog(client, await listRelations(client));
    const profiles = new Map(
      (await profileRelations(client, catalog)).map((profile) => [`${profile.schema}.${profile.name}`, profile]),
    );
    const found = await findJoins(client, catalog, { profiles });
    index = new ModelIndex(deriveSemanticModel(found.catalog, (id) => profiles.get(id), found));
  });

  afterAll(async () => {
    await client.end();
    await admin.query(`drop database ${database} with (force)`);
    await admin.end();
  });

  const entity = (table: string): Entity | undefined => index.entity(`public.${table}`);
  const field = (table: string, name: string): Field | undefined => index.field(`public.${table}`, name);
  const roles = (table: string): Record<string, string> =>
    Object.fromEntries((entity(table)?.fields ?? []).map(({ name, role }) => [name, role]));
  const meanings = (table: string, name: string): string[] =>
    (field(table, name)?.values ?? []).map(({ value, meaning }) => `${value}=${meaning?.en ?? ''}`).sort();

  it('tells keys, references, codes and dates of the software from what is measured', () => {
    expect(roles('stay')).toMatchObject({
      stay_no: 'key',
      ward_id: 'reference',
      stay_state: 'dimension',
      admitted_on: 'time',
      currency_code: 'dimension',
      total_charge: 'measure',
      copay_pct: 'measure',
      satisfaction_score: 'measure',
      fiscal_year: 'dimension',
      shift_flag: 'flag',
      created_at: 'technical',
    });
    expect(roles('stay_supplies')).toEqual({
      stay_no: 'reference',
      line_number: 'key',
      sku: 'reference',
      qty: 'measure',
      discount: 'measure',
    });
    expect(roles('doctor')).toMatchObject({
      job_title: 'dimension',
      manager_id: 'reference',
      extension: 'code',
      given_name: 'sensitive',
    });
    expect(roles('supply')).toMatchObject({ sort_order: 'code', discontinued: 'flag', hazard: 'dimension' });
    expect(roles('ward')).toMatchObject({
      wrdid: 'key',
      wrdname: 'text',
      wrdbeds: 'measure',
      wrdfloornumber: 'code',
      wrddeleted: 'technical',
    });
  });

  it('adds up amounts, and neither rates nor stocks nor prices', () => {
    const additivity = (table: string): Record<string, string> =>
      Object.fromEntries(
        (entity(table)?.fields ?? [])
          .filter(({ role }) => role === 'measure')
          .map((each) => [each.name, each.additivity]),
      );
    expect(additivity('supply')).toEqual({
      unit_cost: 'unit_price',
      list_price: 'unit_price',
      items_in_stock: 'semi_additive',
      reorder_level: 'rate',
      tax_rate: 'rate',
      shelf_temperature: 'rate',
    });
    expect(additivity('stay')).toEqual({
      total_charge: 'additive',
      deposit: 'additive',
      copay_pct: 'rate',
      satisfaction_score: 'rate',
    });
    expect(additivity('stay_supplies')).toEqual({ qty: 'additive', discount: 'rate' });
  });

  it('knows units: the currency of the row, shares and percentages', () => {
    expect(field('stay', 'total_charge')?.unit).toEqual({ kind: 'currency', code: null, field: 'currency_code' });
    expect(field('stay', 'copay_pct')?.unit?.kind).toBe('percent');
    expect(field('stay_supplies', 'discount')?.unit?.kind).toBe('share');
    // Everybody states them in one unit; only whole numbers in a range that fits.
    expect(field('movie', 'runtime')?.unit?.code).toBe('minute');
    expect(field('movie', 'rental_duration')?.unit?.code).toBe('day');
    expect(field('movie', 'shelf_life')?.unit?.code ?? null).toBeNull();
  });

  it('computes amounts from the price of the product, and the time of a stay', () => {
    expect(index.metricsOf('public.stay_supplies')[0]).toMatchObject({
      additivity: 'additive',
      expression: {
        form: 'product',
        factors: [
          { field: 'list_price', through: 'stay_supplies_sku_fkey', as: 'plain' },
          { field: 'qty', through: null, as: 'plain' },
          { field: 'discount', through: null, as: 'one_minus' },
        ],
      },
    });
    expect(index.metricsOf('public.stay').map(({ expression }) => expression)).toEqual([
      { form: 'duration', from: 'admitted_on', to: 'discharged_on' },
    ]);
    expect(index.metricsOf('public.supply')[0]?.expression).toEqual({ form: 'sql', sql: 'list_price - unit_cost' });
  });

  it('reads codes from comments and from a dictionary that only its rows give away', () => {
    expect(meanings('stay', 'stay_state')).toEqual(['0=在院', '1=出院', '2=转院']);
    expect(meanings('supply', 'hazard')).toEqual(['A=harmless', 'B=handle with care']);
    expect(meanings('stay', 'meal')).toEqual(['1=Full board', '2=Half board']);
    expect(meanings('supply', 'discontinued')).toEqual(['0=no', '1=yes']);
  });

  it('says what is missing', () => {
    expect(field('stay', 'discharged_on')?.nullMeaning?.en).toBe('not discharged yet');
    expect(field('doctor', 'manager_id')?.nullMeaning?.zh).toBe('最顶层');
    expect(field('doctor', 'left_on')?.nullMeaning?.zh).toBe('在职');
    expect(field('stay', 'admitted_on')?.nullMeaning).toBeNull();
  });

  it('takes a column for soft delete only where the rows allow it', () => {
    expect(entity('ward')?.softDelete).toEqual({ field: 'wrddeleted', alive: '= 0' });
    expect(entity('stay')?.softDelete).toBeNull();
    expect(entity('parcel')?.softDelete).toBeNull();
  });

  it('knows the living value where every row is deleted', () => {
    expect(entity('locker')?.softDelete).toEqual({ field: 'deleted', alive: '= 0' });
    expect(entity('badge')?.softDelete).toEqual({ field: 'del_flag', alive: "= '0'" });
  });

  it('names rows as people do and knows what a table is', () => {
    expect([entity('doctor')?.title, entity('doctor')?.titleRepeats]).toEqual([['given_name', 'family_name'], true]);
    expect(entity('ward')?.title).toEqual(['wrdname']);
    expect(entity('supply')?.title).toEqual(['supply_name']);
    // Figures of a month or a day; people, whatever dates they have.
    expect(['ward_month_stats', 'intake', 'pupil'].map((table) => entity(table)?.kind)).toEqual([
      'snapshot',
      'snapshot',
      'thing',
    ]);
    const kinds = ['ward', 'doctor', 'stay', 'stay_supplies', 'stay_doctor', 'codes'].map(
      (table) => entity(table)?.kind,
    );
    expect(kinds).toEqual(['thing', 'thing', 'event', 'line', 'link', 'lookup']);
    expect(entity('stay')?.time).toBe('admitted_on');
    // Neither the last of several receipts nor a plan says when a row happened.
    expect([entity('supply_offer')?.time, entity('stay_bill_line')?.time]).toEqual([null, null]);
  });

  it('weighs events and their lines above look-ups and links', () => {
    const weight = (table: string): number => entity(table)?.importance ?? 0;
    expect(weight('stay')).toBeGreaterThan(weight('ward'));
    expect(weight('stay_supplies')).toBeGreaterThan(weight('codes'));
    expect(weight('ward')).toBeGreaterThan(weight('stay_doctor'));
  });

  it('gives quarters of measures and times', () => {
    expect(field('stay', 'total_charge')?.quartiles.map(Number)).toEqual(
      [1050, 2100, 3150].map((value) => expect.closeTo(value, -3)),
    );
    expect(field('stay', 'ward_id')?.quartiles).toEqual([]);
  });
});
