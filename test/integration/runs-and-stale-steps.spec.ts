import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import type { StepModels } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { UploadsService, type OverwriteMode } from '#libs/files';
import { STEP_NAMES, taskParametersSchema, type StepName } from '#libs/pipeline';
import { ExecutionPolicy, ExecutionsService, RunsService, StaleStepsService, TasksService } from '#libs/tasks';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

const LEASE_MS = 30_000;
const COMPLETE = { step: null, forceExecution: false, cleanExistingFiles: false };
const RESUME = { ...COMPLETE, resume: true };

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
}

describe('runs and stale steps', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let tasks: TasksService;
  let runs: RunsService;
  let stale: StaleStepsService;

  beforeAll(async () => {
    installation = await createTestInstallation('stale', 'redis');
    module = await openTaskServices(installation.config);
    tasks = module.get(TasksService);
    runs = module.get(RunsService);
    stale = module.get(StaleStepsService);
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  /** Ends the open executions as a worker would. @returns the steps in order */
  async function workOff(taskId: string, models: StepModels = {}, failing?: StepName): Promise<StepName[]> {
    const done: StepName[] = [];
    for (const { executionId, step, status } of (await tasks.get(taskId)).executions) {
      if (status !== 'pending') {
        continue;
      }
      const claim = await module.get(ExecutionPolicy).table.claim(executionId, 'test', LEASE_MS);
      if (claim.outcome !== 'claimed') {
        throw new Error(`${executionId} is ${claim.outcome}`);
      }
      done.push(step);
      if (step === failing) {
        const error = new DomainError({ code: 'test_broken', kind: 'internal', zh: '坏了', en: 'broken' });
        await module.get(ExecutionsService).fail(claim.operation, error, claim.leaseToken);
        return done;
      }
      await module.get(ExecutionsService).complete(claim.operation, claim.leaseToken, { step }, models);
    }
    return done;
  }

  async function completedTask(models: StepModels = {}): Promise<string> {
    const parameters = taskParametersSchema.parse({});
    const { taskId } = await tasks.create({ parameters, tables: ['public.*'] });
    await runs.start(taskId, COMPLETE);
    await workOff(taskId, models);
    return taskId;
  }

  async function runStep(taskId: string, step: StepName, forceExecution = false): Promise<void> {
    await runs.start(taskId, { ...COMPLETE, step, forceExecution });
    await workOff(taskId);
  }

  async function stateOf(taskId: string): Promise<[string, readonly StepName[]]> {
    const { task, staleSteps } = await tasks.state(taskId);
    return [task.status, staleSteps];
  }

  async function upload(taskId: string, name: string, content: string, mode: OverwriteMode = 'replace'): Promise<void> {
    const uploads = module.get(UploadsService);
    const staged = await uploads.stage(taskId, name, Readable.from([Buffer.from(content)]));
    const publish: Parameters<typeof tasks.whileIdle>[1] = (manager) => uploads.publish(staged, mode, manager);
    await tasks.whileIdle(taskId, publish, { changes: [name] });
    await uploads.discard(staged);
  }

  it('gives every step of a run one id, with its mode and who asked for it', async () => {
    const taskId = await completedTask();
    const accepted = await runs.start(taskId, { ...COMPLETE, requestedBy: 'ci' });
    await workOff(taskId);
    const { executions, task } = await tasks.get(taskId);
    const own = executions.filter(({ runId }) => runId === accepted[0]?.runId);
    expect(own.map(({ step, runMode, requestedBy }) => [step, runMode, requestedBy])).toEqual(
      STEP_NAMES.filter((step) => accepted.some((each) => each.step === step)).map((step) => [step, 'complete', 'ci']),
    );
    expect(task.runId).toBe(accepted[0]?.runId);
    expect(new Set(executions.map(({ runId }) => runId)).size).toBe(2);
    expect(await stateOf(taskId)).toEqual(['completed', []]);
  });

  it.each<[StepName, StepName[]]>([
    ['ddl_generation', ['qa_generation', 'sql_validation', 'training_load']],
    ['qa_generation', ['sql_validation', 'training_load']],
    ['training_load', []],
  ])('after %s was run again, the later steps are stale', async (step, later) => {
    const taskId = await completedTask();
    await runStep(taskId, step);
    const [status, steps] = await stateOf(taskId);
    expect(steps).toEqual(later);
    expect(status).toBe(later.length > 0 ? 'partial_completed' : 'completed');
    expect((await tasks.list({ limit: 50, offset: 0 })).tasks.find(({ task }) => task.taskId === taskId)).toMatchObject(
      { staleSteps: later, stepStatus: { training_load: 'completed' } },
    );
  });

  it('refuses a step over a stale one, unless it is forced, and resume runs all that are stale', async () => {
    const taskId = await completedTask();
    await runStep(taskId, 'ddl_generation');
    expect(await codeOf(runs.start(taskId, { ...COMPLETE, step: 'sql_validation' }))).toBe('dependency_stale');
    // Its own predecessor is fresh, an earlier step is not.
    await runStep(taskId, 'sql_validation', true);
    expect(await codeOf(runs.start(taskId, { ...COMPLETE, step: 'training_load' }))).toBe('dependency_stale');
    await runs.start(taskId, RESUME);
    expect(await workOff(taskId)).toEqual(['qa_generation', 'sql_validation', 'training_load']);
    expect(await stateOf(taskId)).toEqual(['completed', []]);
    expect(await codeOf(runs.start(taskId, RESUME))).toBe('nothing_to_resume');
  });

  it('resumes from the step that failed', async () => {
    const { taskId } = await tasks.create({ parameters: taskParametersSchema.parse({}), tables: ['public.*'] });
    await runs.start(taskId, COMPLETE);
    await workOff(taskId, {}, 'qa_generation');
    const { task } = await tasks.get(taskId);
    expect(task).toMatchObject({ status: 'failed', error: { code: 'test_broken', params: {} } });
    await runs.start(taskId, RESUME);
    expect(await workOff(taskId)).toEqual(['qa_generation', 'sql_validation', 'training_load']);
    expect((await tasks.get(taskId)).task).toMatchObject({ status: 'completed', error: null });
  });

  it('resumes a task that never ran from its beginning', async () => {
    const { taskId } = await tasks.create({ parameters: taskParametersSchema.parse({}), tables: ['public.*'] });
    await runs.start(taskId, RESUME);
    expect((await workOff(taskId))[0]).toBe('ddl_generation');
  });

  it('gives a repeated resume the run of the first', async () => {
    const taskId = await completedTask();
    await runStep(taskId, 'qa_generation');
    const first = await runs.start(taskId, { ...RESUME, idempotencyKey: 'again' });
    const second = await runs.start(taskId, { ...RESUME, idempotencyKey: 'again' });
    expect(second[0]?.runId).toBe(first[0]?.runId);
    expect(await codeOf(runs.start(taskId, { ...COMPLETE, idempotencyKey: 'again' }))).toBe('idempotency_key_reused');
  });

  it.each<[string, readonly StepName[]]>([
    ['semantic_model.yaml', ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load']],
    ['orders_detail.md', ['qa_generation', 'sql_validation', 'training_load']],
    ['qs_shop_20250701_143052_pair.json', ['sql_validation', 'training_load']],
    ['notes.txt', []],
  ])('an upload of %s makes the steps stale that had read it', async (name, steps) => {
    const taskId = await completedTask();
    await upload(taskId, name, 'one');
    expect((await stateOf(taskId))[1]).toEqual(steps);
  });

  it('the same content again, or an upload that is skipped, makes nothing stale', async () => {
    const taskId = await completedTask();
    await upload(taskId, 'orders.ddl', 'create table orders ()');
    await runs.start(taskId, RESUME);
    await workOff(taskId);
    await upload(taskId, 'orders.ddl', 'create table orders ()');
    await upload(taskId, 'orders.ddl', 'create table other ()', 'skip');
    expect(await stateOf(taskId)).toEqual(['completed', []]);
    await upload(taskId, 'orders.ddl', 'create table other ()');
    expect((await stateOf(taskId))[0]).toBe('partial_completed');
  });

  it('another table list makes every step stale', async () => {
    const taskId = await completedTask();
    await tasks.replaceTableList(taskId, ['public.orders']);
    const { staleSteps, executions } = await tasks.state(taskId);
    expect(staleSteps).toContain('ddl_generation');
    expect(executions[0]?.staleReason).toEqual({ code: 'stale.table_list_changed', params: {} });
  });

  it('a truncation makes loads stale, and a restore brings those back that are in the backup', async () => {
    const before = await completedTask();
    const snapshotAt = new Date();
    const after = await completedTask();
    await stale.storeTruncated();
    expect((await stateOf(before))[1]).toEqual(['training_load']);
    expect((await stateOf(after))[1]).toEqual(['training_load']);
    await stale.storeRestored({ snapshotAt, replaced: true });
    expect(await stateOf(before)).toEqual(['completed', []]);
    expect(await stateOf(after)).toEqual(['partial_completed', ['training_load']]);
  });

  it('a restore over later loads makes them stale, one that only adds rows does not', async () => {
    const before = await completedTask();
    const snapshotAt = new Date();
    const after = await completedTask();
    await stale.storeRestored({ snapshotAt, replaced: false });
    expect(await stateOf(after)).toEqual(['completed', []]);
    await stale.storeRestored({ snapshotAt, replaced: true });
    expect((await stateOf(after))[1]).toEqual(['training_load']);
    expect(await stateOf(before)).toEqual(['completed', []]);
  });

  it('a restore does not make a load fresh whose pairs were made again meanwhile', async () => {
    const taskId = await completedTask();
    const snapshotAt = new Date();
    await stale.storeTruncated();
    await runStep(taskId, 'qa_generation');
    await stale.storeRestored({ snapshotAt, replaced: true });
    expect((await stateOf(taskId))[1]).toEqual(['sql_validation', 'training_load']);
  });

  it('another model makes its steps stale until it is configured again', async () => {
    const taskId = await completedTask({ chat: 'model-a', embedder: 'e5' });
    const unknown = await completedTask();
    await stale.modelsConfigured({ chat: 'model-b', embedder: 'e5' });
    expect((await stateOf(taskId))[1]).toEqual(['ddl_generation', 'qa_generation', 'sql_validation', 'training_load']);
    expect((await tasks.state(taskId)).executions[0]?.staleReason).toEqual({
      code: 'stale.model_changed',
      params: { step: 'ddl_generation', before: 'model-a', now: 'model-b' },
    });
    // Steps of versions that recorded no model stay as they are.
    expect(await stateOf(unknown)).toEqual(['completed', []]);
    await stale.modelsConfigured({ chat: 'model-a', embedder: 'e5' });
    expect(await stateOf(taskId)).toEqual(['completed', []]);
    await stale.modelsConfigured({ chat: 'model-a', embedder: 'bge' });
    expect((await stateOf(taskId))[1]).toEqual(['training_load']);
  });

  it('keeps the messages of the log with the run, without secrets', async () => {
    const taskId = await completedTask();
    const database = module.get(DataSource);
    const rows = await database.query<{ text: unknown }[]>(
      'SELECT text FROM data_pipeline_task_logs WHERE task_id = $1 ORDER BY id LIMIT 1',
      [taskId],
    );
    expect(rows).toEqual([{ text: { code: 'task.log_opened', params: { taskId } } }]);
  });

  it('keeps what a run was asked for beyond its steps, also for a request that is repeated', async () => {
    const taskId = await completedTask();
    const options = { add_pairs: { tables: ['public.a'], kinds: [], count: 3 } };
    const request = { ...COMPLETE, step: 'qa_generation', options, idempotencyKey: 'once' } as const;
    const [started] = await runs.start(taskId, request);
    expect(await runs.start(taskId, request)).toMatchObject([{ executionId: started?.executionId }]);
    const rows = await module
      .get(DataSource)
      .query<{ options: unknown }[]>(
        `SELECT options FROM data_pipeline_task_executions WHERE task_id = $1 ORDER BY id DESC LIMIT 2`,
        [taskId],
      );
    expect(rows.map((row) => row.options)).toEqual([options, null]);
    await workOff(taskId);
    expect(await codeOf(runs.start(taskId, { ...request, options: undefined }))).toBe('idempotency_key_reused');
  });
});
