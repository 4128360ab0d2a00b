import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import type { FoundJoins } from './join.js';
import { facts, hints, joinOf, joinsDatabase, joinsIn, type JoinsDatabase } from './joins.fixture.js';

jest.setTimeout(60_000);

let database: JoinsDatabase;

beforeAll(async () => {
  database = await joinsDatabase();
});

afterAll(() => database.drop());

const joinsOf = (statements: string): Promise<FoundJoins> => joinsIn(database.pool, statements);

const TRUTH = path.join(import.meta.dirname, '../../../../bench/joins');

interface Truth {
  readonly keys?: readonly string[];
  readonly joins: readonly string[];
  readonly optional?: readonly string[];
}

const withoutSchema = (lines: readonly string[] = []): string[] =>
  lines.flatMap((line) => line.split(' | ')).map((line) => line.replaceAll('public.', ''));

/** `t(b, a)` and `t(a, b)` are one key. */
const sorted = (key: string): string =>
  key.replace(/\((.*)\)/, (_, columns: string) => `(${columns.split(', ').toSorted().join(', ')})`);

const MADE = ['hospital', 'logistics', 'telecom', 'wholesale', 'company', 'library', 'warehouse', 'negatives'];

it.each(MADE)('finds the joins of the made schema %s and no others', async (name) => {
  const truth = parse(await readFile(path.join(TRUTH, `${name}.yaml`), 'utf8')) as Truth;
  const found = await joinsOf(await readFile(path.join(TRUTH, `${name}.sql`), 'utf8'));
  const right = [...withoutSchema(truth.joins), ...withoutSchema(truth.optional)];
  expect(facts(found).filter((join) => !right.includes(join))).toEqual([]);
  const missed = truth.joins.filter((line) => !withoutSchema([line]).some((join) => facts(found).includes(join)));
  expect(missed).toEqual([]);
  const keys = [...found.keys].map(([table, { columns }]) => `${table}(${columns.toSorted().join(', ')})`);
  const missedKeys = (truth.keys ?? []).filter((line) => !line.split(' | ').some((key) => keys.includes(sorted(key))));
  expect(missedKeys).toEqual([]);
});

