import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, onDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { listRelations, readCatalog } from './index.js';
import { sampleRelation, type Sample } from './sample-relation.js';

/** Functions with the names and types of ours, casts to text: each raises when it is called. */
const TRAPS = `
create schema evil;
create function evil.trap() returns text language plpgsql as $$ begin raise exception 'called'; end $$;
create function evil.left(varchar, int) returns text language sql as 'select evil.trap()';
create function evil.left(text, int) returns text language sql as 'select evil.trap()';
create function evil.format(text, anyelement) returns text language sql as 'select evil.trap()';
create function evil.count() returns bigint language sql as 'select evil.trap()::bigint';
create type mood as enum ('good', 'bad');
create type place as (city text, zip int);
create domain grade as mood;
create function evil.cast_mood(mood) returns text language sql as 'select evil.trap()';
create cast (mood as text) with function evil.cast_mood(mood) as implicit;
create function evil.cast_place(place) returns text language sql as 'select evil.trap()';
create cast (place as text) with function evil.cast_place(place);
create table visit (m mood, ms mood[], p place, g grade, v varchar(9), c char(4), b boolean, f float8, t text);
insert into visit values ('good', '{good,bad}', '(Rome,1)', 'bad', 'v', 'c', true, 0.1, repeat('x', 2000)),
  (null, null, null, null, null, null, null, null, null), (null, null, '(,)', null, '', '', false, 'NaN', '');
`;

describe('sampleRelation', () => {
  let made: TestDatabase;
  let sample: Sample;

  beforeAll(async () => {
    made = await createTestDatabase('sample');
    await runSql(made.url, TRAPS);
    sample = await onDatabase(made.url, async (client) => {
      await client.query('set search_path = evil, public, pg_catalog');
      const { relations } = await readCatalog(client, await listRelations(client));
      const visit = relations.find(({ name }) => name === 'visit');
      return sampleRelation(client, visit as NonNullable<typeof visit>, { rows: 100, timeoutMs: 10_000 });
    });
  });

  afterAll(() => made.drop());

  it('reads values as their types write them and calls nothing of the database', () => {
    expect(sample).toMatchObject({ complete: true, rowCount: 3 });
    expect(sample.rows).toEqual([
      ['good', '{good,bad}', '(Rome,1)', 'bad', 'v', 'c', 'true', '0.1', 'x'.repeat(1000)],
      Array.from({ length: 9 }, () => null),
      [null, null, '(,)', null, '', '', 'false', 'NaN', ''],
    ]);
  });
});
