import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { getQueueToken } from '@nestjs/bullmq';
import { UnrecoverableError, Worker, type Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { ArchiveEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { ArchiveBuilder, ArchivePolicy, ArchivesService } from '#libs/archives';
import { FileStore } from '#libs/files';
import { OperationSweeper } from '#libs/operations';
import { taskParametersSchema } from '#libs/pipeline';
import { connectQueue, JobQueue } from '#libs/queue';
import { RemovalService, TasksService } from '#libs/tasks';
import { eventually } from '../harness/eventually.js';
import { readArchive } from '../harness/read-archive.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type QueueBackend, type TestInstallation } from '../harness/test-config.js';

const HOUR_MS = 3_600_000;

describe.each<QueueBackend>(['redis', 'postgres'])('archives that workers build, queue on %s', (backend) => {
  let installation: TestInstallation;
  let module: TestingModule;
  let archives: ArchivesService;
  let store: FileStore;
  let taskId: string;

  beforeAll(async () => {
    installation = await createTestInstallation(`archives_${backend}`, backend);
    module = await openTaskServices(installation.config);
    archives = module.get(ArchivesService);
    store = module.get(FileStore);
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  beforeEach(async () => {
    const task = await module.get(TasksService).create({ parameters: taskParametersSchema.parse({}), tables: ['a'] });
    taskId = task.taskId;
    await store.write(taskId, '说明.md', 'text');
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function request(): Promise<string> {
    const selected = await archives.select([taskId], ['说明.md']);
    return (await archives.request(taskId, 'tar.gz', selected)).archiveId;
  }

  function build(archiveId: string, lastAttempt: boolean): Promise<unknown> {
    return module
      .get(ArchiveBuilder)
      .run(archiveId, { attemptsLeft: lastAttempt ? 0 : 2, shutdown: new AbortController().signal });
  }

  async function waitedTooLong(archiveId: string): Promise<void> {
    await module
      .get(DataSource)
      .query(
        `UPDATE data_pipeline_task_archives SET waiting = jsonb_set(waiting, '{spentMs}', '900000') WHERE archive_id = $1`,
        [archiveId],
      );
  }

  /** Its workers died as often as the queue permits. */
  async function claimedOften(archiveId: string): Promise<void> {
    await module
      .get(DataSource)
      .query('UPDATE data_pipeline_task_archives SET takeovers = 5 WHERE archive_id = $1', [archiveId]);
  }

  function sweep(): Promise<unknown> {
    return module.get(OperationSweeper).sweep(module.get(ArchivePolicy), 0);
  }

  function jobs(): Queue {
    return module.get<Queue>(getQueueToken('archives'), { strict: false });
  }

  async function codeOf(work: Promise<unknown>): Promise<string> {
    return work.then(
      () => 'no error',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );
  }

  it('holds the files that were chosen, however often its job is delivered', async () => {
    const archiveId = await request();
    expect(await codeOf(archives.open(taskId, archiveId))).toBe('archive_not_ready');
    await build(archiveId, false);
    const first = await archives.find(taskId, archiveId);
    await build(archiveId, false);
    expect(await archives.find(taskId, archiveId)).toEqual(first);
    const opened = await archives.open(taskId, archiveId);
    const bytes = await buffer(opened.stream());
    expect([bytes.byteLength, opened.size]).toEqual([first.fileSize, first.fileSize]);
    expect(await readArchive('tar.gz', bytes)).toEqual({ [`${taskId}/说明.md`]: 'text' });
  });

  it('is built from the start again after a transient error', async () => {
    const archiveId = await request();
    jest.spyOn(store, 'open').mockRejectedValueOnce(new DomainError(UNAVAILABLE));
    expect(await build(archiveId, true)).toMatchObject({ outcome: 'waiting' });
    expect((await archives.find(taskId, archiveId)).status).toBe('pending');
    await build(archiveId, false);
    expect((await archives.find(taskId, archiveId)).status).toBe('completed');
  });

  it('fails for good when the outage lasts too long, and says why', async () => {
    const archiveId = await request();
    const gone = new DomainError(UNAVAILABLE);
    jest.spyOn(store, 'open').mockRejectedValueOnce(gone).mockRejectedValueOnce(gone);
    expect(await build(archiveId, false)).toMatchObject({ outcome: 'waiting' });
    await waitedTooLong(archiveId);
    expect(await codeOf(build(archiveId, false))).toBe('storage_gone');
    expect(await archives.find(taskId, archiveId)).toMatchObject({ status: 'failed', errorMessage: '存储不可用' });
  });

  it.each([
    ['zh', '存储不可用', '重新创建'],
    ['en', 'the storage is gone', 'again'],
  ] as const)('fails in the language of its task: %s', async (language, failed, abandoned) => {
    const parameters = taskParametersSchema.parse({ language });
    ({ taskId } = await module.get(TasksService).create({ parameters, tables: ['a'] }));
    await store.write(taskId, '说明.md', 'text');
    const [tried, lost] = [await request(), await request()];
    const gone = (): Promise<never> => Promise.reject(new DomainError(UNAVAILABLE));
    jest.spyOn(store, 'open').mockImplementationOnce(gone).mockImplementationOnce(gone);
    const messageOf = async (id: string): Promise<string | null> => (await archives.find(taskId, id)).errorMessage;
    await codeOf(build(tried, false));
    expect(await messageOf(tried)).toBe(failed);
    await waitedTooLong(tried);
    await codeOf(build(tried, false));
    expect(await messageOf(tried)).toBe(failed);
    jest
      .spyOn(module.get(JobQueue), 'presenceOf')
      .mockImplementation(async (_, job) => (job === lost ? 'failed' : 'waiting'));
    await claimedOften(lost);
    await sweep();
    expect(await messageOf(lost)).toContain(abandoned);
  });

  it('fails at once when a chosen file has gone', async () => {
    const archiveId = await request();
    await store.remove(taskId, '说明.md');
    expect(await codeOf(build(archiveId, false))).toBe('files_not_selected');
    const archive = await archives.find(taskId, archiveId);
    expect([archive.status, archive.errorMessage]).toEqual(['failed', expect.stringContaining('说明.md')]);
  });

  it.each(['before its files are read', 'while they are read'] as const)(
    'ends quietly when its task is deleted %s, and leaves no folder behind',
    async (moment) => {
      const archiveId = await request();
      const removeTask = () => module.get(RemovalService).remove(taskId, { keepRecord: false, includeBackups: false });
      const list = store.list.bind(store);
      const open = store.open.bind(store);
      if (moment === 'before its files are read') {
        jest.spyOn(store, 'list').mockImplementationOnce(async (id) => {
          const files = await list(id);
          await removeTask();
          return files;
        });
      } else {
        jest.spyOn(store, 'open').mockImplementationOnce(async (...file) => {
          const opened = await open(...file);
          await removeTask();
          return opened;
        });
      }
      expect(await build(archiveId, false)).toEqual({ outcome: 'handed_back' });
      expect(await build(archiveId, false)).toEqual({ outcome: 'nothing_to_do' });
      expect(existsSync(join(installation.storageDirectory, taskId))).toBe(false);
    },
  );

  it('leaves nothing behind when the queue is away', async () => {
    const count = () => module.get(DataSource).getRepository(ArchiveEntity).countBy({ taskId });
    jest.spyOn(module.get(JobQueue), 'enqueueArchive').mockRejectedValueOnce(new DomainError(UNAVAILABLE));
    expect(await codeOf(request())).toBe('storage_gone');
    expect(await count()).toBe(0);
    await request();
    expect(await count()).toBe(1);
  });

  it('is put into the queue again when its job was lost, and once only', async () => {
    const archiveId = await request();
    await jobs().obliterate({ force: true });
    expect(await jobs().getJob(archiveId)).toBeUndefined();
    await sweep();
    await sweep();
    expect((await jobs().getJob(archiveId))?.data).toEqual({ version: 1, archiveId });
    expect((await jobs().getJobs(['waiting'])).filter(({ id }) => id === archiveId)).toHaveLength(1);
  });

  it('fails when the queue has given its job up', async () => {
    const archiveId = await request();
    const { queueUrl, queuePrefix } = installation.config;
    const worker = new Worker(
      'archives',
      () => Promise.reject(new UnrecoverableError('gone')),
      connectQueue(queueUrl, queuePrefix, 'worker'),
    );
    await eventually(async () => expect(await jobs().getJobState(archiveId)).toBe('failed'));
    await worker.close();
    await claimedOften(archiveId);
    await sweep();
    expect(await archives.find(taskId, archiveId)).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining('重新创建'),
    });
  });

  it('goes when its time is over', async () => {
    const archiveId = await request();
    await build(archiveId, false);
    await archives.removeExpired(new Date(Date.now() + 23 * HOUR_MS));
    expect((await archives.find(taskId, archiveId)).status).toBe('completed');
    await archives.removeExpired(new Date(Date.now() + 25 * HOUR_MS));
    expect(await codeOf(archives.find(taskId, archiveId))).toBe('archive_not_found');
  });
});

const UNAVAILABLE = { code: 'storage_gone', kind: 'unavailable', zh: '存储不可用', en: 'the storage is gone' } as const;
