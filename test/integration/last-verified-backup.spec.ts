import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { FileStore } from '#libs/files';
import { taskParametersSchema } from '#libs/pipeline';
import { CleanupService, RemovalService, TasksService } from '#libs/tasks';
import { BackupLocations, removeOldBackups, VectorOperationRunner, VectorOperationsService } from '#libs/vector-backup';
import { ensureVectorTables } from '#libs/vector-store';
import { openTaskServices } from '../harness/task-services.js';
import { onDatabase } from '../harness/test-database.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

describe('the last verified backup', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let operations: VectorOperationsService;

  beforeAll(async () => {
    installation = await createTestInstallation('last_verified', 'postgres');
    module = await openTaskServices(installation.config);
    operations = module.get(VectorOperationsService);
    await onDatabase(installation.config.vectorDatabaseUrl, ensureVectorTables);
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
  });

  const newTask = async (): Promise<string> =>
    (await module.get(TasksService).create({ parameters: taskParametersSchema.parse({}), tables: ['a'] })).taskId;

  async function backUp(taskId: string | null, verify: boolean): Promise<{ id: string; timestamp: string }> {
    const request = { kind: 'backup', taskId, parameters: { verify }, connectionString: null } as const;
    const { operationId: id } = await operations.request(request);
    const delivery = { attemptsLeft: 0, shutdown: new AbortController().signal };
    await module.get(VectorOperationRunner).run(id, delivery);
    return { id, timestamp: (await operations.backupOf(id)).timestamp };
  }

  const filesOf = async (taskId: string): Promise<string[]> =>
    (await readdir(join(installation.storageDirectory, taskId, 'vector_bak')).catch(() => [])).sort();

  it('keeps its task from being deleted, unless that is asked for', async () => {
    const taskId = await newTask();
    const { timestamp } = await backUp(taskId, true);
    const files = await filesOf(taskId);
    const removal = module.get(RemovalService);
    for (const keepRecord of [true, false]) {
      await expect(removal.remove(taskId, { keepRecord, includeBackups: false })).rejects.toMatchObject({
        code: 'task_has_backups',
        kind: 'conflict',
        details: { backups: [timestamp] },
      });
    }
    expect(await filesOf(taskId)).toEqual(files);
    await removal.remove(taskId, { keepRecord: false, includeBackups: true });
    expect(await filesOf(taskId)).toEqual([]);
  });

  it('outlives its task in a cleanup, unless that is asked for', async () => {
    const [taskId, gone] = [await newTask(), await newTask()];
    await backUp(taskId, true);
    await backUp(gone, true);
    const [files, orphaned] = [await filesOf(taskId), await filesOf(gone)];
    await module.get(DataSource).query('DELETE FROM data_pipeline_tasks WHERE task_id = $1', [gone]);
    const rules = { before: new Date(Date.now() + 60_000), newestRuns: true, dryRun: false };
    await module.get(CleanupService).run({ ...rules, backups: false });
    expect(await filesOf(taskId)).toEqual(files);
    expect(await filesOf(gone)).toEqual(orphaned);
    expect((await module.get(FileStore).names(gone)).every((name) => name.startsWith('vector_bak/'))).toBe(true);
    await module.get(CleanupService).run({ ...rules, backups: true });
    expect(await filesOf(gone)).toEqual([]);
  });

  it('is not removed with its operation, unless that is asked for or another one was verified', async () => {
    const first = await backUp(null, true);
    await backUp(null, false);
    await expect(operations.remove(first.id)).rejects.toMatchObject({ code: 'vector_backup_last_verified' });
    const second = await backUp(null, true);
    expect(await operations.remove(first.id)).toContain(`manifest_${first.timestamp}.json`);
    await expect(operations.remove(second.id)).rejects.toMatchObject({ code: 'vector_backup_last_verified' });
    expect(await operations.remove(second.id, true)).toContain(`manifest_${second.timestamp}.json`);
  });

  it('is kept when old backups are removed', async () => {
    const taskId = await newTask();
    const verified = await backUp(taskId, true);
    const [old, newest] = [await backUp(taskId, false), await backUp(taskId, false)];
    const folder = module.get(BackupLocations).folder(taskId);
    const keepNewest = { keep: 1, keepDays: null, keepDaily: null, keepWeekly: null, keepMonthly: null };
    const clockOf = (made: string) => ({ now: new Date(), timeZone: 'UTC', made });
    expect(await removeOldBackups(folder, keepNewest, clockOf(newest.timestamp))).toEqual([old.timestamp]);
    expect(await filesOf(taskId)).toContain(`manifest_${verified.timestamp}.json`);
    const later = await backUp(taskId, true);
    expect((await removeOldBackups(folder, keepNewest, clockOf(later.timestamp))).sort()).toEqual(
      [verified.timestamp, newest.timestamp].sort(),
    );
  });
});
