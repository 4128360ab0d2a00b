import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { VectorOperationEntity, VectorOperationKind } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { OperationSweeper, type SweepReport } from '#libs/operations';
import type { JsonObject } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { VectorOperationPolicy, VectorOperationRunner, VectorOperationsService } from '#libs/vector-backup';
import { ensureVectorTables } from '#libs/vector-store';
import { CuttableProxy } from '../harness/cuttable-proxy.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestDatabase, onDatabase, type TestDatabase } from '../harness/test-database.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

const AWAY = { code: 'outcome_test', kind: 'unavailable', zh: '不可用', en: 'unavailable' } as const;

/** The tables of vectors have the effect, the task tables do not know it, and no worker is left to find out. */
describe('the outcome of an operation on the vector tables whose workers died', () => {
  let vectors: TestDatabase;
  let proxy: CuttableProxy;
  let installation: TestInstallation;
  let module: TestingModule;
  let policy: VectorOperationPolicy;
  let operations: VectorOperationsService;

  beforeAll(async () => {
    vectors = await createTestDatabase('vector_outcome');
    proxy = await CuttableProxy.before(vectors.url);
    installation = await createTestInstallation('vector_outcome_tasks', 'postgres', {
      VECTOR_DATABASE_URL: proxy.url,
    });
    module = await openTaskServices(installation.config);
    policy = module.get(VectorOperationPolicy);
    operations = module.get(VectorOperationsService);
  });

  afterAll(async () => {
    await module?.close();
    await proxy?.close();
    await installation?.remove();
    await vectors?.drop();
  });

  beforeEach(async () => {
    await onDatabase(vectors.url, async (database) => {
      const { collectionIds } = await ensureVectorTables(database);
      await database.query('TRUNCATE langchain_pg_embedding');
      await database.query(
        `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document)
         SELECT 'row ' || n, $1, '[1,2,3]', 'text' FROM generate_series(1, 20) AS n`,
        [collectionIds.ddl],
      );
    });
  });

  afterEach(() => {
    proxy.join();
    jest.restoreAllMocks();
  });

  const count = (): Promise<number> =>
    onDatabase(vectors.url, async (database) => {
      const { rows } = await database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM langchain_pg_embedding',
      );
      return rows[0]?.count ?? -1;
    });

  const deliver = (operationId: string): Promise<{ outcome: string }> =>
    module.get(VectorOperationRunner).run(operationId, { attemptsLeft: 0, shutdown: new AbortController().signal });

  /** The worker does everything and dies before it can record the end; the queue gives its job up. */
  async function die(kind: VectorOperationKind, parameters: JsonObject): Promise<string> {
    const { operationId } = await operations.request({ kind, taskId: null, parameters, connectionString: null });
    const away = new DomainError(AWAY);
    jest.spyOn(policy, 'complete').mockRejectedValueOnce(away);
    jest.spyOn(policy.table, 'release').mockRejectedValueOnce(away);
    expect((await deliver(operationId)).outcome).toBe('handed_back');
    jest.spyOn(module.get(JobQueue), 'presenceOf').mockResolvedValue('failed');
    await alter(operationId, `takeovers = 5, lease_expires_at = now() - interval '1 minute'`);
    return operationId;
  }

  const alter = (operationId: string, assignments: string): Promise<unknown> =>
    module
      .get(DataSource)
      .query(`UPDATE data_pipeline_vector_operations SET ${assignments} WHERE operation_id = $1`, [operationId]);

  const sweep = (): Promise<SweepReport> => module.get(OperationSweeper).sweep(policy, 0);
  const row = (operationId: string): Promise<VectorOperationEntity> => operations.get(operationId);

  it('is the committed truncation, which its id restores', async () => {
    const id = await die('backup', { truncate: true });
    expect(await count()).toBe(0);
    expect((await sweep()).ended).toEqual([id]);
    expect(await row(id)).toMatchObject({
      status: 'completed',
      error: null,
      result: {
        truncate_performed: true,
        truncate_results: { langchain_pg_embedding: { rows_before: 20, rows_after: 0 } },
      },
    });
    const { timestamp } = await operations.backupOf(id);
    const parameters = { source_task_id: null, timestamp };
    const restore = { kind: 'restore', taskId: null, parameters, connectionString: null } as const;
    await deliver((await operations.request(restore)).operationId);
    expect(await count()).toBe(20);
  });

  it('is the committed truncation also after hours of silence, and of one that was cancelled too late', async () => {
    for (const state of [`heartbeat_at = now() - interval '3 hours'`, 'cancel_requested_at = now()']) {
      const id = await die('backup', { truncate: true });
      await alter(id, state);
      await sweep();
      expect(await row(id)).toMatchObject({ status: 'completed', result: { truncate_performed: true } });
    }
  });

  it('is the committed restore', async () => {
    const backup = await operations.request({ kind: 'backup', taskId: null, parameters: {}, connectionString: null });
    await deliver(backup.operationId);
    const { timestamp } = await operations.backupOf(backup.operationId);
    const id = await die('restore', { source_task_id: null, timestamp, truncate_before_restore: true });
    await sweep();
    expect(await row(id)).toMatchObject({
      status: 'completed',
      result: { restore_results: { langchain_pg_embedding: { rows_restored: 20 } } },
    });
  });

  it('is a failure that says what there is, where the transaction was not committed', async () => {
    const id = await die('backup', { truncate: true });
    // The same milestone with a transaction that was rolled back.
    const aborted = await onDatabase(vectors.url, async (database) => {
      await database.query('BEGIN');
      const { rows } = await database.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
      await database.query('ROLLBACK');
      return rows[0]?.id ?? '';
    });
    await alter(id, `milestone = jsonb_set(milestone::jsonb, '{transactionId}', '"${aborted}"')::json`);
    await sweep();
    const { status, error } = await row(id);
    expect([status, error?.code]).toEqual(['failed', 'vector_operation_lost']);
    expect(error?.details).toMatchObject({ backup_performed: true, truncate_performed: false });
    expect((await operations.backupOf(id)).timestamp).toBe(error?.details['backup_timestamp']);
  });

  it('is waited for while the vector database is away, and unknown after hours of it', async () => {
    const id = await die('backup', { truncate: true });
    proxy.cut();
    expect((await sweep()).ended).toEqual([]);
    expect((await row(id)).status).toBe('running');
    await alter(id, `heartbeat_at = now() - interval '3 hours'`);
    expect((await sweep()).ended).toEqual([id]);
    const { error } = await row(id);
    expect(error).toMatchObject({ code: 'vector_operation_unsettled', details: { truncate_performed: null } });
    expect(error?.zh).toMatch(/无法确认/);
    expect(error?.en).toMatch(/not known whether/);
  });

  it('leaves no unfinished files of a backup that was given up', async () => {
    const { operationId } = await operations.request({
      kind: 'backup',
      taskId: null,
      parameters: {},
      connectionString: null,
    });
    const away = new DomainError(AWAY);
    jest.spyOn(policy.table, 'release').mockRejectedValue(away);
    jest.spyOn(policy.table, 'saveMilestone').mockImplementationOnce(async (id, _, milestone) => {
      await alter(id, `milestone = '${JSON.stringify(milestone)}'`);
      throw away;
    });
    await deliver(operationId);
    jest.spyOn(module.get(JobQueue), 'presenceOf').mockResolvedValue('failed');
    await alter(operationId, `takeovers = 5, lease_expires_at = now() - interval '1 minute'`);
    await sweep();
    expect((await row(operationId)).error?.details).toMatchObject({ backup_performed: false });
    const files = await readdir(join(installation.storageDirectory, 'vector_bak'));
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  describe('in an outage', () => {
    const backup = { kind: 'backup', taskId: null, parameters: {}, connectionString: null } as const;

    it('is waited for, and comes with the service', async () => {
      const { operationId } = await operations.request(backup);
      proxy.cut();
      expect((await deliver(operationId)).outcome).toBe('waiting');
      expect(await row(operationId)).toMatchObject({
        status: 'pending',
        waiting: { code: 'vector_database_unreachable' },
      });
      proxy.join();
      expect((await deliver(operationId)).outcome).toBe('completed');
      expect(await row(operationId)).toMatchObject({ status: 'completed', waiting: null });
    });

    it('is told at once to a client that waits for the answer, and waited for once it has one', async () => {
      const [waiting, answered] = [
        await operations.request({ ...backup, clientWaits: true }),
        await operations.request({ ...backup, clientWaits: true }),
      ];
      await operations.waitFor(answered.operationId, 0, new AbortController().signal);
      proxy.cut();
      await expect(deliver(waiting.operationId)).rejects.toMatchObject({ code: 'vector_database_unreachable' });
      expect((await deliver(answered.operationId)).outcome).toBe('waiting');
    });

    it('is not waited for where the login is refused', async () => {
      const url = new URL(vectors.url);
      url.username = 'nobody_of_that_name';
      const { operationId } = await operations.request({ ...backup, connectionString: url.toString(), trusted: true });
      await expect(deliver(operationId)).rejects.toMatchObject({ code: 'vector_login_refused' });
    });
  });
});
