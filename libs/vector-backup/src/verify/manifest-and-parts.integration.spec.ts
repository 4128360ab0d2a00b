import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { createBackup } from '../backup/create-backup.js';
import { DomainError } from '#libs/domain-errors';
import { LocalStorage } from '#libs/files';
import { BackupLocations } from '../folder/backup-locations.js';
import { listBackups, type ListedBackup } from '../folder/list-backups.js';
import type { Manifest } from '../manifest.js';
import { backupOptions, contextOf } from '../operation-options.fixture.js';
import type { BackupCompression, BackupFormat } from '../tables.js';
import { addRows, connectTo, fillVectorTables } from '../vector-rows.fixture.js';
import { verifyBackup } from './verify-backup.js';

const TIMESTAMP = '20250721_234914';
/** A restore for every forged value: on a busy machine that takes its time. */
jest.setTimeout(180_000);
const FORMS: readonly (readonly [BackupFormat, BackupCompression])[] = [
  ['csv', 'none'],
  ['csv', 'gzip'],
  ['binary', 'none'],
  ['binary', 'zstd'],
];

describe('a backup is what its manifest says', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let root: string;
  let directory: string;
  let locations: BackupLocations;

  beforeAll(async () => {
    database = await createTestDatabase('manifest_parts');
    client = await connectTo(database.url);
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    await fillVectorTables(client, 5);
    root = await mkdtemp(join(tmpdir(), 'data-pipeline-parts-'));
    directory = join(root, 'vector_bak');
    locations = new BackupLocations(new LocalStorage(root));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  async function backUp(format: BackupFormat = 'csv', compression: BackupCompression = 'none'): Promise<void> {
    const folder = locations.folder(null);
    await createBackup(backupOptions({ connectionString: database.url, folder, format, compression }), contextOf());
  }

  const verify = (timestamp = TIMESTAMP): Promise<unknown> => {
    const options = { connectionString: database.url, folder: locations.folder(null), timestamp, timeZone: 'UTC' };
    return verifyBackup(options, contextOf());
  };

  const listed = async (): Promise<readonly ListedBackup[]> =>
    (await listBackups(locations, { globalOnly: true, taskId: null }, 'UTC'))[0]?.backups ?? [];

  async function partOf(table: string): Promise<string> {
    return (await readdir(directory)).find((name) => name.startsWith(table)) ?? '';
  }

  const manifestPath = (): string => join(directory, `manifest_${TIMESTAMP}.json`);

  describe.each(FORMS)('as %s, compression %s', (format, compression) => {
    it.each(['langchain_pg_collection', 'langchain_pg_embedding'])(
      'names a part that is missing: %s',
      async (table) => {
        await backUp(format, compression);
        const part = await partOf(table);
        await rm(join(directory, part));
        await expect(verify()).rejects.toMatchObject({ code: 'vector_backup_parts', details: { missing: [part] } });
        const [backup] = await listed();
        expect(backup?.problem?.details).toMatchObject({ missing: [part], extra: [] });
        expect(backup?.problem?.message).toContain(part);
      },
    );

    it('names a part that was renamed, one too many and one of another size', async () => {
      await backUp(format, compression);
      const [collection, embedding] = [await partOf('langchain_pg_collection'), await partOf('langchain_pg_embedding')];
      const other = `langchain_pg_collection_${TIMESTAMP}.${format === 'csv' ? 'pgcopy' : 'csv'}`;
      await rename(join(directory, collection), join(directory, other));
      await appendFile(join(directory, embedding), 'x');
      const problems = { missing: [collection], extra: [other], resized: [embedding] };
      await expect(verify()).rejects.toMatchObject({ code: 'vector_backup_parts', details: problems });
      expect((await listed())[0]?.problem?.details).toEqual(problems);
    });
  });

  it('names the list of deleted rows of an incremental backup', async () => {
    await backUp();
    await addRows(client, 3, '00000000-0000-0000-0000-000000000001', 8).catch(() => undefined);
    const folder = locations.folder(null);
    const options = backupOptions({ connectionString: database.url, folder, incremental: true });
    const { backup_timestamp: timestamp } = await createBackup(options, contextOf());
    await rm(join(directory, `deleted_${timestamp}.csv`));
    await expect(verify(timestamp)).rejects.toMatchObject({ details: { missing: [`deleted_${timestamp}.csv`] } });
  });

  it('is listed without a problem while it is whole, and with one when its manifest is none', async () => {
    await backUp();
    expect(await listed()).toMatchObject([{ timestamp: TIMESTAMP, problem: null }]);
    await writeFile(manifestPath(), '{"version": 1}');
    expect(await listed()).toMatchObject([{ timestamp: TIMESTAMP, problem: { code: 'vector_manifest_invalid' } }]);
  });

  it.each(FORMS)('is refused by a verification with a renamed column: %s, %s', async (format, compression) => {
    for (const [index, column, name] of [
      [1, 3, 'documnt'],
      [1, 0, 'key'],
      [0, 1, 'title'],
    ] as const) {
      await backUp(format, compression);
      await change((manifest) => (manifest.tables[index]!.columns[column]!.name = name));
      await expect(verify()).rejects.toMatchObject({ code: 'vector_manifest_invalid', kind: 'validation' });
      await rm(directory, { recursive: true });
    }
  });

  async function change(edit: (manifest: Manifest) => void): Promise<void> {
    const manifest = JSON.parse(await readFile(manifestPath(), 'utf8')) as Manifest;
    edit(manifest);
    await writeFile(manifestPath(), JSON.stringify(manifest));
  }

  /** Paths of all values in it. */
  function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
    const below =
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))
        : [];
    return path.length === 0 ? below : [path, ...below];
  }

  function forged(manifest: unknown, path: readonly string[], value: unknown): unknown {
    const copy = structuredClone(manifest) as Record<string, unknown>;
    let place = copy;
    for (const key of path.slice(0, -1)) {
      place = place[key] as Record<string, unknown>;
    }
    place[path.at(-1) ?? ''] = value;
    return copy;
  }

  it.each(['csv', 'binary'] as const)(
    'is refused, and no error of ours, whatever value is forged: %s',
    async (format) => {
      await backUp(format);
      const original = JSON.parse(await readFile(manifestPath(), 'utf8')) as unknown;
      const wrong: string[] = [];
      for (const path of pathsOf(original).filter(([top, table]) => top !== 'tables' || table !== '0')) {
        for (const value of [null, -1, 'integer', 'x\0y', []]) {
          await writeFile(manifestPath(), JSON.stringify(forged(original, path, value)));
          const error = await verify().catch((caught: unknown) => caught);
          const isOurs = error instanceof DomainError && !['validation', 'not_found'].includes(error.kind);
          if (isOurs || (error instanceof Error && !(error instanceof DomainError))) {
            wrong.push(`${path.join('.')} = ${JSON.stringify(value)}: ${String(error)}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each([
    ['rows', (manifest: Manifest) => (manifest.tables[1]!.rows += 1)],
    ['rows of the collections', (manifest: Manifest) => (manifest.tables[0]!.rows -= 1)],
  ])('is refused with forged %s, which the answer names', async (_, forge) => {
    await backUp();
    await change(forge);
    await expect(verify()).rejects.toMatchObject({
      code: 'vector_manifest_invalid',
      kind: 'validation',
      message: expect.stringContaining('rows of langchain_pg_'),
    });
  });
});
