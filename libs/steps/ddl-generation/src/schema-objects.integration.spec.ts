import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { listRelations, readCatalog, type Catalog, type RelationName } from '#libs/catalog';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { schemaBundle } from './schema-sql.js';

/** Objects that need each other over several levels, each input on its own. */
const CASES: Readonly<Record<string, string>> = {
  'a domain over a type of an extension, also inside a composite type': `
    create extension citext; create extension hstore;
    create domain address as citext check (value ~ '@');
    create type reachable as (mail address, attributes hstore);
    create table customer (id integer primary key, main address not null, other address[], how reachable)`,
  'domains over arrays of composite types, checked by functions over them': `
    create type opening as (day integer, hours int4range);
    create function openings_fit(o opening[]) returns boolean language sql immutable as $$ select cardinality(o) <= 7 $$;
    create domain week as opening[] check (openings_fit(value));
    create domain plan as week[];
    create function first_code() returns text language sql as $$ select 'A' $$;
    create domain code as text default first_code();
    create table shop (id integer primary key, open week, plans plan, codes code[], c code)`,
  'parts of older objects that are younger than these': `
    create type price as (value numeric); create type currency as enum ('EUR', 'CNY');
    alter type price add attribute unit currency;
    create domain sku as text;
    create function sku_ok(t text) returns boolean language sql immutable as $$ select t <> '' $$;
    alter domain sku add constraint sku_form check (sku_ok(value));
    create table product (id serial primary key, p price, s sku)`,
  'types only in results, array arguments and defaults of functions': `
    create type mood as enum ('good', 'bad'); create table person (id integer, name text);
    create function judge(id integer, out m mood, out why text) language sql stable as $$ select 'good'::mood, 'x' $$;
    create function count_all(p person[]) returns integer language sql stable as $$ select cardinality(p) $$;
    create function newest() returns table (p person, n integer) language sql stable as $$ select person, 1 from person $$;
    create function by_mood(m mood default 'bad') returns text language sql immutable as $$ select m::text $$;
    create view judged as select p.id, j.why from person p, judge(p.id) j;
    create view counted as select count_all(array_agg(p)) as n from person p;
    create view latest as select (n.p).name from newest() n;
    create view by_default as select by_mood() as m`,
  'bodies that are parsed when the function is created': `
    create table entry (id integer);
    create function entries() returns bigint language sql stable begin atomic select count(*) from entry; end;
    create view numbers as select entries() as n;
    create function half(x integer) returns integer language sql immutable return x / 2;
    create function quarter(x integer) returns integer language sql immutable return half(half(x));
    create table measured (x integer, y integer generated always as (quarter(x)) stored)`,
  'names that only the text of a body holds': `
    create sequence ticket; create type kind as enum ('a');
    create function inner_text() returns text language sql immutable as $$ select 'a'::kind::text $$;
    create function numbered() returns bigint language plpgsql as $$
      begin perform inner_text(); return nextval('ticket'); end $$;
    create table letter (id bigint default numbered())`,
  'row types of tables and views': `
    create table zone (id integer, label text); create view wide as select * from zone where id > 9;
    create function show(w wide) returns text language sql stable as $$ select w.label $$;
    create view shown as select id, show(w) as label from wide w;
    create table bay (id integer, z zone, all_zones zone[]); create type boxed as (z zone);
    create domain checked as zone check ((value).id > 0);
    create table shelf (b boxed, c checked);
    create type row_kind as (a integer, b text);
    create table typed of row_kind (primary key (a), b with options default 'x')`,
  'operators, operator classes, casts, text search, aggregates': `
    create type version as (major integer, minor integer);
    create function version_lt(a version, b version) returns boolean language sql immutable as $$ select (a).major < (b).major $$;
    create function version_cmp(a version, b version) returns integer language sql immutable as $$ select (a).major - (b).major $$;
    create operator <<< (function = version_lt, leftarg = version, rightarg = version);
    create operator class version_ops for type version using btree as operator 1 <<<, function 1 version_cmp(version, version);
    create function to_version(n integer) returns version language sql immutable as $$ select row(n, 0)::version $$;
    create cast (integer as version) with function to_version(integer) as assignment;
    create text search dictionary plain (template = simple, stopwords = english);
    create text search configuration notes (copy = simple); alter text search configuration notes alter mapping for word with plain;
    create aggregate longest_sum(numeric) (sfunc = numeric_add, stype = numeric, initcond = '0', combinefunc = numeric_add, parallel = safe);
    create table release (v version default 1, body text, check (v <<< row(9, 9)::version));
    create index release_v on release (v version_ops);
    create index release_body on release using gin (to_tsvector('notes'::regconfig, body));
    create view summed as select longest_sum((v).major) as s from release`,
  'operators and functions that an operator family has besides those of its classes': `
    create type spot as (x integer, y integer);
    create function spot_order(spot, spot) returns integer language sql immutable strict as $$ select btint4cmp($1.x, $2.x) $$;
    create function spot_less(spot, spot) returns boolean language sql immutable strict as $$ select $1.x < $2.x $$;
    create function spot_order(spot, integer) returns integer language sql immutable strict as $$ select btint4cmp($1.x, $2) $$;
    create function spot_less(spot, integer) returns boolean language sql immutable strict as $$ select $1.x < $2 $$;
    create function near(spot, spot, integer, boolean, boolean) returns boolean language sql immutable as $$ select true $$;
    create operator ##< (leftarg = spot, rightarg = spot, function = spot_less);
    create operator ##< (leftarg = spot, rightarg = integer, function = spot_less);
    create operator class spot_ops for type spot using btree as
      operator 1 ##<, function 1 spot_order(spot, spot), function 3 (spot, integer) near(spot, spot, integer, boolean, boolean);
    alter operator family spot_ops using btree add operator 1 ##< (spot, integer), function 1 (spot, integer) spot_order(spot, integer);
    create function seeded(integer, bigint) returns bigint language sql immutable strict as $$ select $1 + $2 $$;
    create operator class scattered for type integer using hash as operator 1 =, function 2 seeded(integer, bigint);
    create operator class frames for type box using gist as operator 3 &&, operator 15 <-> (box, point) for order by float_ops,
      function 1 gist_box_consistent(internal, box, smallint, oid, internal), function 2 gist_box_union(internal, internal),
      function 5 gist_box_penalty(internal, internal, internal), function 6 gist_box_picksplit(internal, internal),
      function 7 gist_box_same(box, box, internal), function 8 (box, box) gist_box_distance(internal, box, smallint, oid, internal);
    create table spots (s spot, frame box, n integer) partition by hash (n scattered);
    create table spots_all partition of spots for values with (modulus 1, remainder 0);
    create index on spots (s spot_ops desc); create index on spots using gist (frame frames)`,
  'circles: a view of itself, a default that counts its table, a check over its own domain': `
    create view loop as select 1 as a; create or replace view loop as select a from loop;
    create table x (id integer); create function count_x() returns bigint language sql stable begin atomic select count(*) from x; end;
    alter table x add n bigint default count_x();
    create view around as select 1::bigint as n; create materialized view around_stored as select n from around;
    create function around_count() returns bigint language sql stable begin atomic select count(*) from around_stored; end;
    create or replace view around as select around_count() as n;
    create domain d as integer; create function d_ok(v d) returns boolean language sql immutable as $$ select v > 0 $$;
    alter domain d add constraint okay check (d_ok(value)); comment on constraint okay on domain d is 'late';
    create table y (v d)`,
  'keys that CREATE TABLE would merge': `
    create table address (id uuid primary key, code text unique, constraint code_again unique (code));
    alter table address add constraint id_again unique (id);
    alter table address add constraint code_more unique (code);
    alter table address add constraint code_loose unique (code) with (fillfactor = 50);
    create table booking (room integer, constraint one exclude (room with =)); alter table booking add constraint two exclude (room with =);
    create table refers (a uuid references address (id), c text references address (code))`,
  'what a child makes stricter, and options of types': `
    create table base (id integer, name text, n integer default 1); create table strict (extra text) inherits (base);
    alter table strict alter name set not null; alter table strict alter n drop default;
    create function far(a float8, b float8) returns float8 language sql immutable as $$ select a - b $$;
    create type stretch as range (subtype = float8, subtype_diff = far); create type words as range (subtype = text, collation = "C");
    create type named as (name text collate "C");
    create schema apart; create type period as range (subtype = date, multirange_type_name = apart.periods);
    create type apart.stay as range (subtype = date, multirange_type_name = "Stays");
    create table kept (s stretch, w words, n named, p apart.periods, t "Stays"[])`,
  'storage, statistics, replica identity, clustering, options and defaults of views': `
    create table big (id integer primary key, body text) with (fillfactor = 60, toast.autovacuum_enabled = false);
    alter table big alter body set storage external; alter table big alter body set statistics 500; alter table big alter id set (n_distinct = -0.5);
    create statistics big_stat (dependencies) on id, body from big; alter table big replica identity full; cluster big using big_pkey;
    create view v (no, "Bezeichnung") as select id, body from big; alter view v alter "Bezeichnung" set default 'neu';
    alter view v set (security_invoker = true);
    create materialized view m with (fillfactor = 70) as select id from big with no data;
    create schema apart; comment on schema apart is 'a schema'; create table apart.t (id integer)`,
  'the storage of children and partitions that were made before their parent got another': `
    create table base (id integer, body text); create table heir () inherits (base);
    alter table only base alter body set storage external;
    create table root (id integer, body text) partition by list (id); create table one partition of root for values in (1);
    alter table only root alter body set storage main; create table two partition of root for values in (2)`,
  'rules, triggers and row security': `
    create table log (id serial primary key, line text); create table price (id integer primary key, amount numeric);
    create rule price_log as on update to price do also insert into log (line) values ('price ' || new.id);
    create table parent (id integer); create table child (check (id > 0)) inherits (parent);
    create rule route as on insert to parent where new.id > 0 do instead insert into child values (new.id);
    create function add_one(i numeric) returns numeric language sql as $$ select i + 1 $$;
    create function touch() returns trigger language plpgsql as $$ begin new.amount := add_one(new.amount); return new; end $$;
    create trigger touching before update on price for each row execute function touch();
    alter table price disable trigger touching;
    alter table price enable row level security; alter table price force row level security;
    create policy cheap on price as restrictive for select using (amount < 10)`,
  'comments of rules, triggers, policies, statistics and indexes of keys': `
    create table noted (id integer constraint noted_key primary key, body text, constraint body_once exclude (body with =));
    create rule quiet as on delete to noted do also nothing; comment on rule quiet on noted is 'a rule';
    create function react() returns trigger language plpgsql as $$ begin return new; end $$;
    create trigger reacts after insert on noted for each row execute function react(); comment on trigger reacts on noted is E'a\\ntrigger';
    create policy mine on noted using (id > 0); comment on policy mine on noted is 'a policy, and row security is off';
    create schema stats; create statistics stats.both_columns on id, body from noted;
    comment on statistics stats.both_columns is 'it''s statistics'; alter statistics stats.both_columns set statistics 250;
    comment on index noted_key is 'of a key'; comment on index body_once is 'of an exclusion';
    create index noted_lower on noted (lower(body), id); alter index noted_lower alter column 1 set statistics 300;
    alter table noted force row level security`,
  'storage parameters of keys, also of a partitioned table': `
    create table kept (id integer, n integer, primary key (id) with (fillfactor = 50),
      unique (n) include (id) with (fillfactor = 60, deduplicate_items = off) deferrable initially deferred);
    create table sale (region text, unique (region) with (fillfactor = 70)) partition by list (region);
    create table sale_eu partition of sale for values in ('eu')`,
  'a check that is not validated, above children that have it in every form': `
    create table top (n integer); create table early () inherits (top); create table below () inherits (early);
    alter table top add constraint positive check (n > 0) not valid; create table late () inherits (top);
    alter table below validate constraint positive;
    create table fresh (n integer); alter table fresh add constraint small check (n < 9) not valid; create table heir () inherits (fresh)`,
  'casts inside expressions, and constructors of ranges': `
    create type version as (n integer); create type mark as enum ('a');
    create function to_version(i integer) returns version language sql immutable as $$ select row(i)::version $$;
    create function to_mark(i integer) returns mark language sql immutable as $$ select 'a'::mark $$;
    create cast (integer as version) with function to_version(integer); create cast (integer as mark) with function to_mark(integer) as assignment;
    create table parent (v version default 1::version); create table child (m mark default 2::mark) inherits (parent);
    create type span as range (subtype = integer); create type stretch as range (subtype = text, multirange_type_name = stretches);
    create function spanned() returns span language sql immutable as $$ select span(1, 2) $$;
    create table measured (s span default span(1, 2), t stretches default stretches(stretch('a', 'b')), u span default spanned())`,
  'sequences of tables without a log, and of narrow columns': `
    create unlogged table quick (id serial primary key, n bigint generated by default as identity (sequence name numbers cache 7));
    create unlogged sequence counter; create table counted (id bigint default nextval('counter'));
    create table small (id smallint generated always as identity); create table smaller (like small including identity)`,
  'exclusions of a partitioned table, where the server has them': `
    create table slot (room integer, at tstzrange) partition by list (room);
    do $$ begin
      if current_setting('server_version_num')::integer >= 170000 then
        alter table slot add exclude (room with =); alter table slot add constraint again exclude (room with =);
      end if;
    end $$;
    create table slot_one partition of slot for values in (1); create table slot_two partition of slot for values in (2) partition by list (room);
    create table slot_two_all partition of slot_two default`,
  'triggers of partitioned tables that are switched off, or on, for some partitions': `
    create function seen() returns trigger language plpgsql as $$ begin return new; end $$;
    create table visit (id integer) partition by list (id);
    create table visit_some partition of visit for values in (1, 2) partition by list (id);
    create table visit_one partition of visit_some for values in (1); create table visit_two partition of visit_some for values in (2);
    create table visit_rest partition of visit default;
    create trigger counted after insert on visit for each row execute function seen();
    create trigger asleep after insert on visit for each row execute function seen();
    create trigger own before insert on visit_one for each row execute function seen();
    alter table visit disable trigger asleep; alter table visit_two enable replica trigger asleep;
    alter table visit_some disable trigger counted; alter table visit_two enable always trigger counted;
    alter table visit_one disable trigger own; alter table only visit_rest disable trigger counted`,
  'NOT NULL with a name, a comment, NO INHERIT or NOT VALID, where the server has it': `
    create table strict (a integer constraint a_is_there not null, b integer);
    create table heir () inherits (strict);
    create domain present as integer constraint is_present not null; create table uses (p present);
    do $$ begin
      if current_setting('server_version_num')::integer >= 180000 then
        execute 'comment on constraint a_is_there on strict is ''always''';
        execute 'create table lone (a integer constraint own not null no inherit, b integer not null)';
        execute 'create table child () inherits (lone)';
        execute 'create table old (n integer)'; execute 'alter table old add constraint unproved not null n not valid';
      end if;
    end $$`,
  'partitions of partitions, through their parent': `
    create table sale (region text, at date not null, ref integer) partition by list (region);
    create table sale_eu partition of sale for values in ('de', 'fr') partition by range (at);
    create table sale_eu_24 partition of sale_eu (ref default 7) for values from ('2024-01-01') to ('2025-01-01');
    create table sale_rest partition of sale default;
    create index sale_ref on sale (ref); alter table sale add primary key (region, at)`,
};

