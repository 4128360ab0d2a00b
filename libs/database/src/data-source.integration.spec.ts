import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
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
