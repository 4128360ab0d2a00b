import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SurvivingClient } from '#libs/postgres';
import { createTestDatabase, runSql, type TestDatabase } from '../../../../test/harness/test-database.js';
import { BusinessDatabases } from '../business-databases.js';
import type { StatementRunner } from '../statement-runner.js';

const PEOPLE = `
create table people (id int primary key, name text, mail text, born text, pay int check (pay > 0));
insert into people select i, '赵伟芳' || i, 'secretvalue' || i || '@example.com', '1990-13-' || i, i from generate_series(1, 60) i;
create type mood as enum ('good', 'bad');
create domain short_text as text constraint short_check check (length(value) < 3);
create function raises(code text, what text) returns int stable language plpgsql as
  $$ begin raise exception using errcode = code, message = what, detail = what, hint = what; end $$;
create function dynamic(what text) returns int stable language plpgsql as
  $$ declare r int; begin execute format('select %I from people', what) into r; return r; end $$;
create function notices(size int) returns int stable language plpgsql as
  $$ begin raise notice '%', repeat('secretvalue', size); return 1; end $$;
create view broken_view as select mail::int as number from people;
`;

/** Each statement makes the server write rows into an error. */
const LEAKS: readonly string[] = [
  "select string_agg(mail || name, '~')::int from people",
  'select mail::int from people',
  'select born::date from people',
  'select mail::mood from people',
  'select mail::short_text from people',
  'select mail::uuid from people',
  'select mail::jsonb from people',
  'select mail::inet from people',
  "select (mail || '(')::tsquery from people",
  'select to_date(mail, $$YYYY$$) from people',
  "select regexp_match('x', mail || '(') from people",
  'select split_part(mail, $$@$$, 1)::regclass from people',
  'select split_part(mail, $$@$$, 1)::regtype from people',
  'select split_part(mail, $$@$$, 1)::regproc from people',
  'select split_part(mail, $$@$$, 1)::regrole from people',
  'select split_part(mail, $$@$$, 1)::regnamespace from people',
  'select has_table_privilege(split_part(mail, $$@$$, 1), $$select$$) from people',
  ...[
    ...['42703', '42P01', '42501', '42883', '42704', '3D000', '22P02', '23505', 'P0001', '42P10'],
    ...['08006', '53100', '57P01', 'XX000', 'F0000', '28P01'],
  ].flatMap((code) => [
    `select raises('${code}', mail) from people`,
    `select raises('${code}', 'column "' || split_part(mail, '@', 1) || '" does not exist') from people`,
    `select raises('${code}', 'permission denied for table ' || split_part(mail, '@', 1)) from people`,
  ]),
  'select dynamic(mail) from people',
  'select number from broken_view',
];

describe('texts of the server', () => {
  const databases = new BusinessDatabases({ connections: 2 });
  let made: TestDatabase;
  let statements: StatementRunner;

  beforeAll(async () => {
    made = await createTestDatabase('texts');
    await runSql(made.url, PEOPLE);
    statements = databases
      .open(made.url, { applicationName: 'test', statementTimeoutMs: 60_000 })
      .statements({ connections: 1, statementTimeoutMs: 60_000 });
  });

  afterAll(async () => {
    await databases.close();
    await made.drop();
  });

  it.each(LEAKS)('carry no row out: %s', async (sql) => {
    const planned = await statements.plan(sql);
    const failed = await statements.execute(sql, 100);
    expect(failed).toMatchObject({ outcome: 'failed' });
    expect(JSON.stringify([planned, failed])).not.toMatch(/secretvalue|赵伟芳|1990-13/);
  });

  it('keep the names that the statement itself has', async () => {
    expect(await statements.plan('select p.nam from people p')).toMatchObject({
      reason: { en: 'the column "p.nam" does not exist' },
      suggestedColumn: 'name',
    });
  });

  it('are short, however long the server makes them', async () => {
    const client = new SurvivingClient({ connectionString: made.url });
    const notices: number[] = [];
    await client.connect();
    try {
      client.on('notice', (notice) => notices.push(notice.message?.length ?? 0));
      const failed = (await client
        .query(`select repeat('服', 20000000)::int`)
        .catch((error: unknown) => error)) as Error;
      expect(failed).toBeInstanceOf(pg.DatabaseError);
      expect(failed).toMatchObject({ code: '22P02', severity: 'ERROR' });
      expect(failed.message.length).toBeLessThan(1200);
      await client.query('select notices(1000000)');
      expect(notices).toEqual([expect.any(Number)]);
      expect(notices[0]).toBeLessThan(1200);
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    } finally {
      await client.end();
    }
  });
});
