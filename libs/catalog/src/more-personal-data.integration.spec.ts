import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, onDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { listRelations, profileRelations, readCatalog, type ColumnProfile } from './index.js';
import { MORE_HARMLESS, MORE_PEOPLE_TABLES, MORE_PERSONAL } from './more-personal-data.fixture.js';

describe('personal values of names that no rule was written for', () => {
  let made: TestDatabase;
  const profiles = new Map<string, ColumnProfile>();
  const values = new Map<string, ReadonlySet<string>>();

  beforeAll(async () => {
    made = await createTestDatabase('more_personal');
    await runSql(made.url, MORE_PEOPLE_TABLES);
    await onDatabase(made.url, async (client) => {
      await client.query('analyze');
      const catalog = await readCatalog(client, await listRelations(client));
      for (const profile of await profileRelations(client, catalog)) {
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
  });

  afterAll(() => made.drop());

  function showsValues(name: string): boolean {
    const { min, max, topValues = [], sampleValues = [], enumeration } = profiles.get(name) ?? {};
    const shown = [min, max, ...topValues.map(({ value }) => value), ...sampleValues, ...(enumeration ?? [])];
    return shown.some((value) => typeof value === 'string' && values.get(name)?.has(value));
  }

  it('stay out of profiles', () => {
    expect(MORE_PERSONAL).toHaveLength(30);
    expect([...MORE_PERSONAL, ...MORE_HARMLESS].filter((name) => !profiles.has(name))).toEqual([]);
    expect(MORE_PERSONAL.filter(showsValues)).toEqual([]);
  });

  it('are told from harmless ones', () => {
    expect(MORE_HARMLESS.length).toBeGreaterThanOrEqual(30);
    expect(MORE_HARMLESS.filter((name) => !showsValues(name))).toEqual([]);
  });
});
