import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pLimit from 'p-limit';
import pg from 'pg';
import { VECTOR_DATABASES } from '../../../../test/harness/vector-databases.js';
import type { TestDatabase } from '../../../../test/harness/test-database.js';
import { LocalFolder } from '#libs/files';
import { render } from '#libs/language';
import { BackupFolder } from '../folder/backup-folder.js';
import { parseManifest } from '../manifest.js';
import type { OperationProgress } from '../progress.js';
import { backupOptions, contextOf } from '../operation-options.fixture.js';
import { connectTo, contentOf, fillVectorTables } from '../vector-rows.fixture.js';
import type { BackupOptions } from './backup-options.js';
import { createBackup } from './create-backup.js';

describe.each(VECTOR_DATABASES)('a backup of %s', (kind, openDatabase) => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let options: BackupOptions;

  beforeAll(async () => {
    database = await openDatabase();
    client = await connectTo(database.url);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  beforeEach(async () => {
    await fillVectorTables(client, 40);
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-vector-'));
    const folder = new BackupFolder(new LocalFolder(directory));
    options = backupOptions({ connectionString: database.url, folder, lockTimeoutMs: 2_000 });
  });

  it('writes what psql would, with a manifest that tells the truth, in the names of the seed', async () => {
    const result = await createBackup(options, contextOf());
    expect((await readdir(directory)).sort()).toEqual([
      'langchain_pg_collection_20250721_234914.csv',
      'langchain_pg_embedding_20250721_234914.csv',
      'manifest_20250721_234914.json',
      'vector_backup_log.txt',
      'vector_backup_log_20250721_234914.txt',
    ]);
    expect(result).toMatchObject({
      backup_performed: true,
      truncate_performed: false,
      errors: [],
      truncate_results: {},
    });
    expect(result.tables_backed_up.langchain_pg_embedding).toMatchObject({
      success: true,
      row_count: 49,
      backup_file: 'langchain_pg_embedding_20250721_234914.csv',
    });
    const manifest = parseManifest(await readFile(join(directory, result.manifest_file), 'utf8'), 'manifest');
    for (const { file, sha256, bytes } of manifest.tables) {
      const content = await readFile(join(directory, file));
      expect([createHash('sha256').update(content).digest('hex'), content.length]).toEqual([sha256, bytes]);
    }
    expect(manifest.dimensions).toEqual([
      { collection: 'documentation', dimensions: 8, rows: 40 },
      { collection: 'sql', dimensions: 8, rows: 8 },
      { collection: null, dimensions: null, rows: 1 },
    ]);
    expect(JSON.stringify(manifest)).not.toContain(new URL(database.url).password || 'no password here');
    const csv = await readFile(join(directory, 'langchain_pg_embedding_20250721_234914.csv'), 'utf8');
    expect(csv.split('\n')[0]).toBe('id,collection_id,embedding,document,cmetadata');
    // NULL is nothing at all, the empty text is a pair of quotes.
    expect(csv).toContain('\nall null,,,,\n');
    expect(csv).toMatch(/^hard 0,[^,]+,"\[.*\]","",/m);
    const log = await readFile(join(directory, 'vector_backup_log.txt'), 'utf8');
    expect(log).toMatch(/^=== Vector Table Backup Log ===\nBackup Time: 2025-07-21 23:49:14\nTask ID: api_backup\n/);
    expect(log).toMatch(/✓ langchain_pg_embedding: 49 rows -> .*\n\nTruncate Status:\n- Not performed\n$/);
    expect(result.log_file).toBe('vector_backup_log_20250721_234914.txt');
    expect(await readFile(join(directory, result.log_file ?? ''), 'utf8')).toBe(log);
  });

  it('keeps its log when a later backup, or a later failure, overwrites that of the folder', async () => {
    const first = await createBackup(options, contextOf());
    const log = await readFile(join(directory, first.log_file ?? ''), 'utf8');
    const second = await createBackup(options, contextOf());
    await client.query('DROP TABLE langchain_pg_embedding');
    await expect(createBackup(options, contextOf())).rejects.toMatchObject({ code: 'vector_table_missing' });
    expect(await readFile(join(directory, first.log_file ?? ''), 'utf8')).toBe(log);
    const logs = (await readdir(directory)).filter((name) => name.endsWith('.txt')).sort();
    expect(logs).toEqual(['vector_backup_log.txt', first.log_file, second.log_file]);
    expect(await readFile(join(directory, 'vector_backup_log.txt'), 'utf8')).toContain('FAILED');
  });

  it.each([
    ['csv', 'gzip'],
    ['csv', 'zstd'],
    ['binary', 'none'],
    ['binary', 'zstd'],
  ] as const)('holds the same rows as %s with %s', async (format, compression) => {
    const [plain, other] = [
      await createBackup({ ...options, format }, contextOf()),
      await createBackup({ ...options, format, compression }, contextOf()),
    ].map(({ tables_backed_up }) => tables_backed_up.langchain_pg_embedding?.backup_file ?? '');
    const bytes = await readFile(join(directory, other ?? ''));
    const open = { none: (packed: Buffer) => packed, gzip: gunzipSync, zstd: zstdDecompressSync }[compression];
    expect(open(bytes).equals(await readFile(join(directory, plain ?? '')))).toBe(true);
  });

  it('backs up empty tables', async () => {
    await client.query('TRUNCATE langchain_pg_embedding, langchain_pg_collection');
    for (const format of ['csv', 'binary'] as const) {
      const result = await createBackup({ ...options, format }, contextOf());
      expect(result.tables_backed_up.langchain_pg_embedding?.row_count).toBe(0);
    }
    const csv = await readFile(join(directory, 'langchain_pg_embedding_20250721_234914.csv'), 'utf8');
    expect(csv).toBe('id,collection_id,embedding,document,cmetadata\n');
    const binary = await readFile(join(directory, 'langchain_pg_embedding_20250721_234914_2.pgcopy'));
    expect(binary.toString('hex')).toBe('5047434f50590aff0d0a00' + '00000000' + '00000000' + 'ffff');
  });

  it('takes columns by their names, whatever their order', async () => {
    await client.query('ALTER TABLE langchain_pg_collection DROP COLUMN cmetadata');
    await client.query(
      'ALTER TABLE langchain_pg_collection ADD COLUMN "Odd, name" text DEFAULT \'x\', ADD COLUMN cmetadata json',
    );
    await createBackup(options, contextOf());
    const csv = await readFile(join(directory, 'langchain_pg_collection_20250721_234914.csv'), 'utf8');
    expect(csv.split('\n')[0]).toBe('uuid,name,"Odd, name",cmetadata');
  });

  it('gives every backup of a second a name of its own', async () => {
    // The socket server of PGlite's makers mixes what connections say at the same time; ours takes them in turn.
    const concurrency = kind === 'PostgreSQL' ? 4 : 1;
    const queue = pLimit(concurrency);
    const results = await Promise.all(Array.from({ length: 4 }, () => queue(() => createBackup(options, contextOf()))));
    expect(results.map(({ backup_timestamp }) => backup_timestamp).sort()).toEqual([
      '20250721_234914',
      '20250721_234914_2',
      '20250721_234914_3',
      '20250721_234914_4',
    ]);
    expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('truncates the embeddings alone, after the files were read back', async () => {
    const phases: string[] = [];
    const before = await contentOf(client);
    const result = await createBackup(
      { ...options, truncate: true },
      contextOf({
        progress: ({ phase }: OperationProgress) => phases.push(phase),
        onPublished: async (published, transactionId) => {
          expect(transactionId).toMatch(/^\d+$/);
          expect(published.truncate_performed).toBe(false);
          expect(await readdir(directory)).toContain('manifest_20250721_234914.json');
        },
      }),
    );
    expect(result.truncate_results.langchain_pg_embedding).toMatchObject({
      success: true,
      rows_before: 49,
      rows_after: 0,
    });
    expect(phases.indexOf('reading_back')).toBeLessThan(phases.indexOf('truncating'));
    const after = await contentOf(client);
    expect([before.length, after.length]).toEqual([52, 3]);
    expect(await readFile(join(directory, 'vector_backup_log.txt'), 'utf8')).toContain(
      '✓ langchain_pg_embedding: TRUNCATED (49 rows removed)',
    );
  });

  it('truncates nothing when the files do not read back as they were written', async () => {
    const folder = new BackupFolder(new LocalFolder(directory));
    const publish = folder.publish.bind(folder);
    folder.publish = async (names) => {
      await publish(names);
      const path = join(directory, names[1] ?? '');
      const content = await readFile(path);
      content[100] = (content[100] ?? 0) ^ 1;
      await writeFile(path, content);
    };
    await expect(createBackup({ ...options, folder, truncate: true }, contextOf())).rejects.toMatchObject({
      code: 'vector_read_back_differs',
      details: { backup_performed: true, truncate_performed: false },
    });
    expect(await contentOf(client)).toHaveLength(52);
    expect(await readFile(join(directory, 'vector_backup_log.txt'), 'utf8')).toMatch(
      /✓ langchain_pg_embedding: 49 rows -> .*\n\nTruncate Status:\n✗ langchain_pg_embedding: FAILED - .+\n\nErrors: 部分表清空失败\n$/,
    );
  });

  it.each(['copying', 'reading_back', 'truncating'])('leaves no trace when it is cancelled while %s', async (phase) => {
    const controller = new AbortController();
    const progress = (now: OperationProgress): void => {
      if (now.phase === phase && now.table === 'langchain_pg_embedding') {
        controller.abort(new Error('cancelled'));
      }
    };
    await expect(
      createBackup({ ...options, truncate: true }, contextOf({ signal: controller.signal, progress })),
    ).rejects.toThrow('cancelled');
    const files = await readdir(directory);
    expect(files.filter((name) => name.endsWith('.tmp') || name.endsWith('.txt'))).toEqual([]);
    expect(await contentOf(client)).toHaveLength(52);
  });

  it('says which table is missing', async () => {
    await client.query('DROP TABLE langchain_pg_embedding');
    await expect(createBackup(options, contextOf())).rejects.toMatchObject({
      code: 'vector_table_missing',
      params: { tables: 'langchain_pg_embedding' },
      details: { backup_performed: false, truncate_performed: false },
    });
    const log = await readFile(join(directory, 'vector_backup_log.txt'), 'utf8');
    const reason = /向量数据库 \S+ 中不存在表 langchain_pg_embedding/.source;
    expect(log.split('\n').slice(5)).toEqual([
      'Tables Backup Status:',
      expect.stringMatching(`^✗ langchain_pg_collection: FAILED - ${reason}$`),
      expect.stringMatching(`^✗ langchain_pg_embedding: FAILED - ${reason}$`),
      '',
      'Truncate Status:',
      '- Not performed',
      '',
      'Errors: 部分表备份失败',
      '',
    ]);
    expect(await readdir(directory)).toEqual(['vector_backup_log.txt']);
  });

  it('writes its log and its lines in the language of its task', async () => {
    const log: string[] = [];
    const context = contextOf({ language: 'en', log: (line) => log.push(render(line, 'en')) });
    await createBackup({ ...options, incremental: true }, context);
    expect(log).toEqual([
      'no earlier backup can be the base: this backup has all rows',
      'langchain_pg_collection: 3 rows exported, complete',
      'langchain_pg_embedding: 49 rows exported, complete',
    ]);
    await client.query('DROP TABLE langchain_pg_embedding');
    await expect(createBackup(options, context)).rejects.toMatchObject({ code: 'vector_table_missing' });
    const text = await readFile(join(directory, 'vector_backup_log.txt'), 'utf8');
    expect(text).toMatch(/\nErrors: some tables were not backed up\n$/);
    expect(text).not.toMatch(/\p{Script=Han}/u);
  });

  it('says that the folder cannot be written', async () => {
    const folder = new BackupFolder(new LocalFolder(join(directory, 'file', 'vector_bak')));
    await writeFile(join(directory, 'file'), '');
    await expect(createBackup({ ...options, folder }, contextOf())).rejects.toMatchObject({
      code: 'vector_storage_failed',
      kind: 'unavailable',
    });
  });

  it.each(['none', 'gzip', 'zstd'] as const)(
    'leaves no file and truncates nothing when the disk is full: %s',
    async (compression) => {
      const suffix = { none: '', gzip: '.gz', zstd: '.zst' }[compression];
      // The kernel's own device for it: every write there is ENOSPC.
      await symlink('/dev/full', join(directory, `langchain_pg_embedding_20250721_234914.csv${suffix}.tmp`));
      const failure = createBackup({ ...options, compression, truncate: true }, contextOf());
      await expect(failure).rejects.toMatchObject({
        code: 'vector_storage_failed',
        params: { reason: 'ENOSPC' },
        details: { backup_performed: false, truncate_performed: false },
      });
      expect(await readdir(directory)).toEqual(['vector_backup_log.txt']);
      expect(await contentOf(client)).toHaveLength(52);
    },
  );

  it('notices a table that goes away while it begins', async () => {
    const onTimestamp = async (): Promise<void> => void (await client.query('DROP TABLE langchain_pg_embedding'));
    await expect(createBackup(options, contextOf({ onTimestamp }))).rejects.toMatchObject({
      code: 'vector_table_missing',
    });
    expect(await readdir(directory)).toEqual(['vector_backup_log.txt']);
  });

  it('says that the server cannot be reached', async () => {
    const connectionString = 'postgres://nobody:s3cret-password@127.0.0.1:1/none';
    const failure = createBackup({ ...options, connectionString }, contextOf());
    await expect(failure).rejects.toMatchObject({ code: 'vector_database_unreachable', kind: 'database' });
    await expect(failure).rejects.not.toThrow('s3cret');
  });

  if (kind === 'PostgreSQL') {
    it('reads with several connections what one reads', async () => {
      await fillMore(client, 4_000);
      const one = await createBackup({ ...options, parallel: 1 }, contextOf());
      for (const format of ['csv', 'binary'] as const) {
        const several = await createBackup({ ...options, format, parallel: 4 }, contextOf());
        const single = await createBackup({ ...options, format, parallel: 1 }, contextOf());
        const [alone, together] = [single, several].map(({ tables_backed_up: { langchain_pg_embedding: table } }) => [
          table?.sha256,
          table?.row_count,
        ]);
        expect(together).toEqual(alone);
      }
      expect(one.tables_backed_up.langchain_pg_embedding?.row_count).toBe(4_049);
    });

    it('loses no row of 20 writers, and puts none into both places', async () => {
      const stop = new AbortController();
      const written: string[] = [];
      const writers = Array.from({ length: 20 }, (_, writer) =>
        keepWriting(database.url, writer, stop.signal, written),
      );
      await Promise.race(writers.map(({ first }) => first));
      const results = [];
      for (let round = 0; round < 3; round += 1) {
        results.push(await createBackup({ ...options, truncate: true }, contextOf()));
      }
      stop.abort();
      await Promise.all(writers.map(({ done }) => done));
      const files = await Promise.all(
        results.map(({ tables_backed_up }) =>
          readFile(join(directory, tables_backed_up.langchain_pg_embedding?.backup_file ?? ''), 'utf8'),
        ),
      );
      const saved = files.flatMap((csv) => [...csv.matchAll(/^(w\d+-\d+),/gm)].map(([, id]) => id ?? ''));
      const { rows } = await client.query<{ id: string }>(`SELECT id FROM langchain_pg_embedding WHERE id LIKE 'w%'`);
      const found = [...saved, ...rows.map(({ id }) => id)].sort();
      expect(found).toEqual([...written].sort());
      expect(saved.length).toBeGreaterThan(0);
    });

    it('fails on a lock that other sessions hold, and reports it', async () => {
      const other = new pg.Client(database.url);
      other.on('error', () => undefined);
      await other.connect();
      await other.query('BEGIN; LOCK TABLE langchain_pg_embedding IN ACCESS EXCLUSIVE MODE');
      await expect(createBackup({ ...options, lockTimeoutMs: 200 }, contextOf())).rejects.toMatchObject({
        code: 'vector_tables_locked',
        kind: 'conflict',
      });
      await other.query('ROLLBACK; BEGIN');
      await other.query('SELECT count(*) FROM langchain_pg_embedding');
      // A reader that does not end keeps the truncation out, not the backup.
      await expect(createBackup({ ...options, truncate: true, lockTimeoutMs: 200 }, contextOf())).rejects.toMatchObject(
        {
          code: 'vector_tables_locked',
          details: { backup_performed: true, truncate_performed: false },
        },
      );
      await other.end();
      expect(await contentOf(client)).toHaveLength(52);
    });

    it('survives the end of its backend with nothing truncated and nothing left over', async () => {
      const killBackend = async (now: OperationProgress): Promise<void> => {
        if (now.phase === 'copying' && now.table === 'langchain_pg_embedding') {
          await client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND application_name = 'data-pipeline vector_backup'`,
          );
        }
      };
      await fillMore(client, 20_000);
      await expect(
        createBackup({ ...options, truncate: true }, contextOf({ progress: (now) => void killBackend(now) })),
      ).rejects.toMatchObject({ kind: 'database', details: { backup_performed: false, truncate_performed: false } });
      expect(await readdir(directory)).toEqual(['vector_backup_log.txt']);
      expect(await contentOf(client)).toHaveLength(20_052);
    });
  }
});

async function fillMore(client: pg.Client, rows: number): Promise<void> {
  await client.query(
    `INSERT INTO langchain_pg_embedding (id, embedding, document, cmetadata)
     SELECT 'more ' || n, (SELECT array_agg(cos(n + d))::vector FROM generate_series(1, 1024) AS d), 'm', '{}'
       FROM generate_series(1, $1::int) AS n`,
    [rows],
  );
}

function keepWriting(
  url: string,
  writer: number,
  stop: AbortSignal,
  written: string[],
): { first: Promise<void>; done: Promise<void> } {
  let onFirst: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (onFirst = resolve));
  const write = async (): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    for (let row = 0; !stop.aborted; row += 1) {
      const id = `w${writer}-${row}`;
      await client.query(`INSERT INTO langchain_pg_embedding (id, embedding, cmetadata) VALUES ($1, '[1,2,3]', '{}')`, [
        id,
      ]);
      written.push(id);
      onFirst();
    }
    await client.end();
  };
  return { first, done: write() };
}
