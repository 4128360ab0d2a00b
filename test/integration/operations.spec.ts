import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { ArchivePolicy, ArchivesService } from '#libs/archives';
import type { OperationEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import {
  EvaluationModule,
  EvaluationPolicy,
  evaluationParametersSchema,
  EvaluationsService,
  QuestionSetRepository,
  SummaryBuilder,
} from '#libs/evaluation';
import { FileStore } from '#libs/files';
import {
  operationErrors,
  OperationRunner,
  OperationSweeper,
  type AttemptContext,
  type DeliveryOutcome,
  type OperationPolicy,
  type SweepReport,
} from '#libs/operations';
import { taskParametersSchema } from '#libs/pipeline';
import { PROCESS_ID } from '#libs/process';
import { JobQueue } from '#libs/queue';
import { ExecutionPolicy, RunsService, TasksService } from '#libs/tasks';
import { VectorOperationPolicy, VectorOperationsService } from '#libs/vector-backup';
import { eventually } from '../harness/eventually.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type QueueBackend, type TestInstallation } from '../harness/test-config.js';

type Work = (context: AttemptContext) => Promise<void>;

/** One kind of operation, as the tests see it. */
interface Kind {
  readonly retries: boolean;
  /** Asks for a new one. @returns its id */
  request(): Promise<string>;
  cancel(id: string): Promise<unknown>;
  readonly cancelledStatus: 'cancelled' | 'failed';
  run(id: string, work: Work, options?: { lastAttempt?: boolean; shutdown?: AbortSignal }): Promise<Outcome>;
  sweep(): Promise<SweepReport>;
  row(id: string): Promise<OperationEntity | null>;
  /** Changes the row behind the back of its worker. @param assignments in SQL */
  alter(id: string, assignments: string): Promise<unknown>;
  presence(id: string): Promise<string>;
  removeJob(id: string): Promise<void>;
  /** The worker does its work and dies before it can record the end. */
  crash(id: string, work: Work): Promise<void>;
}

type Outcome = DeliveryOutcome<unknown>['outcome'];

const UNAVAILABLE = { code: 'operation_test', kind: 'unavailable', zh: '服务不可用', en: 'unavailable' } as const;
const TAKEN_OVER = `lease_token = gen_random_uuid(), lease_expires_at = now() - interval '1 second'`;
const done: Work = async () => undefined;

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(String, (error: unknown) => (error instanceof DomainError ? error.code : String(error)));
}

const KINDS = ['execution', 'vector operation', 'archive', 'evaluation'] as const;
const BACKENDS: readonly QueueBackend[] = ['redis', 'postgres'];