describe('names', () => {
  it('an exact table name comes before one that only ends so', async () => {
    const found = await joinsOf(`
      create table sys_users (id integer primary key);
      create table sys_social_user (id integer primary key);
      create table sys_login_log (id integer primary key, user_id integer);
      create table sys_social_user_bind (id integer primary key, user_id integer, social_user_id integer);
      insert into sys_users select generate_series(1, 30);
      insert into sys_social_user select generate_series(1, 40);
      insert into sys_login_log select i, 1 + i % 30 from generate_series(1, 60) i;
      insert into sys_social_user_bind select i, i, i from generate_series(1, 20) i`);
    expect(facts(found).sort()).toEqual([
      'sys_login_log(user_id) -> sys_users(id)',
      'sys_social_user_bind(social_user_id) -> sys_social_user(id)',
      'sys_social_user_bind(user_id) -> sys_users(id)',
    ]);
  });

  it('of several tables that end so, the one of the same family is meant, without rows too', async () => {
    const found = await joinsOf(`
      create table app_mail_template (id integer primary key); create table app_sms_template (id integer primary key);
      create table app_mail_log (id integer primary key, template_id integer);
      create table app_file (id integer primary key); create table app_file_config (id integer primary key);
      create table app_config (id integer primary key);
      create table app_file_content (id integer primary key, config_id integer)`);
    expect(facts(found).sort()).toEqual([
      'app_file_content(config_id) -> app_file_config(id)',
      'app_mail_log(template_id) -> app_mail_template(id)',
    ]);
  });

  it('a table does not refer to itself by its own name, and a link table is not meant by what it links', async () => {
    const found = await joinsOf(`
      create table orders (id integer primary key); create table products (id integer primary key);
      create table archived_orders (id integer primary key, archived_order_id integer);
      create table order_products (id integer primary key, order_id integer, product_id integer);
      create table order_notes (id integer primary key, product_id integer)`);
    expect(facts(found).sort()).toEqual([
      'order_notes(product_id) -> products(id)',
      'order_products(order_id) -> orders(id)',
      'order_products(product_id) -> products(id)',
    ]);
  });

  it('roles, parents and people; a root of 0 is no orphan', async () => {
    const found = await joinsOf(`
      create table staff (id integer primary key, manager_id integer);
      create table unit (id integer primary key, parent_id integer, approved_by integer);
      create table address (id integer primary key);
      create table parcel (id integer primary key, shipping_address_id integer, billing_address_id integer);
      insert into staff values (1, null), (2, 1), (3, 1);
      insert into unit values (1, 0, 2), (2, 0, 3), (3, 1, 1), (4, 2, 2);
      insert into address select generate_series(1, 9);
      insert into parcel select i, i, 10 - i from generate_series(1, 9) i`);
    expect(facts(found).sort()).toEqual([
      'parcel(billing_address_id) -> address(id)',
      'parcel(shipping_address_id) -> address(id)',
      'staff(manager_id) -> staff(id)',
      'unit(approved_by) -> staff(id)',
      'unit(parent_id) -> unit(id)',
    ]);
    expect(joinOf(found, 'parent_id')).toMatchObject({ noneValue: '0', optional: true, role: ['parent'] });
    expect(joinOf(found, 'billing_address_id')).toMatchObject({ role: ['billing'], cardinality: 'many_to_one' });
  });

  it('abbreviations and prefixes of tables', async () => {
    const found = await joinsOf(`
      create table department (d_id integer, d_name text, d_floor integer);
      create table employee (e_id integer, e_name text, e_dept_id integer);
      insert into department select 10 + i, 'D' || i, i from generate_series(1, 12) i;
      insert into employee select 100 + i, 'E' || i, 11 + i % 12 from generate_series(1, 50) i`);
    expect(facts(found)).toEqual(['employee(e_dept_id) -> department(d_id)']);
    expect(joinOf(found, 'e_dept_id')).toMatchObject({ role: [], declared: false, optional: true });
    expect(found.keys.get('public.department')).toMatchObject({ columns: ['d_id'], evidence: { source: 'data' } });
  });

  it('people by what they did to a row, without rows, where one table holds people', async () => {
    const tables =
      'create table users (id integer primary key); create table notes (id integer primary key, author_id integer, closed_by integer)';
    expect(facts(await joinsOf(tables)).sort()).toEqual([
      'notes(author_id) -> users(id)',
      'notes(closed_by) -> users(id)',
    ]);
    const two = await joinsOf(`${tables}; create table members (id integer primary key)`);
    expect(facts(two)).toEqual([]);
    expect(hints(two)).toContain('notes(author_id) -> users(id)');
  });

  it('a table called so whose key has more columns is not replaced by one that only ends so', async () => {
    const found = await joinsOf(`
      create table nodes (node_id integer, version integer, primary key (node_id, version));
      create table ways (way_id integer, version integer, primary key (way_id, version));
      create table current_nodes (id integer primary key); create table current_ways (id integer primary key);
      create table current_tags (current_node_id integer, k text);
      create table way_nodes (way_id integer, version integer, node_id integer, primary key (way_id, version, node_id))`);
    expect(facts(found).sort()).toEqual([
      'current_tags(current_node_id) -> current_nodes(id)',
      'way_nodes(way_id, version) -> ways(way_id, version)',
    ]);
  });

  it('whole numbers that order or count rows are no references to a table of that name', async () => {
    const found = await joinsOf(`
      create table orders (id integer primary key); create table levels (id integer primary key);
      create table steps (id integer primary key, "order" integer, sort_order integer, level integer);
      insert into orders select generate_series(1, 50); insert into levels select generate_series(1, 50);
      insert into steps select i, i, i, i from generate_series(1, 40) i`);
    expect(found.joins).toEqual([]);
  });

  it('comments that name a table, and what a table is called in Chinese', async () => {
    const found = await joinsOf(`
      create table t1 (a integer primary key); comment on table t1 is '供应商信息表';
      create table t2 (b integer primary key, c integer, d integer);
      comment on column t2.c is '主供应商编号';
      comment on column t2.d is 'The one before. Foreign key to t2.b.';
      insert into t1 select generate_series(100, 150); insert into t2 select i, 100 + i % 50, i from generate_series(1, 60) i`);
    expect(facts(found).sort()).toEqual(['t2(c) -> t1(a)', 't2(d) -> t2(b)']);
    expect(
      joinOf(found, 'c')
        ?.evidence.map(({ source }) => source)
        .sort(),
    ).toEqual(['comment', 'data']);
  });
});

