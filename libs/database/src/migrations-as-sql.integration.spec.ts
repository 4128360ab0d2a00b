import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { createTestDatabase, onDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { pendingMigrations, runMigrations, schemaDrift } from './data-source.js';
import { migrationsAsSql } from './migrations-as-sql.js';

/** Everything that the catalog holds of the tables, and the rows of the table of migrations. */
const CATALOG = {
  columns: `SELECT a.attrelid::regclass::text AS "table", a.attname, a.attnum, format_type(a.atttypid, a.atttypmod) AS type,
      a.attnotnull, a.attidentity, a.attstorage, pg_get_expr(d.adbin, d.adrelid) AS "default"
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped AND a.attnum > 0 ORDER BY 1, 3`,
  relations: `SELECT relname, relkind, relpersistence FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
  indexes: `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
  constraints: `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  migrations: 'SELECT id, "timestamp", name FROM data_pipeline_migrations ORDER BY id',
};

function catalogOf(url: string): Promise<Record<string, unknown[]>> {
  return onDatabase(url, async (client) => {
    const sections: Record<string, unknown[]> = {};
    for (const [name, query] of Object.entries(CATALOG)) {
      sections[name] = (await client.query<Record<string, unknown>>(query)).rows;
    }
    return sections;
  });
}

describe('the migrations as SQL', () => {
  const databases: TestDatabase[] = [];
  let migrated: string;
  let sql: string;

  async function databaseUrl(): Promise<string> {
    const database = await createTestDatabase('migrations_sql');
    databases.push(database);
    return database.url;
  }

  beforeAll(async () => {
    sql = await migrationsAsSql();
    migrated = await databaseUrl();
    await runMigrations(migrated);
  });

  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it('are those of migrations/schema.sql; write it by `npm run --silent migrate -- --sql > migrations/schema.sql`', async () => {
    expect(await readFile(new URL('../../../migrations/schema.sql', import.meta.url), 'utf8')).toBe(sql);
  });

  it('make the schema that the migrations make, with the same rows in the table of migrations', async () => {
    const url = await databaseUrl();
    await runSql(url, sql);
    const catalog = await catalogOf(url);
    expect(catalog).toEqual(await catalogOf(migrated));
    expect(catalog['columns']?.length).toBeGreaterThan(100);
    expect(await schemaDrift(url)).toEqual([]);
    expect(await pendingMigrations(url)).toEqual([]);
    expect(await runMigrations(url)).toEqual([]);
  });

  it('change nothing where all have run, by whichever way', async () => {
    const before = await catalogOf(migrated);
    await runSql(migrated, sql);
    expect(await catalogOf(migrated)).toEqual(before);
  });

  it('bring an older installation to the newest version', async () => {
    const url = await databaseUrl();
    await runMigrations(url);
    await runSql(
      url,
      `DROP TABLE data_pipeline_request_counts;
       ALTER TABLE data_pipeline_audit_log DROP COLUMN details;
       DELETE FROM data_pipeline_migrations
         WHERE name IN ('CreateRequestCounts1795325100000', 'AddAuditDetails1795325200000')`,
    );
    expect(await pendingMigrations(url)).toEqual(
      expect.arrayContaining(['CreateRequestCounts1795325100000', 'AddAuditDetails1795325200000']),
    );
    await runSql(url, sql);
    expect(await schemaDrift(url)).toEqual([]);
    expect(await pendingMigrations(url)).toEqual([]);
  });

  it('run once where several sessions run them together', async () => {
    const url = await databaseUrl();
    await runSql(url, sql.slice(0, sql.indexOf('DO $migration$')));
    await Promise.all([runSql(url, sql), runSql(url, sql), runMigrations(url)]);
    expect((await catalogOf(url))['migrations']).toHaveLength((await catalogOf(migrated))['migrations']?.length ?? 0);
    expect(await schemaDrift(url)).toEqual([]);
  });

  it.each([
    ['binds a parameter', (runner: QueryRunner) => runner.query('DELETE FROM t WHERE id = $1', [1])],
    ['reads the database', (runner: QueryRunner) => runner.connect()],
  ])('refuse a migration that %s', async (_, up) => {
    class Unfixed1800000000000 {
      readonly name = 'Unfixed1800000000000';
      async up(runner: QueryRunner): Promise<void> {
        await up(runner);
      }
      async down(): Promise<void> {}
    }
    await expect(migrationsAsSql([Unfixed1800000000000])).rejects.toThrow(
      /Unfixed1800000000000 cannot be written as SQL/,
    );
  });

  it('are named, and nothing is changed, by a look at what is pending', async () => {
    const url = await databaseUrl();
    expect(await pendingMigrations(url)).toHaveLength((await catalogOf(migrated))['migrations']?.length ?? 0);
    const { rows } = await runSql(url, `SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
    expect(rows).toEqual([]);
  });
});
