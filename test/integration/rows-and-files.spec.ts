import { setTimeout } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { STORAGE_FAILURES, storageUnavailable } from '../harness/storage-failure.js';
import { DomainError } from '#libs/domain-errors';
import { FileChangeRepository, FileStore, IntegrityService, TaskFilesService, UploadsService } from '#libs/files';
import { taskParametersSchema } from '#libs/pipeline';
import { StepRunner } from '#libs/step-runner';
import type { Step } from '#libs/steps/step';
import { CleanupService, FileChangesService, RunsService, TasksService } from '#libs/tasks';
import { CrashingProxy } from '../harness/crashing-proxy.js';
import { openTaskServices } from '../harness/task-services.js';
import { createS3Installation } from '../harness/s3-installation.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

const PARAMETERS = taskParametersSchema.parse({});
/** Statements of a delivery, except those whose number depends on time. */
const OF_A_STEP =
  /data_pipeline_(?:execution_(?!heartbeat)|file_change|output|task_lock)|INSERT INTO data_pipeline|DELETE FROM "?data_pipeline|UPDATE "?data_pipeline|COMMIT|START TRANSACTION/;
const FIRST_FILES = ['data_pipeline.log', 'table_list.txt', 'task_config.json'];

describe.each<['local disk' | 'S3', () => Promise<TestInstallation>]>([
  ['local disk', () => createTestInstallation('rows_and_files', 'postgres', { LEASE_SECONDS: '2' })],
  ['S3', () => createS3Installation('rows_and_files_s3')],
])('rows and files on %s', (kind, install) => {
  let installation: TestInstallation;
  let module: TestingModule;
  let tasks: TasksService;
  let store: FileStore;
  let changes: FileChangesService;

  beforeAll(async () => {
    installation = await install();
    module = await openTaskServices(installation.config);
    tasks = module.get(TasksService);
    store = module.get(FileStore);
    changes = module.get(FileChangesService);
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const query = (text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
    module.get(DataSource).query(text, values);

  async function statesOf(taskId: string): Promise<Record<string, string>> {
    const checked = await module.get(IntegrityService).check(taskId, new AbortController().signal);
    return Object.fromEntries(checked.map(({ name, state }) => [name, state]));
  }

  /** Every file is as recorded, every task has its first files, and no change is left open. */
  async function expectWhole(taskId: string): Promise<void> {
    const { 'data_pipeline.log': log, ...states } = await statesOf(taskId);
    expect(log).toBe('unrecorded');
    expect(Object.keys(states)).toEqual(expect.arrayContaining(['table_list.txt', 'task_config.json']));
    expect(Object.values(states).filter((state) => state !== 'ok')).toEqual([]);
    expect(await store.readText(taskId, 'data_pipeline.log')).toContain(taskId);
    expect(await query('SELECT * FROM data_pipeline_file_changes WHERE task_id = $1', taskId)).toEqual([]);
  }

  const newTask = async (): Promise<string> => (await tasks.create({ parameters: PARAMETERS, tables: ['a'] })).taskId;

  /** From now on the process does nothing more for the request: it is as if it were killed there. */
  function die(): void {
    jest.spyOn(changes, 'settleQuietly').mockResolvedValue();
    jest.spyOn(module.get(FileChangeRepository), 'hold').mockRejectedValue(storageUnavailable('killed'));
  }

  describe('of a task that is created', () => {
    it.each(STORAGE_FAILURES)(
      'leave nothing behind when the storage answers %s, and the retry makes it',
      async (code) => {
        const request = {
          parameters: PARAMETERS,
          tables: ['a'],
          idempotencyKey: `full-${kind}-${code}`.replace(' ', '-'),
        };
        const before = await query('SELECT task_id FROM data_pipeline_tasks');
        jest.spyOn(store, 'createFolder').mockRejectedValueOnce(storageUnavailable(code));
        await expect(tasks.create(request)).rejects.toMatchObject({ kind: 'unavailable' });
        expect(await query('SELECT task_id FROM data_pipeline_tasks')).toEqual(before);
        expect((await store.folders()).length).toBe(before.length);
        await expectWhole((await tasks.create(request)).taskId);
      },
    );

    it.each([
      ['before its files', () => jest.spyOn(store, 'createFolder').mockRejectedValueOnce(storageUnavailable('killed'))],
      [
        'between its files and their records',
        () => {
          const createFolder = store.createFolder.bind(store);
          jest.spyOn(store, 'createFolder').mockImplementationOnce(async (taskId, files) => {
            await createFolder(taskId, files);
            throw storageUnavailable('killed');
          });
        },
      ],
    ] as const)('are completed by the retry, the sweep or a run, where the process died %s', async (point, fail) => {
      const looks: ((request: Parameters<TasksService['create']>[0], taskId: string) => Promise<unknown>)[] = [
        (request) => tasks.create(request),
        () => changes.sweep(0),
        (_, taskId) =>
          module.get(RunsService).start(taskId, { step: null, forceExecution: false, cleanExistingFiles: false }),
        (_, taskId) => tasks.replaceTableList(taskId, ['other']),
      ];
      for (const [number, look] of looks.entries()) {
        const idempotencyKey = `dead-${kind}-${point}-${number}`.replaceAll(' ', '-');
        const request = { parameters: PARAMETERS, tables: ['a'], idempotencyKey };
        die();
        fail();
        await expect(tasks.create(request)).rejects.toBeInstanceOf(DomainError);
        jest.restoreAllMocks();
        const [row] = await query('SELECT task_id FROM data_pipeline_tasks WHERE idempotency_key = $1', idempotencyKey);
        const taskId = String(row?.['task_id']);
        await look(request, taskId);
        await changes.sweep(0);
        await expectWhole(taskId);
        expect(await store.names(taskId)).toEqual(FIRST_FILES);
      }
    });

    it('keep a log that was begun without its head', async () => {
      const request = { parameters: PARAMETERS, tables: ['a'], idempotencyKey: `log-${kind}`.replace(' ', '-') };
      const taskId = (await tasks.create(request)).taskId;
      await store.append(taskId, 'data_pipeline.log', 'a later line\n');
      await module.get(FileChangeRepository).announce(taskId, FIRST_FILES);
      await tasks.create(request);
      expect(await store.readText(taskId, 'data_pipeline.log')).toContain('a later line');
      await expectWhole(taskId);
    });
  });

  describe('of a table list that is replaced', () => {
    it.each(['write', 'createFolder'] as const)('are as before when %s fails', async (method) => {
      const taskId = await newTask();
      const write = store[method].bind(store) as (...given: unknown[]) => Promise<never>;
      let calls = 0;
      const slow: Promise<unknown>[] = [];
      jest.spyOn(store, method).mockImplementation(async (...given: unknown[]) => {
        calls += 1;
        if (calls === (method === 'write' ? 2 : 1)) {
          throw storageUnavailable('ENOSPC');
        }
        if (calls > 1) {
          return write(...given);
        }
        // The other file is still on its way when this one has failed.
        const late = setTimeout(300).then(() => write(...given));
        slow.push(late);
        return late;
      });
      await expect(tasks.replaceTableList(taskId, ['b', 'c'])).rejects.toMatchObject({ kind: 'unavailable' });
      await Promise.all(slow);
      jest.restoreAllMocks();
      expect((await tasks.get(taskId)).task.tableList).toEqual(['a']);
      expect(await store.readText(taskId, 'table_list.txt')).toMatch(/^a$/m);
      await expectWhole(taskId);
    });

    it('agree after a death in the middle', async () => {
      const taskId = await newTask();
      const put = jest.spyOn(module.get(TaskFilesService), 'put');
      const original = TaskFilesService.prototype.put.bind(module.get(TaskFilesService));
      put.mockImplementationOnce(async (...given) => {
        await original(...given);
        throw storageUnavailable('killed');
      });
      jest.spyOn(changes, 'settleQuietly').mockResolvedValue();
      await expect(tasks.replaceTableList(taskId, ['b'])).rejects.toBeInstanceOf(DomainError);
      jest.restoreAllMocks();
      expect(Object.values(await statesOf(taskId))).toContain('changed');
      await changes.sweep(0);
      expect(await store.readText(taskId, 'table_list.txt')).toMatch(/^a$/m);
      await expectWhole(taskId);
    });
  });

  describe('of an upload', () => {
    async function upload(taskId: string, content: string, fail: 'commit' | null): Promise<void> {
      const uploads = module.get(UploadsService);
      const staged = await uploads.stage(taskId, 'notes.md', Readable.from([Buffer.from(content)]));
      const publish = async (manager: Parameters<UploadsService['publish']>[2]): Promise<void> => {
        await uploads.publish(staged, 'backup', manager);
        if (fail !== null) {
          throw storageUnavailable(fail);
        }
      };
      await tasks.whileIdle(taskId, publish, { changes: ['notes.md'] }).finally(() => uploads.discard(staged));
    }

    it('agree when the records could not be committed, at once or after a death', async () => {
      const taskId = await newTask();
      await upload(taskId, 'first', null);
      await expect(upload(taskId, 'second', 'commit')).rejects.toBeInstanceOf(DomainError);
      expect(await store.readText(taskId, 'notes.md')).toBe('second');
      await expectWhole(taskId);
      jest.spyOn(changes, 'settleQuietly').mockResolvedValue();
      await expect(upload(taskId, 'third', 'commit')).rejects.toBeInstanceOf(DomainError);
      jest.restoreAllMocks();
      expect(await statesOf(taskId)).toMatchObject({ 'notes.md': 'changed', 'notes.md_bak2': 'unrecorded' });
      await changes.sweep(0);
      await expectWhole(taskId);
    });

    it('leave a change that a request still holds to it', async () => {
      const taskId = await newTask();
      let swept: Promise<unknown> = Promise.resolve();
      const during = async (): Promise<void> => {
        swept = changes.sweep(0);
        await store.write(taskId, 'held.md', 'not recorded yet');
      };
      await tasks.whileIdle(taskId, during, { changes: ['held.md'] });
      await swept;
      expect(await statesOf(taskId)).toMatchObject({ 'held.md': 'unrecorded' });
    });

    it('withdraw a change that waited for too long', async () => {
      const taskId = await newTask();
      const announce = jest.spyOn(changes, 'announce');
      announce.mockImplementationOnce(async (id, names) => {
        const change = await module.get(FileChangeRepository).announce(id, names);
        await changes.sweep(0);
        return change;
      });
      await expect(upload(taskId, 'late', null)).rejects.toMatchObject({ code: 'file_change_overtaken' });
      expect(await store.has(taskId, 'notes.md')).toBe(false);
    });
  });

  describe('of a file that is deleted', () => {
    it('agree when the record could not be removed', async () => {
      const taskId = await newTask();
      await module.get(TaskFilesService).put(taskId, [{ name: 'a.md', content: 'a' }]);
      const remove = async (manager: Parameters<UploadsService['publish']>[2]): Promise<void> => {
        await module.get(TaskFilesService).delete(taskId, 'a.md', manager);
        throw storageUnavailable('killed');
      };
      await expect(tasks.whileIdle(taskId, remove, { changes: ['a.md'] })).rejects.toBeInstanceOf(DomainError);
      await expectWhole(taskId);
      expect(await store.has(taskId, 'a.md')).toBe(false);
    });

    it('take a name that is none for what it is', async () => {
      const taskId = await newTask();
      const remove = async (manager: Parameters<UploadsService['publish']>[2]): Promise<number> =>
        module.get(TaskFilesService).delete(taskId, '../other', manager);
      await expect(tasks.whileIdle(taskId, remove, { changes: ['../other'] })).rejects.toMatchObject({
        code: 'file_name_invalid',
      });
      await expectWhole(taskId);
    });
  });

  describe('of a step', () => {
    const run = async (executionId: string, work: Step['run'], worker = module): Promise<unknown> =>
      worker.get(StepRunner).run({ name: 'ddl_generation', run: work }, executionId, {
        attemptsLeft: 0,
        shutdown: new AbortController().signal,
      });

    async function started(taskId: string, cleanExistingFiles = false): Promise<string> {
      const request = { step: 'ddl_generation', forceExecution: true, cleanExistingFiles } as const;
      return (await module.get(RunsService).start(taskId, request))[0]?.executionId ?? '';
    }

    async function expectNothingStaged(taskId: string): Promise<void> {
      expect(await store.stagedAreas(taskId)).toEqual([]);
      if (kind === 'local disk') {
        const staging = join(installation.storageDirectory, taskId, '.staging');
        expect(await readdir(staging).catch(() => [])).toEqual([]);
      }
    }

    it('leave nothing staged when it fails, is cancelled, or its worker died', async () => {
      const failing: Step['run'] = async (_, { files }) => {
        await files.write('a.md', 'staged');
        throw new Error('a defect');
      };
      const failed = await newTask();
      await expect(run(await started(failed), failing)).rejects.toBeInstanceOf(DomainError);
      await expectNothingStaged(failed);
      await expectWhole(failed);

      const cancelled = await newTask();
      const cancelling: Step['run'] = async (_, { files, signal }) => {
        await files.write('a.md', 'staged');
        await module.get(RunsService).cancel(cancelled);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      };
      await expect(run(await started(cancelled), cancelling)).rejects.toMatchObject({ code: 'task_cancelled' });
      await expectNothingStaged(cancelled);

      const dead = await newTask();
      const executionId = await started(dead);
      const settle = jest.spyOn(changes, 'settleQuietly').mockResolvedValue();
      await expect(run(executionId, failing)).rejects.toBeInstanceOf(DomainError);
      settle.mockRestore();
      expect(await store.stagedAreas(dead)).not.toEqual([]);
      await changes.sweep(0);
      await expectNothingStaged(dead);
    });

    it('agree when it fails for good between its files and their records', async () => {
      const taskId = await newTask();
      const publishing: Step['run'] = async (_, { files }) => {
        await files.write('a.md', 'first');
        return {};
      };
      await run(await started(taskId), publishing);
      const publish = store.publish.bind(store);
      jest.spyOn(store, 'publish').mockImplementationOnce(async (...given) => {
        await publish(...given);
        throw new Error('a defect');
      });
      const again: Step['run'] = async (_, { files }) => {
        await files.write('a.md', 'second');
        return {};
      };
      await expect(run(await started(taskId), again)).rejects.toBeInstanceOf(DomainError);
      expect(await store.readText(taskId, 'a.md')).toBe('second');
      await expectWhole(taskId);
    });

    it('agree when its change was settled while its files appeared', async () => {
      const taskId = await newTask();
      const writing: Step['run'] = async (_, { files }) => {
        await files.write('a.md', 'text');
        return {};
      };
      const publish = store.publish.bind(store);
      jest.spyOn(store, 'publish').mockImplementationOnce(async (...given) => {
        await query('DELETE FROM data_pipeline_file_changes WHERE task_id = $1', taskId);
        await publish(...given);
        throw new Error('a defect');
      });
      await expect(run(await started(taskId), writing)).rejects.toBeInstanceOf(DomainError);
      expect(await store.readText(taskId, 'a.md')).toBe('text');
      await expectWhole(taskId);
    });

    /** As a step does that compares its files with those that are there. */
    const comparing =
      (texts: Readonly<Record<string, string>>): Step['run'] =>
      async (_, { files }) => {
        const present = await files.list();
        for (const [name, text] of Object.entries(texts)) {
          const isSame = present.includes(name) && (await files.read(name)) === text;
          await (isSame ? files.keep(name, { primary: true }) : files.write(name, text, { primary: true }));
        }
        return {};
      };

    const recordsOf = (taskId: string): Promise<object[]> =>
      query(
        `SELECT file_name, step_name, content_hash, is_primary FROM data_pipeline_task_outputs
          WHERE task_id = $1 AND file_name LIKE '%.md' ORDER BY file_name COLLATE "C"`,
        taskId,
      );

    /** The lease of a dead worker has run out. */
    const expire = (executionId: string): Promise<object> =>
      query(
        `UPDATE data_pipeline_task_executions SET lease_expires_at = now() - interval '1 second'
          WHERE execution_id = $1 AND status = 'running'`,
        executionId,
      );

    /** Of the run with this number: one file changes with each run, one never, and one belongs to this run. */
    const filesOf = (number: number) => ({ 'a.md': `${number}`, 'same.md': 'same', [`${number}.md`]: 'new' });

    async function expectFilesOf(number: number, taskId: string): Promise<void> {
      const records = Object.entries(filesOf(number)).map(([name, text]) => ({
        file_name: name,
        step_name: 'ddl_generation',
        content_hash: createHash('sha256').update(text).digest('hex'),
        is_primary: true,
      }));
      const found = await recordsOf(taskId);
      records.sort((a, b) => (a.file_name < b.file_name ? -1 : 1));
      expect({ number, found }).toEqual({ number, found: records });
      await expectWhole(taskId);
    }

    it.each(['statement', 'answer'] as const)(
      'are as without a crash where the database crashes at any statement and loses the %s',
      async (keep) => {
        const proxy = await CrashingProxy.before(installation.config.databaseUrl);
        const crashing = await openTaskServices({ ...installation.config, databaseUrl: proxy.url });
        const taskId = await newTask();
        let number = 0;
        try {
          for (let hasCrashed = true; hasCrashed; number += 1) {
            const executionId = await started(taskId);
            proxy.crashAt({ statement: OF_A_STEP, number, keep });
            await run(executionId, comparing(filesOf(number)), crashing);
            hasCrashed = proxy.recover();
            await expire(executionId);
            await run(executionId, comparing(filesOf(number)));
            await changes.sweep(0);
            await expectFilesOf(number, taskId);
          }
        } finally {
          await crashing.close();
          await proxy.close();
        }
        // Claim, names, records, removed records, and the end in a transaction.
        expect(number).toBeGreaterThan(8);
      },
    );

    it.each([0, 1, 2])('are as without a death of its worker after %i of its files', async (count) => {
      const taskId = await newTask();
      await run(await started(taskId), comparing(filesOf(1)));
      const executionId = await started(taskId);
      const publish = store.publish.bind(store);
      jest.spyOn(store, 'publish').mockImplementationOnce(async (id, area, names) => {
        await publish(id, area, names.slice(0, count));
        throw storageUnavailable('killed');
      });
      await run(executionId, comparing(filesOf(2)));
      await run(executionId, comparing(filesOf(2)));
      await expectFilesOf(2, taskId);
    });

    it('are those of the new worker where the old one was suspended before it could record its files', async () => {
      const taskId = await newTask();
      const executionId = await started(taskId);
      const publish = store.publish.bind(store);
      jest.spyOn(store, 'publish').mockImplementationOnce(async (...given) => {
        const missing = await publish(...given);
        await expire(executionId);
        await run(executionId, comparing(filesOf(2)));
        return missing;
      });
      await run(executionId, comparing(filesOf(1)));
      await changes.sweep(0);
      await expectFilesOf(2, taskId);
    });

    it('of later steps are removed also where the worker died before it removed them', async () => {
      const taskId = await newTask();
      await store.write(taskId, 'later.md', 'text');
      await query(
        `INSERT INTO data_pipeline_task_outputs (task_id, step_name, file_name, file_type, file_size, content_hash)
         VALUES ($1, 'qa_generation', 'later.md', 'markdown', 4, 'x')`,
        taskId,
      );
      const executionId = await started(taskId, true);
      await query('UPDATE data_pipeline_task_executions SET attempts = 1 WHERE execution_id = $1', executionId);
      await run(executionId, async () => ({}));
      expect(await store.names(taskId)).not.toContain('later.md');
      expect(Object.keys(await statesOf(taskId))).not.toContain('later.md');
    });
  });

  it('can be cleaned up while others come and go', async () => {
    const taskIds = await Promise.all(Array.from({ length: 5 }, newTask));
    let running = true;
    const churn = taskIds.map(async (taskId) => {
      for (let number = 0; running; number += 1) {
        const area = `upload-${number}`;
        await store.stageStream(taskId, area, 'a.md', Readable.from([Buffer.from('x')]));
        await store.discardStaged(taskId, area);
      }
    });
    const rules = { before: new Date(0), newestRuns: false, backups: false, dryRun: true };
    for (let round = 0; round < (kind === 'S3' ? 3 : 40); round += 1) {
      await module.get(CleanupService).run(rules);
      for (const taskId of taskIds) {
        expect(await store.names(taskId)).toEqual(FIRST_FILES);
      }
    }
    running = false;
    await Promise.all(churn);
  });
});
