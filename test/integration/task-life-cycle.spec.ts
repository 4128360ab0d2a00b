import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import { fileErrors, FileStore, IntegrityService } from '#libs/files';
import { OperationSweeper } from '#libs/operations';
import { taskParametersSchema, type StepName } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { ExecutionPolicy, ExecutionsService, RunsService, TasksService } from '#libs/tasks';
import { eventually } from '../harness/eventually.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type QueueBackend, type TestInstallation } from '../harness/test-config.js';

/** Every statement of the driver comes by here. */
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its client
const original = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown;
const LEASE_MS = 30_000;
const COMPLETE = { step: null, forceExecution: false, cleanExistingFiles: false };

/** The code of the error that a promise rejects with. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
}

describe.each<QueueBackend>(['redis', 'postgres'])('the life cycle of a task, queue on %s', (backend) => {
  let installation: TestInstallation;
  let module: TestingModule;
  let tasks: TasksService;
  let runs: RunsService;
  let executions: ExecutionsService;
  let policy: ExecutionPolicy;
  let queue: JobQueue;
  let database: DataSource;

  beforeAll(async () => {
    installation = await createTestInstallation(`life_${backend}`, backend);
    module = await openTaskServices(installation.config);
    tasks = module.get(TasksService);
    runs = module.get(RunsService);
    executions = module.get(ExecutionsService);
    policy = module.get(ExecutionPolicy);
    queue = module.get(JobQueue);
    database = module.get(DataSource);
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function newTask(
    parameters: Record<string, unknown> = {},
    tables: string[] | undefined = ['public.*'],
  ): Promise<string> {
    return (await tasks.create({ parameters: taskParametersSchema.parse(parameters), tables })).taskId;
  }

  /** Ends the open executions of a run one after the other, as a worker would. */
  async function workOff(taskId: string, until?: StepName): Promise<void> {
    for (const { executionId, step, status } of (await tasks.get(taskId)).executions) {
      if (status === 'pending') {
        const claim = await policy.table.claim(executionId, 'test', LEASE_MS);
        if (claim.outcome !== 'claimed') {
          throw new Error(`${executionId} is ${claim.outcome}`);
        }
        await executions.complete(claim.operation, claim.leaseToken, { step });
      }
      if (step === until) {
        return;
      }
    }
  }

  async function statusOf(taskId: string): Promise<string> {
    return (await tasks.get(taskId)).task.status;
  }

  it('gives every task of a burst an id of its own', async () => {
    const created = await Promise.all(Array.from({ length: 200 }, () => newTask()));
    expect(new Set(created).size).toBe(200);
    expect(created.every((id) => /^task_\d{8}_\d{6}(_\d+)?$/.test(id))).toBe(true);
  });

  it('lets one of many callers start a task; the others get a conflict', async () => {
    const taskId = await newTask();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => codeOf(runs.start(taskId, COMPLETE))));
    expect(outcomes.filter((code) => code === 'no error')).toHaveLength(1);
    expect(outcomes.filter((code) => code === 'task_running')).toHaveLength(49);
    const { executions: rows, task } = await tasks.get(taskId);
    expect(rows.map(({ step }) => step)).toEqual([
      'ddl_generation',
      'qa_generation',
      'sql_validation',
      'training_load',
    ]);
    expect(rows[0]?.executionId).toMatch(new RegExp(`^${taskId}_step_ddl_generation_exec_\\d{8}_\\d{6}$`));
    expect(task.status).toBe('in_progress');
  });

  it('lets one of many deliveries claim an execution, and another only when the lease has run out', async () => {
    const taskId = await newTask();
    const [first] = await runs.start(taskId, COMPLETE);
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, worker) =>
        policy.table.claim(first?.executionId ?? '', `worker ${worker}`, LEASE_MS),
      ),
    );
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual(['claimed', ...Array<string>(7).fill('leased')]);
    const [holder] = claims.filter((claim) => claim.outcome === 'claimed');

    await database.query(
      `UPDATE data_pipeline_task_executions SET lease_expires_at = now() - interval '1 second' WHERE task_id = $1`,
      [taskId],
    );
    const takeover = await policy.table.claim(first?.executionId ?? '', 'the next worker', LEASE_MS);
    expect(takeover.outcome).toBe('claimed');
    // The old holder is fenced off: neither its heartbeat nor its outcome counts any more.
    expect(await policy.table.renew(first?.executionId ?? '', holder!.leaseToken, LEASE_MS, null)).toBe('lost');
    expect(await codeOf(executions.complete(holder!.operation, holder!.leaseToken, {}))).toBe('lease_lost');
    expect(await statusOf(taskId)).toBe('in_progress');
  });

  it('gives the claimer of an execution its row and that of its task', async () => {
    const taskId = await newTask({ business_context: '商店 "A"', db_name: 'shop' });
    const [first] = await runs.start(taskId, COMPLETE);
    const claim = await policy.table.claim(first?.executionId ?? '', 'test', LEASE_MS);
    const { task, executions: rows } = await tasks.get(taskId);
    expect(claim).toEqual({
      outcome: 'claimed',
      operation: rows[0],
      task,
      language: 'zh',
      leaseToken: rows[0]?.leaseToken,
    });
    expect(rows[0]).toMatchObject({ status: 'running', workerId: 'test', attempts: 1, startedAt: expect.any(Date) });
    expect(await policy.table.claim(`${taskId}_unknown`, 'test', LEASE_MS)).toEqual({
      outcome: 'ended',
      operation: null,
    });
  });

  it('refuses a step whose predecessor is not completed, unless it is forced', async () => {
    const taskId = await newTask();
    const qa = { step: 'qa_generation' as const, forceExecution: false, cleanExistingFiles: false };
    expect(await codeOf(runs.start(taskId, qa))).toBe('dependency_not_completed');
    // The refusal leaves the task as it was.
    expect(await statusOf(taskId)).toBe('pending');
    expect((await tasks.get(taskId)).task.startedAt).toBeNull();

    await runs.start(taskId, { ...qa, forceExecution: true });
    await workOff(taskId);
    expect(await statusOf(taskId)).toBe('partial_completed');
    expect((await tasks.get(taskId)).executions[0]?.forceExecuted).toBe(true);
  });

  it('rolls a complete run up, and a clean run of an early step resets the later ones', async () => {
    const taskId = await newTask();
    await runs.start(taskId, COMPLETE);
    await workOff(taskId, 'qa_generation');
    expect(await statusOf(taskId)).toBe('in_progress');
    await workOff(taskId);
    const done = await tasks.get(taskId);
    expect(done.task).toMatchObject({ status: 'completed', errorMessage: null });
    expect(done.task.completedAt).not.toBeNull();

    await runs.start(taskId, { step: 'ddl_generation', forceExecution: false, cleanExistingFiles: true });
    await workOff(taskId);
    const cleaned = await tasks.get(taskId);
    expect(cleaned.task.status).toBe('partial_completed');
    expect(cleaned.stepStatus).toEqual({
      ddl_generation: 'completed',
      qa_generation: 'pending',
      sql_validation: 'pending',
      training_load: 'pending',
      // Answers show it only where the task has it.
      evaluation: 'pending',
    });
  });

  it('fails a task with its step, withdraws the later steps, and a later run clears it', async () => {
    const taskId = await newTask();
    const [first] = await runs.start(taskId, COMPLETE);
    const claim = await policy.table.claim(first?.executionId ?? '', 'test', LEASE_MS);
    if (claim.outcome !== 'claimed') {
      throw new Error(claim.outcome);
    }
    const problem = new DomainError({ code: 'x', kind: 'validation', zh: '表不存在', en: 'no such table' });
    await executions.fail(claim.operation, problem, claim.leaseToken);
    const failed = await tasks.get(taskId);
    expect(failed.task).toMatchObject({ status: 'failed', errorMessage: '表不存在' });
    expect(failed.executions.map(({ step, status }) => [step, status])).toEqual([['ddl_generation', 'failed']]);

    await runs.start(taskId, COMPLETE);
    expect((await tasks.get(taskId)).task.errorMessage).toBeNull();
    await workOff(taskId);
    expect(await statusOf(taskId)).toBe('completed');
    // Same second, same step: the id is still unique.
    const ids = (await tasks.get(taskId)).executions.map(({ executionId }) => executionId);
    expect(new Set(ids).size).toBe(5);
  });

  it('does not run disabled steps, and completes without them', async () => {
    const taskId = await newTask({ enable_sql_validation: false, enable_training_data_load: false });
    await runs.start(taskId, COMPLETE);
    await workOff(taskId);
    expect((await tasks.get(taskId)).task.status).toBe('completed');
    expect((await tasks.get(taskId)).executions).toHaveLength(2);
  });

  it('asks the database once for a start, and once for the row and once for the files of a new task', async () => {
    const sent: string[] = [];
    jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: unknown[]) {
      const [config] = given as [{ name?: string; text?: string } | string];
      sent.push((typeof config === 'string' ? config : (config.name ?? config.text)) ?? '');
      return original.apply(this, given) as never;
    });
    const ours = (): string[] => sent.splice(0).filter((statement) => statement.startsWith('data_pipeline_'));
    const taskId = await newTask();
    expect(ours()).toEqual(['data_pipeline_task_creation', 'data_pipeline_output_recording_of_new_tasks']);
    await runs.start(taskId, COMPLETE);
    expect(ours()).toEqual(['data_pipeline_run_start_complete']);
  });

  it('records no file of a new task before it is there', async () => {
    const failure = new DomainError(fileErrors.storage_unavailable, { reason: 'ENOSPC' });
    const createFolder = jest.spyOn(module.get(FileStore), 'createFolder').mockRejectedValueOnce(failure);
    await expect(tasks.create({ parameters: taskParametersSchema.parse({}), tables: ['a'] })).rejects.toBe(failure);
    const [taskId] = createFolder.mock.lastCall ?? [];
    const rows = `SELECT file_name FROM data_pipeline_task_outputs WHERE task_id = $1`;
    expect(await module.get(DataSource).query(rows, [taskId])).toEqual([]);
  });

  it('waits for a table list, and reports it', async () => {
    const task = await tasks.create({ parameters: taskParametersSchema.parse({}) });
    expect(await codeOf(runs.start(task.taskId, COMPLETE))).toBe('table_list_missing');
    const parameters = async (): Promise<unknown> => {
      const text = await module.get(FileStore).readText(task.taskId, 'task_config.json');
      return (JSON.parse(text) as { parameters: unknown }).parameters;
    };
    expect(await parameters()).toMatchObject({ table_list_file: null });
    await tasks.replaceTableList(task.taskId, ['bss_company']);
    expect(await parameters()).toMatchObject({ table_list_file: 'table_list.txt' });
    const checked = await module.get(IntegrityService).check(task.taskId, new AbortController().signal);
    expect(checked.map(({ name, state }) => [name, state])).toEqual([
      ['data_pipeline.log', 'unrecorded'],
      ['table_list.txt', 'ok'],
      ['task_config.json', 'ok'],
    ]);
    await runs.start(task.taskId, COMPLETE);
    expect(await codeOf(tasks.replaceTableList(task.taskId, ['other']))).toBe('table_list_while_running');
  });

  it('cancels what waits at once and tells a running step through its lease', async () => {
    const waiting = await newTask();
    await runs.start(waiting, COMPLETE);
    expect(await runs.cancel(waiting)).toEqual({ ended: true });
    expect(await statusOf(waiting)).toBe('cancelled');
    expect(await codeOf(runs.cancel(waiting))).toBe('task_not_running');

    const running = await newTask();
    const [first] = await runs.start(running, COMPLETE);
    const claim = await policy.table.claim(first?.executionId ?? '', 'test', LEASE_MS);
    if (claim.outcome !== 'claimed') {
      throw new Error(claim.outcome);
    }
    expect(await runs.cancel(running)).toEqual({ ended: false });
    expect(await policy.table.renew(claim.operation.executionId, claim.leaseToken, LEASE_MS, null)).toBe('cancelled');
    expect(await codeOf(runs.cancel('task_unknown'))).toBe('task_not_found');
  });

  it('leaves a step to the worker that claims it while its run is being cancelled', async () => {
    const taskId = await newTask();
    const [first] = await runs.start(taskId, COMPLETE);
    const worker = database.createQueryRunner();
    try {
      await worker.startTransaction();
      await worker.query(
        `UPDATE data_pipeline_task_executions SET status = 'running', started_at = clock_timestamp(),
                lease_token = gen_random_uuid(), lease_expires_at = now() + interval '1 hour', heartbeat_at = now()
          WHERE execution_id = $1`,
        [first?.executionId],
      );
      const cancelled = runs.cancel(taskId);
      await eventually(async () => {
        const waiting: unknown[] = await database.query(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(1);
      });
      await worker.commitTransaction();
      expect(await cancelled).toEqual({ ended: false });
    } finally {
      await worker.release();
    }
    expect((await tasks.get(taskId)).currentExecution?.executionId).toBe(first?.executionId);
  });

  it('leaves a task as it was when the queue cannot be reached: never run, failed, or with outputs', async () => {
    const never = await newTask();
    const failed = await newTask();
    const [first] = await runs.start(failed, COMPLETE);
    const claim = await policy.table.claim(first?.executionId ?? '', 'test', LEASE_MS);
    if (claim.outcome !== 'claimed') {
      throw new Error(claim.outcome);
    }
    const problem = new DomainError({ code: 'x', kind: 'validation', zh: '表不存在', en: 'no such table' });
    await executions.fail(claim.operation, problem, claim.leaseToken);
    const complete = await newTask();
    await runs.start(complete, COMPLETE);
    await workOff(complete);
    for (const taskId of [never, failed, complete]) {
      const before = await tasks.get(taskId);
      jest.spyOn(queue, 'enqueueRun').mockRejectedValueOnce(new Error('queue down'));
      await expect(runs.start(taskId, { ...COMPLETE, cleanExistingFiles: true })).rejects.toThrow('queue down');
      const { task, ...state } = await tasks.get(taskId);
      expect({ ...state, task: { ...task, updatedAt: null } }).toEqual({
        ...before,
        task: { ...before.task, updatedAt: null },
      });
    }
    expect((await tasks.get(never)).task.startedAt).toBeNull();
    await runs.start(never, COMPLETE);
    expect(await statusOf(never)).toBe('in_progress');
  });

  it('keeps a run whose first job was taken although the queue gave no answer', async () => {
    const taskId = await newTask();
    jest.spyOn(queue, 'enqueueRun').mockImplementationOnce(async (_, steps) => {
      await policy.table.claim(steps[0]?.executionId ?? '', 'test', LEASE_MS);
      throw new Error('queue down');
    });
    await expect(runs.start(taskId, COMPLETE)).rejects.toThrow('queue down');
    expect(await statusOf(taskId)).toBe('in_progress');
    expect((await tasks.get(taskId)).executions.map(({ status }) => status)).toEqual(['running']);
  });

  it('re-enqueues jobs that were lost, ends zombies, and leaves healthy runs alone', async () => {
    const sweeper = module.get(OperationSweeper);
    await sweeper.sweep(policy, 0);
    const lost = await newTask();
    jest.spyOn(queue, 'enqueueRun').mockResolvedValueOnce();
    const steps = await runs.start(lost, COMPLETE);
    const healthy = await newTask();
    await runs.start(healthy, COMPLETE);

    const report = await sweeper.sweep(policy, 0);
    expect(report.requeued).toEqual(steps.map(({ executionId }) => executionId));
    expect(await queue.presenceOf(steps[0]!.step, steps[0]!.executionId)).toBe('waiting');
    expect((await sweeper.sweep(policy, 0)).requeued).toEqual([]);

    const [first] = (await tasks.get(healthy)).executions;
    await policy.table.claim(first?.executionId ?? '', 'test', LEASE_MS);
    await database.query(
      `UPDATE data_pipeline_task_executions SET heartbeat_at = now() - interval '3 hours', lease_expires_at = now() - interval '3 hours' WHERE execution_id = $1`,
      [first?.executionId],
    );
    expect((await sweeper.sweep(policy, 0)).ended).toEqual([first?.executionId]);
    expect((await tasks.get(healthy)).task).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining('120'),
    });
  });

  it('gives the same task for the same Idempotency-Key, also to callers at the same moment', async () => {
    const request = { parameters: taskParametersSchema.parse({}), tables: ['a'], idempotencyKey: `key-${backend}` };
    const created = await Promise.all(Array.from({ length: 10 }, () => tasks.create(request)));
    expect(new Set(created.map(({ taskId }) => taskId)).size).toBe(1);
    expect(await codeOf(tasks.create({ ...request, tables: ['b'] }))).toBe('idempotency_key_reused');
  });

  it('starts one run for the same Idempotency-Key, whatever became of it, also for callers at the same moment', async () => {
    const taskId = await newTask();
    const request = { ...COMPLETE, idempotencyKey: 'run-1' };
    const started = await Promise.all(Array.from({ length: 8 }, () => runs.start(taskId, request)));
    const idsOf = (steps: readonly { executionId: string }[]): string[] => steps.map(({ executionId }) => executionId);
    expect(new Set(started.map((steps) => idsOf(steps).join()))).toEqual(new Set([idsOf(started[0]!).join()]));
    expect((await tasks.get(taskId)).executions).toHaveLength(4);
    await workOff(taskId);
    expect(idsOf(await runs.start(taskId, request))).toEqual(idsOf(started[0]!));
    expect(await statusOf(taskId)).toBe('completed');
    expect(await codeOf(runs.start(taskId, { ...request, forceExecution: true }))).toBe('idempotency_key_reused');
    await runs.start(taskId, { ...COMPLETE, idempotencyKey: 'run-2' });
    expect((await tasks.get(taskId)).executions).toHaveLength(8);
  });

  it('starts a run again for the same Idempotency-Key when the queue could not be reached', async () => {
    const taskId = await newTask();
    const request = { ...COMPLETE, idempotencyKey: 'run-3' };
    jest.spyOn(queue, 'enqueueRun').mockRejectedValueOnce(new Error('queue down'));
    await expect(runs.start(taskId, request)).rejects.toThrow('queue down');
    expect(await statusOf(taskId)).toBe('pending');
    expect(await runs.start(taskId, request)).toHaveLength(4);
  });
});
