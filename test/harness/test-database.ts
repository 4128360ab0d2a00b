import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** The server that integration suites use. A suite without it fails; it does not skip. */
export function testServerUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) {
    throw new Error('TEST_DATABASE_URL is not set: run the tests with `npm test`, which starts the services');
  }
  return url;
}

/** Runs `work` on a connection of its own. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs one SQL text on a connection of its own. */
export function runSql(url: string, sql: string): Promise<pg.QueryResult> {
  return onDatabase(url, (client) => client.query(sql));
}

/** An empty database of its own for one suite, or a copy of `template`. */
export async function createTestDatabase(purpose: string, template = 'template0'): Promise<TestDatabase> {
  const name = `test_${purpose}_${randomBytes(6).toString('hex')}`;
  await runSql(
    testServerUrl(),
    `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`,
  );
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: async () => {
      await runSql(testServerUrl(), `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    },
  };
}
