import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, onDatabase, runSql, type TestDatabase } from '../../../../test/harness/test-database.js';
import { parseTableItems } from '#libs/table-list';
import { BusinessDatabases } from '../business-databases.js';
import type { StatementRunner } from '../statement-runner.js';

const SIDE_EFFECT = 'ZZ001';
const role = `hazards_${randomBytes(4).toString('hex')}`;
const body = `language plpgsql volatile as $$ begin raise exception using errcode = '${SIDE_EFFECT}'; end $$`;

/** Every function that is declared VOLATILE raises, so that a statement that reaches one is seen. */
const OBJECTS = `
create role ${role} login password 'x';
create schema evil;
create table victim (id int, note text);
insert into victim select i, 'row ' || i from generate_series(1, 20) i;
create table has_column (id int, wipe int);
insert into has_column values (1, 1);
create table has_field (id int, any_row int);
insert into has_field values (1, 1);
create function touch() returns int ${body};
create function poke(int) returns int ${body};
create function poke(int, int) returns int ${body};
create function wipe(victim) returns int ${body};
create function wipe(has_column) returns int ${body};
create function any_row(record) returns int ${body};
create function optional(victim, int default 1) returns int ${body};
create function listed(variadic int[]) returns int ${body};
create function evil.hidden(int) returns int ${body};
create function evil.sum(int) returns int ${body};
create function public.count(text, text) returns int ${body};
create function public.sum(text) returns int ${body};
create function public."left"(varchar, int) returns text ${body};
create function public.reads(int) returns int language sql stable as 'select $1';
create function with_default(a int default touch()) returns int language plpgsql stable as 'begin return a; end';
create function with_body() returns int stable begin atomic select touch(); end;
create aggregate leaky(int) (sfunc = poke, stype = int, initcond = '0');
create function fits(text) returns boolean ${body};
create domain checked as text check (fits(value));
create domain checked_again as checked;
create type pair as (first checked, second int);
create table typed (c checked, cs checked[], n int);
create function takes_checked(checked) returns int language plpgsql stable as 'begin return 1; end';
create function same(text, int) returns boolean ${body};
create operator === (leftarg = text, rightarg = int, function = same);
create operator evil.= (leftarg = text, rightarg = int, function = same);
create function evil.negative(victim) returns int ${body};
create operator !!! (rightarg = victim, function = evil.negative);
create type mood as enum ('good', 'bad');
create table feeling (id int, m mood);
insert into feeling values (1, 'good');
create function mood_text(mood) returns text ${body};
create cast (mood as text) with function mood_text(mood) as implicit;
create function to_place(text) returns point language sql stable as $$ select point(1, 1) $$;
create type place as (city text);
create function text_place(text) returns place ${body};
create cast (text as place) with function text_place(text);
create view peeking as select id, touch() as x from victim;
create view over_it as select id from peeking;
create table guarded (id int, owner text);
insert into guarded values (1, 'x');
alter table guarded enable row level security;
create policy own on guarded using (touch() = 1);
create view over_guarded with (security_invoker = true) as select id from guarded;
grant usage on schema evil to ${role};
grant select on all tables in schema public to ${role};
`;

/** Each reaches a VOLATILE function on a server that only has the read-only session. */
const REACHING: readonly string[] = [
  'select touch()',
  'select public.touch()',
  'select "touch"() from victim',
  'select id from victim where poke(id) = 1',
  'select id from victim order by poke(id)',
  'select * from poke(1) p',
  'select * from rows from (poke(1), poke(2)) as x(a, b)',
  'select evil.hidden(1)',
  'select evil.sum(id) from victim',
  'select listed(1, 2, 3)',
  'select listed(variadic array[1])',
  'select public.sum(note) from victim',
  'select public."left"(note::varchar, 1) from victim',
  "select count('a'::text, 'b'::text)",
  // Field notation.
  'select v.wipe from victim v',
  'select victim.wipe from victim',
  'select (v).wipe from victim v',
  'select v.wipe as x from public.victim v where v.id = 1',
  'select v.optional from victim v',
  'select (select v.wipe) from victim v',
  'select s.any_row from (select * from victim) s',
  'select s.any_row from (select id, note from victim) s',
  'select s.any_row, h.any_row from (select * from victim) s, has_field h',
  'select (select s.any_row from (select * from victim) s limit 1) from has_field s',
  'with has_field as (select * from victim) select has_field.any_row from has_field',
  'with c as (select * from victim) select c.any_row from c',
  'select (select victim.wipe from victim limit 1), v.wipe from has_column v',
  'select 1 from victim v group by v.wipe',
  // Through other objects.
  'select with_default()',
  'select with_body()',
  'select leaky(id) from victim',
  'select leaky(id) over () from victim',
  "select 'x'::checked",
  'select cast(note as checked) from victim',
  'select note::public.checked from victim',
  'select note::checked_again from victim',
  'select array[note]::checked[] from victim',
  'select row(note, 1)::pair from victim',
  'select takes_checked(note) from victim',
  'select note === id from victim',
  'select note operator(public.===) id from victim',
  'select note operator(evil.=) id from victim',
  'select !!! v from victim v',
  'select m::text from feeling',
  'select upper(m) from feeling',
  'select note::place from victim',
  'select x from peeking',
  'select * from over_it',
  'select * from guarded',
  'select * from over_guarded',
  'with g as (select * from guarded) select id from g',
];

