import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { ensureVectorTables } from '#libs/vector-store';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type TestClient, type TestService } from '../harness/service.js';

interface OperationList {
  operations: { operation_id: string; status: string; result: { backup_timestamp: string } | null }[];
  total: number;
}

interface BackupData {
  operation_id: string;
  backup_timestamp: string;
  incremental: { base_timestamp: string; deleted_file: string; deleted_rows: number; total_rows: number } | null;
}

/** Longer than a loaded machine needs for a backup of a few rows. */
const PATIENCE_MS = 45_000;

describe('scheduled, removed and incremental backups', () => {
  let services: SampleServices;
  let service: TestService;
  let client: TestClient;
  let folder: string;

  beforeAll(async () => {
    services = await createSampleServices('vectorsched');
    folder = join(services.directory, 'training_data', 'vector_bak');
    await onDatabase(services.vectorUrl, async (database) => {
      await ensureVectorTables(database);
      await database.query(
        `INSERT INTO langchain_pg_embedding (id, embedding, document)
         SELECT 'row ' || n, '[1,2,3]', 'x' FROM generate_series(1, 5) AS n`,
      );
    });
    service = await startService({
      ...services.variables,
      VECTOR_BACKUP_SCHEDULE: '0 0 1 1 *',
      VECTOR_BACKUP_VERIFY_SCHEDULE: '0 0 1 2 *',
      VECTOR_BACKUP_KEEP: '2',
    });
    client = service.client;
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  async function completed(): Promise<string[]> {
    const { data } = (await client.get<OperationList>('/vector/operations?kind=backup&status=completed')).body;
    return data.operations.map(({ result }) => result?.backup_timestamp ?? '').sort();
  }

  async function keptBackups(): Promise<string[]> {
    const manifests = (await readdir(folder)).filter((name) => name.startsWith('manifest_'));
    return manifests.map((name) => /^manifest_(.*)\.json$/.exec(name)?.[1] ?? name).sort();
  }

  /** The next turn is in a year; the queue is told to take it now, as its clock would. */
  async function takeTurn(work: 'verification' | undefined): Promise<void> {
    const queue = new Queue('vector_backup', {
      connection: { url: services.variables['QUEUE_URL'] ?? '' },
      prefix: services.variables['QUEUE_PREFIX'] ?? '',
    });
    try {
      const delayed = await eventually(async () => {
        const job = (await queue.getDelayed()).find(({ data }) => (data as { work?: string }).work === work);
        expect(job).toBeDefined();
        return job;
      }, PATIENCE_MS);
      await delayed?.promote();
    } finally {
      await queue.close();
    }
  }

  it('makes a backup when its time has come, and keeps as many as it is told', async () => {
    for (let number = 1; number <= 3; number += 1) {
      await takeTurn(undefined);
      await eventually(async () => expect(await completed()).toHaveLength(number), PATIENCE_MS);
    }
    expect(await keptBackups()).toEqual((await completed()).slice(1));
  }, 180_000);

  it('verifies an old backup when its time has come, and tells everywhere', async () => {
    const newest = (await keptBackups()).at(-1);
    await takeTurn('verification');
    const status = await eventually(async () => {
      const { backups } = (await client.get<{ backups: Record<string, unknown> }>('/monitor/status')).body.data;
      expect(backups).toMatchObject({ total: 2, verified: 1, damaged: 0, restore_seconds: expect.any(Number) });
      return backups;
    }, PATIENCE_MS);
    expect(status['newest_verified_at']).toBe(status['newest_at']);
    const { operations } = (await client.get<OperationList>('/vector/operations?kind=verify')).body.data;
    expect(operations).toMatchObject([{ status: 'completed', result: { timestamp: newest, verified: true } }]);
    const metrics = await (await fetch(`${client.origin}/metrics`)).text();
    for (const metric of ['backup_age', 'backup_verified_age', 'backup_verification_age', 'backup_restore']) {
      expect(metrics).toMatch(new RegExp(`^data_pipeline_${metric}_seconds [\\d.]+$`, 'm'));
    }
    const preview = await client.get<{ removed_backups: number; locations: { backups: object[] }[] }>(
      '/vector/retention',
    );
    expect(preview.body.data).toMatchObject({ rules: { keep: 2, keep_daily: null }, removed_backups: 0 });
    expect(preview.body.data.locations[0]?.backups[0]).toMatchObject({
      timestamp: newest,
      keeps: true,
      reasons: ['newest', 'count', 'last_verified'],
    });
  }, 180_000);

  it('makes incremental backups, and does not remove what they are based on', async () => {
    const before = await completed();
    await onDatabase(services.vectorUrl, async (database) => {
      await database.query(`DELETE FROM langchain_pg_embedding WHERE id = 'row 1'`);
      await database.query(`INSERT INTO langchain_pg_embedding (id, document) VALUES ('row 6', 'new')`);
    });
    const { data } = (await client.post<BackupData>('/vector/backup', { incremental: true, verify: true })).body;
    expect(data).toMatchObject({
      incremental: { base_timestamp: before.at(-1), deleted_rows: 1, total_rows: 5 },
      verification: { verified: true },
    });
    const file = `/vector/operations/${data.operation_id}/files/${data.incremental?.deleted_file}`;
    expect(await (await client.raw('GET', file)).text()).toBe('id\nrow 1\n');
    const { operations } = (await client.get<OperationList>('/vector/operations?kind=backup')).body.data;
    const base = operations.find(({ result }) => result?.backup_timestamp === before.at(-1));
    const refused = await client.raw('DELETE', `/vector/operations/${base?.operation_id}`);
    expect([refused.status, ((await refused.json()) as { details: object }).details]).toEqual([
      409,
      expect.objectContaining({ error_code: 'vector_backup_needed' }),
    ]);
    const both = await client.post('/vector/backup', { incremental: true, truncate_vector_tables: true });
    expect(both.status).toBe(400);

    await onDatabase(services.vectorUrl, (database) => database.query('TRUNCATE langchain_pg_embedding'));
    const restored = await client.post('/vector/restore', { operation_id: data.operation_id, verify: true });
    expect(restored.body.data).toMatchObject({ restore_results: { langchain_pg_embedding: { rows_restored: 5 } } });
  });
});