jest.setTimeout(60_000);

describe('schema.sql restores', () => {
  const databases: TestDatabase[] = [];

  async function connect(purpose: string): Promise<pg.Client> {
    const database = await createTestDatabase(purpose);
    databases.push(database);
    const client = new pg.Client(database.url);
    await client.connect();
    return client;
  }

  afterAll(async () => {
    await Promise.all(databases.map((database) => database.drop()));
  });

  it.each(Object.keys(CASES))('%s', async (name) => {
    const source = await connect('objects_source');
    await source.query(CASES[name] ?? '');
    const catalog = await readCatalog(source, await listRelations(source));
    const bundle = schemaBundle(catalog, { behaviour: true });
    const target = await connect('objects_target');
    await target.query([...bundle.sections].join(''));
    expect(bundle.leftOut).toEqual([]);
    expect(lasting(await readCatalog(target, await listRelations(target)))).toEqual(lasting(catalog));
    await source.end();
    await target.end();
  });
});

describe('what schema.sql leaves out', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase('left_out');
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(`
      create table log (id serial primary key, line text);
      create table price (id integer primary key);
      create rule price_log as on update to price do also insert into log (line) values ('x');
      create table plain (id integer, price_id integer references price);
      create type shape; create function shape_in(cstring) returns shape language internal immutable strict as 'int4in';
      create function shape_out(shape) returns cstring language internal immutable strict as 'int4out';
      create type shape (input = shape_in, output = shape_out, like = integer);
      create table drawn (id integer, s shape);
      create view drawn_names as select id from drawn`);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const bundleOf = async (...names: string[]) => {
    const selection: RelationName[] = names.map((name) => ({ schema: 'public', name }));
    const bundle = schemaBundle(await readCatalog(client, selection));
    return { ...bundle, text: [...bundle.sections].join('') };
  };

  it('does not take a rewrite rule of a table for a query of it', async () => {
    const { leftOut, text } = await bundleOf('price', 'plain');
    expect(leftOut).toEqual([]);
    expect(text).toContain('CREATE TABLE public.price (');
    expect(text).toContain('ADD CONSTRAINT plain_price_id_fkey');
    expect(text).toContain(
      '-- not part of this file unless schema_objects is "full": rule price_log of public.price\n',
    );
  });

  it('names everything that hangs on a type in C, and the reason', async () => {
    const { leftOut, text } = await bundleOf('drawn', 'drawn_names', 'price');
    expect([...leftOut].sort()).toEqual([
      'function public.shape_in(cstring) is left out: it needs type public.shape',
      'function public.shape_out(public.shape) is left out: it needs type public.shape',
      'public.drawn is left out: it needs type public.shape',
      'public.drawn_names is left out: it needs public.drawn',
    ]);
    expect(leftOut.filter((sentence) => !text.includes(`-- ${sentence}\n`))).toEqual([]);
  });

  it('says where a table is stored otherwise than here, or belongs to another server', async () => {
    await client.query(`
      create access method "heap
drop table" type table handler heap_tableam_handler; create table elsewhere (id integer) using "heap
drop table";
      create foreign data wrapper w; create server s foreign data wrapper w; create foreign table far (id integer) server s`);
    const { text } = await bundleOf('elsewhere', 'far', 'price');
    expect(text).toContain('-- stored by the access method heap drop table in the source; here the server');
    expect(text).toContain(
      '-- a foreign table in the source; without its server it is created as a table\nCREATE TABLE public.far (',
    );
    expect(text.match(/^-- (stored|a foreign)/gm)).toHaveLength(2);
  });

  it('names a foreign key to a table that is left out', async () => {
    await client.query('alter table drawn add primary key (id); create table uses (d integer references drawn)');
    const { leftOut, text } = await bundleOf('drawn', 'uses');
    expect(leftOut).toContain('uses_d_fkey of public.uses is left out: it needs public.drawn');
    expect(text).toContain('CREATE TABLE public.uses (');
  });
});

/** Everything but what differs from server to server and from run to run. */
function lasting(catalog: Catalog): unknown {
  const relations = [...catalog.relations, ...catalog.partitions];
  const sorted = <T>(items: readonly T[], name: (item: T) => string): T[] =>
    [...items].sort((a, b) => (name(a) < name(b) ? -1 : 1));
  return {
    relations: sorted(relations, ({ schema, name }) => `${schema}.${name}`).map(
      ({ oid: _oid, rowEstimate: _rows, sizeBytes: _size, ...relation }) => ({
        ...relation,
        columns: relation.columns.map(({ baseTypeOid: _base, ...column }) => column),
      }),
    ),
    objects: sorted(
      catalog.objects.map(({ key: _key, ...object }) => object),
      ({ kind, schema, name }) => `${kind} ${schema}.${name}`,
    ),
    schemas: [...catalog.schemaComments],
  };
}
