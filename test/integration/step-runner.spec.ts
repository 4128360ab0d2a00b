import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { isoTimestamp } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import { FileStore, TaskFilesService } from '#libs/files';
import { taskParametersSchema, type StepName } from '#libs/pipeline';
import { operationErrors, type DeliveryOutcome } from '#libs/operations';
import { StepRunner } from '#libs/step-runner';
import type { Step, StepContext, StepInput, StepResult } from '#libs/steps/step';
import { defineMessages, LANGUAGES, type Language } from '#libs/language';
import { RunsService, taskErrors, TaskLogService, TasksService } from '#libs/tasks';
import { eventually } from '../harness/eventually.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

type Work = (context: StepContext, input: StepInput) => Promise<StepResult>;

function step(name: StepName, work: Work): Step {
  return { name, run: (input, context) => work(context, input) };
}

const CHINESE: Language = 'zh';
const spoken = defineMessages('step_runner_spec', {
  table: { zh: '开始处理表: {table}', en: 'documenting table {table}' },
});

const writesTwoFiles: Work = async ({ files, log, progress }) => {
  await files.write('a.ddl', 'create table a ();', { primary: true });
  await files.write('b.ddl', 'create table b ();');
  log.info('DDLMDGenerator', spoken.table({ table: 'a, postgres://user:hunter2@db/shop' }));
  progress(2, 2);
  return { total_tables: 2 };
};

/** The name of a prepared statement, or the text of another. */
function statementName(statement: unknown): string {
  const named = typeof statement === 'object' && statement !== null && 'name' in statement;
  return String(named ? statement.name : statement);
}

/** Statements of the task tables; the queue has connections to the same server. */
const OURS = /data_pipeline|TRANSACTION|COMMIT/;

const UNAVAILABLE = {
  code: 'test_unavailable',
  kind: 'unavailable',
  zh: '数据库不可用',
  en: 'the database is away',
} as const;

