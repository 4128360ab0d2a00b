import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { runMigrations } from '#libs/database';
import { installSampleDatabase } from '#libs/sample-database';
import { createTestDatabase, onDatabase, testServerUrl, type TestDatabase } from './test-database.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Key of the advisory lock under which a template is made. */
const LOCK = '7023642115364210';

interface Content {
  readonly name: string;
  /** Whose files decide what is in the database. */
  readonly folder: string;
  readonly fill: (url: string) => Promise<unknown>;
}

const TASK_TABLES: Content = { name: 'tasks', folder: 'migrations', fill: runMigrations };

const SAMPLE: Content = {
  name: 'sample',
  folder: 'libs/sample-database',
  fill: async (url) => {
    await onDatabase(url, (client) => installSampleDatabase(client));
    // Steps see the statistics. The session that wrote the rows counts them with a delay, after its own ANALYZE, and
    // autovacuum would then analyze again in the middle of a suite; after this one nothing is left to count.
    await onDatabase(url, (client) => client.query('ANALYZE'));
  },
};

/** Migrated task tables without a row, in a database of its own for one suite. */
export function createTaskDatabase(purpose: string): Promise<TestDatabase> {
  return copyOf(TASK_TABLES, purpose);
}

/** The sample business database, analyzed, in a database of its own for one suite. */
export function createSampleDatabase(purpose: string): Promise<TestDatabase> {
  return copyOf(SAMPLE, purpose);
}

/**
 * A hundred suites start with the same content: it is written once for a server, and copied, which takes no longer than
 * an empty database. The lock is held until the copy is made: another work tree, whose sources make another template,
 * removes this one.
 */
function copyOf({ name, folder, fill }: Content, purpose: string): Promise<TestDatabase> {
  return onDatabase(testServerUrl(), async (client) => {
    await client.query('SELECT pg_advisory_lock($1::bigint)', [LOCK]);
    const template = `template_${name}_${await hashOf(join(ROOT, folder))}`;
    const { rows } = await client.query<{ datname: string }>(`SELECT datname FROM pg_database WHERE datname LIKE $1`, [
      `template\\_${name}\\_%`,
    ]);
    if (!rows.some(({ datname }) => datname === template)) {
      for (const { datname } of rows) {
        await client.query(`DROP DATABASE ${pg.escapeIdentifier(datname)}`);
      }
      await makeTemplate(client, template, fill);
    }
    return createTestDatabase(purpose, template);
  });
}

async function makeTemplate(client: pg.Client, template: string, fill: Content['fill']): Promise<void> {
  const unfinished = await createTestDatabase('unfinished');
  try {
    await fill(unfinished.url);
    const name = pg.escapeIdentifier(new URL(unfinished.url).pathname.slice(1));
    await client.query(`ALTER DATABASE ${name} RENAME TO ${pg.escapeIdentifier(template)}`);
  } catch (error) {
    await unfinished.drop();
    throw error;
  }
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    hash.update(path.slice(folder.length)).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 12);
}
