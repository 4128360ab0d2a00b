import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { CuttableProxy } from '../harness/cuttable-proxy.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';
import type { QueueBackend } from '../harness/test-config.js';

const SAMPLE = { tables: ['public.*'], business_context: '高速公路服务区管理系统' };

describe.each<QueueBackend>(['redis', 'postgres'])('services that go away and come back, queue on %s', (backend) => {
  let services: SampleServices;
  let service: TestService;
  let database: CuttableProxy;
  let queue: CuttableProxy;

  beforeAll(async () => {
    services = await createSampleServices(`faults_${backend}`);
    database = await CuttableProxy.before(services.taskUrl);
    queue = await CuttableProxy.before(
      backend === 'redis' ? (services.variables['QUEUE_URL'] ?? '') : services.taskUrl,
    );
    service = await startService({ ...services.variables, DATABASE_URL: database.url, QUEUE_URL: queue.url }, 1);
  });

  afterEach(() => {
    database.join();
    queue.join();
  });

  afterAll(async () => {
    await service?.stop();
    await Promise.all([database?.close(), queue?.close()]);
    await services?.remove();
  });

  async function create(): Promise<string> {
    return eventually(async () => (await service.client.post<{ task_id: string }>('/tasks', SAMPLE)).body.data.task_id);
  }

  async function statusOf(taskId: string): Promise<string> {
    return (await service.client.get<{ status: string }>(`/tasks/${taskId}`)).body.data.status;
  }

  async function readiness(): Promise<{
    status: number;
    details: Record<string, { status: string; message?: string }>;
  }> {
    const response = await service.client.raw('GET', '/health/ready');
    const { details } = (await response.json()) as { details: Record<string, { status: string; message?: string }> };
    return { status: response.status, details };
  }

  it('says 503, when to come back, and what is wrong, while the database is away', async () => {
    database.cut();
    const answer = await eventually(async () => {
      const tried = await service.client.get('/tasks');
      expect(tried.status).toBe(503);
      return tried;
    });
    expect(answer.body).toMatchObject({ error_type: 'service_unavailable', data: { can_retry: true } });
    expect(answer.headers.get('retry-after')).toBe('5');
    const { status, details } = await readiness();
    expect(status).toBe(503);
    expect(details).toMatchObject({ postgres: { status: 'down' }, storage: { status: 'up' } });
    expect((await service.client.raw('GET', '/health/live')).status).toBe(200);

    database.join();
    await eventually(async () => expect((await readiness()).status).toBe(200));
    expect((await service.client.get('/tasks')).status).toBe(200);
  });

  it('refuses to start a run while the queue is away, and leaves nothing running', async () => {
    const taskId = await create();
    queue.cut();
    const refused = await service.client.post(`/tasks/${taskId}/execute`);
    expect([refused.status, refused.body['details']]).toEqual([
      503,
      expect.objectContaining({ error_code: 'queue_unreachable' }),
    ]);
    // The reason is ours and Chinese; the texts of drivers are English, and one sentence has one language.
    expect(refused.body.message).toMatch(/^任务队列暂时不可用：[^a-z]+。请检查 QUEUE_URL 指向的服务$/);
    const { data } = (await service.client.get(`/tasks/${taskId}`)).body;
    expect(data).toMatchObject({ status: 'pending', started_at: null });
    expect((await readiness()).details).toMatchObject({ queue: { status: 'down' }, postgres: { status: 'up' } });

    queue.join();
    await eventually(async () => {
      const again = await service.client.post(`/tasks/${taskId}/execute`);
      expect([again.status, again.body.message]).toEqual([202, '任务执行已启动']);
    });
    await eventually(async () => expect(await statusOf(taskId)).toBe('completed'), 50_000);
  });

  it('finishes a run during which both went away for a moment', async () => {
    const taskId = await create();
    await service.client.post(`/tasks/${taskId}/execute`);
    database.cut();
    queue.cut();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    database.join();
    queue.join();
    await eventually(async () => expect(await statusOf(taskId)).toBe('completed'), 55_000);
  });
});

describe('a storage folder that cannot be written', () => {
  it('is what readiness names', async () => {
    const services = await createSampleServices('storage');
    const blocked = `${services.directory}/blocked`;
    await mkdir(blocked);
    const service = await startService({ ...services.variables, STORAGE_URL: `file://${blocked}/file` }, 0);
    try {
      expect((await service.client.raw('GET', '/health/ready')).status).toBe(200);
      // Permissions do not stop root, a file in the place of the folder does.
      await rm(`${blocked}/file`, { recursive: true });
      await writeFile(`${blocked}/file`, '');
      const response = await service.client.raw('GET', '/health/ready');
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ details: { storage: { status: 'down' } } });
      expect((await service.client.post('/tasks', SAMPLE)).status).toBe(503);
    } finally {
      await service.stop();
      await services.remove();
    }
  });
});