describe('rows', () => {
  it('a name whose values are not in the table is no join', async () => {
    const found = await joinsOf(`
      create table customers (id integer primary key); create table orders (id integer primary key, customer_id integer);
      insert into customers select generate_series(1, 50);
      insert into orders select i, 90000 + i from generate_series(1, 50) i`);
    expect(found.joins).toEqual([]);
  });

  it('codes and numbers need values in a column of the same meaning', async () => {
    const found = await joinsOf(`
      create table branches (id integer primary key, code text, name text);
      create table sales (id integer primary key, branch_code text, order_number text, batch_no integer);
      create table orders (id integer primary key, number text); create table batches (id integer primary key);
      create table empty_sales (id integer primary key, branch_code text);
      insert into branches select i, 'BR' || i, 'Branch ' || i from generate_series(1, 20) i;
      insert into batches select generate_series(1, 99);
      insert into orders select i, 'X' || i from generate_series(1, 20) i;
      insert into sales select i, 'BR' || 1 + i % 20, 'N' || i, 1 + i % 9 from generate_series(1, 90) i`);
    expect(facts(found)).toEqual(['sales(branch_code) -> branches(code)']);
    expect(hints(found)).toContain('empty_sales(branch_code) -> branches(code)');
  });

  it('small whole numbers join nothing by themselves; codes of many values do', async () => {
    const found = await joinsOf(`
      create table wards (id integer primary key); create table rooms (id integer primary key, beds integer, floor integer);
      create table parts (part text primary key, label text);
      create table fits (maker text, piece text);
      insert into wards select generate_series(1, 40); insert into rooms select i, 1 + i % 20, 1 + i % 5 from generate_series(1, 60) i;
      insert into parts select 'P-' || i * 37, 'Part ' || i from generate_series(1, 60) i;
      insert into fits select 'M' || i % 3, 'P-' || (1 + i % 50) * 37 from generate_series(1, 200) i`);
    expect(facts(found)).toEqual(['fits(piece) -> parts(part)']);
  });

  it('arrays and JSON arrays of ids refer by their elements, and stay out of the foreign keys', async () => {
    const found = await joinsOf(`
      create table posts (id integer primary key);
      create table users (id integer primary key, post_ids text, favourite_post_ids integer[]);
      insert into posts select generate_series(1, 30);
      insert into users values (1, '[1,2]', '{3,4}'), (2, '', null), (3, '[ 3, 5 ]', '{}'), (4, 'broken [', '{7}')`);
    expect(facts(found).sort()).toEqual(['users(favourite_post_ids) -> posts(id)', 'users(post_ids) -> posts(id)']);
    expect(joinOf(found, 'post_ids')).toMatchObject({ elements: 'json', cardinality: 'many_to_one' });
    expect(joinOf(found, 'favourite_post_ids')).toMatchObject({ elements: 'array' });
    expect(found.catalog.relations.flatMap(({ foreignKeys }) => foreignKeys)).toEqual([]);
  });

  it('references by several columns', async () => {
    const found = await joinsOf(`
      create table bookings (hotel integer, room integer, guest text, primary key (hotel, room));
      create table extras (id integer primary key, hotel integer, room integer, price numeric(8,2));
      insert into bookings select i / 10, i % 10 * 3 + i / 10, 'G' from generate_series(10, 60) i;
      insert into extras select i, (10 + i) / 10, (10 + i) % 10 * 3 + (10 + i) / 10, 5 from generate_series(1, 40) i`);
    expect(facts(found)).toEqual(['extras(hotel, room) -> bookings(hotel, room)']);
    expect(found.catalog.relations.find(({ name }) => name === 'extras')?.foreignKeys).toMatchObject([
      { columns: ['hotel', 'room'], referencedColumns: ['hotel', 'room'], inferred: true },
    ]);
  });
});

