import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { LocalFolder } from '#libs/files';
import { ensureRecordTable } from '#libs/vector-store';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { startEmbeddedStore } from '../../../test/harness/vector-databases.js';
import type { BackupOptions } from './backup/backup-options.js';
import { createBackup } from './backup/create-backup.js';
import { BackupFolder } from './folder/backup-folder.js';
import { backupOptions, contextOf, restoreOptions } from './operation-options.fixture.js';
import { restoreBackup } from './restore/restore-backup.js';
import type { RestoreOptions } from './restore/restore-options.js';
import { connectTo, contentOf, fillVectorTables } from './vector-rows.fixture.js';
import { verifyBackup } from './verify/verify-backup.js';

const TIMESTAMP = '20250721_234914';
const ROWS = 3;
const context = contextOf();

describe.each<[string, () => Promise<TestDatabase>]>([
  ['PostgreSQL', () => createTestDatabase('records')],
  ['the embedded store', startEmbeddedStore],
])('the table of PGVectorStore in backups of %s', (_kind, openDatabase) => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let backup: BackupOptions;
  let restore: RestoreOptions;

  const recordsOf = async (schema = 'public'): Promise<string[]> => {
    const { rows } = await client.query<{ row: string }>(
      `SELECT r::text AS row FROM ${schema}.data_pipeline_records r ORDER BY langchain_id`,
    );
    return rows.map(({ row }) => row);
  };

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
    await client.query('DROP SCHEMA IF EXISTS elsewhere CASCADE; DROP TABLE IF EXISTS data_pipeline_records');
    await fillVectorTables(client, 5);
    await ensureRecordTable(client, 3);
    await client.query(
      `INSERT INTO data_pipeline_records
       SELECT 'record ' || n, E'文档，"引号"\\n第 ' || n || ' 行', '[1,2,3]', to_tsvector('simple', '服务区 收入 it''s ' || n),
              CASE n WHEN 1 THEN NULL ELSE 'ddl' END, 'shop', 'model-1', '{"tasks": ["task_a"], "note": "\\"x\\""}'
         FROM generate_series(1, ${ROWS}) AS n`,
    );
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-records-'));
    const folder = new BackupFolder(new LocalFolder(directory));
    backup = backupOptions({ connectionString: database.url, folder });
    restore = restoreOptions({ connectionString: database.url, folder, timestamp: TIMESTAMP });
  });

  it.each([
    ['csv', 'none'],
    ['csv', 'zstd'],
    ['binary', 'gzip'],
  ] as const)('are written as %s (%s), verified, and restored row by row', async (format, compression) => {
    const before = [...(await contentOf(client)), ...(await recordsOf())];
    const result = await createBackup({ ...backup, format, compression }, context);
    expect(result.tables_backed_up.data_pipeline_records).toMatchObject({ row_count: ROWS });
    const verified = await verifyBackup({ ...restore, timeZone: 'UTC' }, context);
    expect(verified.tables.data_pipeline_records).toEqual({ rows: ROWS, content_compared: true });
    await client.query(`UPDATE data_pipeline_records SET content = 'changed', content_tsv = ''`);
    const restored = await restoreBackup({ ...restore, rebuildIndexes: 'always' }, context);
    expect(restored).toMatchObject({
      truncate_results: { data_pipeline_records: { rows_before: ROWS, rows_after: 0 } },
      restore_results: { data_pipeline_records: { rows_restored: ROWS } },
      indexes_rebuilt: ['ix_cmetadata_gin', 'data_pipeline_records_tsv'],
      verification: { tables_compared: expect.arrayContaining(['data_pipeline_records']) },
    });
    expect([...(await contentOf(client)), ...(await recordsOf())]).toEqual(before);
  });

  it('is made by a restore where it is missing, also in another schema', async () => {
    const before = await recordsOf();
    await createBackup(backup, context);
    await client.query('DROP TABLE data_pipeline_records');
    await restoreBackup(restore, context);
    expect(await recordsOf()).toEqual(before);
    await restoreBackup({ ...restore, schema: 'elsewhere', truncateBefore: false }, context);
    expect(await recordsOf('elsewhere')).toEqual(before);
    const { rows } = await client.query<{ schemaname: string }>(
      `SELECT schemaname FROM pg_indexes WHERE indexname = 'data_pipeline_records_tsv' ORDER BY 1`,
    );
    expect(rows.map(({ schemaname }) => schemaname)).toEqual(['elsewhere', 'public']);
  });

  it.each([
    ['skip', 1, ['changed', 'changed']],
    ['replace', ROWS, []],
  ] as const)('with on_conflict %s keeps or replaces rows that are there', async (onConflict, written, changed) => {
    await createBackup(backup, context);
    await client.query(`UPDATE data_pipeline_records SET content = 'changed';
      DELETE FROM data_pipeline_records WHERE langchain_id = 'record 3'`);
    const options = { ...restore, truncateBefore: false, onConflict, verify: false };
    const { restore_results: results } = await restoreBackup(options, context);
    expect(results.data_pipeline_records).toMatchObject({ rows_restored: written, rows_skipped: ROWS - written });
    const { rows } = await client.query<{ content: string }>(
      `SELECT content FROM data_pipeline_records WHERE content = 'changed'`,
    );
    expect(rows.map(({ content }) => content)).toEqual(changed);
  });

  it('is left alone by a restore of a backup without it', async () => {
    const before = await recordsOf();
    await createBackup({ ...backup, tables: ['langchain_pg_collection', 'langchain_pg_embedding'] }, context);
    const restored = await restoreBackup(restore, context);
    expect(Object.keys(restored.truncate_results)).toEqual(['langchain_pg_collection', 'langchain_pg_embedding']);
    expect(await recordsOf()).toEqual(before);
    await expect(restoreBackup({ ...restore, tables: ['data_pipeline_records'] }, context)).rejects.toMatchObject({
      code: 'vector_backup_not_found',
    });
  });

  it('is emptied with the embeddings, and only if it is in the backup', async () => {
    const required = ['langchain_pg_collection', 'langchain_pg_embedding'] as const;
    const first = await createBackup({ ...backup, tables: required, truncate: true }, context);
    expect(Object.keys(first.truncate_results)).toEqual(['langchain_pg_embedding']);
    expect(await recordsOf()).toHaveLength(ROWS);
    const second = await createBackup({ ...backup, truncate: true }, context);
    expect(second.truncate_results.data_pipeline_records).toMatchObject({ rows_before: ROWS, rows_after: 0 });
    expect(await recordsOf()).toEqual([]);
    expect(await readFile(join(directory, 'vector_backup_log.txt'), 'utf8')).toContain(
      `✓ data_pipeline_records: TRUNCATED (${ROWS} rows removed)`,
    );
  });

  it('is not spoken of in the backup of a store without it', async () => {
    await client.query('DROP TABLE data_pipeline_records');
    const result = await createBackup({ ...backup, truncate: true }, context);
    expect(Object.keys(result.tables_backed_up)).toEqual(['langchain_pg_collection', 'langchain_pg_embedding']);
    await restoreBackup(restore, context);
    const { rows } = await client.query(`SELECT to_regclass('data_pipeline_records') AS made`);
    expect(rows).toEqual([{ made: null }]);
    await expect(createBackup({ ...backup, tables: ['data_pipeline_records'] }, context)).rejects.toMatchObject({
      code: 'vector_table_missing',
    });
  });

  it('of another length refuses the restore before anything is written', async () => {
    await createBackup(backup, context);
    await client.query('DROP TABLE data_pipeline_records');
    await ensureRecordTable(client, 4);
    const before = await contentOf(client);
    await expect(restoreBackup(restore, context)).rejects.toMatchObject({
      code: 'vector_restore_dimensions',
      params: { reason: expect.stringContaining('3 / data_pipeline_records.embedding') },
    });
    expect(await contentOf(client)).toEqual(before);
  });

  it('is complete in an incremental backup too', async () => {
    await createBackup(backup, context);
    await client.query(`DELETE FROM data_pipeline_records WHERE langchain_id = 'record 1'`);
    const before = await recordsOf();
    const second = await createBackup({ ...backup, incremental: true }, context);
    expect(second.tables_backed_up.data_pipeline_records).toMatchObject({ row_count: ROWS - 1 });
    await client.query('TRUNCATE data_pipeline_records');
    await restoreBackup({ ...restore, timestamp: second.backup_timestamp }, context);
    expect(await recordsOf()).toEqual(before);
  });
});
