import { appendFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { VectorBackupEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { AnomalyDetector, ProcessMonitorModule } from '#libs/monitor';
import { NotificationsModule, NotificationTargetsService } from '#libs/notifications';
import { operationErrors } from '#libs/operations';
import {
  BackupCatalog,
  VectorOperationPolicy,
  VectorOperationRunner,
  VectorOperationsService,
  VerificationTurn,
} from '#libs/vector-backup';
import { ensureVectorTables } from '#libs/vector-store';
import { openTaskServices } from '../harness/task-services.js';
import { onDatabase } from '../harness/test-database.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

describe('backups that prove themselves', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let database: DataSource;
  let operations: VectorOperationsService;
  let catalog: BackupCatalog;
  let turns: VerificationTurn;
  let turn = 0;

  beforeAll(async () => {
    installation = await createTestInstallation('prove_backups', 'postgres', {
      VECTOR_BACKUP_MAX_AGE_HOURS: '24',
      MONITOR_INTERVAL_SECONDS: '3600',
    });
    module = await openTaskServices(installation.config, ProcessMonitorModule.forRoot('worker'), {
      module: NotificationsModule,
    });
    database = module.get(DataSource);
    operations = module.get(VectorOperationsService);
    catalog = module.get(BackupCatalog);
    turns = module.get(VerificationTurn);
    await onDatabase(installation.config.vectorDatabaseUrl, ensureVectorTables);
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
  });

  beforeEach(async () => {
    await rm(folder(), { recursive: true, force: true });
    await catalog.refreshAll();
    await database.query(
      'TRUNCATE data_pipeline_vector_operations, data_pipeline_notification_targets, data_pipeline_anomalies CASCADE',
    );
    await database.query(`DELETE FROM data_pipeline_monitor_turns WHERE work LIKE 'backups since%'`);
  });

  const folder = (): string => join(installation.storageDirectory, 'vector_bak');

  const run = (id: string, shutdown = new AbortController().signal, onProgress?: (phase: string) => void) =>
    module
      .get(VectorOperationRunner)
      .run(id, { attemptsLeft: 0, shutdown }, ({ phase }) => onProgress?.(phase))
      .catch((error: unknown) => error);

  async function backUp(verify = false): Promise<string> {
    const request = { kind: 'backup', taskId: null, parameters: { verify }, connectionString: null } as const;
    const { operationId } = await operations.create(request);
    await run(operationId);
    return (await operations.backupOf(operationId)).timestamp;
  }

  /** A turn of its own. @returns the backup that it verifies */
  async function takeTurn(): Promise<{ id: string; timestamp: unknown } | null> {
    const id = await turns.take(`turn ${(turn += 1)}`);
    return id === null ? null : { id, timestamp: (await operations.get(id)).parameters['timestamp'] };
  }

  const damage = (timestamp: string): Promise<void> =>
    appendFile(join(folder(), `langchain_pg_embedding_${timestamp}.csv`), 'x');

  const age = (timestamp: string, hours: number) =>
    database.query(
      `UPDATE data_pipeline_vector_backups SET started_at = now() - $2 * interval '1 hour' WHERE timestamp = $1`,
      [timestamp, hours],
    );

  describe('the rows of the backups', () => {
    it('follow backups, verifications and removals', async () => {
      expect(await catalog.overview()).toMatchObject({ total: 0, newest: null });
      const timestamp = await backUp();
      expect(await catalog.all()).toMatchObject([{ timestamp, location: '', isOwn: true, verifiedAt: null, rows: 3 }]);
      const { id } = (await takeTurn())!;
      await run(id);
      const { newestVerified } = await catalog.overview();
      expect(newestVerified?.backup).toMatchObject({ timestamp, checkedAt: expect.any(Date) });
      expect(newestVerified?.backup.restoreSeconds).toBeGreaterThan(0);
      const { operations: made } = await operations.list({ kind: 'backup' }, 1, 0);
      await operations.remove(made[0]?.operationId ?? '', true);
      expect(await catalog.all()).toEqual([]);
    });

    it('follow what people do to the files', async () => {
      const [gone, damaged] = [await backUp(), await backUp()];
      for (const name of (await readdir(folder())).filter((each) => each.includes(`${gone}.`))) {
        await rm(join(folder(), name));
      }
      await damage(damaged);
      await catalog.refreshAll();
      const rows = await catalog.all();
      expect(rows.map(({ timestamp, problem }) => [timestamp, problem?.code])).toEqual([
        [damaged, 'vector_backup_parts'],
      ]);
    });

    it('keep the time of an attempt when they are made again', async () => {
      const timestamp = await backUp();
      await catalog.checked(null, timestamp);
      const [before] = await catalog.all();
      await catalog.refreshAll();
      expect((await catalog.all())[0]?.checkedAt).toEqual(before?.checkedAt);
      expect(before?.checkedAt).not.toBeNull();
    });
  });

  describe('a turn of verifications', () => {
    it('has nothing to do without a backup, or with bad ones only', async () => {
      expect(await takeTurn()).toBeNull();
      await damage(await backUp());
      await catalog.refreshAll();
      expect(await takeTurn()).toBeNull();
    });

    it('takes the newest of those that were never verified, then the least recently verified', async () => {
      const timestamps = [await backUp(), await backUp(), await backUp(true)];
      const taken: unknown[] = [];
      for (let count = 0; count < 4; count += 1) {
        const next = (await takeTurn())!;
        taken.push(next.timestamp);
        await run(next.id);
      }
      expect(taken).toEqual([timestamps[1], timestamps[0], timestamps[2], timestamps[1]]);
    });

    it('goes on to the next one after an attempt that failed for another reason than the backup', async () => {
      const [older, newer] = [await backUp(), await backUp()];
      const first = (await takeTurn())!;
      expect(first.timestamp).toBe(newer);
      await module
        .get(VectorOperationPolicy)
        .fail(
          await operations.get(first.id),
          module.get(VectorOperationPolicy).error(await operations.get(first.id), { type: 'workers_died' }),
          null,
        );
      expect((await catalog.all()).map(({ problem }) => problem)).toEqual([null, null]);
      expect((await takeTurn())?.timestamp).toBe(older);
    });

    it('is taken once, also when its job comes again', async () => {
      await backUp();
      const ids = await Promise.all([turns.take('job 1'), turns.take('job 1')]);
      expect(new Set(ids.filter((id) => id !== null)).size).toBe(1);
      const id = ids.find((each) => each !== null) ?? '';
      await run(id);
      expect(await turns.take('job 1')).toBe(id);
      expect((await operations.list({ kind: 'verify' }, 10, 0)).total).toBe(1);
    });

    it('is not taken while a backup, a restore or another verification is open', async () => {
      const timestamp = await backUp();
      for (const kind of ['backup', 'restore', 'verify'] as const) {
        const parameters = { source_task_id: null, timestamp };
        const { operationId } = await operations.create({ kind, taskId: null, parameters, connectionString: null });
        expect([kind, await takeTurn()]).toEqual([kind, null]);
        await operations.cancel(operationId);
      }
      expect(await takeTurn()).not.toBeNull();
    });

    it.each(['backup', 'restore'] as const)('makes way for a %s, and its backup stays the next one', async (kind) => {
      const timestamp = await backUp();
      const { id } = (await takeTurn())!;
      const parameters = { source_task_id: null, timestamp };
      const asked: Promise<unknown>[] = [];
      const begin = (phase: string): void => {
        if (phase === 'copying' && asked.length === 0) {
          asked.push(operations.create({ kind, taskId: null, parameters, connectionString: null }));
        }
      };
      await run(id, undefined, begin);
      const [other] = (await Promise.all(asked)) as { operationId: string }[];
      const { status, cancelRequestedAt } = await operations.get(id);
      // Where it was already at its end, there was nothing to stop.
      expect(['cancelled', 'completed']).toContain(status);
      expect(status === 'completed' || cancelRequestedAt !== null).toBe(true);
      await operations.cancel(other?.operationId ?? '');
      expect((await takeTurn())?.timestamp).toBe(timestamp);
    });

    it('leaves a verification that a client asked for alone', async () => {
      const timestamp = await backUp();
      const parameters = { source_task_id: null, timestamp };
      const asked = await operations.create({ kind: 'verify', taskId: null, parameters, connectionString: null });
      await operations.create({ kind: 'backup', taskId: null, parameters: {}, connectionString: null });
      expect((await operations.get(asked.operationId)).cancelRequestedAt).toBeNull();
    });

    it('is finished by another worker when its own stops or dies in the middle', async () => {
      const timestamp = await backUp();
      const { id } = (await takeTurn())!;
      const stopping = new AbortController();
      const outcome = await run(id, stopping.signal, (phase) => {
        if (phase === 'copying') {
          stopping.abort(new DomainError(operationErrors.worker_stopping));
        }
      });
      expect(outcome).toMatchObject({ outcome: 'handed_back' });
      // The next worker is killed with the claim in its hands.
      const { table } = module.get(VectorOperationPolicy);
      expect((await table.claim(id, 'killed worker', 0)).outcome).toBe('claimed');
      expect(await run(id)).toMatchObject({ outcome: 'completed', result: { verified: true } });
      expect(await readdir(folder())).toContain(`verification_${timestamp}.json`);
      const schemas = await onDatabase(installation.config.vectorDatabaseUrl, (client) =>
        client.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'data_pipeline_verify%'`),
      );
      expect(schemas.rows).toEqual([]);
    });
  });

  describe('what monitoring tells', () => {
    const detect = () => module.get(AnomalyDetector).detect({});
    const anomalies = async (): Promise<string[]> => {
      const rows = await database.query<{ rule: string; severity: string }[]>(
        `SELECT rule, severity FROM data_pipeline_anomalies WHERE closed_at IS NULL AND rule LIKE 'backup%' ORDER BY rule`,
      );
      return rows.map(({ rule, severity }) => `${rule} ${severity}`);
    };
    const told = () =>
      database.query<{ event: string; payload: { anomaly_id: string } }[]>(
        `SELECT event, payload FROM data_pipeline_notification_deliveries ORDER BY id`,
      );
    const expectedFor = (hours: number) =>
      database.query(
        `UPDATE data_pipeline_monitor_turns SET taken_at = now() - $1 * interval '1 hour' WHERE work LIKE 'backups since%'`,
        [hours],
      );

    beforeEach(async () => {
      // The turn of the hour is taken, so that ages that a test has set stay.
      await detect();
      await module.get(NotificationTargetsService).create({
        name: 'all',
        kind: 'webhook',
        url: 'https://hooks.example/x',
        secret: 'a secret of enough length',
        events: ['backup.overdue', 'backup.unverified', 'anomaly.closed'],
        language: 'en',
      });
    });

    it('nothing in an empty installation that has just begun to expect backups', async () => {
      await detect();
      expect(await anomalies()).toEqual([]);
      await expectedFor(23);
      await detect();
      expect(await anomalies()).toEqual([]);
    });

    it('a backup that never came, once an episode, and its end', async () => {
      await expectedFor(25);
      for (let look = 0; look < 3; look += 1) {
        await detect();
      }
      expect(await anomalies()).toEqual(['backup_overdue warning']);
      const [overdue, ...others] = await told();
      expect(others).toEqual([]);
      expect(overdue).toMatchObject({ event: 'backup.overdue', payload: { rule: 'backup_overdue' } });
      await backUp();
      await detect();
      expect(await anomalies()).toEqual([]);
      expect((await told()).at(-1)).toMatchObject({
        event: 'anomaly.closed',
        payload: { anomaly_id: overdue?.payload.anomaly_id },
      });
      // A later episode is told again.
      await age((await catalog.all())[0]?.timestamp ?? '', 80);
      await expectedFor(80);
      await detect();
      expect(await anomalies()).toEqual(['backup_overdue critical']);
      expect((await told()).filter(({ event }) => event === 'backup.overdue')).toHaveLength(2);
    });

    it('backups that nobody verifies', async () => {
      const timestamp = await backUp();
      await backUp();
      await age(timestamp, 169);
      await detect();
      expect(await anomalies()).toEqual(['backup_unverified warning']);
      await detect();
      expect((await told()).map(({ event }) => event)).toEqual(['backup.unverified']);
      await run((await takeTurn())?.id ?? '');
      await age(timestamp, 169);
      await detect();
      expect(await anomalies()).toEqual([]);
    });

    it('a backup that became bad, until it is gone', async () => {
      const [bad] = [await backUp(true), await backUp(true)];
      await damage(bad);
      await catalog.refreshAll();
      await detect();
      expect(await anomalies()).toEqual(['backup_damaged warning']);
      const { operations: made } = await operations.list({ kind: 'backup' }, 10, 0);
      await operations.remove(made.at(-1)?.operationId ?? '');
      await detect();
      expect(await anomalies()).toEqual([]);
    });

    it('a size that jumps', async () => {
      for (let count = 0; count < 3; count += 1) {
        await backUp();
      }
      await database.query('UPDATE data_pipeline_vector_backups SET rows = 5000 WHERE timestamp <> $1', [
        (await catalog.all()).at(-1)?.timestamp,
      ]);
      await detect();
      expect(await anomalies()).toEqual(['backup_size_jump warning']);
      const [row] = await database.query<{ message_en: string }[]>(
        `SELECT message_en FROM data_pipeline_anomalies WHERE rule = 'backup_size_jump' AND closed_at IS NULL`,
      );
      expect(row?.message_en).toContain('3 rows after 5000 rows');
    });
  });

  it('a backup of another database says nothing about this one', async () => {
    await backUp();
    await database.getRepository(VectorBackupEntity).update({ location: '' }, { isOwn: false });
    expect(await catalog.overview()).toMatchObject({ total: 0, newest: null });
    expect(await takeTurn()).toBeNull();
  });
});