const HARMLESS: readonly string[] = [
  'select count(*) from victim',
  'select count(distinct note), sum(id), max(note) from victim',
  'select pg_catalog.sum(id) from victim group by note having sum(id) > 0 order by sum(id)',
  "select left(note::varchar, 1), '服务区' as sum from victim where left(note::varchar, 1) = 'r' order by left(note, 2)",
  "select 'é', sum(v.id) from victim v where note like 'row%' and id in (1, 2) and id between 1 and 5",
  'select h.wipe from has_column h',
  'select public.has_column.wipe from public.has_column',
  'select reads(id) from victim',
  'select c, n from typed',
  'select id from has_column where id = 1 and exists (select 1 from victim)',
  'select case id when 1 then note else note end from victim',
];

describe('statements that could reach a function with side effects', () => {
  const databases = new BusinessDatabases({ connections: 2 });
  let made: TestDatabase;
  let statements: StatementRunner;
  let url: string;

  beforeAll(async () => {
    made = await createTestDatabase('hazards');
    await runSql(made.url, OBJECTS);
    const ofRole = new URL(made.url);
    [ofRole.username, ofRole.password] = [role, 'x'];
    url = ofRole.toString();
    statements = databases
      .open(url, { applicationName: 'test', statementTimeoutMs: 30_000 })
      .statements({ connections: 1, statementTimeoutMs: 30_000 });
  });

  afterAll(async () => {
    await databases.close();
    await runSql(made.url, `drop owned by ${role}; drop role ${role}`);
    await made.drop();
  });

  it.each(REACHING)('%s is not run', async (sql) => {
    expect(await statements.execute(sql, 10)).toMatchObject({
      outcome: 'failed',
      sqlstate: '42501',
      reason: { en: expect.stringContaining('VOLATILE') as unknown },
    });
  });

  it('would all call one if they were run', async () => {
    await onDatabase(url, async (client) => {
      const others: unknown[] = [];
      for (const sql of REACHING) {
        const code: unknown = await client.query(sql).then(
          () => 'no error',
          (error: { readonly code?: string }) => error.code,
        );
        others.push(...(code === SIDE_EFFECT ? [] : [[code, sql]]));
      }
      expect(others).toEqual([]);
    });
  });

  it.each(HARMLESS)('%s is run', async (sql) => {
    expect(await statements.execute(sql, 10)).toMatchObject({ outcome: 'executed' });
  });

  it('calls no function of another schema by a name of PostgreSQL', async () => {
    expect(await statements.execute('select sum(note) from victim', 10)).toMatchObject({ sqlstate: '42883' });
  });

  it('does not read such views and tables to profile them either', async () => {
    const database = databases.open(url, { applicationName: 'test', statementTimeoutMs: 30_000 });
    const { tables } = await database.selectTables(parseTableItems(['*']));
    const profiles = await database.readProfiles(await database.readCatalog(tables));
    const failures = profiles.flatMap(({ name, failure }) => (failure ? [[name, failure.sqlstate]] : []));
    expect(failures.sort()).toEqual(['guarded', 'over_guarded', 'over_it', 'peeking'].map((name) => [name, '42501']));
    expect(profiles.find(({ name }) => name === 'feeling')).toMatchObject({ rowCount: 1 });
    await database.close();
  });
});
