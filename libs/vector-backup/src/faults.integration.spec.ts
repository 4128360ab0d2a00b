import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { CuttableProxy } from '../../../test/harness/cuttable-proxy.js';
import { eventually } from '../../../test/harness/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { LocalFolder } from '#libs/files';
import type { BackupResult } from './backup/backup-result.js';
import type { BackupOptions } from './backup/backup-options.js';
import { createBackup } from './backup/create-backup.js';
import { BackupFolder } from './folder/backup-folder.js';
import type { OperationPhase, OperationProgress } from './progress.js';
import { restoreBackup } from './restore/restore-backup.js';
import type { RestoreOptions } from './restore/restore-options.js';
import { verifyBackup } from './verify/verify-backup.js';
import { backupOptions, contextOf, restoreOptions } from './operation-options.fixture.js';
import { addRows, connectTo, contentOf, fillVectorTables } from './vector-rows.fixture.js';

const quiet = contextOf();

/** Faults between the product and its vector database, at any moment. */
describe('faults of a vector database', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let backup: BackupOptions;
  let restore: RestoreOptions;

  beforeAll(async () => {
    database = await createTestDatabase('faults');
    client = await connectTo(database.url);
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    await fillVectorTables(client, 1_500);
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-faults-'));
    const folder = new BackupFolder(new LocalFolder(directory));
    const place = { connectionString: database.url, folder };
    backup = backupOptions({ ...place, timeZone: 'UTC', truncate: true });
    restore = restoreOptions({ ...place, timestamp: '20250721_154914', rebuildIndexes: 'always' });
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function endBackends(): Promise<void> {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'data-pipeline vector_backup'`,
    );
  }

  /** Runs the backup; `fault` happens at the moment, and what follows waits for it. */
  function backUpWith(moment: string, fault: () => Promise<void>, options = backup): Promise<BackupResult> {
    const folder = new BackupFolder(new LocalFolder(directory));
    const [begin, publish] = [folder.begin.bind(folder), folder.publish.bind(folder)];
    folder.begin = async (name, bytes) => {
      await (moment === 'before the embeddings are read' && name.includes('embedding') ? fault() : undefined);
      return begin(name, bytes);
    };
    folder.publish = async (names) => {
      await (moment === 'before the files get their names' ? fault() : undefined);
      return publish(names);
    };
    const onPublished = async (): Promise<void> => {
      await (moment === 'before the truncation' ? fault() : undefined);
    };
    return createBackup({ ...options, folder }, { ...quiet, onPublished });
  }

  const MOMENTS: readonly (readonly [string, boolean])[] = [
    ['before the embeddings are read', false],
    ['before the files get their names', true],
    ['before the truncation', true],
  ];

  describe.each<[string, (through: CuttableProxy) => Promise<void>]>([
    ['the backend is ended', () => endBackends()],
    ['the network is cut', async (through) => through.cut()],
  ])('%s', (_, fault) => {
    let proxy: CuttableProxy;

    beforeEach(async () => {
      proxy = await CuttableProxy.before(database.url);
    });

    afterEach(() => proxy.close());

    it.each(MOMENTS)('%s: a backup truncates nothing and says what there is', async (moment, isComplete) => {
      const before = await contentOf(client);
      const options = { ...backup, connectionString: proxy.url };
      await expect(backUpWith(moment, () => fault(proxy), options)).rejects.toMatchObject({
        code: 'vector_connection_lost',
        kind: 'database',
        details: { backup_performed: isComplete, truncate_performed: false },
      });
      const files = await readdir(directory);
      expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(files).toContain('vector_backup_log.txt');
      expect(files).toHaveLength(isComplete ? 5 : 1);
      expect(await contentOf(client)).toEqual(before);
      if (isComplete) {
        await verifyBackup({ ...backup, timestamp: restore.timestamp }, quiet);
      }
    });

    it('before the commit: a restore changes nothing', async () => {
      await createBackup({ ...backup, truncate: false }, quiet);
      await addRows(client, 5, await aCollection(), 8);
      const before = await contentOf(client);
      const options = { ...restore, connectionString: proxy.url };
      const failure = restoreBackup(options, { ...quiet, onLoaded: () => fault(proxy) });
      await expect(failure).rejects.toMatchObject({ code: 'vector_connection_lost' });
      expect(await contentOf(client)).toEqual(before);
    });
  });

  it.each<OperationPhase>(['truncating', 'copying', 'indexing', 'verifying'])(
    'a restore that loses its connection, or is cancelled, while %s changes nothing',
    async (phase) => {
      await createBackup({ ...backup, truncate: false }, quiet);
      await addRows(client, 5, await aCollection(), 8);
      const before = await contentOf(client);
      const proxy = await CuttableProxy.before(database.url);
      const at = (action: () => void) => (now: OperationProgress) => {
        if (now.phase === phase) {
          action();
        }
      };
      const options = { ...restore, connectionString: proxy.url };
      const cut = restoreBackup(options, { ...quiet, progress: at(() => proxy.cut()) });
      await expect(cut).rejects.toMatchObject({ code: 'vector_connection_lost' });
      const controller = new AbortController();
      const cancelled = restoreBackup(restore, {
        ...quiet,
        signal: controller.signal,
        progress: at(() => controller.abort(new Error('cancelled'))),
      });
      await expect(cancelled).rejects.toThrow('cancelled');
      expect(await contentOf(client)).toEqual(before);
      await proxy.close();
    },
  );

  it('a verification that loses its connection leaves no schema and no result', async () => {
    await createBackup({ ...backup, truncate: false }, quiet);
    const proxy = await CuttableProxy.before(database.url);
    const progress = ({ phase }: OperationProgress): void => (phase === 'verifying' ? proxy.cut() : undefined);
    const options = { ...backup, timestamp: restore.timestamp, connectionString: proxy.url };
    await expect(verifyBackup(options, { ...quiet, progress })).rejects.toMatchObject({
      code: 'vector_connection_lost',
    });
    await eventually(async () => {
      const { rows } = await client.query(`SELECT FROM pg_namespace WHERE nspname LIKE 'data_pipeline_verify%'`);
      expect(rows).toEqual([]);
    });
    expect(await readdir(directory)).not.toContain('verification_20250721_154914.json');
    await proxy.close();
  });

  it('a table that is altered meanwhile waits, also for several connections', async () => {
    await client.query(
      `INSERT INTO langchain_pg_embedding (id, embedding)
       SELECT 'wide ' || n, (SELECT array_agg(n + d)::vector FROM generate_series(1, 1024) AS d) FROM generate_series(1, 4500) AS n`,
    );
    const other = new pg.Client(database.url);
    await other.connect();
    let altered: Promise<unknown> = Promise.resolve();
    const alter = async (): Promise<void> => {
      altered = other.query('ALTER TABLE langchain_pg_embedding ADD COLUMN later text');
      await eventually(async () => {
        const { rows } = await client.query(
          `SELECT FROM pg_locks WHERE NOT granted AND relation = 'langchain_pg_embedding'::regclass`,
        );
        expect(rows).toHaveLength(1);
      });
    };
    const options = { ...backup, truncate: false, parallel: 3 };
    const result = await backUpWith('before the embeddings are read', alter, options);
    await altered;
    await other.end();
    const csv = await readFile(join(directory, 'langchain_pg_embedding_20250721_154914.csv'), 'utf8');
    expect(csv.slice(0, csv.indexOf('\n'))).toBe('id,collection_id,embedding,document,cmetadata');
    expect(result.tables_backed_up.langchain_pg_embedding?.row_count).toBe(6_009);
  });

  describe('a role', () => {
    const role = `faults_${randomBytes(6).toString('hex')}`;
    let url: string;

    beforeAll(async () => {
      await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'only-for-a-test'`);
      const own = new URL(database.url);
      own.username = role;
      own.password = 'only-for-a-test';
      url = own.toString();
    });

    afterAll(async () => {
      await client.query(`DROP OWNED BY ${role}`);
      await client.query(`DROP ROLE ${role}`);
    });

    it('that may not read the tables gets an error and no files', async () => {
      await expect(createBackup({ ...backup, connectionString: url }, quiet)).rejects.toMatchObject({
        code: 'vector_permission_denied',
        details: { backup_performed: false, truncate_performed: false },
      });
      expect(await readdir(directory)).toEqual(['vector_backup_log.txt']);
    });

    it('that may only read backs up, and truncates and restores nothing', async () => {
      await client.query(`GRANT SELECT ON langchain_pg_embedding, langchain_pg_collection TO ${role}`);
      const before = await contentOf(client);
      const denied = { code: 'vector_permission_denied' };
      const options = { ...backup, connectionString: url };
      await expect(createBackup(options, quiet)).rejects.toMatchObject(denied);
      expect(await readdir(directory)).toEqual(['vector_backup_log.txt']);
      expect(await createBackup({ ...options, truncate: false }, quiet)).toMatchObject({ backup_performed: true });
      await expect(restoreBackup({ ...restore, connectionString: url }, quiet)).rejects.toMatchObject(denied);
      await expect(verifyBackup({ ...options, timestamp: restore.timestamp }, quiet)).rejects.toMatchObject(denied);
      expect(await contentOf(client)).toEqual(before);
    });
  });

  it('a folder that cannot be made is an error, and nothing is truncated', async () => {
    // No process can create folders there, not even as root.
    const folder = new BackupFolder(new LocalFolder('/sys/data-pipeline-backups'));
    await expect(createBackup({ ...backup, folder }, quiet)).rejects.toMatchObject({ code: 'vector_storage_failed' });
    expect((await contentOf(client)).length).toBe(1_512);
  });

  it.each(['csv', 'binary'] as const)('documents of 10 MB come back from %s as they were', async (format) => {
    const line = `"问题 🚀", it's \\ \\.\n\\N\r\n`;
    const document = line.repeat(Math.ceil(10_000_000 / Buffer.byteLength(line)));
    await client.query(`INSERT INTO langchain_pg_embedding (id, document, cmetadata) VALUES ('long', $1, $2)`, [
      document,
      JSON.stringify({ copy: document.slice(0, 100_000) }),
    ]);
    await createBackup({ ...backup, format, compression: 'zstd' }, quiet);
    const result = await restoreBackup(restore, quiet);
    expect(result.verification?.rows_compared).toBe(1_513);
    const { rows } = await client.query<{ document: string }>(
      `SELECT document FROM langchain_pg_embedding WHERE id = 'long'`,
    );
    expect(rows[0]?.document === document).toBe(true);
  });

  it.each(['csv', 'binary'] as const)('tables without rows come back from %s without rows', async (format) => {
    await client.query('TRUNCATE langchain_pg_embedding, langchain_pg_collection');
    await createBackup({ ...backup, format }, quiet);
    await addRows(client, 3, await aCollection(), 8);
    const result = await restoreBackup(restore, quiet);
    expect(result.restore_results.langchain_pg_embedding).toMatchObject({ success: true, rows_restored: 0 });
    expect(await contentOf(client)).toEqual([]);
  });

  async function aCollection(): Promise<string> {
    const { rows } = await client.query<{ uuid: string }>(
      `INSERT INTO langchain_pg_collection (uuid, name) VALUES (gen_random_uuid(), 'one more') RETURNING uuid`,
    );
    return rows[0]?.uuid ?? '';
  }
});
