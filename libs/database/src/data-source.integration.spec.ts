import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { STEP_NAMES } from '#libs/pipeline';
import { dataSourceOptions, runMigrations, schemaDrift } from './data-source.js';

describe('migrations', () => {
  let database: TestDatabase;
  let names: string[];

  beforeAll(async () => {
    database = await createTestDatabase('migrations');
    names = (dataSourceOptions(database.url, 1, 'test').migrations as (new () => { name: string })[])
      .map((migration) => new migration().name)
      .sort((left, right) => Number(left.slice(-13)) - Number(right.slice(-13)));
  });

  afterAll(() => database.drop());

  it('run once however many processes start together, and leave no drift from the entities', async () => {
    const runs = await Promise.all([
      runMigrations(database.url),
      runMigrations(database.url),
      runMigrations(database.url),
    ]);
    expect(runs.flat()).toEqual(names);
    expect(await schemaDrift(database.url)).toEqual([]);
  });

  it('know every step: one that is new in the table of steps needs a migration of chk_execution_step', async () => {
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ definition: string }>(
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'chk_execution_step'`,
    );
    await client.end();
    const allowed = [...(rows[0]?.definition ?? '').matchAll(/'([^']*)'/g)].map(([, name]) => name);
    expect(allowed.sort()).toEqual([...STEP_NAMES].sort());
  });

  it('can be repeated after an installation that was cut off in the middle', async () => {
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query('DELETE FROM data_pipeline_migrations; DROP TABLE data_pipeline_task_outputs');
    await client.end();
    expect(await schemaDrift(database.url)).not.toEqual([]);
    expect(await runMigrations(database.url)).toEqual(names);
    expect(await schemaDrift(database.url)).toEqual([]);
  });
});