describe('StepRunner', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let runner: StepRunner;
  let tasks: TasksService;
  let runs: RunsService;
  let files: TaskFilesService;

  beforeAll(async () => {
    installation = await createTestInstallation('runner', 'postgres', { LEASE_SECONDS: '2' });
    module = await openTaskServices(installation.config);
    runner = module.get(StepRunner);
    tasks = module.get(TasksService);
    runs = module.get(RunsService);
    files = module.get(TaskFilesService);
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  async function started(
    name: StepName = 'ddl_generation',
    taskId?: string,
  ): Promise<{ taskId: string; executionId: string }> {
    const id = taskId ?? (await tasks.create({ parameters: taskParametersSchema.parse({}), tables: ['a'] })).taskId;
    const [execution] = await runs.start(id, { step: name, forceExecution: true, cleanExistingFiles: false });
    return { taskId: id, executionId: execution?.executionId ?? '' };
  }

  function run(
    executionId: string,
    work: Work,
    options: { lastAttempt?: boolean; shutdown?: AbortSignal; name?: StepName } = {},
  ): Promise<DeliveryOutcome<StepResult>> {
    return runner.run(step(options.name ?? 'ddl_generation', work), executionId, {
      attemptsLeft: options.lastAttempt ? 0 : 2,
      shutdown: options.shutdown ?? new AbortController().signal,
    });
  }

  async function namesOf(taskId: string): Promise<string[]> {
    return (await files.list(taskId)).map(({ name }) => name);
  }

  /** Its lease expires without a notice to its worker. */
  async function takeOver(executionId: string): Promise<void> {
    await module
      .get(DataSource)
      .query(
        `UPDATE data_pipeline_task_executions SET lease_token = gen_random_uuid(), lease_expires_at = now() - interval '1 second' WHERE execution_id = $1`,
        [executionId],
      );
  }

  /** See `writesTwoFiles`. */
  async function expectWrittenByTheNewOne(taskId: string): Promise<void> {
    const content = 'create table a ();';
    expect(await text((await files.open(taskId, 'a.ddl')).stream())).toBe(content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await files.list(taskId)).toContainEqual(expect.objectContaining({ name: 'a.ddl', sha256 }));
  }

  it('publishes the files, records size and hash, the result, and the double log without secrets', async () => {
    const { taskId, executionId } = await started();
    expect(await run(executionId, writesTwoFiles)).toEqual({ outcome: 'completed', result: { total_tables: 2 } });

    const listed = await files.list(taskId);
    expect(listed.map(({ name }) => name)).toEqual([
      'a.ddl',
      'b.ddl',
      'data_pipeline.log',
      'ddl_generation_result.json',
      'table_list.txt',
      'task_config.json',
      'task_result.json',
    ]);
    expect(listed[0]).toMatchObject({
      isPrimary: true,
      step: 'ddl_generation',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await tasks.get(taskId)).executions[0]).toMatchObject({ status: 'completed', result: { total_tables: 2 } });

    const folder = join(installation.storageDirectory, taskId);
    const log = await readFile(join(folder, 'data_pipeline.log'), 'utf8');
    expect(log).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[INFO\] TaskDir_\S+: 任务目录日志初始化完成/);
    expect(log).toContain('[INFO] DDLMDGenerator: 开始处理表: a, postgres://user:***@db/shop');
    const { entries } = await module.get(TaskLogService).query(taskId, { limit: 100 });
    expect(entries).toHaveLength(log.trimEnd().split('\n').length);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
    expect(await readdir(join(folder, '.staging')).catch(() => [])).not.toContain(executionId);
  });

  it.each(LANGUAGES)('writes every line of the log in the language of the task (%s)', async (language) => {
    const { taskId } = await tasks.create({ parameters: taskParametersSchema.parse({ language }), tables: ['a'] });
    const { executionId } = await started('ddl_generation', taskId);
    const away: Work = async () => {
      throw new DomainError(UNAVAILABLE);
    };
    expect(await run(executionId, away)).toMatchObject({ outcome: 'waiting' });
    await run(executionId, writesTwoFiles);
    const again = await started('ddl_generation', taskId);
    const broken: Work = async () => {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    };
    await expect(run(again.executionId, broken)).rejects.toThrow(taskId);

    const { entries } = await module.get(TaskLogService).query(taskId, { limit: 100 });
    // Two of them name the runs.
    expect(entries).toHaveLength(10);
    const isChinese = entries.map(({ message }) => /\p{Script=Han}/u.test(message));
    expect(isChinese).toEqual(entries.map(() => language === CHINESE));
  });

  it('writes and reads a file of any size piece by piece, and keeps nothing of one that breaks off', async () => {
    const content = Array.from({ length: 20_000 }, (_, index) => `第 ${index} 行 😀\n`).join('');
    async function* pieces(end: number): AsyncGenerator<string> {
      for (let start = 0; start < end; start += 100) {
        yield content.slice(start, start + 100);
      }
      if (end < content.length) {
        throw new DomainError(UNAVAILABLE);
      }
    }
    const { taskId, executionId } = await started();
    const breaksOff: Work = ({ files: own }) => own.writeStream('big.md', pieces(200_000)).then(() => ({}));
    expect(await run(executionId, breaksOff)).toMatchObject({ outcome: 'waiting' });
    expect(await namesOf(taskId)).not.toContain('big.md');
    await runs.cancel(taskId);

    const writes: Work = async ({ files: own }) => {
      await own.writeStream('big.md', pieces(content.length));
      expect(await text(own.readStream('big.md'))).toBe(content);
      return {};
    };
    await run((await started('ddl_generation', taskId)).executionId, writes);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await files.list(taskId)).toContainEqual(
      expect.objectContaining({ name: 'big.md', sha256, size: Buffer.byteLength(content) }),
    );
    const reads: Work = async ({ files: own }) => {
      const sizes: number[] = [];
      for await (const piece of own.readStream('big.md')) {
        sizes.push(piece.byteLength);
      }
      expect(Math.max(...sizes)).toBeLessThan(Buffer.byteLength(content) / 2);
      await expect(text(own.readStream('absent.md'))).rejects.toMatchObject({ code: 'file_not_found' });
      return { same: (await text(own.readStream('big.md'))) === content };
    };
    const reader = await started('qa_generation', taskId);
    expect(await run(reader.executionId, reads, { name: 'qa_generation' })).toMatchObject({ result: { same: true } });
  });

  it('writes the result of the task before its end is visible', async () => {
    const { taskId, executionId } = await started();
    const store = module.get(FileStore);
    const write = store.write.bind(store);
    const seen: string[] = [];
    const spy = jest.spyOn(store, 'write').mockImplementation(async (...file) => {
      const written = await write(...file);
      if (file[1] === 'task_result.json') {
        seen.push((await tasks.get(taskId)).task.status);
      }
      return written;
    });
    await run(executionId, writesTwoFiles);
    spy.mockRestore();
    expect(seen).toEqual(['in_progress']);
    const result = join(installation.storageDirectory, taskId, 'task_result.json');
    const stored: unknown = JSON.parse(await readFile(result, 'utf8'));
    const { task } = await tasks.get(taskId);
    expect(stored).toMatchObject({
      status: task.status,
      completed_at: isoTimestamp(task.completedAt!, 'Asia/Shanghai'),
    });
  });

  it.each([
    ['is away', new DomainError(UNAVAILABLE)],
    ['fails with an unexpected error', new Error('odd')],
  ])('ends a task although the storage %s, and writes its result when it works again', async (_, failure) => {
    const { taskId, executionId } = await started();
    const spy = jest.spyOn(module.get(FileStore), 'write').mockRejectedValueOnce(failure);
    await run(executionId, writesTwoFiles);
    spy.mockRestore();
    expect((await tasks.get(taskId)).task.status).toBe('partial_completed');
    expect(await namesOf(taskId)).toContain('task_result.json');
  });

  it('asks the task tables no more than it must', async () => {
    const { taskId } = await tasks.create({ parameters: taskParametersSchema.parse({}), tables: ['a'] });
    const [execution] = await runs.start(taskId, { step: null, forceExecution: false, cleanExistingFiles: false });
    const asked = jest.spyOn(pg.Client.prototype, 'query');
    await run(execution?.executionId ?? '', writesTwoFiles);
    const statements = asked.mock.calls
      .map(([statement]) => statementName(statement))
      .filter((name) => OURS.test(name));
    asked.mockRestore();
    // How often the log is written and the lease renewed depends on the time that a step takes.
    const timed = ['data_pipeline_log_insertion', 'data_pipeline_execution_heartbeat'];
    expect(statements).toEqual(expect.arrayContaining(timed));
    // The claim, the files of before and of now, and the end of the step: six in a transaction.
    expect(statements.filter((name) => !timed.includes(name))).toHaveLength(9);
  });

  it('does nothing on a second delivery', async () => {
    const { executionId } = await started();
    await run(executionId, writesTwoFiles);
    let ranAgain = false;
    const second = await run(executionId, async () => {
      ranAgain = true;
      return {};
    });
    expect(second).toEqual({ outcome: 'nothing_to_do' });
    expect(ranAgain).toBe(false);
  });

  it('replaces the outputs of the step on a re-run and leaves no stale one, nor touches those of other steps', async () => {
    const { taskId, executionId } = await started();
    await run(executionId, writesTwoFiles);
    const qa = await started('qa_generation', taskId);
    await run(
      qa.executionId,
      async (context) => {
        await context.files.write('qs_pair.json', '[]');
        return {};
      },
      { name: 'qa_generation' },
    );

    const again = await started('ddl_generation', taskId);
    await run(again.executionId, async (context) => {
      await context.files.write('a.ddl', 'create table a (x int);');
      return {};
    });
    const names = await namesOf(taskId);
    expect(names).toContain('a.ddl');
    expect(names).toContain('qs_pair.json');
    expect(names).not.toContain('b.ddl');
  });

  it('leaves the files that a re-run keeps as they are, with their rows', async () => {
    const { taskId, executionId } = await started();
    await run(executionId, writesTwoFiles);
    const before = await files.open(taskId, 'a.ddl');
    const again = await started('ddl_generation', taskId);
    await run(again.executionId, async (context) => {
      await context.files.keep('a.ddl');
      return {};
    });
    const after = await files.open(taskId, 'a.ddl');
    expect({ ...after, stream: null }).toEqual({ ...before, stream: null });
    expect(after.sha256).toHaveLength(64);
    expect(await namesOf(taskId)).not.toContain('c.ddl');
  });

  it('keeps what an earlier run wrote when the step fails, and shows nothing of the failed one', async () => {
    const { taskId, executionId } = await started();
    await run(executionId, writesTwoFiles);
    const again = await started('ddl_generation', taskId);
    const failure = run(again.executionId, async (context) => {
      await context.files.write('a.ddl', 'half');
      await context.files.write('kept.json', '{}', { immediate: true });
      throw new DomainError({ code: 'test_broken', kind: 'validation', zh: '表不存在', en: 'no such table' });
    });
    await expect(failure).rejects.toThrow('no such table');
    expect((await tasks.get(taskId)).task).toMatchObject({ status: 'failed', errorMessage: '表不存在' });
    const file = await files.open(taskId, 'a.ddl');
    expect(file.size).toBe('create table a ();'.length);
    expect(await namesOf(taskId)).toContain('kept.json');
  });

  it('runs no step before its turn, whatever the queue delivers', async () => {
    const { taskId } = await tasks.create({ parameters: taskParametersSchema.parse({}), tables: ['a'] });
    const steps = await runs.start(taskId, { step: null, forceExecution: false, cleanExistingFiles: false });
    const [first, second] = steps.map(({ executionId }) => executionId) as [string, string];
    const work: Work = async () => ({});
    expect(await run(second, work, { name: 'qa_generation' })).toMatchObject({ outcome: 'leased' });
    expect(await run(first, work)).toMatchObject({ outcome: 'completed' });
    expect(await run(second, work, { name: 'qa_generation' })).toMatchObject({ outcome: 'completed' });
    await runs.cancel(taskId);
  });

  it('waits for a database that is away, says until when, and fails when the time is up', async () => {
    const { taskId, executionId } = await started();
    const away: Work = async () => {
      throw new DomainError(UNAVAILABLE);
    };
    expect(await run(executionId, away, { lastAttempt: true })).toMatchObject({ outcome: 'waiting' });
    expect((await tasks.get(taskId)).task.status).toBe('in_progress');
    const [execution] = (await tasks.get(taskId)).executions;
    expect(execution).toMatchObject({
      status: 'pending',
      attempts: 1,
      errorMessage: '数据库不可用',
      waiting: { code: 'test_unavailable', reason: { en: 'the database is away' } },
    });
    const { since = '', until = '' } = execution?.waiting ?? {};
    expect(Date.parse(until) - Date.parse(since)).toBe(installation.config.worker.unavailableRetryMs);

    await module
      .get(DataSource)
      .query(
        `UPDATE data_pipeline_task_executions SET waiting = jsonb_set(waiting, '{spentMs}', '900000') WHERE execution_id = $1`,
        [executionId],
      );
    await expect(run(executionId, away)).rejects.toThrow('the database is away');
    expect((await tasks.get(taskId)).task).toMatchObject({ status: 'failed', errorMessage: '数据库不可用' });
  });

  it('hides the particulars of a defect behind a number', async () => {
    const { taskId, executionId } = await started();
    const defect: Work = async () => {
      throw new Error('secret particulars');
    };
    expect(await run(executionId, defect)).toMatchObject({ outcome: 'retried' });
    await expect(run(executionId, defect, { lastAttempt: true })).rejects.toThrow('internal error');
    const { errorMessage } = (await tasks.get(taskId)).task;
    expect(errorMessage).toMatch(/内部错误失败（编号 [0-9a-f-]{36}）/);
    expect(errorMessage).not.toContain('secret');
  });

  it('ends a crash between publishing and recording as if it had not been', async () => {
    const { taskId, executionId } = await started();
    // A worker published everything and died before it could record the end: its lease runs out, the job comes again.
    const dead = new AbortController();
    const crashed = run(executionId, async (context) => {
      await writesTwoFiles(context, {} as StepInput);
      return {};
    });
    await crashed;
    await module.get(DataSource).query(
      `UPDATE data_pipeline_task_executions
          SET status = 'running', lease_token = gen_random_uuid(), lease_expires_at = now() - interval '1 second', execution_result = NULL
        WHERE execution_id = $1`,
      [executionId],
    );
    dead.abort();
    expect(await run(executionId, writesTwoFiles)).toMatchObject({ outcome: 'completed' });
    const listed = await files.list(taskId);
    expect(listed.filter(({ name }) => name.endsWith('.ddl'))).toHaveLength(2);
    expect((await tasks.get(taskId)).executions[0]).toMatchObject({
      status: 'completed',
      attempts: 2,
      result: { total_tables: 2 },
    });
  });

  it('stops a running step when its task is cancelled', async () => {
    const { taskId, executionId } = await started();
    const running = run(executionId, ({ signal }) => untilAborted(signal));
    const outcome = expect(running).rejects.toThrow('the task was cancelled');
    await eventually(async () => expect((await tasks.get(taskId)).currentExecution).not.toBeNull());
    expect(await runs.cancel(taskId)).toEqual({ ended: false });
    await outcome;
    expect((await tasks.get(taskId)).task.status).toBe('cancelled');
    expect((await tasks.get(taskId)).executions[0]?.status).toBe('cancelled');
  });

  it('hands a running step back when the process has to stop', async () => {
    const { taskId, executionId } = await started();
    const shutdown = new AbortController();
    const running = run(executionId, ({ signal }) => untilAborted(signal), { shutdown: shutdown.signal });
    await eventually(async () => expect((await tasks.get(taskId)).currentExecution).not.toBeNull());
    shutdown.abort(new DomainError(operationErrors.worker_stopping));
    expect(await running).toEqual({ outcome: 'handed_back' });
    expect((await tasks.get(taskId)).executions[0]).toMatchObject({ status: 'pending', leaseToken: null });
    expect(await run(executionId, writesTwoFiles)).toMatchObject({ outcome: 'completed' });
  });

  it('stops a worker that was taken over, and lets only the new one publish', async () => {
    const { taskId, executionId } = await started();
    const begun = Promise.withResolvers<void>();
    const takenOver = Promise.withResolvers<void>();
    const writtenLate = Promise.withResolvers<void>();
    const old = run(executionId, async ({ files: output }) => {
      await output.write('a.ddl', 'from the old worker');
      begun.resolve();
      await takenOver.promise;
      await output.write('a.ddl', 'late, from the old worker');
      await output.write('c.ddl', 'late, from the old worker');
      writtenLate.resolve();
      return {};
    });
    await begun.promise;
    await takeOver(executionId);
    const fresh = await run(executionId, async (context, input) => {
      const result = await writesTwoFiles(context, input);
      takenOver.resolve();
      await writtenLate.promise;
      return result;
    });
    expect(fresh).toMatchObject({ outcome: 'completed' });
    expect(await old).toEqual({ outcome: 'handed_back' });
    await expectWrittenByTheNewOne(taskId);
    expect(await namesOf(taskId)).not.toContain('c.ddl');
  });

  it('records nothing of a worker whose files a successor has thrown away at its last moment', async () => {
    const { taskId, executionId } = await started();
    const store = module.get(FileStore);
    const real = store.publish.bind(store);
    const publishing = jest.spyOn(store, 'publish').mockImplementationOnce(async (...args) => {
      await takeOver(executionId);
      expect(await run(executionId, writesTwoFiles)).toMatchObject({ outcome: 'completed' });
      return real(...args);
    });
    const old = run(executionId, async ({ files: output }) => {
      await output.write('a.ddl', 'from the old worker');
      return {};
    });
    expect(await old).toEqual({ outcome: 'handed_back' });
    publishing.mockRestore();
    await expectWrittenByTheNewOne(taskId);
  });

  it('shows the progress of a running step', async () => {
    const { taskId, executionId } = await started();
    const release = new AbortController();
    const running = run(executionId, async ({ progress }) => {
      progress(3, 10, 'bss_company');
      await untilAborted(release.signal).catch(() => undefined);
      return {};
    });
    await eventually(async () =>
      expect((await tasks.get(taskId)).currentExecution?.progress).toEqual({
        done: 3,
        total: 10,
        label: 'bss_company',
      }),
    );
    release.abort();
    await running;
  });
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