describe('references to one of several tables', () => {
  const tables = `
    create table users (id integer primary key); create table merchants (id integer primary key);
    insert into users select generate_series(1, 40); insert into merchants select generate_series(1, 50);`;

  it('are facts for the type values that name a table', async () => {
    const found = await joinsOf(`${tables}
      create table notes (id integer primary key, subject_type text, subject_id integer);
      insert into notes select i, case when i % 2 = 0 then 'User' else 'App\\Models\\Merchant' end, i from generate_series(1, 38) i`);
    expect(facts(found).sort()).toEqual([
      'notes(subject_id) -> merchants(id) [subject_type = App\\Models\\Merchant]',
      'notes(subject_id) -> users(id) [subject_type = User]',
    ]);
    expect(found.catalog.relations.flatMap(({ foreignKeys }) => foreignKeys)).toEqual([]);
  });

  it('are facts for numbers whose comment says what they mean', async () => {
    const found = await joinsOf(`${tables}
      create table notes (id integer primary key, subject_type smallint, subject_id integer);
      comment on column notes.subject_type is 'kind of subject: 0 = user, 1 = merchant';
      insert into notes select i, i % 2, i from generate_series(1, 38) i`);
    expect(facts(found).sort()).toEqual([
      'notes(subject_id) -> merchants(id) [subject_type = 1]',
      'notes(subject_id) -> users(id) [subject_type = 0]',
    ]);
  });

  it('are not the key of a table that has a kind', async () => {
    const found = await joinsOf(`${tables}
      create table rooms (room_id integer primary key, room_type smallint not null);
      comment on column rooms.room_type is 'kind of room: 0 = user, 1 = merchant';
      insert into rooms select i, i % 2 from generate_series(1, 38) i`);
    expect([...facts(found), ...hints(found)]).toEqual([]);
  });

  it('are hints for a sender of unknown type', async () => {
    const found = await joinsOf(`${tables}
      create table transfers (id integer primary key, sender_type integer, sender_id integer);
      insert into transfers select i, i % 2, i from generate_series(1, 38) i`);
    expect(facts(found)).toEqual([]);
    expect(hints(found).sort()).toEqual(['transfers(sender_id) -> merchants(id)', 'transfers(sender_id) -> users(id)']);
  });
});

it('a declared key is a fact with certainty, and nothing is inferred for its column', async () => {
  const found = await joinsOf(`
    create table a (id integer primary key); create table b (id integer primary key, a_id integer not null references a);
    insert into a values (1); insert into b values (1, 1)`);
  expect(found.joins).toMatchObject([{ declared: true, standing: 'fact', confidence: 1, optional: false }]);
});

it('takes views and backups for no end of a join', async () => {
  const found = await joinsOf(`
    create table vessel (vessel_no text primary key, name text);
    insert into vessel select 'V' || i, 'Vessel ' || i from generate_series(1, 40) i;
    create table voyage (id integer primary key, voyage_no text not null, vessel_no text);
    insert into voyage select i, 'Y' || i, 'V' || (1 + i % 40) from generate_series(1, 200) i;
    create table voyage_bak20240131 as select * from voyage where id < 90;
    create view v_voyage_detail as select y.voyage_no, v.name from voyage y join vessel v using (vessel_no);
  `);
  expect(facts(found)).toEqual(['voyage(vessel_no) -> vessel(vessel_no)']);
  expect(hints(found).join()).not.toContain('-> v_voyage_detail(name)');
});

it('calls one of several types by its own name', async () => {
  const { joins } = await joinsOf(`
    create table refill (id integer primary key, sum integer);
    insert into refill select 1000 + i, i from generate_series(1, 60) i;
    create table notice (id integer primary key, biz_type integer, biz_id integer);
    comment on column notice.biz_type is '1 refill, 2 other';
    insert into notice select i, 1 + i % 2, case when i % 2 = 0 then 1001 + i % 60 else 5000 + i end from generate_series(1, 200) i;
  `);
  expect(joins.map(({ role, condition }) => [condition?.value, role])).toEqual([['1', []]]);
});
