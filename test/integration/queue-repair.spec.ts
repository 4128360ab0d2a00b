import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { ArchivesService } from '#libs/archives';
import { SWEEP_TURN, TurnRepository } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { FileStore } from '#libs/files';
import { queueOf, taskParametersSchema, type StepName } from '#libs/pipeline';
import { JobQueue, JobSchedulers, stepJobSchema, vectorOperationJobSchema, type StepToRun } from '#libs/queue';
import { QueueRepairer, QueueRepairModule } from '#libs/queue-repair';
import { RunsService, SchedulesService, TasksService } from '#libs/tasks';
import { VectorOperationsService } from '#libs/vector-backup';
import { evict, flushableRedisUrl, forgetEverything } from '../harness/forgetful-queue.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type QueueBackend, type TestInstallation } from '../harness/test-config.js';

const COMPLETE = { step: null, forceExecution: false, cleanExistingFiles: false };
const NIGHTLY = { cron: '0 2 * * *', timeZone: 'UTC', cleanExistingFiles: false };
const BACKUPS = { VECTOR_BACKUP_SCHEDULE: '30 3 * * *', VECTOR_BACKUP_VERIFY_SCHEDULE: '15 * * * *' };

describe.each<QueueBackend>(['redis', 'postgres'])('a queue that forgets, on %s', (backend) => {
  let installation: TestInstallation;
  let module: TestingModule;
  let queue: JobQueue;
  let schedulers: JobSchedulers;
  let repairer: QueueRepairer;

  beforeAll(async () => {
    const own: Record<string, string> = backend === 'redis' ? { QUEUE_URL: flushableRedisUrl() } : {};
    // The timers of the process stay silent: the tests beat.
    const quiet = { QUEUE_CHECK_SECONDS: '3600', SWEEP_INTERVAL_SECONDS: '3600' };
    installation = await createTestInstallation(`repair_${backend}`, backend, { ...own, ...quiet, ...BACKUPS });
    module = await openTaskServices(installation.config, QueueRepairModule.forRoot({ runsBackups: true }));
    queue = module.get(JobQueue);
    schedulers = module.get(JobSchedulers);
    repairer = module.get(QueueRepairer);
  });

  beforeEach(() => repairer.beat());

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  async function newTask(): Promise<string> {
    return (await module.get(TasksService).create({ parameters: taskParametersSchema.parse({}), tables: ['a'] }))
      .taskId;
  }

  async function newRun(): Promise<StepToRun[]> {
    return module.get(RunsService).start(await newTask(), COMPLETE);
  }

  /** Rows that are younger than some seconds may still be on their way into the queue. */
  async function age(): Promise<void> {
    await sql(`UPDATE data_pipeline_task_executions SET requested_at = now() - interval '1 minute'`);
    for (const table of ['vector_operations', 'task_archives']) {
      await sql(`UPDATE data_pipeline_${table} SET created_at = now() - interval '1 minute'`);
    }
  }

  function sql(statement: string, parameters: unknown[] = []): Promise<unknown> {
    return module.get(DataSource).query(statement, parameters);
  }

  /** The queue has not run its sweep for a day. */
  async function overdue(): Promise<void> {
    await sql(`UPDATE data_pipeline_monitor_turns SET taken_at = now() - interval '1 day' WHERE work = $1`, [
      SWEEP_TURN,
    ]);
  }

  function presences(steps: readonly StepToRun[]): Promise<string[]> {
    return Promise.all(steps.map(({ step, executionId }) => queue.presenceOf(queueOf(step), executionId)));
  }

  const whole = ['waiting', 'blocked', 'blocked', 'blocked'];

  async function readiness(): Promise<string> {
    return repairer.requireRepaired().then(
      () => 'repaired',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );
  }

  it('gets every job, schedule and scheduler back from the rows, and readiness tells until then', async () => {
    const run = await newRun();
    const operations = module.get(VectorOperationsService);
    const { operationId } = await operations.request({
      kind: 'verify',
      taskId: null,
      parameters: {},
      connectionString: null,
    });
    const archives = module.get(ArchivesService);
    const taskId = await newTask();
    await module.get(FileStore).write(taskId, 'a.md', 'text');
    const { archiveId } = await archives.request(taskId, 'zip', await archives.select([taskId], undefined));
    await module.get(SchedulesService).put(taskId, NIGHTLY);
    await age();
    expect(await readiness()).toBe('repaired');

    await forgetEverything(installation.config);
    expect(await presences(run)).toEqual(Array(4).fill('missing'));
    expect(await readiness()).toBe('queue_not_repaired');

    await repairer.beat();
    expect(await presences(run)).toEqual(whole);
    expect(await queue.presenceOf('vector_backup', operationId)).toBe('waiting');
    expect(await queue.presenceOf('archives', archiveId)).toBe('waiting');
    expect(await schedulers.scheduledRuns()).toContainEqual({ taskId, cron: NIGHTLY.cron, timeZone: 'UTC' });
    expect(await schedulers.areVectorBackupsScheduled()).toBe(true);
    expect(await schedulers.areVerificationsScheduled()).toBe(true);
    expect(await schedulers.isSweepScheduled()).toBe(true);
    expect(await readiness()).toBe('repaired');
  });

  it('gets jobs back with the mark that makes workers of earlier releases refuse them', async () => {
    const add_pairs = { tables: [], kinds: ['count'], count: 1 };
    const request = { ...COMPLETE, step: 'qa_generation', forceExecution: true, options: { add_pairs } } as const;
    const [added] = await module.get(RunsService).start(await newTask(), request);
    const operations = module.get(VectorOperationsService);
    const operationOf = async (kind: 'copy' | 'verify', storage: 'copy' | 'first') =>
      (await operations.request({ kind, taskId: null, parameters: { storage }, connectionString: null })).operationId;
    const jobs = [
      [queueOf('qa_generation'), added?.executionId ?? '', 'add_pairs'],
      [queueOf('ddl_generation'), (await newRun())[0]?.executionId ?? '', undefined],
      ['vector_backup', await operationOf('copy', 'first'), 'copy'],
      ['vector_backup', await operationOf('verify', 'copy'), 'from_copy'],
      ['vector_backup', await operationOf('verify', 'first'), undefined],
    ] as const;
    const expectMarks = async (): Promise<void> => {
      for (const [name, id, work] of jobs) {
        const data = (await queue.use(name, (own) => own.getJob(id)))?.data as { work?: string };
        expect([id, data.work]).toEqual([id, work]);
        const isStep = name !== 'vector_backup';
        expect((isStep ? stepJobSchema : vectorOperationJobSchema).parse(data)).toEqual(data);
        const earlier = isStep ? stepJobSchema.omit({ work: true }) : vectorOperationJobSchema.omit({ work: true });
        expect(earlier.safeParse(data).success).toBe(work === undefined);
      }
    };
    await expectMarks();
    await age();
    await forgetEverything(installation.config);
    await repairer.beat();
    await expectMarks();
  });

  it('is not taken for whole until everything was restored', async () => {
    const run = await newRun();
    await age();
    await forgetEverything(installation.config);
    jest.spyOn(queue, 'enqueueRun').mockRejectedValueOnce(new Error('the process dies here'));
    await repairer.beat();
    expect(await readiness()).toBe('queue_not_repaired');
    await repairer.beat();
    expect(await presences(run)).toEqual(whole);
  });

  it('is restored by one of many processes', async () => {
    const run = await newRun();
    await age();
    await forgetEverything(installation.config);
    const enqueue = jest.spyOn(queue, 'enqueueRun');
    await Promise.all(Array.from({ length: 6 }, () => repairer.beat()));
    expect(enqueue.mock.calls.filter(([, steps]) => steps[0]?.executionId === run[0]?.executionId)).toHaveLength(1);
    expect(await presences(run)).toEqual(whole);
  });

  it('takes the last step of a run out first, so that no removal sets a later step free', async () => {
    const run = await newRun();
    await age();
    const [first] = run as [StepToRun];
    await sql(
      `UPDATE data_pipeline_task_executions SET status = 'completed', completed_at = now() - interval '1 minute'
        WHERE execution_id = $1`,
      [first.executionId],
    );
    await overdue();
    const removed = jest.spyOn(queue, 'removeJob');
    await repairer.beat();
    const ids = removed.mock.calls
      .map(([, id]) => id)
      .filter((id) => run.some(({ executionId }) => executionId === id));
    expect(ids).toEqual(
      run
        .slice(1)
        .map(({ executionId }) => executionId)
        .toReversed(),
    );
    expect(await presences(run.slice(1))).toEqual(['waiting', 'blocked', 'blocked']);
  });

  it('runs a task once whose time came while the queue had no scheduler', async () => {
    const [late, early] = [await newTask(), await newTask()];
    const schedules = module.get(SchedulesService);
    await schedules.put(late, { ...NIGHTLY, cron: '* * * * *' });
    await schedules.put(early, NIGHTLY);
    await sql(`UPDATE data_pipeline_task_schedules SET created_at = now() - interval '1 day'`);
    await sql(`UPDATE data_pipeline_monitor_turns SET taken_at = now() - interval '3 minutes' WHERE work = $1`, [
      SWEEP_TURN,
    ]);
    await forgetEverything(installation.config);
    await repairer.beat();
    const due = await queue.use('schedules', async (own) =>
      (await own.getJobs(['wait'])).map(({ data }) => data as unknown),
    );
    expect(due).toEqual([{ version: 1, taskId: late }]);
    await schedules.remove(late);
    await schedules.remove(early);
  });

  it('does the sweep of a queue whose own sweep does not run', async () => {
    await overdue();
    expect(await readiness()).toBe('queue_not_checked');
    await repairer.beat();
    expect(await readiness()).toBe('repaired');
  });

  it('lets another process take over when work under the lock hangs', async () => {
    const turns = module.get(TurnRepository);
    const begun = Promise.withResolvers<void>();
    const hanging = turns.alone('hangs', 3_000, () => {
      begun.resolve();
      return new Promise(() => undefined);
    });
    const outcome = hanging.catch((error: Error) => error.message);
    await begun.promise;
    expect(await turns.alone('hangs', 300, async () => undefined)).toBe(false);
    expect(await outcome).toContain('not done within');
    expect(await turns.alone('hangs', 300, async () => undefined)).toBe(true);
  });

  if (backend === 'redis') {
    /** What is evicted, by the names of keys; `{job}` is the first job of the run. */
    it.each([
      ['the job', ':{job}'],
      ['the list of waiting jobs', ':wait'],
      ['everything of the queue of the first step', '{queue}:*'],
      ['a job that waits for it', ':{later}'],
    ])('gets back what was evicted: %s', async (_, keys) => {
      const run = await newRun();
      await age();
      const [first, later] = run as [StepToRun, StepToRun];
      const name = (step: StepName): string => `${installation.config.queuePrefix}:${queueOf(step)}`;
      const pattern = keys
        .replace('{job}', first.executionId)
        .replace('{later}', later.executionId)
        .replace(/^:/, `${name(keys.includes('later') ? later.step : first.step)}:`)
        .replace('{queue}', name(first.step));
      expect(await evict(installation.config, pattern)).toBeGreaterThan(0);
      const finished = keys.includes('later') ? [first] : [];
      for (const { executionId } of finished) {
        await sql(
          `UPDATE data_pipeline_task_executions SET status = 'completed', completed_at = now() - interval '1 minute'
            WHERE execution_id = $1`,
          [executionId],
        );
      }
      await overdue();
      await repairer.beat();
      expect((await presences(run.slice(finished.length)))[0]).toBe('waiting');
    });

    it('restores a scheduler whose next job was evicted', async () => {
      const taskId = await newTask();
      await module.get(SchedulesService).put(taskId, NIGHTLY);
      const { queuePrefix } = installation.config;
      expect(await evict(installation.config, `${queuePrefix}:schedules:repeat:${taskId}:*`)).toBe(1);
      expect(await evict(installation.config, `${queuePrefix}:maintenance:repeat:sweep:*`)).toBe(1);
      expect(await readiness()).toBe('queue_not_repaired');
      await repairer.beat();
      expect(await readiness()).toBe('repaired');
      expect(await schedulers.scheduledRuns()).toContainEqual({ taskId, cron: NIGHTLY.cron, timeZone: 'UTC' });
    });
  }
});
