import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateX25519Identity } from 'age-encryption';
import type pg from 'pg';
import { LocalFolder } from '#libs/files';
import { BackupFolder, BackupKeys, createBackup, type BackupOptions } from '#libs/vector-backup';
import { backupOptions, contextOf } from '../../libs/vector-backup/src/operation-options.fixture.js';
import { connectTo, contentOf, fillVectorTables } from '../../libs/vector-backup/src/vector-rows.fixture.js';
import { createTestDatabase, onDatabase, type TestDatabase } from '../harness/test-database.js';

const run = promisify(execFile);
const PAGE = 'docs/restore-by-hand.md';

/** For machines without the `age` program: its author's library with the options that the page uses. */
const AGE = `#!${process.execPath}
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Decrypter } from '${import.meta.resolve('age-encryption')}';
const { values, positionals } = parseArgs({ allowPositionals: true, options: {
  decrypt: { type: 'boolean' }, identity: { type: 'string' }, output: { type: 'string' } } });
const decrypter = new Decrypter();
decrypter.addIdentity(readFileSync(values.identity, 'utf8').trim());
writeFileSync(values.output, await decrypter.decrypt(readFileSync(positionals[0])));
`;

/** Runs the commands of the page as they are printed; the check of twins compares those of the Chinese page with them. */
describe(PAGE, () => {
  let source: TestDatabase;
  let target: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let path: string;
  let blocks: Map<string, string[]>;
  let minute: number;

  beforeAll(async () => {
    source = await createTestDatabase('by_hand');
    client = await connectTo(source.url);
    blocks = blocksByHeading(await readFile(PAGE, 'utf8'));
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-by-hand-'));
    path = await pathWithAge(directory);
  });

  afterAll(async () => {
    await client?.end();
    await source?.drop();
    await rm(directory, { recursive: true, force: true });
  });

  beforeEach(async () => {
    target = await createTestDatabase('restored');
    await fillVectorTables(client, 20);
    await rm(join(directory, 'files'), { recursive: true, force: true });
    minute = 0;
  });

  afterEach(() => target.drop());

  async function backUp(options: Partial<BackupOptions>, keys = BackupKeys.none): Promise<string> {
    minute += 1;
    const folder = new BackupFolder(new LocalFolder(join(directory, 'files')), keys);
    const startedAt = new Date(Date.UTC(2025, 6, 21, 15, minute));
    const place = { connectionString: source.url, folder, startedAt, timeZone: 'UTC' };
    return (await createBackup(backupOptions({ ...place, ...options }), contextOf())).backup_timestamp;
  }

  /** @returns the output of the commands; the settings of the page are replaced by those of the test */
  async function commands(timestamp: string, heading: string, ...numbers: number[]): Promise<string> {
    const settings = (blocks.get('Prepare')?.[0] ?? '')
      .replace(/DB='[^']*'/, () => `DB='${target.url}'`)
      .replace(/TS=.*/, `TS=${timestamp}`);
    const chosen = numbers.map((number) => blocks.get(heading)?.[number] ?? `no block ${number} of ${heading}`);
    const script = ['set -euo pipefail', settings, ...chosen].join('\n');
    const options = { cwd: join(directory, 'files'), env: { ...process.env, PATH: path } };
    const { stdout, stderr } = await run('bash', ['-c', script], options);
    expect(stderr).toBe('');
    return stdout;
  }

  const restored = (): Promise<string[]> => onDatabase(target.url, (database) => contentOf(database));

  it('has no command that these tests do not run', () => {
    const counts = Object.fromEntries([...blocks].map(([heading, found]) => [heading, found.length]));
    expect(counts).toEqual({
      Prepare: 1,
      Decrypt: 2,
      Decompress: 2,
      'Lines that psql misreads': 1,
      'Create the tables': 2,
      Load: 2,
      'Incremental backups': 1,
      Compare: 1,
    });
  });

  it('restores a plain CSV backup', async () => {
    const timestamp = await backUp({});
    expect(await commands(timestamp, 'Decrypt', 0)).toBe('');
    expect(await commands(timestamp, 'Create the tables', 0, 1)).toContain('CREATE TABLE');
    await commands(timestamp, 'Lines that psql misreads', 0);
    await commands(timestamp, 'Load', 0);
    expect(await restored()).toEqual(await contentOf(client));
    expect(await commands(timestamp, 'Compare', 0)).toMatch(/langchain_pg_embedding\|29\n.*"rows": 29/s);
  });

  it('restores a compressed CSV backup and a compressed binary one, and names a damaged file', async () => {
    const timestamp = await backUp({ compression: 'gzip' });
    await commands(timestamp, 'Decompress', 0);
    await commands(timestamp, 'Create the tables', 1);
    await commands(timestamp, 'Lines that psql misreads', 0);
    await commands(timestamp, 'Load', 0);
    expect(await restored()).toEqual(await contentOf(client));

    await onDatabase(target.url, (database) =>
      database.query('DROP TABLE langchain_pg_embedding, langchain_pg_collection; DROP EXTENSION vector'),
    );
    const binary = await backUp({ format: 'binary', compression: 'zstd' });
    const file = `langchain_pg_embedding_${binary}.pgcopy.zst`;
    expect(await commands(binary, 'Decrypt', 0)).toBe('');
    await commands(binary, 'Decompress', 1);
    await commands(binary, 'Create the tables', 1);
    await commands(binary, 'Load', 1);
    expect(await restored()).toEqual(await contentOf(client));
    await rm(join(directory, 'files', file.replace('.zst', '')));
    await writeFile(join(directory, 'files', file), 'x');
    expect(await commands(binary, 'Decrypt', 0)).toContain(`damaged: ${file}\n`);
  });

  it('restores an encrypted chain, with collections that came and went', async () => {
    const identity = await generateX25519Identity();
    const keys = await BackupKeys.open(identity, []);
    const full = await backUp({ compression: 'zstd' }, keys);
    await client.query(`DELETE FROM langchain_pg_embedding WHERE id = 'hard 0'`);
    await client.query(`UPDATE langchain_pg_embedding SET document = 'changed' WHERE id = 'hard 1'`);
    await client.query(`DELETE FROM langchain_pg_collection WHERE name = 'documentation'`);
    await client.query(`INSERT INTO langchain_pg_collection (uuid, name) VALUES (gen_random_uuid(), 'documentation')`);
    const first = await backUp({ incremental: true }, keys);
    await client.query(`INSERT INTO langchain_pg_embedding (id, document) VALUES ('new "1"', 'x')`);
    const second = await backUp({ incremental: true, compression: 'zstd' }, keys);
    await writeFile(join(directory, 'files', 'backup.key'), `${identity}\n`);

    await commands(second, 'Decrypt', 0, 1);
    await commands(second, 'Create the tables', 1);
    await commands(full, 'Decrypt', 0, 1);
    await commands(full, 'Decompress', 1);
    await commands(full, 'Lines that psql misreads', 0);
    await commands(full, 'Load', 0);
    await commands(first, 'Decrypt', 0, 1);
    await commands(first, 'Lines that psql misreads', 0);
    await commands(first, 'Incremental backups', 0);
    await commands(second, 'Decompress', 1);
    await commands(second, 'Lines that psql misreads', 0);
    await commands(second, 'Incremental backups', 0);
    expect(await restored()).toEqual(await contentOf(client));
    expect(await commands(second, 'Compare', 0)).toMatch(/\|9\n.*"total_rows": 9/s);
  });
});

/** The commands of a page, by the heading above them. */
function blocksByHeading(page: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const section of page.split(/^## /m).slice(1)) {
    const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
    found.set(section.slice(0, section.indexOf('\n')), blocks);
  }
  return found;
}

/** The PATH of the commands: with `age`, wherever it comes from. */
async function pathWithAge(directory: string): Promise<string> {
  const path = process.env['PATH'] ?? '';
  const installed = await run('bash', ['-c', 'command -v age']).then(
    () => true,
    () => false,
  );
  if (installed) {
    return path;
  }
  const bin = join(directory, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'package.json'), '{"type": "module"}');
  await writeFile(join(bin, 'age'), AGE);
  await chmod(join(bin, 'age'), 0o755);
  return `${bin}:${path}`;
}
