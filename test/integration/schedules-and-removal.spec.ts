import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import { FileStore, LocalStorage } from '#libs/files';
import { taskParametersSchema } from '#libs/pipeline';
import { JobQueue, JobSchedulers } from '#libs/queue';
import { RemovalService, RunsService, SchedulesService, TasksService } from '#libs/tasks';
import { storageUnavailable } from '../harness/storage-failure.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type QueueBackend, type TestInstallation } from '../harness/test-config.js';

const NIGHTLY = { cron: '0 2 * * *', timeZone: 'UTC', cleanExistingFiles: false };
const COMPLETE = { step: null, forceExecution: false, cleanExistingFiles: false };

describe.each<QueueBackend>(['redis', 'postgres'])('schedules and removal, queue on %s', (backend) => {
  let installation: TestInstallation;
  let module: TestingModule;
  let tasks: TasksService;
  let runs: RunsService;
  let schedules: SchedulesService;
  let removal: RemovalService;
  let queue: JobQueue;
  let schedulers: JobSchedulers;

  beforeAll(async () => {
    installation = await createTestInstallation(`schedules_${backend}`, backend);
    module = await openTaskServices(installation.config);
    tasks = module.get(TasksService);
    runs = module.get(RunsService);
    schedules = module.get(SchedulesService);
    removal = module.get(RemovalService);
    queue = module.get(JobQueue);
    schedulers = module.get(JobSchedulers);
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function newTask(): Promise<string> {
    return (await tasks.create({ parameters: taskParametersSchema.parse({}), tables: ['public.*'] })).taskId;
  }

  async function scheduled(taskId: string): Promise<object | undefined> {
    return (await schedulers.scheduledRuns()).find((run) => run.taskId === taskId);
  }

  function codeOf(work: Promise<unknown>): Promise<string> {
    return work.then(
      () => 'no error',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );
  }

  it('gives the queue one scheduler a task, and takes it back', async () => {
    const taskId = await newTask();
    await schedules.put(taskId, NIGHTLY);
    await schedules.put(taskId, { ...NIGHTLY, cron: '30 3 * * *' });
    expect((await schedulers.scheduledRuns()).filter((run) => run.taskId === taskId)).toEqual([
      { taskId, cron: '30 3 * * *', timeZone: 'UTC' },
    ]);
    await schedules.remove(taskId);
    expect(await scheduled(taskId)).toBeUndefined();
  });

  it('makes again what the queue has lost, and removes what no row asks for', async () => {
    const [kept, gone] = [await newTask(), await newTask()];
    await schedules.put(kept, NIGHTLY);
    await schedulers.unscheduleRuns(kept);
    await schedulers.scheduleRuns(gone, { cron: '0 4 * * *', timeZone: 'UTC' });
    expect(await schedules.reconcile()).toEqual({ added: 1, removed: 1 });
    expect(await scheduled(kept)).toMatchObject({ cron: NIGHTLY.cron });
    expect(await scheduled(gone)).toBeUndefined();
    expect(await schedules.reconcile()).toEqual({ added: 0, removed: 0 });
  });

  it('starts a run at its turn, and says why it did not', async () => {
    const taskId = await newTask();
    await schedules.put(taskId, NIGHTLY);
    expect(await schedules.takeTurn(taskId)).toMatchObject({ outcome: 'started', executionIds: { length: 4 } });
    expect(await schedules.takeTurn(taskId)).toEqual({ outcome: 'refused', code: 'task_running' });
    expect(await schedules.get(taskId)).toMatchObject({ lastRefusal: 'task_running', lastStartedAt: expect.any(Date) });
    await runs.cancel(taskId);
    expect(await schedules.takeTurn(taskId)).toMatchObject({ outcome: 'started' });
    expect((await schedules.get(taskId)).lastRefusal).toBeNull();
    await runs.cancel(taskId);
  });

  it('lets the queue try again when a turn failed for a passing reason', async () => {
    const taskId = await newTask();
    await schedules.put(taskId, NIGHTLY);
    jest
      .spyOn(queue, 'enqueueRun')
      .mockRejectedValueOnce(new DomainError({ code: 'queue_unreachable', kind: 'unavailable', zh: '', en: '' }));
    expect(await codeOf(schedules.takeTurn(taskId))).toBe('queue_unreachable');
    expect(await schedules.takeTurn(taskId)).toMatchObject({ outcome: 'started' });
    await runs.cancel(taskId);
  });

  it('forgets the schedule of a task that is deleted', async () => {
    const taskId = await newTask();
    await schedules.put(taskId, NIGHTLY);
    await removal.remove(taskId, { keepRecord: false, includeBackups: false });
    expect(await scheduled(taskId)).toBeUndefined();
    expect(await schedules.takeTurn(taskId)).toEqual({ outcome: 'unscheduled' });
  });

  it('lets exactly one of a removal and a run win', async () => {
    for (let round = 0; round < 8; round += 1) {
      const taskId = await newTask();
      const [removed, started] = await Promise.all([
        codeOf(removal.remove(taskId, { keepRecord: false, includeBackups: false })),
        codeOf(runs.start(taskId, COMPLETE)),
      ]);
      const outcome = `${removed} / ${started}`;
      expect(['no error / task_not_found', 'task_delete_while_running / no error']).toContain(outcome);
    }
  });

  it('deletes once however many ask', async () => {
    const taskId = await newTask();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => codeOf(removal.remove(taskId, { keepRecord: false, includeBackups: false }))),
    );
    expect(outcomes.sort()).toEqual(['no error', ...Array<string>(5).fill('task_not_found')]);
  });

  it.each([false, true])(
    'is done when only the answer to its commit is lost, with the record kept: %s',
    async (keepRecord) => {
      const taskId = await newTask();
      const source = module.get(DataSource);
      type Work = (manager: EntityManager) => Promise<unknown>;
      const transaction = source.transaction.bind(source) as (work: Work) => Promise<unknown>;
      jest.spyOn(source, 'transaction').mockImplementationOnce(async (work: unknown) => {
        await transaction(work as Work);
        throw storageUnavailable('lost');
      });
      const removed = await removal.remove(taskId, { keepRecord, includeBackups: false });
      expect(removed).toMatchObject({ taskId, folderRemoved: true, recordRemoved: !keepRecord });
      expect(await readdir(join(installation.storageDirectory, '.trash'))).toEqual([]);
      expect(await module.get(FileStore).list(taskId)).toEqual([]);
    },
  );

  it('gives the folder back when the rows cannot be removed', async () => {
    const taskId = await newTask();
    const store = module.get(FileStore);
    const before = await store.list(taskId);
    const folder = installation.storageDirectory;
    jest.spyOn(store, 'removeFolder').mockImplementationOnce(async (id) => {
      const removed = await new LocalStorage(folder).files.removeFolder(id);
      // The transaction cannot commit any more: what follows in it fails.
      await module.get(DataSource).query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND state = 'idle in transaction'`,
      );
      return removed;
    });
    await expect(removal.remove(taskId, { keepRecord: false, includeBackups: false })).rejects.toThrow();
    expect((await store.list(taskId)).map(({ name }) => name)).toEqual(before.map(({ name }) => name));
    expect(await readdir(join(folder, '.trash'))).toEqual([]);
    expect(await codeOf(tasks.require(taskId))).toBe('no error');
  });
});
