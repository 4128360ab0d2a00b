import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { withDatabase } from '#libs/postgres';
import { listRelations, profileRelations, readCatalog, type ColumnProfile } from './index.js';
import { HARMLESS, IN_TEXTS, PEOPLE_TABLES, PERSONAL } from './personal-data.fixture.js';

jest.setTimeout(60_000);

const server = process.env['TEST_DATABASE_URL'] ?? '';
const database = `personal_${randomBytes(6).toString('hex')}`;

describe('personal and secret values', () => {
  let admin: pg.Client;
  let client: pg.Client;
  const profiles = new Map<string, ColumnProfile>();
  const values = new Map<string, ReadonlySet<string>>();

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create database ${database}`);
    client = new pg.Client({ connectionString: withDatabase(server, database) });
    await client.connect();
    await client.query(PEOPLE_TABLES);
    await client.query('analyze');
    for (const profile of await profileRelations(client, await readCatalog(client, await listRelations(client)))) {
      for (const column of profile.columns) {
        const name = `${profile.name}.${column.column}`;
        profiles.set(name, column);
        const { rows } = await client.query<{ value: string }>(
          `select distinct "${column.column}"::text as value from "${profile.name}"`,
        );
        values.set(name, new Set(rows.map(({ value }) => value)));
      }
    }
  });

  afterAll(async () => {
    await client.end();
    await admin.query(`drop database ${database} with (force)`);
    await admin.end();
  });

  function showsValues(name: string): boolean {
    const { min, max, topValues = [], sampleValues = [], enumeration } = profiles.get(name) ?? {};
    const shown = [min, max, ...topValues.map(({ value }) => value), ...sampleValues, ...(enumeration ?? [])];
    return shown.some((value) => typeof value === 'string' && values.get(name)?.has(value));
  }

  it('stay out of profiles, whatever the name, language and type of their column', () => {
    expect(PERSONAL.length).toBeGreaterThanOrEqual(60);
    expect(PERSONAL.filter(showsValues)).toEqual([]);
  });

  it('stay out of comments, defaults, checks, views, index conditions and labels of the catalog', async () => {
    const catalog = await readCatalog(client, await listRelations(client));
    const texts = JSON.stringify([catalog.relations, catalog.objects]);
    expect(IN_TEXTS.filter((value) => texts.includes(value))).toEqual([]);
    const table = catalog.relations.find(({ name }) => name === 'call_centre');
    expect(table?.comment).toBe('Admin: root, password: ***');
    expect(table?.columns.find(({ name }) => name === 'region')?.default).toBe(`'north'::text`);
  });

  it('leave the columns of the business readable', () => {
    expect(HARMLESS.length).toBeGreaterThanOrEqual(60);
    expect(HARMLESS.filter((name) => !showsValues(name))).toEqual([]);
  });
});
