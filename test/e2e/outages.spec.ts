import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import { CuttableProxy } from '../harness/cuttable-proxy.js';
import { eventually } from '../harness/eventually.js';
import { flushableRedisUrl, forgetEverything } from '../harness/forgetful-queue.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const SAMPLE = { tables: ['public.*'], business_context: '高速公路服务区管理系统' };

/** Of complete runs on a busy machine, after delays of up to half a minute. */
const LONG_MS = 150_000;

interface Step {
  readonly step_name: string;
  readonly step_status: string;
  readonly waiting: {
    error_code: string;
    reason: string;
    since: string;
    until: string;
    next_attempt_at: string;
  } | null;
}

interface TaskState {
  readonly status: string;
  readonly steps: readonly Step[];
}

describe('outages of the business database and of Redis', () => {
  let services: SampleServices;
  let service: TestService;
  let business: CuttableProxy;
  let config: ResolvedConfig;

  beforeAll(async () => {
    services = await createSampleServices('outages');
    business = await CuttableProxy.before(services.variables['BUSINESS_DATABASE_URL'] ?? '');
    const variables = {
      ...services.variables,
      BUSINESS_DATABASE_URL: business.url,
      QUEUE_URL: flushableRedisUrl(),
      QUEUE_CHECK_SECONDS: '2',
    };
    config = loadConfig(variables) as ResolvedConfig;
    service = await startService(variables, 1);
  });

  afterEach(() => business.join());

  afterAll(async () => {
    await service?.stop();
    await business?.close();
    await services?.remove();
  });

  async function start(): Promise<string> {
    const taskId = (await service.client.post<{ task_id: string }>('/tasks', SAMPLE)).body.data.task_id;
    expect((await service.client.post(`/tasks/${taskId}/execute`)).status).toBe(202);
    return taskId;
  }

  async function state(taskId: string): Promise<TaskState> {
    return (await service.client.get<TaskState>(`/tasks/${taskId}`)).body.data;
  }

  async function waits(taskId: string): Promise<NonNullable<Step['waiting']>> {
    return eventually(async () => {
      const { status, steps } = await state(taskId);
      expect([status, steps[0]?.step_status, steps[0]?.waiting]).toEqual(['in_progress', 'pending', expect.anything()]);
      return steps[0]!.waiting!;
    });
  }

  it(
    'are waited for, and the state says for what and until when; a queue that forgets it all changes nothing',
    async () => {
      business.cut();
      const away = [await start(), await start()];
      const waiting = await waits(away[0]!);
      expect(waiting).toMatchObject({
        error_code: 'database_unreachable',
        reason: expect.stringContaining('无法连接'),
      });
      expect(Date.parse(waiting.until) - Date.parse(waiting.since)).toBe(900_000);
      await waits(away[1]!);

      // One waits for its next attempt, others for a worker; their later steps wait for them.
      await forgetEverything(config);
      business.join();
      for (const taskId of away) {
        await eventually(async () => expect((await state(taskId)).status).toBe('completed'), LONG_MS);
      }
      expect((await service.client.raw('GET', '/health/ready')).status).toBe(200);
    },
    2 * LONG_MS,
  );

  it('do not keep a task from being cancelled', async () => {
    business.cut();
    const taskId = await start();
    await waits(taskId);
    expect((await service.client.post(`/tasks/${taskId}/cancel`)).status).toBe(202);
    expect((await state(taskId)).status).toBe('cancelled');
  });

  it(
    'a queue that forgets a running step lets it finish, and runs the steps after it',
    async () => {
      const taskId = await start();
      await eventually(async () => {
        const { steps } = await state(taskId);
        expect(steps.some(({ step_status: status }) => status !== 'pending')).toBe(true);
      });
      await forgetEverything(config);
      await eventually(async () => expect((await state(taskId)).status).toBe('completed'), LONG_MS);
    },
    2 * LONG_MS,
  );
});
