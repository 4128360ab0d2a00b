import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureVectorTables } from '#libs/vector-store';
import { eventually } from '../harness/eventually.js';
import { expireLocks } from '../harness/expire-locks.js';
import { HoldingProxy, type Hold } from '../harness/holding-proxy.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type TestService } from '../harness/service.js';

interface OperationData {
  status: string;
  attempts: number;
  result: Record<string, unknown> & { backup_timestamp: string };
}

const ROWS = 2_000;
/** A killed worker is noticed by its queue, by its lease, and by the server: on a loaded machine that takes a while. */
const PATIENCE_MS = 90_000;

const COMMIT = /^Q.{4}COMMIT\0/s;

/** Each moment of an operation at which its worker can be killed, by the statement that it does not get beyond. */
const BACKUP: readonly (readonly [string, Hold])[] = [
  ['before the tables are locked', { statement: /LOCK TABLE/, keep: 'statement' }],
  ['on the snapshot, before a file is begun', { statement: /pg_control_system\(\)/, keep: 'statement' }],
  ['while the embeddings are copied', { statement: /COPY .*langchain_pg_embedding/, keep: 'answer' }],
  ['with all files written and none published', { statement: /vector_dims/, keep: 'statement' }],
  ['after the files were published and read back', { statement: /pg_current_xact_id\(\)/, keep: 'statement' }],
  ['before the truncation', { statement: /TRUNCATE/, keep: 'statement' }],
  ['after the truncation, before its commit', { statement: COMMIT, keep: 'statement' }],
  ['after the commit, before it hears of it', { statement: COMMIT, keep: 'answer' }],
];

const RESTORE: readonly (readonly [string, Hold])[] = [
  ['after the files were checked', { statement: /BEGIN/, keep: 'statement' }],
  ['after the old rows were truncated', { statement: /TRUNCATE/, keep: 'answer' }],
  ['while the rows are loaded', { statement: /COPY .*langchain_pg_embedding.* FROM STDIN/, keep: 'answer' }],
  ['before the indexes are rebuilt', { statement: /CREATE INDEX/, keep: 'statement' }],
  ['before the commit', { statement: COMMIT, keep: 'statement' }],
  ['after the commit, before it hears of it', { statement: COMMIT, keep: 'answer' }],
];

describe('a worker that is killed', () => {
  let services: SampleServices;
  let service: TestService;
  let proxy: HoldingProxy;
  let folder: string;

  beforeAll(async () => {
    services = await createSampleServices('vectorkill');
    proxy = await HoldingProxy.before(services.vectorUrl);
    folder = join(services.directory, 'training_data', 'vector_bak');
    service = await startService({ ...services.variables, VECTOR_DATABASE_URL: proxy.url });
  });

  afterAll(async () => {
    await service?.stop();
    await proxy?.close();
    await services?.remove();
  });

  async function fill(): Promise<void> {
    await onDatabase(services.vectorUrl, async (database) => {
      const { collectionIds } = await ensureVectorTables(database);
      await database.query('TRUNCATE langchain_pg_embedding');
      await database.query(
        `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document)
         SELECT 'row ' || n, $1, '[1,2,3]', '文档 ' || n FROM generate_series(1, $2::int) AS n`,
        [collectionIds.ddl, ROWS],
      );
    });
  }

  function ids(): Promise<string[]> {
    return onDatabase(services.vectorUrl, async (database) => {
      const { rows } = await database.query<{ id: string }>('SELECT id FROM langchain_pg_embedding ORDER BY id');
      return rows.map(({ id }) => id);
    });
  }

  /** Starts the operation, kills its worker there, starts another one, and waits for the end. */
  async function survive(path: string, body: object, hold: Hold): Promise<OperationData> {
    const held = proxy.stopAt(hold);
    const { body: started } = await service.client.post<{ operation_id: string }>(path, { ...body, async: true });
    await held;
    await service.workers.pop()?.stop('SIGKILL');
    await expireLocks(services.variables);
    await service.addWorker();
    return eventually(async () => {
      const { data } = (await service.client.get<OperationData>(`/vector/operations/${started.data.operation_id}`))
        .body;
      expect(data.status).toBe('completed');
      return data;
    }, PATIENCE_MS);
  }

  it.each(BACKUP)(
    '%s has lost no row and left nothing behind, and the backup is made',
    async (_, hold) => {
      await fill();
      const before = await ids();
      const { result, attempts } = await survive('/vector/backup', { truncate_vector_tables: true }, hold);
      expect(attempts).toBe(2);
      expect(result).toMatchObject({
        backup_performed: true,
        truncate_performed: true,
        tables_backed_up: { langchain_pg_embedding: { row_count: ROWS } },
        truncate_results: { langchain_pg_embedding: { rows_before: ROWS, rows_after: 0 } },
      });
      expect(await ids()).toEqual([]);
      const files = await readdir(folder);
      expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
      const csv = await readFile(join(folder, `langchain_pg_embedding_${result.backup_timestamp}.csv`), 'utf8');
      expect(csv.match(/^row \d+(?=,)/gm)?.sort()).toEqual(before);
      expect(files).toContain(`manifest_${result.backup_timestamp}.json`);
    },
    PATIENCE_MS * 2,
  );

  it.each(RESTORE)(
    'in a restore %s has changed all or nothing, and the restore is made',
    async (_, hold) => {
      await fill();
      const before = await ids();
      const made = await service.client.post<{ backup_timestamp: string }>('/vector/backup', {});
      await onDatabase(services.vectorUrl, (database) =>
        database.query(`UPDATE langchain_pg_embedding SET id = 'other ' || id`),
      );
      const body = {
        timestamp: made.body.data.backup_timestamp,
        truncate_before_restore: true,
        rebuild_indexes: 'always',
      };
      const { result, attempts } = await survive('/vector/restore', body, hold);
      expect(attempts).toBe(2);
      expect(result).toMatchObject({
        restore_performed: true,
        restore_results: { langchain_pg_embedding: { success: true, rows_restored: ROWS } },
      });
      expect(await ids()).toEqual(before);
      const indexes = await onDatabase(services.vectorUrl, (database) =>
        database.query(`SELECT FROM pg_indexes WHERE indexname = 'ix_cmetadata_gin'`),
      );
      expect(indexes.rows).toHaveLength(1);
    },
    PATIENCE_MS * 2,
  );
});