describe.each(BACKENDS)('operations, queue on %s', (backend) => {
  let installation: TestInstallation;
  let module: TestingModule;
  let kinds: Readonly<Record<(typeof KINDS)[number], Kind>>;

  beforeAll(async () => {
    installation = await createTestInstallation(`operations_${backend}`, backend, { LEASE_SECONDS: '2' });
    module = await openTaskServices(installation.config, { module: EvaluationModule });
    kinds = {
      execution: executions(),
      'vector operation': vectorOperations(),
      archive: archives(),
      evaluation: evaluations(),
    };
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function newTask(): Promise<string> {
    return (await module.get(TasksService).create({ parameters: taskParametersSchema.parse({}), tables: ['a'] }))
      .taskId;
  }

  function kindOf<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    result: R,
    [table, idColumn]: readonly [string, string],
    own: Pick<Kind, 'request' | 'cancel' | 'cancelledStatus'>,
  ): Kind {
    const queue = module.get(JobQueue);
    const queueName = async (id: string) => policy.queueOf((await policy.table.find(id))!);
    const run: Kind['run'] = async (id, work, options = {}) => {
      const { lastAttempt = false, shutdown = new AbortController().signal } = options;
      const attempt = { name: id, work: (context: AttemptContext) => work(context).then(() => result) };
      return (
        await module
          .get(OperationRunner)
          .run(policy, id, { attemptsLeft: lastAttempt ? 0 : 2, shutdown }, () => attempt)
      ).outcome;
    };
    return {
      ...own,
      retries: policy.retries,
      run,
      sweep: () => module.get(OperationSweeper).sweep(policy, 0),
      row: (id) => policy.table.find(id),
      alter: (id, assignments) =>
        module.get(DataSource).query(`UPDATE ${table} SET ${assignments} WHERE ${idColumn} = $1`, [id]),
      presence: async (id) => queue.presenceOf(await queueName(id), id),
      removeJob: async (id) => queue.removeJob(await queueName(id), id),
      crash: async (id, work) => {
        const away = new DomainError(UNAVAILABLE);
        jest.spyOn(policy, 'complete').mockRejectedValueOnce(away);
        jest.spyOn(policy.table, 'release').mockRejectedValueOnce(away);
        expect(await run(id, work)).toBe('handed_back');
      },
    };
  }

  function executions(): Kind {
    const request = { step: 'ddl_generation', forceExecution: true, cleanExistingFiles: false } as const;
    const runs = module.get(RunsService);
    return kindOf(module.get(ExecutionPolicy), {}, ['data_pipeline_task_executions', 'execution_id'], {
      request: async () => (await runs.start(await newTask(), request))[0]?.executionId ?? '',
      cancel: (id) => runs.cancel(id.slice(0, id.indexOf('_step_'))),
      cancelledStatus: 'cancelled',
    });
  }

  function vectorOperations(): Kind {
    const operations = module.get(VectorOperationsService);
    const parameters = { source_task_id: null, timestamp: '20260101_000000' };
    const verify = { kind: 'verify', taskId: null, parameters, connectionString: null } as const;
    return kindOf(module.get(VectorOperationPolicy), {}, ['data_pipeline_vector_operations', 'operation_id'], {
      request: async () => (await operations.request(verify)).operationId,
      cancel: (id) => operations.cancel(id),
      cancelledStatus: 'cancelled',
    });
  }

  function archives(): Kind {
    const service = module.get(ArchivesService);
    const content = { size: 3, sha256: 'a'.repeat(64) };
    const kind: Kind = kindOf(module.get(ArchivePolicy), content, ['data_pipeline_task_archives', 'archive_id'], {
      request: async () => {
        const taskId = await newTask();
        await module.get(FileStore).write(taskId, 'a.md', 'text');
        return (await service.request(taskId, 'zip', await service.select([taskId], undefined))).archiveId;
      },
      // An archive that has expired can no longer be downloaded.
      cancel: (id) => kind.alter(id, `expires_at = now() - interval '1 second'`),
      cancelledStatus: 'failed',
    });
    return kind;
  }

  function evaluations(): Kind {
    const service = module.get(EvaluationsService);
    const databaseName = new URL(installation.config.databaseUrl).pathname.slice(1);
    const set = { name: 'x', origin: 'uploaded', taskId: null, databaseName, createdBy: null } as const;
    const facts = { language: null, origin: 'uploaded', unanswerable: false, hint: null } as const;
    const questions = [{ id: 'a', question: 'How many?', goldSql: ['SELECT 1'], ...facts }];
    const parameters = evaluationParametersSchema.parse({ arms: ['pairs'] });
    const summary = { ...new SummaryBuilder().build(), gate: null };
    return kindOf(module.get(EvaluationPolicy), summary, ['data_pipeline_evaluations', 'evaluation_id'], {
      request: async () => {
        const { setId } = await module.get(QuestionSetRepository).insert(set, questions);
        return (await service.request(await newTask(), setId, parameters)).evaluationId;
      },
      cancel: async (id) => {
        const row = await module.get(EvaluationPolicy).table.find(id);
        return service.cancel(row?.taskId ?? '', id);
      },
      cancelledStatus: 'cancelled',
    });
  }

  describe.each(KINDS)('%s', (name) => {
    it('is claimed by one of many deliveries; a delivery after its end is a no-op', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const othersAnswered = Promise.withResolvers<void>();
      let attempts = 0;
      const work: Work = () => {
        attempts += 1;
        return othersAnswered.promise;
      };
      let leased = 0;
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const outcome = await kind.run(id, work);
          leased += outcome === 'leased' ? 1 : 0;
          if (leased === 7) {
            othersAnswered.resolve();
          }
          return outcome;
        }),
      );
      expect(outcomes.sort()).toEqual(['completed', ...Array<string>(7).fill('leased')]);
      expect(attempts).toBe(1);
      expect(await kind.run(id, work)).toBe('nothing_to_do');
      expect(attempts).toBe(1);
      expect(await kind.row(id)).toMatchObject({ status: 'completed', attempts: 1, leaseToken: null });
    });

    it('names the monitored process that runs it', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const rows: unknown[] = [];
      await kind.run(id, async () => void rows.push(await kind.row(id)));
      expect(rows).toEqual([expect.objectContaining({ status: 'running', workerId: PROCESS_ID })]);
    });

    it('goes to another worker when its lease has run out; the first one records nothing', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const running = Promise.withResolvers<void>();
      const first = kind.run(id, ({ signal }) => {
        running.resolve();
        return untilAborted(signal);
      });
      await running.promise;
      await kind.alter(id, TAKEN_OVER);
      expect(await kind.run(id, done)).toBe('completed');
      const ended = await kind.row(id);
      expect(ended).toMatchObject({ status: 'completed', attempts: 2 });
      expect(await first).toBe('handed_back');
      expect(await kind.row(id)).toEqual(ended);
    });

    it('records no result of a worker that was taken over without noticing', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      expect(await kind.run(id, () => kind.alter(id, TAKEN_OVER).then(() => undefined))).toBe('handed_back');
      expect((await kind.row(id))?.status).toBe('running');
      expect(await kind.run(id, done)).toBe('completed');
    });

    it('makes nothing visible after a takeover: the lease is asked for right before', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      let published = false;
      const work: Work = async ({ requireLease }) => {
        await requireLease();
        await kind.alter(id, TAKEN_OVER);
        await requireLease();
        published = true;
      };
      expect(await kind.run(id, work)).toBe('handed_back');
      expect(published).toBe(false);
    });

    it('is stopped when it is cancelled', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const failed = codeOf(kind.run(id, ({ signal }) => untilAborted(signal)));
      await eventually(async () => expect((await kind.row(id))?.status).toBe('running'));
      await kind.cancel(id);
      expect(await failed).not.toBe('lease_lost');
      expect((await kind.row(id))?.status).toBe(kind.cancelledStatus);
      expect(await kind.run(id, done)).toBe('nothing_to_do');
    });

    it('ends as if there had been no crash when its worker dies between the effect and the end', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const effects = new Set<string>();
      const work: Work = async () => void effects.add('the same each time');
      await kind.crash(id, work);
      expect(await kind.run(id, work)).toBe('leased');
      await kind.alter(id, `lease_expires_at = now() - interval '1 second'`);
      expect(await kind.run(id, work)).toBe('completed');
      expect([...effects]).toHaveLength(1);
      expect(await kind.row(id)).toMatchObject({ status: 'completed', attempts: 2 });
    });

    it('is handed back when the process has to stop', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const shutdown = new AbortController();
      const running = kind.run(id, ({ signal }) => untilAborted(signal), { shutdown: shutdown.signal });
      await eventually(async () => expect((await kind.row(id))?.status).toBe('running'));
      shutdown.abort(new DomainError(operationErrors.worker_stopping));
      expect(await running).toBe('handed_back');
      expect(await kind.row(id)).toMatchObject({ status: 'pending', leaseToken: null, workerId: null });
      expect(await kind.run(id, done)).toBe('completed');
    });

    it('waits for a service, whatever the attempt, until the permitted time is used up', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const away: Work = () => Promise.reject(new DomainError(UNAVAILABLE));
      const outcome = await codeOf(kind.run(id, away, { lastAttempt: true }));
      expect(outcome).toBe('waiting');
      const waits = { code: 'operation_test', reason: { zh: '服务不可用', en: 'unavailable' }, done: 0 };
      const first = await kind.row(id);
      expect(first).toMatchObject({ status: 'pending', waiting: waits });
      expect(await kind.run(id, away)).toBe('waiting');
      const second = await kind.row(id);
      expect(second?.waiting?.since).toBe(first?.waiting?.since);
      await kind.alter(id, `waiting = jsonb_set(waiting, '{spentMs}', '900000')`);
      expect(await codeOf(kind.run(id, away))).toBe('operation_test');
      expect(await kind.row(id)).toMatchObject({ status: 'failed', waiting: null });
    });

    it('forgets that it waited when it is done, and is cancelled while it waits', async () => {
      const kind = kinds[name];
      const away: Work = () => Promise.reject(new DomainError(UNAVAILABLE));
      const [id, cancelled] = [await kind.request(), await kind.request()];
      expect(await kind.run(id, away)).toBe('waiting');
      expect(await kind.run(id, done)).toBe('completed');
      expect(await kind.row(id)).toMatchObject({ status: 'completed', waiting: null });
      expect(await kind.run(cancelled, away)).toBe('waiting');
      await kind.cancel(cancelled);
      await kind.sweep();
      expect(await kind.row(cancelled)).toMatchObject({ status: kind.cancelledStatus, waiting: null });
    });

    it.each(['EROFS', 'ENOSPC', 'EDQUOT'])('waits for a disk that answers %s, without its paths', async (code) => {
      const kind = kinds[name];
      const id = await kind.request();
      const full = Object.assign(new Error(`${code}: open '/srv/secret'`), { code, syscall: 'open' });
      const outcome = await codeOf(kind.run(id, () => Promise.reject(full)));
      expect(outcome).toBe('waiting');
      expect(JSON.stringify(await kind.row(id))).not.toContain('secret');
    });

    it('is tried again after a defect if its kind retries', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const outcome = await codeOf(kind.run(id, () => Promise.reject(new Error('a defect'))));
      expect((await kind.row(id))?.status).toBe(kind.retries ? 'pending' : 'failed');
      expect(outcome === 'retried').toBe(kind.retries);
    });

    it('counts a takeover as an attempt that failed, and an outage as none', async () => {
      const kind = kinds[name];
      const away: Work = () => Promise.reject(new DomainError(UNAVAILABLE));
      const [id, waited] = [await kind.request(), await kind.request()];
      for (const expected of [1, 2]) {
        await kind.alter(id, `status = 'running', ${TAKEN_OVER}`);
        expect(await kind.run(id, away)).toBe('waiting');
        expect((await kind.row(id))?.takeovers).toBe(expected);
      }
      expect(await codeOf(kind.run(id, () => Promise.reject(new Error('a defect'))))).toMatch(/failed|defect/);
      expect((await kind.row(id))?.status).toBe('failed');
      for (let attempt = 0; attempt < 7; attempt += 1) {
        expect(await kind.run(waited, away)).toBe('waiting');
      }
      jest
        .spyOn(module.get(JobQueue), 'presenceOf')
        .mockImplementation(async (_, job) => (job === waited ? 'failed' : 'waiting'));
      expect((await kind.sweep()).ended).toEqual([]);
    });

    it('shows a number in place of the particulars of a defect', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const secret: Work = () => Promise.reject(new Error('secret particulars'));
      const error = await kind.run(id, secret, { lastAttempt: true }).catch(String);
      expect(error).toMatch(/[0-9a-f]{8}-[0-9a-f-]{27}/);
      const row = JSON.stringify(await kind.row(id));
      expect(row).toMatch(/编号 [0-9a-f-]{36}/);
      expect(row).not.toContain('secret');
    });

    it('is put back into the queue by the sweep when its job was lost, once', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      expect((await kind.sweep()).requeued).not.toContain(id);
      await kind.removeJob(id);
      expect(await kind.presence(id)).toBe('missing');
      expect((await kind.sweep()).requeued).toContain(id);
      expect(await kind.presence(id)).toBe('waiting');
      expect((await kind.sweep()).requeued).not.toContain(id);
    });

    it('is put back by the sweep when its worker died with the queue, and left alone while its lease holds', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      await kind.crash(id, async () => {
        await kind.removeJob(id);
        expect((await kind.sweep()).requeued).not.toContain(id);
      });
      await kind.alter(id, `lease_expires_at = now() - interval '1 second'`);
      expect((await kind.sweep()).requeued).toContain(id);
      expect(await kind.run(id, done)).toBe('completed');
    });

    it('is ended by the sweep when the queue gave its job up', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      jest
        .spyOn(module.get(JobQueue), 'presenceOf')
        .mockImplementation(async (_, job) => (job === id ? 'failed' : 'waiting'));
      // Its job failed before a worker could claim it, say.
      expect(await kind.sweep()).toEqual({ ended: [], requeued: [id] });
      await kind.alter(id, 'takeovers = 5');
      expect((await kind.sweep()).ended).toEqual([id]);
      expect((await kind.row(id))?.status).toBe('failed');
    });

    it('is ended by the sweep after hours without a heartbeat', async () => {
      const kind = kinds[name];
      const id = await kind.request();
      const silent = `status = 'running', lease_token = gen_random_uuid(), started_at = now() - interval '3 hours',
        heartbeat_at = now() - interval '3 hours', lease_expires_at = now() - interval '3 hours'`;
      await kind.alter(id, silent);
      expect((await kind.sweep()).ended).toEqual([id]);
      expect((await kind.row(id))?.status).toBe('failed');
      expect((await kind.sweep()).ended).toEqual([]);
    });
  });
});
